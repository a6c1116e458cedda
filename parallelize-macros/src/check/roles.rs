//! The names in `append`, `scratch` and `reduce(..)`, and whether the types fit.

use syn::{Ident, ReturnType, Signature, Type};

use super::mutable::{self, Target};
use crate::diagnostics::Errors;
use crate::parse::arguments::Appended;
use crate::parse::options::{FOLDS, Options};
use crate::parse::values::Merge;
use crate::plan::Plan;
use crate::plan::outputs::{self, Kind};
use crate::plan::params::{self, Param};
use crate::plan::roles::Gathering;
use crate::syntax::{peel, text};

const MOST_GATHERED: usize = 6;

/// Refuses names that are no further argument, and arguments that cannot be what an option says. Tells whether it is
/// known which arguments the options mean.
pub(super) fn check(sig: &Signature, options: &Options, plan: &Plan, errors: &mut Errors) -> bool {
    let mut are_known = ["append", FOLDS, "scratch"].map(|it| options.is_read(it)) == [true; 3];
    let mut named: Vec<(&str, &Ident)> = options.zip.iter().map(|name| ("zip", name)).collect();
    let append = options.append.iter().map(|it| ("append", &it.name));
    let folds = options.folds.iter().map(|it| (FOLDS, &it.name));
    let scratch = options.scratch.iter().map(|name| ("scratch", name));
    for (option, name) in append.chain(folds).chain(scratch) {
        let earlier = named.iter().find(|(_, other)| *other == name);
        let param = plan.params.iter().find(|param| param.is_called(name));
        let input = plan.params.first();
        if let Some(message) = params::ambiguous(name, option, &plan.params) {
            are_known = false;
            errors.at(name, message);
        } else if let Some((other, _)) = earlier {
            errors.at(name, named_before(name, option, other));
        } else if input.is_some_and(|input| input.is_called(name)) {
            errors.at(
                name,
                format!("`{name}` is split already; name another argument in `{option}`"),
            );
        } else if let Some(param) = param {
            check_type(param, (option, name), options, (sig, plan), errors);
        } else {
            are_known = false;
            let possible = plan.params.iter().skip(1).filter(|param| {
                mutable::mutable(&param.ty).is_some()
                    && named.iter().all(|(_, other)| !param.is_called(other))
            });
            errors.at(name, params::unknown(name, option, possible));
        }
        named.push((option, name));
    }
    if let Some((param, _)) = plan.gathered().nth(MOST_GATHERED) {
        errors.at(
            &param.name,
            "`append` and `reduce(..)` take at most six arguments",
        );
    }
    are_known
}

fn named_before(name: &Ident, option: &str, other: &str) -> String {
    if option == other {
        format!("`{name}` is named twice in `{option}`")
    } else {
        format!("`{name}` is named in `{other}` and in `{option}`; an argument is one of both")
    }
}

/// Refuses an argument of a type that cannot be what the option says.
fn check_type(
    param: &Param,
    (option, name): (&str, &Ident),
    options: &Options,
    (sig, plan): (&Signature, &Plan),
    errors: &mut Errors,
) {
    let Some(reference) = mutable::mutable(&param.ty) else {
        return errors.at(name, not_mutable(param, option));
    };
    let names_trait = |append: &Appended| append.name == *name && append.bound.is_some();
    if options.append.iter().any(names_trait) {
        return;
    }
    let why = match (option, Target::of(param, reference, &sig.generics)) {
        ("append", Target::Slice | Target::Array) => "its length is fixed",
        ("append", Target::Number(_)) => "a number is not a list",
        ("append", Target::Optional) => "a `None` would end the merge",
        ("append", Target::Written { is_sure: true, .. }) => {
            "its type leaves open which trait writes"
        }
        ("append" | FOLDS, Target::Object) => "a trait object has no default value",
        (FOLDS, Target::Slice) => "a slice has no default value",
        (FOLDS, Target::Writer) => "a writer has no default value",
        ("scratch", Target::Object | Target::Writer) => "nothing says that it can be cloned",
        _ => return,
    };
    let helps = mutable::helps(param, reference, sig, plan);
    errors.at(
        name,
        format!("`{name}` cannot be named in `{option}`: {why}\n{helps}"),
    );
}

fn not_mutable(param: &Param, option: &str) -> String {
    let name = &param.name;
    let (is_reference, target) = match peel(&param.ty) {
        Type::Reference(reference) => (true, peel(&reference.elem)),
        ty => (false, ty),
    };
    if option == "scratch" && !is_reference {
        return format!(
            "each chunk gets its own clone of `{name}` anyway; leave `{name}` out of `scratch`"
        );
    }
    let written = match target {
        Type::Slice(slice) if option != "scratch" => format!("Vec<{}>", text(&slice.elem)),
        Type::TraitObject(_) | Type::ImplTrait(_) if text(target).contains('+') => {
            format!("({})", text(target))
        }
        target => text(target),
    };
    format!("`{option}` names `&mut` arguments; take `{name}: &mut {written}`")
}

/// Refuses a function that writes and cannot say that this failed.
pub(super) fn check_writers(sig: &Signature, options: &Options, plan: &Plan, errors: &mut Errors) {
    let mut writers = plan
        .gathered()
        .filter_map(|(param, gathering)| match gathering {
            Gathering::Write(writer) => Some((&param.name, writer)),
            Gathering::Append | Gathering::Fold(_) => None,
        });
    let Some((name, writer)) = writers.next() else {
        return;
    };
    if matches!(options.merge, Some(Merge::First)) {
        let message = format!(
            "`merge = first` returns no `Result`, and writing to `{name}` can fail; leave one of both out"
        );
        return errors.at(options.name_of("merge"), message);
    }
    if matches!(Kind::of(&sig.output), Kind::Result(_)) {
        return;
    }
    let output = match &sig.output {
        ReturnType::Default => "()".to_owned(),
        ReturnType::Type(_, ty) => text(ty),
    };
    let mut segments = writer.bound.segments.iter().rev();
    let instead = match segments.nth(1) {
        Some(module) if module.ident == "fmt" => format!("`Result<{output}, fmt::Error>`"),
        Some(module) if module.ident == "io" => format!("`io::Result<{output}>`"),
        _ => format!("`io::Result<{output}>`, or for `fmt::Write` `Result<{output}, fmt::Error>`"),
    };
    let message =
        format!("writing to `{name}` can fail; return {instead}, which callers then handle");
    errors.push(syn::Error::new(outputs::span(sig), message));
}
