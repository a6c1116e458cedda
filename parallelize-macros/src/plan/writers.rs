//! Arguments that the body writes to, as far as their types tell.

use proc_macro2::Ident;
use quote::ToTokens;
use syn::{Generics, Path, Type, TypeParamBound, TypeReference};

use crate::syntax::{bounds_of_parameter, peel};

/// An argument that the body writes to.
pub(crate) struct Writer {
    /// The trait, as the user names it: a macro cannot tell that of `io` from that of `fmt`.
    pub(crate) bound: Path,
    pub(crate) naming: Naming,
}

/// How a body can name the type of a writer. In a chunk, the writer is a buffer.
pub(crate) enum Naming {
    /// Not at all.
    Unnamed,
    /// By this type, which a buffer can be made into.
    Object(Box<Type>),
    /// By a type parameter, which then has to be that of the buffer.
    Parameter(Ident),
}

impl Writer {
    /// The argument as a writer, if its type is one by itself, or the option names the trait.
    pub(crate) fn of(ty: &Type, named: Option<&Path>, generics: &Generics) -> Option<Self> {
        let Type::Reference(reference) = peel(ty) else {
            return None;
        };
        reference.mutability.as_ref()?;
        let target = peel(&reference.elem);
        let bound = match named {
            Some(named) => named.clone(),
            None => only_write(&bounds(target, generics))?.clone(),
        };
        let naming = match target {
            Type::TraitObject(_) if !names_lifetime(reference) => {
                Naming::Object(Box::new(ty.clone()))
            }
            Type::Path(path) => {
                let mut params = generics.type_params();
                let param = params.find(|param| path.path.is_ident(&param.ident));
                param.map_or(Naming::Unnamed, |param| {
                    Naming::Parameter(param.ident.clone())
                })
            }
            _ => Naming::Unnamed,
        };
        Some(Writer { bound, naming })
    }
}

/// The bounds of a type that has no other properties.
pub(crate) fn bounds<'a>(ty: &'a Type, generics: &'a Generics) -> Vec<&'a TypeParamBound> {
    match ty {
        Type::ImplTrait(ty) => ty.bounds.iter().collect(),
        Type::TraitObject(ty) => ty.bounds.iter().collect(),
        Type::Path(_) => bounds_of_parameter(ty, generics),
        _ => Vec::new(),
    }
}

/// The trait `Write`, if there is no other one.
fn only_write<'a>(bounds: &[&'a TypeParamBound]) -> Option<&'a Path> {
    let mut write = None;
    for bound in bounds {
        match bound {
            TypeParamBound::Lifetime(_) => {}
            TypeParamBound::Trait(bound) => {
                let last = bound.path.segments.last()?.ident.to_string();
                match last.as_str() {
                    "Write" if write.is_none() => write = Some(&bound.path),
                    // A buffer has them all.
                    "Send" | "Sync" | "Sized" | "Unpin" | "UnwindSafe" | "RefUnwindSafe" => {}
                    _ => return None,
                }
            }
            _ => return None,
        }
    }
    write
}

/// Whether a lifetime has a name. What lives in a chunk has none.
fn names_lifetime(reference: &TypeReference) -> bool {
    let text = reference.to_token_stream().to_string();
    let behind_quotes = text.split('\'').skip(1);
    let mut names = behind_quotes.filter_map(|rest| rest.split([' ', ')', ',', '>']).next());
    names.any(|name| name != "_")
}
