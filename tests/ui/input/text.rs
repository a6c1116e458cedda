//! Text has no elements that every cut respects.

use parallelize::parallelize;

#[parallelize]
fn borrowed(text: &str) -> Vec<char> {
    text.chars().collect()
}

#[parallelize]
fn owned(text: String) -> usize {
    text.len()
}

#[parallelize]
fn reference(text: &String) -> usize {
    text.len()
}

#[parallelize]
fn mutable(text: &mut str) {
    text.make_ascii_uppercase();
}

fn main() {
    let _: Vec<char> = borrowed("a");
    let _: Vec<usize> = owned(String::new());
    let _: Vec<usize> = reference(&String::new());
    mutable(&mut String::new());
}
