//! Finds a function in the tokens of a file, wherever it stands: also in `impl` blocks, functions and macros.

use std::ops::Range;

use proc_macro2::{Delimiter, Spacing, Span, TokenStream, TokenTree};

pub(crate) struct Found {
    /// The function with its attributes.
    pub(crate) tokens: TokenStream,
    /// Its bytes in the file.
    pub(crate) bytes: Range<usize>,
    /// The byte behind its attributes.
    pub(crate) head: usize,
    /// The byte behind the brace that opens its body.
    pub(crate) body: usize,
}

/// The function of this name, any line of whose head is `line`.
pub(crate) fn function(file: &TokenStream, name: &str, line: usize) -> Option<Found> {
    let tokens: Vec<TokenTree> = file.clone().into_iter().collect();
    let mut starts = tokens.windows(2).enumerate().filter(|(_, pair)| {
        matches!(pair, [TokenTree::Ident(keyword), TokenTree::Ident(ident)] if keyword == "fn" && ident == name)
    });
    let here = starts.find_map(|(at, _)| {
        let head = head(&tokens, at);
        let first = attributes(&tokens, head);
        let lines = tokens[first].span().start().line..=tokens[at + 1].span().end().line;
        let end = at + tokens[at..].iter().position(ends_function)?;
        let TokenTree::Group(body) = &tokens[end] else {
            return None;
        };
        let start_of = |token: usize| tokens[token].span().byte_range().start;
        lines.contains(&line).then(|| Found {
            tokens: tokens[first..=end].iter().cloned().collect(),
            bytes: start_of(first)..body.span().byte_range().end,
            head: start_of(head),
            body: body.span_open().byte_range().end,
        })
    });
    let mut inside = tokens.iter().filter_map(|token| match token {
        TokenTree::Group(group) if holds(group.span(), line) => Some(group.stream()),
        _ => None,
    });
    here.or_else(|| inside.find_map(|inside| function(&inside, name, line)))
}

fn holds(span: Span, line: usize) -> bool {
    (span.start().line..=span.end().line).contains(&line)
}

fn ends_function(token: &TokenTree) -> bool {
    match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(punct) => punct.as_char() == ';',
        _ => false,
    }
}

const QUALIFIERS: [&str; 7] = [
    "pub", "default", "const", "async", "unsafe", "safe", "extern",
];

/// Where the visibility and the qualifiers begin that stand before the keyword at `at`.
fn head(tokens: &[TokenTree], at: usize) -> usize {
    let is = |at: usize, words: &[&str]| {
        let word = matches!(&tokens[at], TokenTree::Ident(_)).then(|| tokens[at].to_string());
        word.is_some_and(|word| words.contains(&word.as_str()))
    };
    let mut first = at;
    while first > 0 {
        let before = first - 1;
        let takes = match &tokens[before] {
            TokenTree::Ident(_) => is(before, &QUALIFIERS),
            TokenTree::Literal(_) => before > 0 && is(before - 1, &["extern"]),
            TokenTree::Group(_) => before > 0 && is(before - 1, &["pub"]),
            TokenTree::Punct(_) => false,
        };
        if !takes {
            break;
        }
        first = before;
    }
    first
}

/// Where the attributes begin that stand before the token at `at`.
fn attributes(tokens: &[TokenTree], at: usize) -> usize {
    match &tokens[..at] {
        [.., TokenTree::Punct(hash), TokenTree::Group(group)]
            if hash.as_char() == '#'
                && hash.spacing() == Spacing::Alone
                && group.delimiter() == Delimiter::Bracket =>
        {
            attributes(tokens, at - 2)
        }
        _ => at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"//! é
fn f(xs: &[u8]) -> u8 { xs[0] }

impl S {
    /// é
    #[inline]
    pub(crate) unsafe extern "C" fn f(
        &self, xs: &[u8],
    ) {
        fn f() {}
    }
}

macro_rules! m {
    () => {
        pub fn f(xs: &[u8]) {}
        fn g();
    };
}
"#;

    fn found(name: &str, line: usize) -> Option<(&'static str, &'static str)> {
        let found = function(&FILE.parse().unwrap(), name, line)?;
        let text = &FILE[found.bytes.clone()];
        assert_eq!(
            found.tokens.to_string(),
            text.parse::<TokenStream>().unwrap().to_string()
        );
        assert!(FILE[..found.body].ends_with('{'));
        Some((text, &FILE[found.head..found.bytes.end]))
    }

    #[test]
    fn of_many_functions_of_a_name_the_line_decides() {
        assert_eq!(found("f", 2).unwrap().0, "fn f(xs: &[u8]) -> u8 { xs[0] }");
        assert_eq!(found("f", 10).unwrap().0, "fn f() {}");
        assert_eq!(found("f", 16).unwrap().0, "pub fn f(xs: &[u8]) {}");
    }

    #[test]
    fn attributes_belong_to_the_function_and_its_head_begins_behind_them() {
        for line in 5..=7 {
            let (text, head) = found("f", line).unwrap();
            assert!(text.starts_with("/// é\n"), "{text}");
            assert!(head.starts_with("pub(crate) unsafe extern"), "{head}");
            assert!(head.ends_with("fn f() {}\n    }"), "{head}");
        }
    }

    #[test]
    fn another_name_another_line_or_a_declaration_is_not_found() {
        assert!(found("g", 2).is_none());
        assert!(found("g", 17).is_none());
        assert!(found("f", 3).is_none());
        assert!(found("f", 99).is_none());
    }
}
