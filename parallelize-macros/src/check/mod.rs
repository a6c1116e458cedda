//! Item and options, checked against each other. The checks are independent, and all of them run.

mod closures;
pub(crate) mod cuttable;
mod input_type;
mod outputs;
mod recursion;
mod signature;
mod zip;

use syn::Signature;

use crate::diagnostics::Errors;
use crate::parse::item::Item;
use crate::parse::options::Options;
use crate::parse::values::Merge;
use crate::plan::Plan;
use crate::plan::outputs::Unmergeable;

/// Collects what is wrong; tells whether the body calls its function and would see a changed type.
pub(crate) fn check(item: &Item, options: &Options, plan: &Plan, errors: &mut Errors) -> bool {
    let sig = &item.sig;
    signature::check_qualifiers(item, errors);
    signature::check_cfg(sig, errors);
    if let Some(receiver) = sig.receiver() {
        signature::check_receiver(receiver, errors);
    }
    outputs::check_merge(&sig.output, errors);
    zip::check(sig, &options.zip, errors);
    check_params(sig, options, plan, errors);
    let can_merge = Unmergeable::of(&sig.output).is_none();
    let is_search = matches!(options.merge, Some(Merge::First));
    if can_merge && is_search && options.reduce.is_none() {
        outputs::check_search(sig, errors);
    }
    if can_merge && !is_search && plan.write_to_file.is_some() && options.reduce.is_none() {
        outputs::check_files(sig, options, errors);
    }
    let calls_itself = recursion::check(item, &plan.outputs, errors);
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
    calls_itself
}

fn check_params(sig: &Signature, options: &Options, plan: &Plan, errors: &mut Errors) {
    let mut cut = plan.cut();
    if let Some(first) = cut.next() {
        input_type::check(&first.ty, errors);
    } else {
        errors.at(
            &sig.ident,
            format!(
                "`{}` has no argument to split; its first argument must be a slice, like `&[T]`",
                sig.ident
            ),
        );
    }
    for param in cut {
        input_type::check_zipped(param, errors);
    }
    // With a name in `zip` that could not be read, who knows which it would have been?
    let cut = plan.cut().count();
    let is_zip_read = options.gives("zip") == (cut > 1) && cut > options.zip.len();
    for param in plan.captured() {
        if is_zip_read {
            signature::check_mutable(param, errors);
        }
        closures::check(param, &sig.generics, errors);
    }
}
