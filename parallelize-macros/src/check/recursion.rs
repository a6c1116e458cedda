//! Whether a body calls its own function, as far as its tokens tell.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};

use crate::diagnostics::Errors;
use crate::parse::item::Item;
use crate::plan::outputs::Outputs;
use crate::plan::params;

/// Refuses a body that would see the changed type of its own function; tells whether this one does.
pub(super) fn check(item: &Item, outputs: &Outputs, errors: &mut Errors) -> bool {
    let Some(body) = item.body.as_ref().filter(|_| outputs.change_type()) else {
        return false;
    };
    let sig = &item.sig;
    let name = &sig.ident;
    if params::collect(sig).iter().any(|param| param.binds(name)) {
        return false;
    }
    let call = find_call(&body.stream(), name, sig.receiver().is_some());
    let change = match outputs {
        Outputs::Spilled | Outputs::TrySpilled => "outputs in files; leave out `merge = spilled`",
        _ => "one output per chunk; combine the outputs with `reduce = ..`",
    };
    if let Some(call) = call {
        errors.push(syn::Error::new(
            call,
            format!(
                "`{name}` calls itself, but with the attribute it returns {change}; add `sequential = {name}_seq`, and call `{name}_seq` here; call another function of that name by its path, like `self::{name}`"
            ),
        ));
    }
    call.is_some()
}

/// Where the body of `name` calls `name`; `is_method` says that the function has a receiver.
///
/// The body of a function whose type the attribute changes would see the changed type there. Found
/// are calls by the plain name and through `self` or `Self`. A body that mentions the name without
/// calling it has something else of that name: a local binding or function, or an import.
fn find_call(body: &TokenStream, name: &Ident, is_method: bool) -> Option<Span> {
    if !is_method && mentions_otherwise(body, name) {
        return None;
    }
    let tokens: Vec<TokenTree> = body.clone().into_iter().collect();
    tokens
        .iter()
        .enumerate()
        .find_map(|(position, token)| match token {
            TokenTree::Ident(ident) if ident == name => {
                let is_call = is_called(&tokens[position + 1..]);
                (is_call && is_own(&tokens[..position], is_method)).then(|| ident.span())
            }
            TokenTree::Group(_) if is_text(&tokens[..position]) => None,
            TokenTree::Group(group) => find_call(&group.stream(), name, is_method),
            _ => None,
        })
}

/// Whether a macro makes text of the tokens in its parentheses.
fn is_text(before: &[TokenTree]) -> bool {
    match before {
        [.., name, bang] => is_ident(name, "stringify") && is_punct(bang, '!'),
        _ => false,
    }
}

/// Whether the name stands somewhere, and neither as a field or method nor in a call.
fn mentions_otherwise(body: &TokenStream, name: &Ident) -> bool {
    let tokens: Vec<TokenTree> = body.clone().into_iter().collect();
    tokens
        .iter()
        .enumerate()
        .any(|(position, token)| match token {
            TokenTree::Ident(ident) if ident == name => {
                let before = &tokens[..position];
                let is_declared = before.last().is_some_and(|token| is_ident(token, "fn"));
                let is_member = receiver(before).is_some();
                is_declared || !(is_member || is_called(&tokens[position + 1..]))
            }
            TokenTree::Group(_) if is_text(&tokens[..position]) => false,
            TokenTree::Group(group) => mentions_otherwise(&group.stream(), name),
            _ => false,
        })
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
    if let Some(receiver) = receiver(before) {
        return is_method && is_ident(receiver, "self");
    }
    match before {
        [.., path, colon, last] if is_punct(colon, ':') && is_punct(last, ':') => {
            is_ident(path, "Self")
        }
        _ => !is_method,
    }
}

/// What a member belongs to. (The dots before it may also be those of a range.)
fn receiver(before: &[TokenTree]) -> Option<&TokenTree> {
    match before {
        [.., receiver, dot] if is_punct(dot, '.') && !is_punct(receiver, '.') => Some(receiver),
        _ => None,
    }
}

fn is_punct(token: &TokenTree, punct: char) -> bool {
    matches!(token, TokenTree::Punct(token) if token.as_char() == punct)
}

fn is_ident(token: &TokenTree, name: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == name)
}
