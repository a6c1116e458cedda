//! Whether a body calls its own function, as far as its tokens tell.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};

/// Where the body of `name` calls `name`; `is_method` says that the function has a receiver.
///
/// The body of a function whose type the attribute changes would see the changed type there. Found
/// are calls by the plain name and through `self`, `Self` or `self::`; a local function or binding
/// of the same name is not one.
pub(crate) fn find_call(body: &TokenStream, name: &Ident, is_method: bool) -> Option<Span> {
    let tokens: Vec<TokenTree> = body.clone().into_iter().collect();
    if !is_method && declares(&tokens, name) {
        return None;
    }
    for (position, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Ident(ident) if ident == name => {
                let is_call = is_called(&tokens[position + 1..]);
                if is_call && is_own(&tokens[..position], is_method) {
                    return Some(ident.span());
                }
            }
            TokenTree::Group(group) => {
                if let Some(span) = find_call(&group.stream(), name, is_method) {
                    return Some(span);
                }
            }
            _ => {}
        }
    }
    None
}

/// `name(..)` or `name::<..>(..)`.
fn is_called(after: &[TokenTree]) -> bool {
    match after {
        [TokenTree::Group(group), ..] => group.delimiter() == Delimiter::Parenthesis,
        [colon, _, less, ..] => is_punct(colon, ':') && is_punct(less, '<'),
        _ => false,
    }
}

/// Whether what stands before the name leads to this very function.
fn is_own(before: &[TokenTree], is_method: bool) -> bool {
    match before {
        [.., receiver, last] if is_punct(last, '.') => is_method && is_ident(receiver, "self"),
        [.., path, colon, last] if is_punct(colon, ':') && is_punct(last, ':') => {
            is_ident(path, "Self") || (!is_method && is_ident(path, "self"))
        }
        [.., last] if is_ident(last, "fn") => false,
        _ => !is_method,
    }
}

/// `fn name` or `let name` in these tokens.
fn declares(tokens: &[TokenTree], name: &Ident) -> bool {
    tokens.windows(2).any(|pair| match pair {
        [keyword, TokenTree::Ident(declared)] => {
            declared == name && (is_ident(keyword, "fn") || is_ident(keyword, "let"))
        }
        _ => false,
    })
}

fn is_punct(token: &TokenTree, punct: char) -> bool {
    matches!(token, TokenTree::Punct(token) if token.as_char() == punct)
}

fn is_ident(token: &TokenTree, name: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == name)
}
