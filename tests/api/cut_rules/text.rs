//! `&str` as an input: elements are bytes, and a cut is between characters.

use parallelize::{current_chunk, parallel};

use super::{Fineness, ranges};

/// Characters of one to four bytes.
const TEXT: &str = "aß€😀\n\u{301}é-漢字\n🏳️‍🌈x";

/// All parts of the text, which begin and end at every character.
fn parts() -> impl Iterator<Item = &'static str> {
    let places = || (0..=TEXT.len()).filter(|&at| TEXT.is_char_boundary(at));
    places().flat_map(move |start| {
        let ends = places().filter(move |&end| end >= start);
        ends.map(move |end| &TEXT[start..end])
    })
}

#[test]
fn a_text_is_cut_between_characters_whatever_the_options() {
    for text in parts() {
        for fineness in Fineness::all() {
            let chunks = fineness.apply(parallel(text)).per_chunk(str::to_owned);
            assert_eq!(chunks.concat(), text);
            fineness.check(
                text.len(),
                || parallel(text),
                |at| text.is_char_boundary(at),
            );
        }
    }
}

#[test]
fn a_chunk_of_a_text_knows_its_bytes() {
    let text = "äöü";
    let call = parallel(text).chunk_size(1);
    let chunks = call.per_chunk(|part| (part, current_chunk().unwrap().range()));
    assert_eq!(chunks, [("ä", 0..2), ("ö", 2..4), ("ü", 4..6)]);
    let total = parallel(text).per_chunk(|_| current_chunk().unwrap().total());
    assert_eq!(total[0], Some(6));
}

#[test]
fn a_delimiter_of_a_text_is_a_character_of_any_length() {
    for text in parts() {
        for delimiter in ['a', 'ß', '€', '😀', '\n', '\u{301}', '\u{200d}', 'z'] {
            for fineness in Fineness::all().into_iter().step_by(3) {
                let call = || parallel(text).delimiter(delimiter);
                let is_behind = |at| text.is_char_boundary(at) && text[..at].ends_with(delimiter);
                fineness.check(text.len(), call, is_behind);
            }
        }
    }
}

#[test]
fn neighbours_in_a_text_are_characters() {
    let is_ascii_run = |a: &char, b: &char| a.is_ascii() == b.is_ascii();
    for text in parts() {
        for fineness in Fineness::all().into_iter().step_by(3) {
            let is_allowed = |at| {
                text.is_char_boundary(at) && {
                    let before = text[..at].chars().next_back().unwrap();
                    !is_ascii_run(&before, &text[at..].chars().next().unwrap())
                }
            };
            fineness.check(
                text.len(),
                || parallel(text).chunk_by(is_ascii_run),
                is_allowed,
            );
        }
    }
}

#[test]
fn units_of_a_text_are_cut_between_characters_too() {
    // The multiples of 2 are 2, 4 and 6, and 2 is inside a character.
    assert_eq!(
        ranges(parallel("aßbcdef").chunk_size(2).multiple_of(2)),
        [0..4, 4..6, 6..8]
    );
}

#[test]
fn lines_are_counted_as_in_the_whole_text() {
    let lines: Vec<String> = (0..500).map(|n| "xö".repeat(n % 17)).collect();
    let text = lines.join("\n");
    for jobs in [0, 1, 2, 3, 50, 5000] {
        let call = parallel(&text[..]).jobs(jobs).delimiter('\n');
        let lengths: Vec<usize> = call.flatten(|lines| lines.lines().map(str::len).collect());
        assert!(lengths.into_iter().eq(text.lines().map(str::len)));
    }
}

#[test]
fn a_text_is_cut_together_with_its_bytes() {
    let text = "aßb€";
    let call = parallel((text, text.as_bytes())).chunk_size(1);
    let chunks = call.per_chunk(|(text, bytes)| {
        assert_eq!(text.as_bytes(), bytes);
        text
    });
    assert_eq!(chunks, ["a", "ß", "b", "€"]);
    // The text allows no cut inside a character, also if it comes second.
    let call = parallel((text.as_bytes(), text)).chunk_size(1);
    assert_eq!(call.per_chunk(|(_, text)| text), ["a", "ß", "b", "€"]);
}
