//! The parameters: their roles, how the wrapper takes them, and how the body sees them.

use proc_macro2::{Ident, Span};
use quote::{ToTokens, format_ident};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, FnArg, Meta, Pat, PatIdent, PatType, Signature, Type};

use super::Plan;
use super::roles::Role;
use crate::parse::options;
use crate::syntax::{mentions, uses};

pub(crate) struct Param {
    pub(crate) role: Role,
    /// The place in the signature, without a receiver.
    pub(crate) position: usize,
    /// What stands on the wrapper's parameter: attributes can belong to another macro.
    pub(crate) attrs: Vec<Attribute>,
    /// The lint levels, which hold in the body as well.
    pub(crate) levels: Vec<Attribute>,
    /// What options and messages call it.
    pub(crate) name: Ident,
    /// The same name, as the wrapper prints it.
    pub(crate) outer: Ident,
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
        let attrs: Vec<Attribute> = param.attrs.iter().map(without_expect).collect();
        Param {
            role: Role::of(&param.ty),
            position: index,
            captured,
            levels: attrs
                .iter()
                .filter(|attr| is_level(attr))
                .cloned()
                .collect(),
            attrs,
            outer: name.clone(),
            name,
            fresh,
            is_named,
            pattern: (*param.pat).clone(),
            ty: (*param.ty).clone(),
        }
    }

    /// Whether an option can mean this parameter by `name`: the spelling is the same.
    pub(crate) fn is_called(&self, name: &Ident) -> bool {
        self.is_named && self.name.unraw() == name.unraw()
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

/// Whether an attribute sets the level of lints.
fn is_level(attr: &Attribute) -> bool {
    let levels = ["allow", "warn", "deny", "forbid"];
    levels.iter().any(|level| attr.path().is_ident(level))
}

/// Takes the names of arguments as unused, `_x`, out of the sight of the lint that minds their uses. The wrapper's
/// uses are none of the user's. An option still has to find the name that it mentions.
pub(super) fn hide_unused(plan: &mut Plan) {
    let is_hidden = |param: &Param| {
        let twins = plan.params.iter().filter(|twin| twin.name == param.name);
        let is_mentioned = || {
            let mut values = plan.values();
            values.any(|value| uses(value.to_token_stream(), &param.name))
        };
        param.name.to_string().starts_with('_') && twins.count() == 1 && !is_mentioned()
    };
    let hidden: Vec<bool> = plan.params.iter().map(is_hidden).collect();
    for (param, _) in plan.params.iter_mut().zip(hidden).filter(|(_, it)| *it) {
        let span = Span::call_site().located_at(param.name.span());
        param.outer.set_span(span);
    }
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

/// The place of the parameter that is split: the one that `split` names, or the first.
pub(crate) fn split_index(params: &[Param], split: Option<&Ident>) -> usize {
    let named = split.and_then(|name| named(name, params));
    named.unwrap_or(0)
}

/// All parameters with their roles: the arguments that are cut come first, the one that is split before those that
/// `zip` names.
pub(crate) fn with_roles(sig: &Signature, split: Option<&Ident>, zip: &[Ident]) -> Vec<Param> {
    let mut params = collect(sig);
    if params.is_empty() {
        return params;
    }
    let mut cut = vec![split_index(&params, split)];
    cut.extend(zip.iter().filter_map(|name| named(name, &params)));
    for &index in &cut {
        params[index].role = Role::Cut;
    }
    let place = |index| cut.iter().position(|&cut| cut == index);
    let mut placed: Vec<(usize, Param)> = params
        .into_iter()
        .enumerate()
        .map(|(index, param)| (place(index).unwrap_or(cut.len()), param))
        .collect();
    placed.sort_by_key(|(place, _)| *place);
    placed.into_iter().map(|(_, param)| param).collect()
}

/// The place of the one parameter that an option can mean by `name`.
fn named(name: &Ident, params: &[Param]) -> Option<usize> {
    let mut same = (0..params.len()).filter(|&index| params[index].is_called(name));
    same.next().filter(|_| same.next().is_none())
}

/// The error for a name in an option that could mean several arguments. `macro_rules` can write two of one spelling,
/// which differ by hygiene. Every option that names arguments asks this first, about all parameters.
pub(crate) fn ambiguous(name: &Ident, option: &str, params: &[Param]) -> Option<String> {
    let count = params.iter().filter(|param| param.is_called(name)).count();
    (count > 1).then(|| {
        format!(
            "{count} arguments are called `{name}`, and `{option}` could mean any of them; rename all but one"
        )
    })
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
