//! Return types, and what is printed because of them.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{GenericArgument, Path, PathArguments, ReturnType, Signature, Type, TypePath};

use super::library::Library;
use crate::plan::outputs::{self, Outputs, type_arguments};
use crate::syntax::{peel, respan};

/// The wrapper's return type.
pub(crate) fn of_wrapper(outputs: &Outputs, written: &ReturnType, krate: &Library) -> ReturnType {
    match (outputs, written) {
        (Outputs::PerChunk, ReturnType::Default) => {
            syn::parse_quote!(-> #krate::__private::Vec<()>)
        }
        (Outputs::PerChunk, ReturnType::Type(arrow, ty)) => {
            ReturnType::Type(*arrow, Box::new(vec_of(ty, krate)))
        }
        (Outputs::TryPerChunk, ReturnType::Type(arrow, ty)) => {
            let vec_of = |ty: &Type| vec_of(ty, krate);
            ReturnType::Type(*arrow, Box::new(result_of(ty, vec_of)))
        }
        (Outputs::Spilled, ReturnType::Type(arrow, ty)) => {
            let result = respan(&quote!(::core::result::Result), ty.span());
            let error = krate.at(&quote!(SpillError), ty.span());
            let spilled = spilled_of(ty, krate);
            let result = quote_spanned!(ty.span()=> #result<#spilled, #error>);
            ReturnType::Type(*arrow, Box::new(Type::Verbatim(result)))
        }
        (Outputs::TrySpilled, ReturnType::Type(arrow, ty)) => {
            let spilled_of = |ty: &Type| spilled_of(ty, krate);
            ReturnType::Type(*arrow, Box::new(result_of(ty, spilled_of)))
        }
        _ => written.clone(),
    }
}

/// The return type of the closure with the body. It is written also where the function has none: `()`
/// and not whatever the last expression gives.
pub(crate) fn written(sig: &Signature) -> TokenStream {
    match &sig.output {
        ReturnType::Default => {
            let span = Span::mixed_site().located_at(outputs::span(sig));
            quote_spanned!(span=> -> ())
        }
        written @ ReturnType::Type(..) => written.to_token_stream(),
    }
}

/// What becomes of a `SpillError` in a wrapper whose type has no place for it. (Of an error type it is
/// known only to the compiler whether it is made of `io::Error`s.)
pub(crate) fn failure(
    outputs: &Outputs,
    method: &str,
    wrapper: &ReturnType,
    krate: &Library,
) -> Option<TokenStream> {
    if matches!(outputs, Outputs::Spilled) {
        return None;
    }
    let error = Ident::new("error", Span::mixed_site());
    if !method.starts_with("try_") {
        // A closure, so that the panic is one of this function and not of the library.
        return Some(quote!(.unwrap_or_else(|#error| #error.panic())));
    }
    let ReturnType::Type(_, output) = wrapper else {
        return None;
    };
    Some(quote!(.unwrap_or_else(|#error| #krate::__private::returned!(#error, #output))))
}

/// `Vec<ty>`, all of it spanned at `ty`, where a mismatch with a trait's method is to be shown.
fn vec_of(ty: &Type, krate: &Library) -> Type {
    let span = ty.span();
    let vec = krate.at(&quote!(__private::Vec), span);
    Type::Verbatim(quote_spanned!(span=> #vec<#ty>))
}

/// `Spilled<U>` for a `Vec<U>`, all of it spanned at that.
fn spilled_of(ty: &Type, krate: &Library) -> Type {
    let span = ty.span();
    let spilled = krate.at(&quote!(Spilled), span);
    let item = match peel(ty) {
        Type::Path(TypePath { path, .. }) => path.segments.last(),
        _ => None,
    };
    let item = item.and_then(|last| type_arguments(last).next());
    Type::Verbatim(quote_spanned!(span=> #spilled<#item>))
}

/// `Result<T, E>` with another type for `T`, and the path as it was written.
fn result_of(ty: &Type, content: impl Fn(&Type) -> Type) -> Type {
    let mut ty = peel(ty).clone();
    if let Type::Path(TypePath {
        path: Path { segments, .. },
        ..
    }) = &mut ty
    {
        if let Some(PathArguments::AngleBracketed(arguments)) =
            segments.last_mut().map(|last| &mut last.arguments)
        {
            let first = arguments
                .args
                .iter_mut()
                .find_map(|argument| match argument {
                    GenericArgument::Type(ty) => Some(ty),
                    _ => None,
                });
            if let Some(first) = first {
                *first = content(first);
            }
        }
    }
    ty
}
