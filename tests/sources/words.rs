//! The words of pages, and of documentation in sources: CONTRIBUTING lists what not to write.

use std::fs;
use std::path::Path;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::{root, sources};

/// How many words a sentence has at most. CONTRIBUTING asks for 25.
const LONGEST: usize = 30;

/// A paragraph, a list item, a heading or a cell, with a word in place of code.
struct Block {
    text: String,
    is_cell: bool,
}

/// Where it stands, and the text.
struct Page {
    place: String,
    text: String,
}

/// All pages, and the documentation of items, a page a file.
fn pages() -> Vec<Page> {
    let named = |path: &Path| {
        let text = fs::read_to_string(path).unwrap();
        let place = path.strip_prefix(root()).unwrap().display().to_string();
        Page { place, text }
    };
    let single = [
        "README.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "benches/README.md",
        "examples/README.md",
        "parallelize-mpi/README.md",
    ];
    let mut pages: Vec<Page> = single
        .iter()
        .map(|page| named(&root().join(page)))
        .collect();
    let changes = named(&root().join("CHANGELOG.md"));
    pages.push(Page {
        text: unreleased(&changes.text).to_owned(),
        ..changes
    });
    let docs = sources(&root().join("parallelize/docs"));
    let docs = docs.iter().filter(|path| has_extension(path, "md"));
    pages.extend(docs.map(|path| named(path)));
    for member in ["parallelize", "parallelize-mpi"] {
        let files = sources(&root().join(member).join("src"));
        for file in files.iter().filter(|path| has_extension(path, "rs")) {
            let page = named(file);
            pages.push(Page {
                text: documentation(&page.text),
                ..page
            });
        }
    }
    pages
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|it| it == extension)
}

/// The part of the changelog that no release has.
fn unreleased(changes: &str) -> &str {
    let (_, rest) = changes.split_once("## Unreleased").expect("a section");
    rest.split_once("\n## ")
        .map_or(rest, |(section, _)| section)
}

/// The comments of a source that are documentation, with an empty line between those of two items.
fn documentation(source: &str) -> String {
    let mut text = String::new();
    for line in source.lines().map(str::trim_start) {
        let comment = line
            .strip_prefix("///")
            .or_else(|| line.strip_prefix("//!"));
        text.push_str(comment.map_or("", |comment| comment.strip_prefix(' ').unwrap_or(comment)));
        text.push('\n');
    }
    text
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open = String::new();
    let (mut is_cell, mut is_code) = (false, false);
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => is_code = true,
            Event::End(TagEnd::CodeBlock) => is_code = false,
            Event::Text(text) if !is_code => open.push_str(&text),
            Event::Code(_) => open.push_str("code"),
            Event::SoftBreak | Event::HardBreak => open.push(' '),
            Event::Start(tag) if !is_inline(&tag) => {
                close(&mut open, is_cell, &mut blocks);
                is_cell = matches!(tag, Tag::TableCell);
            }
            Event::End(
                TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_) | TagEnd::TableCell,
            ) => {
                close(&mut open, is_cell, &mut blocks);
                is_cell = false;
            }
            _ => {}
        }
    }
    blocks
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. }
    )
}

fn close(open: &mut String, is_cell: bool, blocks: &mut Vec<Block>) {
    let text = std::mem::take(open);
    if !text.trim().is_empty() {
        blocks.push(Block { text, is_cell });
    }
}

/// The sentences of a block, and what stands before a colon.
fn sentences(block: &str) -> Vec<&str> {
    let ends = |(at, mark): (usize, char)| {
        let is_end = block[at + mark.len_utf8()..].starts_with([' ', ')']);
        (".!?:".contains(mark) && is_end).then_some(at + mark.len_utf8())
    };
    let mut start = 0;
    let mut sentences = Vec::new();
    for end in block.char_indices().filter_map(ends) {
        sentences.push(&block[start..end]);
        start = end;
    }
    sentences.push(&block[start..]);
    sentences
}

/// Whether `text` has these words, each of them whole.
fn has_words(text: &str, words: &str) -> bool {
    let text = text.to_lowercase();
    text.match_indices(words).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let behind = text[at + words.len()..].chars().next();
        [before, behind]
            .iter()
            .all(|c| c.is_none_or(|c| !c.is_alphanumeric()))
    })
}

/// What the table of CONTRIBUTING forbids.
fn forbidden() -> Vec<String> {
    let page = fs::read_to_string(root().join("CONTRIBUTING.md")).unwrap();
    let (_, table) = page.split_once("| not | write |\n|---|---|\n").unwrap();
    let rows = table.lines().take_while(|line| line.starts_with('|'));
    let cells = rows.map(|row| row.split('|').nth(1).unwrap());
    let words = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2));
    words.map(str::to_owned).collect()
}

#[test]
fn no_page_has_words_that_the_list_forbids() {
    let forbidden = forbidden();
    assert!(forbidden.len() > 5, "{forbidden:?}");
    let mut found = Vec::new();
    for Page { place, text } in pages() {
        for block in blocks(&text) {
            let words = forbidden
                .iter()
                .filter(|words| has_words(&block.text, words));
            found.extend(words.map(|words| format!("{place}: `{words}` in: {}", block.text)));
        }
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn no_sentence_is_too_long() {
    let mut found = Vec::new();
    for Page { place, text } in pages() {
        for block in blocks(&text).iter().filter(|block| !block.is_cell) {
            for sentence in sentences(&block.text) {
                let count = sentence.split_whitespace().count();
                if count > LONGEST {
                    found.push(format!("{place}: {count} words: {sentence}"));
                }
            }
        }
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn words_are_found_whole_and_sentences_end() {
    assert!(has_words("Likewise, it", "likewise") && has_words("look inside of it", "inside of"));
    assert!(!has_words("the inside often", "inside of"));
    let text =
        "One `a.b` two.\nThree: four!\n\n| a | b |\n|---|---|\n| c | d e |\n\n```\nfive\n```\n";
    let blocks = blocks(text);
    let texts: Vec<&str> = blocks.iter().map(|block| block.text.as_str()).collect();
    assert_eq!(texts, ["One code two. Three: four!", "a", "b", "c", "d e"]);
    assert!(!blocks[0].is_cell && blocks[4].is_cell);
    assert_eq!(sentences(texts[0]).len(), 3);
    assert_eq!(documentation("/// a\nfn f() {}\n//! b"), "a\n\nb\n");
}
