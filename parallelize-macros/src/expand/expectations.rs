//! What becomes of `#[expect(..)]` on a function.
//!
//! Some lints look at a function as a whole: whether an argument could be borrowed, whether a `return` is needed. They
//! do not see these things in a wrapper and a closure, and an expectation of such a lint would fail. It becomes
//! `#[allow(..)]`.

use proc_macro2::{Ident, Span};
use quote::{ToTokens, quote_spanned};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, MetaList, Token};

/// The lints that a wrapper and a closure do not raise, and the groups that contain them.
const UNSEEN: [&str; 22] = [
    "clippy::all",
    "clippy::boxed_local",
    "clippy::complexity",
    "clippy::elidable_lifetime_names",
    "clippy::implicit_return",
    "clippy::missing_const_for_fn",
    "clippy::needless_lifetimes",
    "clippy::needless_pass_by_ref_mut",
    "clippy::needless_pass_by_value",
    "clippy::needless_return",
    "clippy::nursery",
    "clippy::only_used_in_recursion",
    "clippy::option_option",
    "clippy::pedantic",
    "clippy::perf",
    "clippy::ptr_arg",
    "clippy::restriction",
    "clippy::self_only_used_in_recursion",
    "clippy::style",
    "clippy::unnecessary_box_returns",
    "clippy::unnecessary_wraps",
    "single_use_lifetimes",
];

/// The attributes of a function for its wrapper. With `all`, the body stands elsewhere, and no expectation holds.
pub(super) fn relaxed(attrs: &[Attribute], all: bool) -> Vec<Attribute> {
    attrs.iter().flat_map(|attr| relax(attr, all)).collect()
}

fn relax(attr: &Attribute, all: bool) -> Vec<Attribute> {
    let with = |meta| Attribute {
        meta,
        ..attr.clone()
    };
    relax_meta(&attr.meta, all).into_iter().map(with).collect()
}

/// The one level, or the levels of both kinds of lints.
fn relax_meta(meta: &Meta, all: bool) -> Vec<Meta> {
    let list = match meta {
        Meta::List(list) => list,
        Meta::Path(_) | Meta::NameValue(_) => return vec![meta.clone()],
    };
    let parsed = Punctuated::<Meta, Token![,]>::parse_terminated.parse2(list.tokens.clone());
    let Ok(parsed) = parsed else {
        return vec![meta.clone()];
    };
    let mut inside = parsed.into_iter();
    if list.path.is_ident("cfg_attr") {
        let condition = inside.next().into_iter();
        let relaxed = inside.flat_map(|meta| relax_meta(&meta, all));
        return vec![of(list, list.path.clone(), condition.chain(relaxed))];
    }
    if !list.path.is_ident("expect") {
        return vec![meta.clone()];
    }
    let (reason, lints): (Vec<Meta>, Vec<Meta>) =
        inside.partition(|meta| matches!(meta, Meta::NameValue(_)));
    let (unseen, seen): (Vec<Meta>, Vec<Meta>) =
        lints.into_iter().partition(|lint| all || is_unseen(lint));
    let span = Span::mixed_site().located_at(
        list.path
            .get_ident()
            .map_or_else(Span::call_site, Ident::span),
    );
    let allow = Ident::new("allow", span);
    let levels = [(allow.into(), unseen), (list.path.clone(), seen)];
    let levels = levels.into_iter().filter(|(_, lints)| !lints.is_empty());
    levels
        .map(|(level, lints)| of(list, level, lints.into_iter().chain(reason.clone())))
        .collect()
}

fn is_unseen(lint: &Meta) -> bool {
    let name = lint.to_token_stream().to_string().replace(' ', "");
    UNSEEN.contains(&name.as_str())
}

fn of(list: &MetaList, path: syn::Path, inside: impl Iterator<Item = Meta>) -> Meta {
    Meta::List(MetaList {
        path,
        tokens: quote_spanned!(Span::mixed_site()=> #(#inside),*),
        ..list.clone()
    })
}
