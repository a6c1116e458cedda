//! Streams: arguments that are iterators, as far as their types tell.

use syn::{
    GenericArgument, Generics, Path, PathArguments, TraitBound, Type, TypeParamBound,
    TypeTraitObject,
};

use super::writers::bounds;
use crate::syntax::{last_name, peel, type_argument};

/// How the body of a function over a stream gets its chunk: a batch of elements, as a `std::vec::IntoIter`.
pub(crate) enum Batch {
    /// By value.
    Owned,
    /// By `&mut`. With the type of the trait object, if it is one.
    Lent(Option<Box<Type>>),
    /// In a box, of this type and made by this function.
    Boxed(Box<Type>, Box<Path>),
}

impl Batch {
    /// How the body gets a batch, if the type is that of an iterator.
    pub(crate) fn of(ty: &Type, generics: &Generics) -> Option<Self> {
        let iterator = iterator(ty, generics)?;
        match peel(ty) {
            Type::Reference(reference) => {
                let object = match peel(&reference.elem) {
                    Type::TraitObject(object) => Some(Box::new(reference_to(object))),
                    _ => None,
                };
                (name(iterator) != "IntoIterator").then_some(Batch::Lent(object))
            }
            Type::Path(path) if last_name(path) == "Box" => {
                let mut new = path.path.clone();
                let last = new.segments.last_mut()?;
                last.arguments = PathArguments::None;
                new.segments.push(syn::parse_quote!(new));
                Some(Batch::Boxed(Box::new(boxed(ty)?), Box::new(new)))
            }
            _ => Some(Batch::Owned),
        }
    }
}

/// The bounds of what is iterated over: of the type, or of what the type leads to.
pub(crate) fn bounds_of_iterator<'a>(
    ty: &'a Type,
    generics: &'a Generics,
) -> Vec<&'a TypeParamBound> {
    let target = match peel(ty) {
        Type::Reference(reference) if reference.mutability.is_some() => peel(&reference.elem),
        Type::Path(path) if last_name(path) == "Box" => match type_argument(path).map(peel) {
            Some(content @ Type::TraitObject(_)) => content,
            _ => return Vec::new(),
        },
        Type::TraitObject(_) => return Vec::new(), // has no size
        ty => ty,
    };
    bounds(target, generics)
}

/// The bound that makes a type an iterator.
pub(crate) fn iterator<'a>(ty: &'a Type, generics: &'a Generics) -> Option<&'a TraitBound> {
    let bounds = bounds_of_iterator(ty, generics);
    let traits = bounds.into_iter().filter_map(|bound| match bound {
        TypeParamBound::Trait(bound) => Some(bound),
        _ => None,
    });
    // The one that says what the elements are.
    traits
        .filter(|bound| is_iterator(bound))
        .max_by_key(|bound| says_elements(bound))
}

fn is_iterator(bound: &TraitBound) -> bool {
    matches!(
        name(bound).as_str(),
        "Iterator" | "IntoIterator" | "DoubleEndedIterator" | "ExactSizeIterator" | "FusedIterator"
    )
}

/// The trait of a bound, by its last path segment.
pub(crate) fn name(bound: &TraitBound) -> String {
    let last = bound.path.segments.last();
    last.map(|last| last.ident.to_string()).unwrap_or_default()
}

/// Whether the bound of an iterator says what the elements are, by type or by bounds of their own.
pub(crate) fn says_elements(iterator: &TraitBound) -> bool {
    let mut arguments = arguments(iterator);
    arguments.any(|argument| match argument {
        GenericArgument::AssocType(ty) => ty.ident == "Item",
        GenericArgument::Constraint(constraint) => constraint.ident == "Item",
        _ => false,
    })
}

/// The type of the elements, where the bound of an iterator names it.
pub(crate) fn element(iterator: &TraitBound) -> Option<&Type> {
    arguments(iterator).find_map(|argument| match argument {
        GenericArgument::AssocType(ty) if ty.ident == "Item" => Some(&ty.ty),
        _ => None,
    })
}

fn arguments(bound: &TraitBound) -> impl Iterator<Item = &GenericArgument> {
    let arguments = match bound.path.segments.last().map(|last| &last.arguments) {
        Some(PathArguments::AngleBracketed(arguments)) => Some(&arguments.args),
        _ => None,
    };
    arguments.into_iter().flatten()
}

/// A reference to a trait object, as a chunk can have one.
fn reference_to(object: &TypeTraitObject) -> Type {
    let object = in_chunk(object);
    if object.bounds.len() > 1 {
        syn::parse_quote!(&mut (#object))
    } else {
        syn::parse_quote!(&mut #object)
    }
}

/// The type of a boxed trait object, as a chunk can have one.
fn boxed(ty: &Type) -> Option<Type> {
    let mut ty = peel(ty).clone();
    let Type::Path(path) = &mut ty else {
        return None;
    };
    let last = path.path.segments.last_mut()?;
    let PathArguments::AngleBracketed(arguments) = &mut last.arguments else {
        return None;
    };
    for argument in &mut arguments.args {
        if let GenericArgument::Type(content) = argument {
            if let Type::TraitObject(object) = peel(content) {
                *content = Type::TraitObject(in_chunk(object));
            }
        }
    }
    Some(ty)
}

/// A trait object without its lifetimes. What lives in a chunk has none that the signature could name.
fn in_chunk(object: &TypeTraitObject) -> TypeTraitObject {
    let mut object = object.clone();
    let bounds = object.bounds.into_iter();
    object.bounds = bounds
        .filter(|bound| !matches!(bound, TypeParamBound::Lifetime(_)))
        .collect();
    object
}
