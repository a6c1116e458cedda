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

fn main() {
    let _: Vec<char> = borrowed("a");
    let _: Vec<char> = units("a");
    let _: Vec<usize> = owned(String::new());
    let _: Vec<usize> = reference(&String::new());
    mutable(&mut String::new());
    let _: Vec<usize> = zipped(&[], "");
}
