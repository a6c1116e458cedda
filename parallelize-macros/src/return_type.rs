//! What the written return type makes of the outputs.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{
    GenericArgument, Path, PathArguments, PathSegment, ReturnType, Signature, Type, TypePath,
};

use crate::diagnostics::Errors;
use crate::options::Merge;
use crate::syntax::{peel, respan};

/// How the outputs of the chunks become the result.
pub(crate) enum Outputs {
    /// Joined into one value of the written type.
    Flatten,
    /// One per chunk, in a `Vec`.
    PerChunk,
    /// One per chunk, in a `Vec` inside the written `Result`.
    TryPerChunk,
    /// Folded into one value of the written type.
    Reduce,
    /// Folded inside the written `Result`.
    TryReduce,
    /// Joined, in files.
    Spilled,
    /// Joined, in files, inside the written `Result`.
    TrySpilled,
}

impl Outputs {
    pub(crate) fn of(written: &ReturnType, merge: Option<Merge>, reduces: bool) -> Self {
        let kind = Kind::of(written);
        match (merge, kind) {
            _ if reduces => match kind {
                Kind::Result(_) => Outputs::TryReduce,
                Kind::Vec | Kind::Unit | Kind::Other => Outputs::Reduce,
            },
            (Some(Merge::Spilled), Kind::Vec) => Outputs::Spilled,
            (Some(Merge::Spilled), Kind::Result(Content::Vec)) => Outputs::TrySpilled,
            (Some(Merge::Spilled), _) => Outputs::Flatten, // refused
            (None, Kind::Result(Content::Other)) => Outputs::TryPerChunk,
            (Some(Merge::Flatten), _) | (None, Kind::Vec | Kind::Unit | Kind::Result(_)) => {
                Outputs::Flatten
            }
            (Some(Merge::PerChunk), _) | (None, Kind::Other) => Outputs::PerChunk,
        }
    }

