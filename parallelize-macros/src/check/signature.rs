//! Signatures that cannot be called by several workers.

use syn::{FnArg, Receiver, ReceiverKind, Signature, Type};

use crate::diagnostics::Errors;
use crate::parse::item::Item;
use crate::syntax::{is_this, last_name, peel, type_argument};

pub(super) const ASYNC: &str = "an `async fn` cannot be parallelized: work for the processor belongs on threads; make the function a plain `fn`, and call that through your runtime's `spawn_blocking`";

/// Refuses a second attribute: the chunks of the one would be cut again by the other.
pub(super) fn check_twice(item: &Item, errors: &mut Errors) {
    let mut others = item.attrs.iter().filter(|attr| is_this(attr));
    if let Some(other) = others.next() {
        errors.at(
            other,
            "`#[parallelize]` is there twice; write all options in one attribute",
        );
    }
}

/// Refuses a function that an attribute above made of the user's, and whose arguments are others.
pub(super) fn check_origin(sig: &Signature, errors: &mut Errors) -> bool {
    let name = sig.ident.to_string();
    let makers = [
        ("__wasm_bindgen_generated", "wasm_bindgen"),
        ("_napi", "napi"),
        ("__napi", "napi"),
    ];
    let maker = makers.iter().find(|(prefix, _)| name.starts_with(prefix));
    if let Some((_, maker)) = maker {
        let message = format!(
            "`#[{maker}]` copies this attribute to functions of its own; put `#[parallelize]` above `#[{maker}]`"
        );
        errors.at(&sig.ident, message);
    }
    maker.is_none()
}

pub(super) fn check_qualifiers(item: &Item, errors: &mut Errors) {
    let sig = &item.sig;
    if let Some(asyncness) = &sig.asyncness {
        errors.at(asyncness, ASYNC);
    }
    if let Some(constness) = &sig.constness {
        errors.at(
            constness,
            "a `const fn` cannot be parallelized: there are no threads at compile time; remove `const`",
        );
    }
    if let Some(variadic) = &sig.variadic {
        errors.at(
            variadic.dots,
            "a variadic function cannot be parallelized: its arguments cannot be cloned",
        );
    }
    if item.body.is_none() {
        errors.at(
            &sig.ident,
            "a function without a body cannot be parallelized; annotate the method in each `impl` instead",
        );
    }
}

/// Refuses receivers that several workers cannot share.
pub(super) fn check_receiver(receiver: &Receiver, errors: &mut Errors) {
    let shared = match &receiver.kind {
        ReceiverKind::Reference(_, _, mutability) => mutability.is_none(),
        ReceiverKind::Typed(_, ty) => is_shared(ty),
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
            "workers cannot share a receiver of this type; take `&self`, or `self: Arc<Self>`"
        }
        _ => "`self` cannot be given to several workers; take `&self`",
    };
    errors.at(receiver, message);
}

/// Whether workers can share a receiver of this type: a shared reference, an `Arc`, or either of them pinned.
fn is_shared(ty: &Type) -> bool {
    match peel(ty) {
        Type::Reference(reference) => reference.mutability.is_none(),
        Type::Path(path) => match (last_name(path).as_str(), type_argument(path)) {
            ("Arc", _) => true,
            ("Pin", Some(pinned)) => is_shared(pinned),
            _ => false,
        },
        _ => false,
    }
}

/// Refuses parameters that come and go with the configuration: the expansion names them.
pub(super) fn check_cfg(sig: &Signature, errors: &mut Errors) {
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
