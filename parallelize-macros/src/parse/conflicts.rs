//! Options that cannot be combined.

use super::options::{FOLDS, Options};
use super::values::{self, Merge};
use crate::diagnostics::Errors;

const ONE_RULE: &str = "both say where a cut may be";
const NO_NEIGHBOURS: &str = "whole groups need no elements of other chunks";
const GATHERED: &str = "what chunks add to arguments stays in memory";
const OTHER_MEMORY: &str = "files hold the outputs of this process alone";

/// Refuses options that say the same thing, or the opposite. The error points at the later one.
pub(super) fn check(options: &Options, errors: &mut Errors) {
    let stays_in_memory = options.write_to_file.as_ref().is_some_and(values::is_false);
    if stays_in_memory && matches!(options.merge, Some(Merge::Spilled)) {
        let message = "`merge = spilled` leaves outputs in files; leave out `write_to_file = false`, or `merge = spilled`";
        errors.at(&options.write_to_file, message);
    }
    let in_files = if stays_in_memory { "" } else { "write_to_file" };
    let search = match options.merge {
        Some(Merge::First) => "merge = first",
        _ => "",
    };
    let spilled = match options.merge {
        Some(Merge::Spilled) => "merge = spilled",
        _ => "",
    };
    if let (Some(backend), Some(Merge::Spilled)) = (options.name_of("backend"), options.merge) {
        let message = format!(
            "`merge = spilled` and `backend` cannot be combined: {OTHER_MEMORY}; use only one"
        );
        errors.at(backend, message);
    }
    let mut refused: Vec<&str> = Vec::new();
    for (one, other, why) in [
        (
            "chunk_size",
            "min_len",
            "`chunk_size` sets the length of every chunk already",
        ),
        ("multiple_of", "chunk_by", ONE_RULE),
        ("multiple_of", "delimiter", ONE_RULE),
        ("chunk_by", "delimiter", ONE_RULE),
        ("overlap", "chunk_by", NO_NEIGHBOURS),
        ("overlap", "delimiter", NO_NEIGHBOURS),
        ("merge", "reduce", "both say what becomes of the outputs"),
        (in_files, "reduce", "outputs are folded in memory"),
        (in_files, "backend", OTHER_MEMORY),
        (
            in_files,
            search,
            "a search has one output, which needs no file",
        ),
        ("append", in_files, GATHERED),
        ("append", spilled, GATHERED),
        (FOLDS, in_files, GATHERED),
        (FOLDS, spilled, GATHERED),
    ] {
        // A row can say the value, too.
        let [one_name, other_name] =
            [one, other].map(|option| option.split(' ').next().unwrap_or(option));
        let both = options.gives(one_name) && options.gives(other_name);
        let mut given = options.given.iter();
        let later = given.rfind(|given| [one_name, other_name].contains(&given.option));
        if let (true, Some(later)) = (both, later) {
            // Without the later option, no conflict with it is left.
            if refused.contains(&later.option) {
                continue;
            }
            refused.push(later.option);
            errors.at(
                &later.name,
                format!("`{one}` and `{other}` cannot be combined: {why}; use only one"),
            );
        }
    }
}
