//! Text is cut where an option says.

use parallelize::parallelize;

#[parallelize]
fn borrowed(text: &str) -> Vec<char> {
    text.chars().collect()
}

#[parallelize(multiple_of = 4)]
fn units(text: &'static str) -> Vec<char> {
    text.chars().collect()
}

#[parallelize]
fn owned(text: String) -> usize {
    text.len()
}

#[parallelize(delimiter = '\n')]
fn reference(text: &String) -> usize {
    text.len()
}

#[parallelize]
fn mutable(text: &mut str) {
    text.make_ascii_uppercase();
}

#[parallelize(zip = text, delimiter = b'\n')]
fn zipped(bytes: &[u8], text: &str) -> usize {
    bytes.len() + text.len()
}

#[parallelize(overlap = 1)]
fn neighbours(text: &str) -> Vec<char> {
    text.chars().collect()
}

#[parallelize(chunk_by = |a, b| a == b)]
fn copied_on_write(text: std::borrow::Cow<'_, str>) -> usize {
    text.len()
}

#[parallelize(delimiter = '\n')]
fn any(text: impl AsRef<str>) -> usize {
    text.as_ref().len()
}

#[parallelize]
fn beside(separator: &str, bytes: &[u8]) -> usize {
    separator.len() + bytes.len()
}

#[parallelize(delimiter = '\n')]
fn configured(name: String, bytes: &[u8]) -> usize {
    name.len() + bytes.len()
}

#[parallelize(zip = text)]
fn along(bytes: &[u8], text: String) -> usize {
    bytes.len() + text.len()
}

fn main() {
    let _: Vec<char> = borrowed("a");
    let _: Vec<char> = units("a");
    let _: Vec<usize> = owned(String::new());
    let _: Vec<usize> = reference(&String::new());
    mutable(&mut String::new());
    let _: Vec<usize> = zipped(&[], "");
    let _: Vec<char> = neighbours("a");
    let _: Vec<usize> = copied_on_write("a".into());
    let _: Vec<usize> = any("a");
    let _: Vec<usize> = beside("a", &[]);
    let _: Vec<usize> = configured(String::new(), &[]);
    let _: Vec<usize> = along(&[], String::new());
}
