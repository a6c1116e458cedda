//! What becomes of each argument: what the options say, else what the type says.

use syn::{Expr, Generics, Type};

use super::params::Param;
use super::writers::Writer;
use crate::parse::options::Options;
use crate::syntax::peel;

/// What becomes of an argument.
pub(crate) enum Role {
    /// Each chunk gets its part.
    Cut,
    /// Each chunk gets a clone.
    Cloned,
    /// All chunks share what the reference leads to.
    Shared,
    /// Each chunk gets a copy of what the reference leads to.
    Scratch,
    /// Each chunk gets an empty value, and the chunks' values go into what the reference leads to.
    Gathered(Gathering),
}

/// How the chunks' values go into an argument.
pub(crate) enum Gathering {
    Append,
    Write(Box<Writer>),
    Fold(Box<Expr>),
}

impl Role {
    /// The role of an argument that no option names.
    pub(super) fn of(ty: &Type) -> Self {
        match peel(ty) {
            Type::Reference(reference) if reference.mutability.is_none() => Role::Shared,
            _ => Role::Cloned,
        }
    }

    /// The role by which an option names an argument that is not cut.
    fn named(param: &Param, options: &Options, generics: &Generics) -> Option<Self> {
        if let Some(append) = options.append.iter().find(|it| param.is_called(&it.name)) {
            let writer = Writer::of(&param.ty, append.bound.as_ref(), generics);
            let write = |writer| Gathering::Write(Box::new(writer));
            return Some(Role::Gathered(writer.map_or(Gathering::Append, write)));
        }
        if let Some(fold) = options.folds.iter().find(|it| param.is_called(&it.name)) {
            let function = Box::new(fold.function.clone());
            return Some(Role::Gathered(Gathering::Fold(function)));
        }
        let is_scratch = options.scratch.iter().any(|name| param.is_called(name));
        is_scratch.then_some(Role::Scratch)
    }
}

/// Gives the arguments that options name their roles.
pub(super) fn assign(params: &mut [Param], options: &Options, generics: &Generics) {
    for param in params {
        if !matches!(param.role, Role::Cut) {
            if let Some(role) = Role::named(param, options, generics) {
                param.role = role;
            }
        }
    }
}
