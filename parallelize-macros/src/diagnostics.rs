//! Errors, collected so that one compilation shows them all.

use proc_macro2::{Group, Literal, Span, TokenStream, TokenTree};
use quote::ToTokens;

#[derive(Default)]
pub(crate) struct Errors {
    all: Option<syn::Error>,
    /// What is added to messages.
    help: String,
}

impl Errors {
    /// An error that points at `tokens`.
    pub(crate) fn at(&mut self, tokens: impl ToTokens, message: impl std::fmt::Display) {
        let help = &self.help;
        self.push(syn::Error::new_spanned(tokens, format!("{message}{help}")));
    }

    /// Adds a help to the messages of all errors that `check` finds.
    pub(crate) fn with_help(&mut self, help: String, check: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.help, help);
        check(self);
        self.help = before;
    }

    pub(crate) fn push(&mut self, error: syn::Error) {
        match &mut self.all {
            Some(errors) => errors.combine(error),
            None => self.all = Some(error),
        }
    }

    /// Takes the value, or the error.
    pub(crate) fn ok<T>(&mut self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }

    pub(crate) fn into_compile_errors(self) -> Option<TokenStream> {
        self.all.map(|error| compile_errors(&error))
    }
}

/// A warning: the name that silences it, where it points, and what it says.
pub(crate) struct Warning {
    pub(crate) rule: &'static str,
    pub(crate) span: Span,
    pub(crate) note: String,
}

/// `compile_error!` without the path `::core` that `syn` puts before it: that is none in edition
/// 2015, and `::std` is none in a crate without the standard library.
pub(crate) fn compile_errors(error: &syn::Error) -> TokenStream {
    let one = |error: syn::Error| {
        let tokens = error.to_compile_error().into_iter().skip(PATH);
        tokens
            .map(|token| lay_out(token, &error))
            .collect::<Vec<_>>()
    };
    error.clone().into_iter().flat_map(one).collect()
}

/// The tokens of `::core::`.
const PATH: usize = 5;

/// The group behind `compile_error!`, with the message in lines.
fn lay_out(token: TokenTree, error: &syn::Error) -> TokenTree {
    let TokenTree::Group(group) = &token else {
        return token;
    };
    let mut text = Literal::string(&lines(&error.to_string()));
    if let Some(written) = group.stream().into_iter().next() {
        text.set_span(written.span());
    }
    let mut laid_out = Group::new(group.delimiter(), TokenTree::from(text).into());
    laid_out.set_span(group.span());
    laid_out.into()
}

/// A message `problem; way out; or another` with a line for each part: the compiler shows a first line in bold. A part
/// that lists what there is begins with `the`.
fn lines(message: &str) -> String {
    let (first, rest) = message.split_once('\n').unwrap_or((message, ""));
    let mut parts = parts(first).into_iter();
    let mut lines = parts.next().unwrap_or_default().to_owned();
    let mut before = "\n\n";
    for part in parts {
        let kind = if part.starts_with("the ") {
            "note"
        } else {
            "help"
        };
        lines = format!("{lines}{before}{kind}: {part}");
        before = "\n";
    }
    let rest = rest.trim_start_matches('\n');
    if rest.is_empty() {
        lines
    } else {
        format!("{lines}{before}{rest}")
    }
}

/// What stands between semicolons. Some stand in code, between backticks.
fn parts(message: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut is_code) = (0, false);
    for (at, letter) in message.char_indices() {
        is_code ^= letter == '`';
        if letter == ';' && !is_code {
            parts.push(&message[start..at]);
            start = at + 1;
        }
    }
    parts.push(&message[start..]);
    parts.into_iter().map(str::trim_start).collect()
}

/// The known name that `written` most likely stands for: it begins like it, or nearly is it.
pub(crate) fn guess<'a>(written: &str, known: &[&'a str]) -> Option<&'a str> {
    let continued = known.iter().find(|name| name.starts_with(written));
    if let Some(name) = continued.filter(|_| written.len() > 1) {
        return Some(name);
    }
    known
        .iter()
        .map(|name| (distance(written, name), *name))
        .filter(|(distance, name)| *distance <= name.len().max(3) / 3)
        .min()
        .map(|(_, name)| name)
}

/// How many letters to insert, remove, change or swap with their neighbour: the optimal string
/// alignment distance.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i][j] = match (i, j) {
                (0, _) | (_, 0) => i.max(j),
                _ => {
                    let change = usize::from(a[i - 1] != b[j - 1]);
                    let mut best = (table[i - 1][j] + 1)
                        .min(table[i][j - 1] + 1)
                        .min(table[i - 1][j - 1] + change);
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        best = best.min(table[i - 2][j - 2] + 1);
                    }
                    best
                }
            };
        }
    }
    table[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::{distance, guess, lines};

    #[test]
    fn distance_counts_a_swap_of_neighbours_once() {
        assert_eq!(distance("jbos", "jobs"), 1);
        assert_eq!(distance("", "jobs"), 4);
        assert_eq!(distance("chunksize", "chunk_size"), 1);
    }

    #[test]
    fn the_way_out_stands_below_the_problem() {
        assert_eq!(lines("a problem"), "a problem");
        assert_eq!(lines("a `x; y`; do b"), "a `x; y`\n\nhelp: do b");
        assert_eq!(
            lines("a; b; the names are c\n\nhelp: d"),
            "a\n\nhelp: b\nnote: the names are c\nhelp: d"
        );
        assert_eq!(lines("a\n\nhelp: d"), "a\n\nhelp: d");
    }

    #[test]
    fn guess_stays_silent_for_words_that_resemble_nothing() {
        let known = ["jobs", "zip", "chunk_size"];
        assert_eq!(guess("jbos", &known), Some("jobs"));
        assert_eq!(guess("job", &known), Some("jobs"));
        assert_eq!(guess("chu", &known), Some("chunk_size"));
        assert_eq!(guess("threads", &known), None);
        assert_eq!(guess("x", &known), None);
    }
}
