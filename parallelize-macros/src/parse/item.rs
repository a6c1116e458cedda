//! The first stage: the annotated item, with its body left opaque.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream, Parser};
use syn::{AttrStyle, Attribute, Signature, Token, Visibility};

use crate::fragments;

pub(crate) struct Item {
    /// All attributes in outer form: those at the top of the body apply to the function as well,
    /// and would not be valid in the closure that the body moves to.
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) defaultness: Option<Token![default]>,
    pub(crate) sig: Signature,
    /// The braces and what is in them; nothing for a declaration without a body.
    pub(crate) body: Option<Group>,
}

impl Item {
    pub(crate) fn parse(tokens: &TokenStream) -> syn::Result<Self> {
        syn::parse2(tokens.clone())
    }
}

impl Parse for Item {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut attrs = input.call(Attribute::parse_outer)?;
        let vis = input.parse()?;
        let defaultness = input.parse()?;
        if !starts_function(input) {
            return Err(input.error("`#[parallelize]` goes on a function"));
        }
        let sig = input.parse()?;
        let body = if input.peek(Token![;]) {
            input.parse::<Token![;]>()?;
            None
        } else {
            let (inner, body) = parse_body(&fragments::uncover(input.parse()?))?;
            attrs.extend(inner);
            Some(body)
        };
        Ok(Item {
            attrs,
            vis,
            defaultness,
            sig,
            body,
        })
    }
}

fn starts_function(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    while ahead.peek(Token![const]) || ahead.peek(Token![async]) || ahead.peek(Token![unsafe]) {
        let skipped: syn::Result<TokenTree> = ahead.parse();
        if skipped.is_err() {
            return false;
        }
    }
    ahead.peek(Token![fn]) || (ahead.peek(Token![extern]) && !ahead.peek2(Token![crate]))
}

/// Takes the inner attributes off the top of a body.
fn parse_body(body: &TokenTree) -> syn::Result<(Vec<Attribute>, Group)> {
    let body = match body {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => group,
        other => {
            return Err(syn::Error::new(
                other.span(),
                "expected the function's body",
            ));
        }
    };
    let split = |input: ParseStream<'_>| {
        let inner = input.call(Attribute::parse_inner)?;
        let statements: TokenStream = input.parse()?;
        Ok((inner, statements))
    };
    let (mut inner, statements) = split.parse2(body.stream())?;
    if inner.is_empty() {
        // As it came: see `fragments`.
        return Ok((inner, body.clone()));
    }
    for attr in &mut inner {
        attr.style = AttrStyle::Outer;
    }
    let mut rest = Group::new(Delimiter::Brace, fragments::keep_together(statements));
    rest.set_span(body.span());
    Ok((inner, rest))
}