    /// The builder's method that produces them.
    pub(crate) fn method(&self) -> &'static str {
        match self {
            Outputs::Flatten => "flatten",
            Outputs::PerChunk => "per_chunk",
            Outputs::TryPerChunk => "try_per_chunk",
            Outputs::Reduce => "reduce",
            Outputs::TryReduce => "try_reduce",
            Outputs::Spilled => "spilled",
            Outputs::TrySpilled => "try_spilled",
        }
    }

    /// The type of the outputs, for the methods where it could be taken from what is to combine
    /// them: a function that does not fit is at fault then, and not the body.
    pub(crate) fn type_arguments(&self, written: &ReturnType) -> Option<TokenStream> {
        match self {
            Outputs::Reduce => {
                let output = match written {
                    ReturnType::Default => quote!(()),
                    ReturnType::Type(_, ty) => ty.to_token_stream(),
                };
                Some(quote!(::<#output, _, _>))
            }
            Outputs::TryReduce => {
                let output = content_type(written);
                let output = output.map_or_else(|| quote!(_), ToTokens::to_token_stream);
                Some(quote!(::<#output, _, _, _>))
            }
            _ => None,
        }
    }

    pub(crate) fn change_type(&self) -> bool {
        matches!(
            self,
            Outputs::PerChunk | Outputs::TryPerChunk | Outputs::Spilled | Outputs::TrySpilled
        )
    }

    /// The wrapper's return type.
    pub(crate) fn wrapper_type(&self, written: &ReturnType, krate: &TokenStream) -> ReturnType {
        match (self, written) {
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
                let error = respan(&quote!(#krate::SpillError), ty.span());
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
}

/// The written type, as far as it matters here: decided by its last path segment, because a macro
/// sees names, not types.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Vec,
    Unit,
    Result(Content),
    Other,
}

/// What is in a written `Result`.
#[derive(Clone, Copy)]
pub(crate) enum Content {
    Vec,
    Unit,
    /// It is an alias without parameters.
    Unsaid,
    Other,
}

impl Kind {
    pub(crate) fn of(written: &ReturnType) -> Self {
        match written {
            ReturnType::Default => Kind::Unit,
            ReturnType::Type(_, ty) => Kind::of_type(ty),
        }
    }

    fn of_type(ty: &Type) -> Self {
        match peel(ty) {
            Type::Tuple(tuple) if tuple.elems.is_empty() => Kind::Unit,
            Type::Path(TypePath {
                qself: None, path, ..
            }) => match path.segments.last() {
                Some(last) if last.ident == "Vec" => Kind::Vec,
                Some(last) if last.ident == "Result" => Kind::Result(content(last)),
                _ => Kind::Other,
            },
            _ => Kind::Other,
        }
    }
}

fn content(result: &PathSegment) -> Content {
    match type_arguments(result).next().map(Kind::of_type) {
        None => Content::Unsaid,
        Some(Kind::Vec) => Content::Vec,
        Some(Kind::Unit) => Content::Unit,
        Some(Kind::Result(_) | Kind::Other) => Content::Other,
    }
}

/// The `T` of a written `Result<T, E>`.
fn content_type(written: &ReturnType) -> Option<&Type> {
    match written {
        ReturnType::Default => None,
        ReturnType::Type(_, ty) => match peel(ty) {
            Type::Path(TypePath { path, .. }) => type_arguments(path.segments.last()?).next(),
            _ => None,
        },
    }
}

fn type_arguments(segment: &PathSegment) -> impl Iterator<Item = &Type> {
    let arguments = match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => Some(&arguments.args),
        _ => None,
    };
    arguments
        .into_iter()
        .flatten()
        .filter_map(|argument| match argument {
            GenericArgument::Type(ty) => Some(ty),
            _ => None,
        })
}

/// Where to point at the return type, with one token: its name, or the function's where none is
/// written.
pub(crate) fn span(sig: &Signature) -> Span {
    match &sig.output {
        ReturnType::Default => sig.ident.span(),
        ReturnType::Type(_, ty) => match peel(ty) {
            Type::Path(TypePath { path, .. }) => path
                .segments
                .last()
                .map_or(ty.span(), |last| last.ident.span()),
            other => other.span(),
        },
    }
}

/// The return type of the closure with the body. It is written also where the function has none: `()`
/// and not whatever the last expression gives.
pub(crate) fn written(sig: &Signature) -> TokenStream {
    match &sig.output {
        ReturnType::Default => {
            let span = Span::mixed_site().located_at(span(sig));
            quote_spanned!(span=> -> ())
        }
        written @ ReturnType::Type(..) => written.to_token_stream(),
    }
}

/// `Vec<ty>`, all of it spanned at `ty`, where a mismatch with a trait's method is to be shown.
fn vec_of(ty: &Type, krate: &TokenStream) -> Type {
    let span = ty.span();
    let vec = respan(&quote!(#krate::__private::Vec), span);
    Type::Verbatim(quote_spanned!(span=> #vec<#ty>))
}

/// `Spilled<U>` for a `Vec<U>`, all of it spanned at that.
fn spilled_of(ty: &Type, krate: &TokenStream) -> Type {
    let span = ty.span();
    let spilled = respan(&quote!(#krate::Spilled), span);
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

/// Refuses return types that no merge can produce; tells whether this one is not.
pub(crate) fn check(written: &ReturnType, errors: &mut Errors) -> bool {
    let ReturnType::Type(_, ty) = written else {
        return true;
    };
    if let Type::Never(never) = peel(ty) {
        errors.at(
            never,
            "a function that never returns has no outputs to merge; return `()`, or do not annotate it",
        );
        return false;
    }
    if let Some(token) = find_impl(ty.to_token_stream()) {
        errors.push(syn::Error::new(
            token,
            "an `impl Trait` output cannot be merged: its type has no name; return a concrete type such as `Vec<T>`",
        ));
        return false;
    }
    true
}

/// A reference in the written type, but for the error of a `Result`.
pub(crate) fn reference(written: &ReturnType) -> Option<Span> {
    let ReturnType::Type(_, ty) = written else {
        return None;
    };
    let output = match Kind::of(written) {
        Kind::Result(_) => content_type(written),
        _ => Some(&**ty),
    };
    find_reference(output?)
}

fn find_reference(ty: &Type) -> Option<Span> {
    match peel(ty) {
        Type::Reference(reference) => Some(reference.and_token.span),
        Type::Array(array) => find_reference(&array.elem),
        Type::Slice(slice) => find_reference(&slice.elem),
        Type::Tuple(tuple) => tuple.elems.iter().find_map(find_reference),
        Type::Path(TypePath { path, .. }) => {
            let last = path.segments.last()?;
            let holds_nothing = last.ident == "PhantomData";
            let mut inside = type_arguments(last).filter(|_| !holds_nothing);
            inside.find_map(find_reference)
        }
        _ => None,
    }
}

fn find_impl(tokens: TokenStream) -> Option<Span> {
    tokens.into_iter().find_map(|token| match token {
        TokenTree::Ident(ident) if ident == "impl" => Some(ident.span()),
        TokenTree::Group(group) => find_impl(group.stream()),
        _ => None,
    })
}
