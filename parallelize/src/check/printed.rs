//! Reading what `Debug` prints.

/// The index of the first element in which two printed lists differ.
pub(super) fn first_difference(one: &str, other: &str) -> Option<usize> {
    let (one, other) = (elements(one)?, elements(other)?);
    let same = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    (same < one.len().max(other.len())).then_some(same)
}

/// The elements of a printed list, or of one that is all that an `Ok` or a `Some` holds.
fn elements(text: &str) -> Option<Vec<&str>> {
    let inside = |start, end| text.strip_prefix(start)?.strip_suffix(end);
    if let Some(inner) = inside("Ok(", ")").or_else(|| inside("Some(", ")")) {
        return elements(inner);
    }
    let list = inside("[", "]")?;
    let mut elements = Vec::new();
    let mut start = 0;
    let mut depth = 0_usize;
    let mut quote = None;
    let mut characters = list.char_indices();
    while let Some((at, character)) = characters.next() {
        match (quote, character) {
            (Some(_), '\\') => drop(characters.next()),
            (Some(end), _) if character == end => quote = None,
            (None, '"' | '\'') => quote = Some(character),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth = depth.checked_sub(1)?,
            (None, ',') if depth == 0 => {
                elements.push(list[start..at].trim());
                start = at + 1;
            }
            _ => (),
        }
    }
    if depth > 0 || quote.is_some() {
        return None; // printed by other rules
    }
    if !list.is_empty() {
        elements.push(list[start..].trim());
    }
    Some(elements)
}

/// Two results as they are or, if they are long, what is around their first difference.
pub(super) fn shortened(one: &str, other: &str) -> [String; 2] {
    const BEFORE: usize = 60;
    const BEHIND: usize = 100;
    let same = one
        .chars()
        .zip(other.chars())
        .take_while(|(a, b)| a == b)
        .count();
    let skipped = same.saturating_sub(BEFORE);
    [one, other].map(|text| {
        let mut rest = text.chars().skip(skipped);
        let shown: String = rest.by_ref().take(BEFORE + BEHIND).collect();
        let before = if skipped > 0 { ".." } else { "" };
        let behind = if rest.next().is_some() { ".." } else { "" };
        format!("{before}{shown}{behind}")
    })
}
