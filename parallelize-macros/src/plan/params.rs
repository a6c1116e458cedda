//! The parameters: their roles, how the wrapper takes them, and how the body sees them.

use proc_macro2::{Ident, Span};
use quote::{ToTokens, format_ident};
use syn::spanned::Spanned;
use syn::{Attribute, FnArg, Meta, Pat, PatIdent, PatType, Signature, Type};

use super::roles::Role;
use crate::parse::options;
use crate::syntax::mentions;

pub(crate) struct Param {
    pub(crate) role: Role,
    pub(crate) attrs: Vec<Attribute>,
    /// What the wrapper calls it.
    pub(crate) name: Ident,
    /// A name that the user's cannot meet, and no lint about names minds.
    pub(crate) fresh: Ident,
    /// Whether the user wrote `name` (or a pattern that binds it whole).
    pub(crate) is_named: bool,
    /// What the body captures. The user's name by another hygiene: no constant can have it, which a new name
    /// could not promise.
    pub(crate) captured: Ident,
    /// What the body binds.
    pub(crate) pattern: Pat,
    pub(crate) ty: Type,
}

impl Param {
    fn new(index: usize, param: &PatType) -> Self {
        let span = Span::mixed_site().located_at(param.pat.span());
        let fresh = format_ident!("argument_{index}", span = span);
        let (name, is_named) = match &*param.pat {
            Pat::Ident(PatIdent { ident, .. }) => (ident.clone(), true),
            _ => (fresh.clone(), false),
        };
        let mut captured = name.clone();
        captured.set_span(span);
        Param {
            role: Role::of(&param.ty),
            captured,
            attrs: param.attrs.iter().map(without_expect).collect(),
            name,
            fresh,
            is_named,
            pattern: (*param.pat).clone(),
            ty: (*param.ty).clone(),
        }
    }

    /// Whether `name` stands for this parameter, or a part of it, in the body.
    pub(crate) fn binds(&self, name: &Ident) -> bool {
        mentions(self.pattern.to_token_stream(), name)
    }
}

/// `allow` for `expect`: the parameter appears twice, and its lint may be raised at one of the two.
fn without_expect(attr: &Attribute) -> Attribute {
    let mut attr = attr.clone();
    if let Meta::List(list) = &mut attr.meta {
        if let Some(ident) = list.path.get_ident().filter(|name| *name == "expect") {
            list.path = Ident::new("allow", ident.span()).into();
        }
    }
    attr
}

/// All parameters but a receiver, in the order of the signature.
pub(crate) fn collect(sig: &Signature) -> Vec<Param> {
    let typed = sig.inputs.iter().filter_map(|arg| match arg {
        FnArg::Typed(param) => Some(param),
        FnArg::Receiver(_) => None,
    });
    let params = typed.enumerate();
    let mut params: Vec<Param> = params
        .map(|(index, param)| Param::new(index, param))
        .collect();
    let mut bound_by_options = options::names();
    bound_by_options.extend(["before", "after"]); // of `overlap`
    for index in 0..params.len() {
        let name = params[index].captured.to_string();
        let mut same = params.iter().filter(|param| param.captured == name);
        // Two of one spelling differ in the hygiene that `captured` has not.
        if bound_by_options.contains(&name.as_str()) || same.nth(1).is_some() {
            params[index].captured = params[index].fresh.clone();
        }
    }
    params
}

/// The parameter that is split: the one that `split` names, or the first.
pub(crate) fn split_index(params: &[Param], split: Option<&Ident>) -> usize {
    let named = split.and_then(|name| params.iter().position(|param| param.name == *name));
    named.unwrap_or(0)
}

/// All parameters with their roles: the arguments that are cut come first, the one that is split before those that
/// `zip` names.
pub(crate) fn with_roles(sig: &Signature, split: Option<&Ident>, zip: &[Ident]) -> Vec<Param> {
    let mut others = collect(sig);
    if others.is_empty() {
        return others;
    }
    let mut sorted = vec![others.remove(split_index(&others, split))];
    for name in zip {
        if let Some(position) = others.iter().position(|param| param.name == *name) {
            sorted.push(others.remove(position));
        }
    }
    for param in &mut sorted {
        param.role = Role::Cut;
    }
    sorted.extend(others);
    sorted
}

/// The error for a name in an option that is no argument, with those that it could be.
pub(crate) fn unknown<'a>(
    name: &Ident,
    option: &str,
    possible: impl IntoIterator<Item = &'a Param>,
) -> String {
    let possible = possible.into_iter().filter(|param| param.is_named);
    let names: Vec<String> = possible.map(|param| format!("`{}`", param.name)).collect();
    if names.is_empty() {
        return format!("`{name}` is not an argument, and there is none to name in `{option}`");
    }
    format!(
        "`{name}` is not an argument; `{option}` can name {}",
        names.join(", ")
    )
}
