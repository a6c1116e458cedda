//! The parameters: how the wrapper takes them, and how the body sees them.

use proc_macro2::{Ident, Span};
use quote::{ToTokens, format_ident};
use syn::spanned::Spanned;
use syn::{
    Attribute, FnArg, Meta, Pat, PatIdent, PatType, Receiver, ReceiverKind, Signature, Type,
};

use crate::diagnostics::Errors;
use crate::options::NAMES;
use crate::syntax::{mentions, peel};

pub(crate) struct Param {
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

    /// The parameter as the wrapper declares it.
    pub(crate) fn declaration(&self) -> FnArg {
        let (attrs, name, ty) = (&self.attrs, &self.name, &self.ty);
        syn::parse_quote!(#(#attrs)* #name: #ty)
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

/// All parameters but a receiver.
pub(crate) fn collect(sig: &Signature) -> Vec<Param> {
    let typed = sig.inputs.iter().filter_map(|arg| match arg {
        FnArg::Typed(param) => Some(param),
        FnArg::Receiver(_) => None,
    });
    let params = typed.enumerate();
    let mut params: Vec<Param> = params
        .map(|(index, param)| Param::new(index, param))
        .collect();
    for index in 0..params.len() {
        let name = params[index].captured.to_string();
        let mut others = params.iter().filter(|param| param.captured == name);
        // Two of one spelling differ in the hygiene that `captured` has not.
        if NAMES.contains(&name.as_str()) || others.nth(1).is_some() {
            params[index].captured = params[index].fresh.clone();
        }
    }
    params
}

/// Refuses receivers that several workers cannot share.
pub(crate) fn check_receiver(receiver: &Receiver, errors: &mut Errors) {
    let shared = match &receiver.kind {
        ReceiverKind::Reference(_, _, mutability) => mutability.is_none(),
        ReceiverKind::Typed(_, ty) => is_shared_self(ty),
        _ => false,
    };
    if shared {
        return;
    }
    let message = match &receiver.kind {
        ReceiverKind::Reference(..) => {
            "several workers cannot have `&mut self` at once; take `&self`, and pass what changes as a `&mut [T]` argument"
        }
        ReceiverKind::Typed(..) => {
            "a receiver of this type cannot be shared between workers; take `&self`"
        }
        _ => "`self` cannot be given to several workers; take `&self`",
    };
    errors.at(receiver, message);
}

fn is_shared_self(ty: &Type) -> bool {
    match peel(ty) {
        Type::Reference(reference) if reference.mutability.is_none() => {
            matches!(peel(&reference.elem), Type::Path(path) if path.path.is_ident("Self"))
        }
        _ => false,
    }
}

/// Refuses parameters that come and go with the configuration: the expansion names them.
pub(crate) fn check_cfg(sig: &Signature, errors: &mut Errors) {
    for arg in &sig.inputs {
        let attrs = match arg {
            FnArg::Receiver(receiver) => &receiver.attrs,
            FnArg::Typed(param) => &param.attrs,
        };
        for attr in attrs {
            if attr.path().is_ident("cfg") || attr.path().is_ident("cfg_attr") {
                errors.at(
                    attr,
                    "a parameter with `#[cfg(..)]` is not supported; put the `#[cfg(..)]` on two versions of the function",
                );
            }
        }
    }
}

/// Refuses a further `&mut` argument: it cannot be cloned for each worker.
pub(crate) fn check_other(param: &Param, errors: &mut Errors) {
    let Type::Reference(reference) = peel(&param.ty) else {
        return;
    };
    let Some(mutability) = &reference.mutability else {
        return;
    };
    let and = &reference.and_token;
    let tokens = quote::quote!(#and #mutability);
    let name = &param.name;
    match peel(&reference.elem) {
        Type::Slice(_) if param.is_named => errors.at(
            tokens,
            format!(
                "each worker would need `{name}` at once; add `zip = {name}` to cut it together with the first argument"
            ),
        ),
        _ => errors.at(
            tokens,
            "each worker would need this `&mut` argument at once; return the values instead (the outputs are merged), or share an atomic or a `Mutex` by `&`",
        ),
    }
}
