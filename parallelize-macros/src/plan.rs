//! The third stage: signature and options, checked against each other.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Expr, Ident, Path, ReturnType, Signature};

use crate::diagnostics::Errors;
use crate::item::Item;
use crate::options::{Count, Options};
use crate::params::{self, Param};
use crate::return_type::{self, Outputs};
use crate::seen::Seen;
use crate::syntax::respan;
use crate::{closures, files, input_type, recursion};

/// Everything that the expansion prints, decided.
pub(crate) struct Plan {
    /// The path of the library.
    pub(crate) krate: TokenStream,
    /// The arguments that are cut, the first one and those named in `zip`.
    pub(crate) cut: Vec<Param>,
    /// The arguments that the body captures.
    pub(crate) captured: Vec<Param>,
    pub(crate) counts: Vec<Count>,
    pub(crate) outputs: Outputs,
    pub(crate) reduce: Option<Expr>,
    /// What says whether outputs go to files, and where.
    pub(crate) write_to_file: Option<Expr>,
    pub(crate) seen: Seen,
    pub(crate) backend: Option<Path>,
    /// The wrapper's return type.
    pub(crate) output: ReturnType,
    pub(crate) sequential: Option<Ident>,
    /// Whether the body calls the function and would see a changed type.
    pub(crate) calls_itself: bool,
}

impl Plan {
    pub(crate) fn new(item: &Item, options: Options, errors: &mut Errors) -> Self {
        let sig = &item.sig;
        check_qualifiers(item, errors);
        params::check_cfg(sig, errors);
        if let Some(receiver) = sig.receiver() {
            params::check_receiver(receiver, errors);
        }
        let can_merge = return_type::check(&sig.output, errors);
        let (cut, captured) = sort_params(sig, &options.zip, errors);
        check_params(sig, &options, &cut, &captured, errors);
        let is_merge_read = options.gives("merge") == options.merge.is_some()
            && options.gives("reduce") == options.reduce.is_some();
        let outputs = if can_merge && is_merge_read {
            Outputs::of(&sig.output, options.merge, options.reduce.is_some())
        } else {
            Outputs::Flatten
        };
        let write_to_file = files::target(&options);
        if can_merge && write_to_file.is_some() && options.reduce.is_none() {
            files::check(sig, &options, errors);
        }
        let calls_itself = check_recursion(item, &outputs, errors);
        if let Some(name) = options
            .sequential
            .as_ref()
            .filter(|name| **name == sig.ident)
        {
            errors.at(
                name,
                "`sequential` needs another name than the function's own",
            );
        }
        // A path that the user wrote is shown where it is written, if it leads nowhere.
        let krate = options.crate_path.map(ToTokens::into_token_stream);
        let krate = krate.unwrap_or_else(|| {
            let span = cut
                .first()
                .map_or(sig.ident.span(), |first| first.name.span());
            respan(&quote!(::parallelize), span)
        });
        Plan {
            output: outputs.wrapper_type(&sig.output, &krate),
            krate,
            cut,
            captured,
            counts: options.counts,
            outputs,
            reduce: options.reduce,
            write_to_file,
            seen: options.seen,
            backend: options.backend,
            sequential: options.sequential,
            calls_itself,
        }
    }
}

fn check_params(
    sig: &Signature,
    options: &Options,
    cut: &[Param],
    captured: &[Param],
    errors: &mut Errors,
) {
    if let Some((first, zipped)) = cut.split_first() {
        input_type::check(&first.ty, errors);
        for param in zipped {
            input_type::check_zipped(param, errors);
        }
    }
    // With a name in `zip` that could not be read, who knows which it would have been?
    let is_zip_read = options.gives("zip") == (cut.len() > 1) && cut.len() > options.zip.len();
    for param in captured {
        if is_zip_read {
            params::check_other(param, errors);
        }
        closures::check(param, &sig.generics, errors);
    }
}

fn check_qualifiers(item: &Item, errors: &mut Errors) {
    let sig = &item.sig;
    if let Some(asyncness) = &sig.asyncness {
        errors.at(
            asyncness,
            "an `async fn` cannot be parallelized: work for the processor belongs on threads; make it a plain `fn` and call that through your runtime's `spawn_blocking`",
        );
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
            "a variadic function cannot be parallelized: its arguments cannot be cloned for each worker",
        );
    }
    if item.body.is_none() {
        errors.at(
            &sig.ident,
            "a function without a body cannot be parallelized; annotate the method in each `impl` instead",
        );
    }
}

/// The arguments to cut and the arguments to capture.
fn sort_params(sig: &Signature, zip: &[Ident], errors: &mut Errors) -> (Vec<Param>, Vec<Param>) {
    let mut others = params::collect(sig);
    if others.is_empty() {
        errors.at(
            &sig.ident,
            format!(
                "`{}` has no argument to split; its first argument must be a slice, like `&[T]`",
                sig.ident
            ),
        );
        return (Vec::new(), others);
    }
    let mut cut = vec![others.remove(0)];
    for name in zip {
        if cut.iter().any(|param| param.name == *name) {
            let message = if cut[0].name == *name {
                format!("`{name}` is the first argument, which is cut anyway; name the others")
            } else {
                format!("`{name}` is named twice in `zip`")
            };
            errors.at(name, message);
        } else if let Some(position) = others.iter().position(|param| param.name == *name) {
            cut.push(others.remove(position));
        } else {
            errors.at(name, unknown_argument(name, &others));
        }
    }
    if let Some(name) = zip.get(MOST_ZIPPED) {
        errors.at(name, "`zip` takes at most five arguments");
    }
    (cut, others)
}

const MOST_ZIPPED: usize = 5;

fn unknown_argument(name: &Ident, others: &[Param]) -> String {
    let names: Vec<String> = others
        .iter()
        .filter(|param| param.is_named)
        .map(|param| format!("`{}`", param.name))
        .collect();
    if names.is_empty() {
        return format!("`{name}` is not an argument, and there is none to name in `zip`");
    }
    format!(
        "`{name}` is not an argument; `zip` can name {}",
        names.join(", ")
    )
}

/// Refuses a body that would see the changed type of its own function; tells whether this one does.
fn check_recursion(item: &Item, outputs: &Outputs, errors: &mut Errors) -> bool {
    let Some(body) = item.body.as_ref().filter(|_| outputs.change_type()) else {
        return false;
    };
    let sig = &item.sig;
    let name = &sig.ident;
    if params::collect(sig).iter().any(|param| param.binds(name)) {
        return false;
    }
    let call = recursion::find_call(&body.stream(), name, sig.receiver().is_some());
    let change = match outputs {
        Outputs::Spilled | Outputs::TrySpilled => "outputs in files; leave out `merge = spilled`",
        _ => "one output per chunk; combine the outputs with `reduce = ..`",
    };
    if let Some(call) = call {
        errors.push(syn::Error::new(
            call,
            format!(
                "`{name}` calls itself, but with the attribute it returns {change}, or add `sequential = {name}_seq` and call `{name}_seq` here (another function of that name is called by its path, like `self::{name}`)"
            ),
        ));
    }
    call.is_some()
}
