//! How outputs are merged, by the return type as written.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{
    GenericArgument, PathArguments, PathSegment, ReturnType, Signature, Type, TypeParamBound,
    TypePath,
};

use crate::parse::values::Merge;
use crate::syntax::{last_name, peel, type_argument};

/// How the outputs of the chunks become the result.
pub(crate) enum Outputs {
    /// Joined into one value of the written type.
    Flatten,
    /// One per chunk, in a `Vec`.
    PerChunk,
    /// One per chunk, in a `Vec` inside the written `Result`.
    TryPerChunk,
    /// The first hit, of the written type.
    First,
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
            (Some(Merge::First), _) => Outputs::First,
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
            Outputs::First => "first",
            Outputs::Reduce => "reduce",
            Outputs::TryReduce => "try_reduce",
            Outputs::Spilled => "spilled",
            Outputs::TrySpilled => "try_spilled",
        }
    }

    /// The builder's method that produces them beside what goes into arguments. A failure is told from other outputs
    /// there.
    pub(super) fn method_beside(&self, written: &ReturnType, writes: bool) -> &'static str {
        match (self, Kind::of(written)) {
            (Outputs::Flatten, Kind::Result(_)) => "try_flatten",
            (Outputs::PerChunk, Kind::Result(_)) if writes => "try_each",
            _ => self.method(),
        }
    }

    pub(crate) fn change_type(&self) -> bool {
        matches!(
            self,
            Outputs::PerChunk | Outputs::TryPerChunk | Outputs::Spilled | Outputs::TrySpilled
        )
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
pub(crate) fn content_type(written: &ReturnType) -> Option<&Type> {
    match written {
        ReturnType::Default => None,
        ReturnType::Type(_, ty) => match peel(ty) {
            Type::Path(TypePath { path, .. }) => type_arguments(path.segments.last()?).next(),
            _ => None,
        },
    }
}

pub(crate) fn type_arguments(segment: &PathSegment) -> impl Iterator<Item = &Type> {
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

/// What no merge can produce: a type without values, or without a name.
pub(crate) enum Unmergeable<'a> {
    Never(Span),
    Impl(Span),
    /// A slice, text or a trait object, which has no size that is known.
    Unsized(&'a Type),
    /// A boxed future.
    Future(&'a Type),
}

impl<'a> Unmergeable<'a> {
    pub(crate) fn of(written: &'a ReturnType) -> Option<Self> {
        let ReturnType::Type(_, ty) = written else {
            return None;
        };
        match peel(ty) {
            Type::Never(never) => return Some(Unmergeable::Never(never.bang_token.span)),
            ty @ (Type::Slice(_) | Type::TraitObject(_)) => return Some(Unmergeable::Unsized(ty)),
            ty @ Type::Path(path) if path.path.is_ident("str") => {
                return Some(Unmergeable::Unsized(ty));
            }
            ty if is_future(ty) => return Some(Unmergeable::Future(ty)),
            _ => {}
        }
        find_impl(ty.to_token_stream()).map(Unmergeable::Impl)
    }
}

/// `Pin<Box<dyn Future>>`, as other attributes make of an `async fn`.
fn is_future(ty: &Type) -> bool {
    let inside = |ty: &'_ Type, name: &str| match peel(ty) {
        Type::Path(path) if last_name(path) == name => type_argument(path).cloned(),
        _ => None,
    };
    let boxed = inside(ty, "Pin").and_then(|ty| inside(&ty, "Box"));
    matches!(boxed, Some(Type::TraitObject(object)) if object.bounds.iter().any(|bound| match bound {
        TypeParamBound::Trait(bound) => bound.path.segments.last().is_some_and(|last| last.ident == "Future"),
        _ => false,
    }))
}

fn find_impl(tokens: TokenStream) -> Option<Span> {
    tokens.into_iter().find_map(|token| match token {
        TokenTree::Ident(ident) if ident == "impl" => Some(ident.span()),
        TokenTree::Group(group) => find_impl(group.stream()),
        _ => None,
    })
}
