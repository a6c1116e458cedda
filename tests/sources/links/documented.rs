//! What rustdoc makes pages of: the documentation of each item, read from the sources.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{root, sources};

/// An item with its documentation. Fields and variants have no kind.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) file: PathBuf,
    pub(super) kind: &'static str,
    pub(super) name: String,
    pub(super) text: String,
}

const KINDS: [&str; 7] = ["mod", "struct", "enum", "trait", "fn", "type", "const"];

/// The documented items of a crate.
pub(super) fn items(member: &str) -> Vec<Item> {
    let files = sources(&root().join(member).join("src"));
    files.iter().flat_map(|file| in_file(file)).collect()
}

fn in_file(file: &Path) -> Vec<Item> {
    let source = fs::read_to_string(file).unwrap();
    let mut items = guide_pages(file, &source);
    let (mut inner, mut outer) = (String::new(), String::new());
    let mut in_attribute = false;
    for line in source.lines().map(str::trim) {
        if let Some(doc) = line.strip_prefix("//!") {
            add(&mut inner, doc.strip_prefix(' ').unwrap_or(doc));
        } else if let Some(doc) = line.strip_prefix("///") {
            add(&mut outer, doc.strip_prefix(' ').unwrap_or(doc));
        } else if let Some(doc) = included(file, line) {
            let is_inner = line.starts_with("#!");
            add(if is_inner { &mut inner } else { &mut outer }, &doc);
        } else if line.contains("doc = \"\"") {
            add(&mut outer, "");
        } else if line.starts_with('#') || in_attribute {
            in_attribute = !line.ends_with(']');
        } else if !line.is_empty() && !outer.is_empty() && !line.starts_with("//") {
            let (kind, name) = declared(line);
            let text = std::mem::take(&mut outer);
            items.push(Item {
                file: file.to_owned(),
                kind,
                name,
                text,
            });
        }
    }
    let (kind, name) = ("mod", module_of(file));
    items.push(Item {
        file: file.to_owned(),
        kind,
        name,
        text: inner,
    });
    items
}

fn add(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

/// The page that `include_str!` brings in; pictures have no links.
fn included(file: &Path, line: &str) -> Option<String> {
    let (_, rest) = line.split_once("doc = include_str!(\"")?;
    let (page, _) = rest.split_once('"')?;
    Some(page_beside(file, page))
}

fn page_beside(file: &Path, page: &str) -> String {
    let path = file.parent().unwrap().join(page);
    if path.extension().is_none_or(|is| is != "md") {
        return String::new();
    }
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The guide's pages, which a macro declares: `/// summary`, then `name "file" "file";`.
fn guide_pages(file: &Path, source: &str) -> Vec<Item> {
    let Some((_, list)) = source.rsplit_once("\npages! {") else {
        return Vec::new();
    };
    let entries = list.split(';').filter_map(|entry| {
        let lines = entry.lines().map(str::trim);
        let (docs, words): (Vec<&str>, Vec<&str>) = lines.partition(|line| line.starts_with("///"));
        let words = words.join(" ");
        let (name, files) = words.trim().split_once(' ')?;
        let mut text = docs.join("\n").replace("/// ", "");
        for page in files.split('"').skip(1).step_by(2) {
            text.push_str("\n\n");
            text.push_str(&page_beside(file, page));
        }
        Some(Item {
            file: file.to_owned(),
            kind: "mod",
            name: name.to_owned(),
            text,
        })
    });
    entries.collect()
}

fn declared(line: &str) -> (&'static str, String) {
    if line.starts_with("pub use ") && line.ends_with("::parallelize;") {
        return ("attr", "parallelize".to_owned());
    }
    let words: Vec<&str> = line.split(' ').collect();
    let found = words.windows(2).find_map(|pair| {
        let kind = KINDS.into_iter().find(|kind| *kind == pair[0])?;
        Some((kind, pair[1]))
    });
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    found.map_or(("", String::new()), |(kind, rest)| {
        (kind, rest.chars().take_while(|c| is_name(*c)).collect())
    })
}

/// The module that a file is. A crate's own is named like the crate.
fn module_of(file: &Path) -> String {
    let stem = file.file_stem().unwrap().to_str().unwrap();
    let named = match stem {
        "mod" => file.parent().unwrap(),
        "lib" => file.parent().unwrap().parent().unwrap(),
        _ => return stem.to_owned(),
    };
    named
        .file_name()
        .unwrap()
        .to_str()
        .unwrap()
        .replace('-', "_")
}
