//! What `macro_rules` hands on: its fragments come in invisible groups, and those that a macro has
//! taken out of their stream and put back mean nothing to the compiler (rust-lang/rust#67062).

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use syn::Expr;

/// The token in the invisible groups around a fragment such as `$body:block`.
pub(crate) fn uncover(token: TokenTree) -> TokenTree {
    match &token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
            let inner = group.stream().into_iter().next();
            inner.map_or(token, uncover)
        }
        _ => token,
    }
}

/// The same tokens with parentheses around each `$value:expr` that could fall apart without its
/// group: `2 * $value` where the value is `a + b`. Groups inside other groups keep their meaning as
/// long as nobody takes those apart.
pub(crate) fn keep_together(tokens: TokenStream) -> TokenStream {
    tokens.into_iter().map(parenthesize).collect()
}

/// Likewise, at any depth.
pub(crate) fn keep_all_together(tokens: TokenStream) -> TokenStream {
    let keep = |token| match parenthesize(token) {
        TokenTree::Group(group) => {
            let mut kept = Group::new(group.delimiter(), keep_all_together(group.stream()));
            kept.set_span(group.span());
            kept.into()
        }
        token => token,
    };
    tokens.into_iter().map(keep).collect()
}

fn parenthesize(token: TokenTree) -> TokenTree {
    match token {
        TokenTree::Group(group) if can_fall_apart(&group) => {
            let mut parens = Group::new(Delimiter::Parenthesis, group.stream());
            parens.set_span(Span::mixed_site().located_at(group.span()));
            parens.into()
        }
        token => token,
    }
}

fn can_fall_apart(group: &Group) -> bool {
    group.delimiter() == Delimiter::None
        && matches!(
            syn::parse2(group.stream()),
            Ok(Expr::Assign(_)
                | Expr::Binary(_)
                | Expr::Cast(_)
                | Expr::Closure(_)
                | Expr::Range(_)
                | Expr::Reference(_)
                | Expr::Unary(_))
        )
}
