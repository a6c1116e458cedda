//! What no element can be equal to.

use std::collections::VecDeque;

use parallelize::parallelize;

#[parallelize(delimiter = "\n")]
fn string(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

#[parallelize(delimiter = b';')]
fn byte(text: &str) -> Vec<String> {
    text.split_terminator(';').map(str::to_owned).collect()
}

#[parallelize(delimiter = "\r\n")]
fn two_characters(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

#[parallelize(delimiter = '\n')]
fn character(text: &[u8]) -> Vec<usize> {
    text.split(|b| *b == b'\n').map(<[u8]>::len).collect()
}

#[parallelize(delimiter = b"\t")]
fn bytes(text: Vec<u8>) -> Vec<u8> {
    text.into_iter().collect()
}

#[parallelize(delimiter = 'ß')]
fn wide(text: VecDeque<u8>) -> Vec<u8> {
    text.into_iter().collect()
}

#[parallelize(delimiter = 1.0)]
fn float(text: Box<[u8]>) -> Vec<u8> {
    text.iter().copied().collect()
}

#[parallelize(delimiter = )]
fn nothing(numbers: &[u8]) -> Vec<u8> {
    numbers.to_vec()
}

#[parallelize(delimiter = "")]
fn no_character(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

#[parallelize(delimiter = "--")]
fn words(words: &[&str]) -> Vec<usize> {
    words.iter().map(|word| word.len()).collect()
}

struct Token<'a>(&'a str);

#[parallelize(delimiter = Token(";"))]
fn tokens<'a>(tokens: Vec<Token<'a>>) -> Vec<&'a str> {
    tokens.into_iter().map(|token| token.0).collect()
}

fn main() {
    let _: [Vec<String>; 3] = [string(""), byte(""), two_characters("")];
    let _: Vec<usize> = character(b"");
    let _: [Vec<u8>; 2] = [bytes(vec![]), wide(VecDeque::new())];
    let _: [Vec<u8>; 2] = [float(Box::new([])), nothing(&[])];
    let _: Vec<String> = no_character("");
    let _: Vec<usize> = words(&[]);
    let _: Vec<&str> = tokens(vec![]);
}
