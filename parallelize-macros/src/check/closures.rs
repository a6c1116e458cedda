//! Closures as arguments, which nearly always lack the bounds that several workers need.
//!
//! A missing bound is the compiler's to find. But of `impl Fn(..)` and the like all bounds stand in
//! the signature, and then a macro can say what to write.

use quote::ToTokens;
use syn::{Expr, Generics, Type, TypeParamBound, TypeReference};

use crate::diagnostics::Errors;
use crate::plan::Plan;
use crate::plan::params::Param;
use crate::plan::writers::bounds;
use crate::syntax::{mentions, peel, text, uses};

/// Refuses a closure that is to be cloned and is not `Clone + Sync`, and one that is to be shared
/// and is not `Sync`.
pub(super) fn check(param: &Param, generics: &Generics, errors: &mut Errors) {
    match peel(&param.ty) {
        Type::Reference(reference) if reference.mutability.is_none() => {
            check_shared(reference, generics, errors);
        }
        ty => check_cloned(ty, generics, errors),
    }
}

fn check_cloned(ty: &Type, generics: &Generics, errors: &mut Errors) {
    let Some(closure) = Closure::of(ty, generics) else {
        return;
    };
    let missing = match (closure.has(&["Clone", "Copy"]), closure.has(&["Sync"])) {
        (true, true) => return,
        (true, false) => "Sync",
        (false, true) => "Clone",
        (false, false) => "Clone + Sync",
    };
    let (kind, written) = (&closure.kind, text(ty));
    let (change, shared) = match ty {
        Type::ImplTrait(_) => (
            format!("write `{written} + {missing}`"),
            format!("`&(impl {kind} + Sync)`"),
        ),
        _ => (
            format!("add the bound `{written}: {missing}`"),
            format!("take `&{written}` with `{written}: Sync`"),
        ),
    };
    // Only an `Fn` can be called through a shared reference.
    let or_share = if kind.contains("FnMut") || kind.contains("FnOnce") {
        String::new()
    } else {
        format!(", or {shared}, which is shared and not cloned")
    };
    errors.at(
        ty,
        format!("each chunk gets a clone of this closure; {change}{or_share}"),
    );
}

fn check_shared(reference: &TypeReference, generics: &Generics, errors: &mut Errors) {
    let ty = peel(&reference.elem);
    if Closure::of(ty, generics).is_none_or(|closure| closure.has(&["Sync"])) {
        return;
    }
    let message = match ty {
        Type::ImplTrait(_) | Type::TraitObject(_) => format!(
            "all workers share this closure; write `&({} + Sync)`",
            text(ty)
        ),
        _ => format!(
            "all workers share this closure; add the bound `{}: Sync`",
            text(ty)
        ),
    };
    errors.at(ty, message);
}

/// Refuses a closure in `report` that borrows an argument: the report outlives the arguments.
pub(super) fn check_report(report: &Expr, plan: &Plan, errors: &mut Errors) {
    let Expr::Closure(closure) = report else {
        return;
    };
    let is_borrowed = |param: &&Param| {
        let is_owned = match peel(&param.ty) {
            Type::Reference(reference) => {
                let lifetime = reference.lifetime.as_ref();
                lifetime.is_some_and(|lifetime| lifetime.ident == "static")
            }
            _ => true,
        };
        let is_kept = closure.capture.is_some() && is_owned;
        let is_shadowed = mentions(closure.inputs.to_token_stream(), &param.name);
        !is_kept && !is_shadowed && uses(closure.body.to_token_stream(), &param.name)
    };
    if let Some(param) = plan.params.iter().find(is_borrowed) {
        let name = &param.name;
        errors.at(
            report,
            format!(
                "`report` is kept by the call and cannot borrow `{name}`; give it a copy: `report = {{ let {name} = {name}.to_owned(); move |report| .. }}`"
            ),
        );
    }
}

/// The bounds of a closure's type, where the signature shows them all.
struct Closure {
    /// `Fn(..) -> ..` as written.
    kind: String,
    bounds: Vec<String>,
}

/// Traits that imply none of the bounds in question. Any other trait might.
const KNOWN: [&str; 11] = [
    "Fn",
    "FnMut",
    "FnOnce",
    "Clone",
    "Copy",
    "Send",
    "Sync",
    "Sized",
    "Unpin",
    "UnwindSafe",
    "RefUnwindSafe",
];

impl Closure {
    fn of(ty: &Type, generics: &Generics) -> Option<Self> {
        let mut closure = Closure {
            kind: String::new(),
            bounds: Vec::new(),
        };
        for bound in bounds(ty, generics) {
            match bound {
                TypeParamBound::Trait(bound) => {
                    let name = bound.path.segments.last()?.ident.to_string();
                    if !KNOWN.contains(&name.as_str()) {
                        return None;
                    }
                    if name.starts_with("Fn") {
                        closure.kind = text(bound);
                    }
                    closure.bounds.push(name);
                }
                TypeParamBound::Lifetime(_) => {}
                _ => return None,
            }
        }
        (!closure.kind.is_empty()).then_some(closure)
    }

    fn has(&self, any_of: &[&str]) -> bool {
        self.bounds
            .iter()
            .any(|bound| any_of.contains(&bound.as_str()))
    }
}
