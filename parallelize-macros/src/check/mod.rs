//! Item and options, checked against each other. The checks are independent, and all of them run.

mod closures;
mod cuts;
pub(crate) mod cuttable;
mod input_type;
mod mutable;
mod outputs;
mod pointers;
mod recursion;
mod roles;
mod signature;
mod split;
mod streams;
mod strings;
mod zip;

use syn::Attribute;

use crate::diagnostics::Errors;
use crate::parse::item::Item;
use crate::parse::options::Options;
use crate::parse::values::{Merge, Sequential};
use crate::plan::Plan;
use crate::plan::outputs::Unmergeable;

/// Collects what is wrong; tells whether the body calls its function and would see a changed type.
pub(crate) fn check(item: &Item, options: &Options, plan: &Plan, errors: &mut Errors) -> bool {
    let sig = &item.sig;
    if !signature::check_origin(sig, errors) {
        return true;
    }
    signature::check_twice(item, errors);
    signature::check_qualifiers(item, errors);
    signature::check_cfg(sig, errors);
    if let Some(receiver) = sig.receiver() {
        signature::check_receiver(receiver, errors);
    }
    outputs::check_merge(&sig.output, errors);
    zip::check(sig, options, errors);
    check_params(item, options, plan, errors);
    let can_merge = Unmergeable::of(&sig.output).is_none();
    let is_search = matches!(options.merge, Some(Merge::First));
    if can_merge {
        roles::check_writers(sig, options, plan, errors);
    }
    if can_merge && is_search && options.reduce.is_none() && !plan.writes() {
        outputs::check_search(sig, errors);
    }
    if can_merge && !is_search && plan.write_to_file.is_some() && options.reduce.is_none() {
        outputs::check_files(sig, options, errors);
    }
    if let Some(report) = &plan.observed.report {
        closures::check_report(report, plan, errors);
    }
    let calls_itself = recursion::check(item, &plan.outputs, errors);
    let names_itself = |it: &&Sequential| it.name == sig.ident;
    if let Some(Sequential { name, .. }) = options.sequential.as_ref().filter(names_itself) {
        errors.at(
            name,
            "`sequential` needs another name than the function's own",
        );
    }
    calls_itself
}

fn check_params(item: &Item, options: &Options, plan: &Plan, errors: &mut Errors) {
    let sig = &item.sig;
    let is_split_read = options.is_read("split");
    let mut is_input_known = split::check(sig, options.split.as_ref(), errors) && is_split_read;
    let mut cut = plan.cut();
    if let Some(input) = cut.next() {
        if is_input_known {
            if plan.stream.is_some() {
                streams::check(input, item, options, errors);
            } else {
                is_input_known = input_type::check(input, sig, options, plan, errors);
                cuts::check_input(input, options, errors);
            }
        }
    } else {
        let is_test = |attr: &Attribute| attr.path().is_ident("test");
        let instead = if item.attrs.iter().any(is_test) {
            "put `#[parallelize]` above the attribute that makes tests of the function"
        } else {
            "its first argument must be a slice, like `&[T]`"
        };
        errors.at(
            &sig.ident,
            format!("`{}` has no argument to split; {instead}", sig.ident),
        );
    }
    for param in cut {
        zip::check_type(param, sig, errors);
    }
    // With a name in `zip` that could not be read, who knows which it would have been?
    let cut = plan.cut().count();
    let is_zip_read = options.is_read("zip") && cut > options.zip.len();
    if is_input_known && is_zip_read && plan.stream.is_none() {
        cuts::check(options, plan, errors);
    }
    let are_roles_known = roles::check(sig, options, plan, errors);
    for param in plan.captured() {
        if is_input_known && is_zip_read && are_roles_known {
            let is_stream = streams::check_other(param, plan, &sig.generics, errors);
            if is_stream {
                continue;
            }
            mutable::check(param, sig, plan, errors);
        }
        closures::check(param, &sig.generics, errors);
    }
}
