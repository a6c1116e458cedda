//! Annotated functions.

use std::fs;
use std::io;
use std::path::Path;
use std::str::FromStr;
use std::thread;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use crate::property;

/// Checks the expansion of a text such as `(jobs = 4) fn f(xs: &[u8]) {}`, which is what stands behind
/// `#[parallelize`. Any other text is left alone.
pub fn check(text: &str) {
    // With enough of the stack for `syn` to parse whatever fits into the text.
    let thread = thread::Builder::new().stack_size(32 << 20);
    thread::scope(|scope| {
        let check = thread.spawn_scoped(scope, || check_here(text));
        check.expect("a thread").join().expect("no panic");
    });
}

fn check_here(text: &str) {
    let Ok(tokens) = TokenStream::from_str(text) else {
        return;
    };
    let mut tokens = tokens.into_iter();
    let options = tokens.next();
    let options = options.as_ref().and_then(parenthesized);
    if let Some(options) = options {
        property::check(options, &tokens.collect(), text);
    }
}

fn parenthesized(token: &TokenTree) -> Option<TokenStream> {
    match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
            Some(group.stream())
        }
        _ => None,
    }
}

/// Texts for `check`: the annotated functions of the tests and examples of this repository.
pub fn examples() -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    for folder in ["../tests", "../examples"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        search(&folder, &mut found)?;
    }
    Ok(found)
}

fn search(folder: &Path, found: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            search(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = TokenStream::from_str(&fs::read_to_string(path)?);
            find_examples(source.unwrap_or_default(), found);
        }
    }
    Ok(())
}

fn find_examples(tokens: TokenStream, found: &mut Vec<String>) {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, tree) in trees.iter().enumerate() {
        let TokenTree::Group(group) = tree else {
            continue;
        };
        if let Some(options) = options(group) {
            let item = item(&trees[at + 1..]);
            found.push(format!("({options}) {item}"));
        }
        find_examples(group.stream(), found);
    }
}

/// The options of `[parallelize(..)]`.
fn options(attribute: &Group) -> Option<TokenStream> {
    let mut tokens = attribute.stream().into_iter();
    let is_ours = matches!(tokens.next(), Some(TokenTree::Ident(name)) if name == "parallelize");
    match tokens.next() {
        None if is_ours => Some(TokenStream::new()),
        Some(options) if is_ours => parenthesized(&options),
        _ => None,
    }
}

/// The tokens up to the braces or the semicolon that end an item.
fn item(tokens: &[TokenTree]) -> TokenStream {
    let is_end = |tree: &TokenTree| match tree {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(punct) => punct.as_char() == ';',
        _ => false,
    };
    let end = tokens.iter().position(is_end);
    let end = end.map_or(tokens.len(), |end| end + 1);
    tokens[..end].iter().cloned().collect()
}
