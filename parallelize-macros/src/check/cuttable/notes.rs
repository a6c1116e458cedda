//! What the warnings say: what happens, and what to write.

use proc_macro2::Ident;

use super::sign::Sign;
use crate::parse::rules::Rule;

pub(super) fn note(sign: &Sign, input: &Ident) -> String {
    let what = &sign.what;
    let happens = match sign.rule {
        Rule::Unused | Rule::Elements => what.clone(),
        Rule::Paired => {
            format!("{what} is whole in every chunk: from the second chunk on, the pairs are wrong")
        }
        Rule::Neighbours => format!("{what} may need an element that lies in another chunk"),
        Rule::Groups => format!("{what} begins a new group at every cut"),
        Rule::Runs => format!("{what} sees its own chunk only, and a cut may fall inside a run"),
        Rule::Records => format!("{what} may find a record that is cut in two"),
        Rule::Order => format!("{what} orders each chunk by itself"),
        Rule::Carried => format!("{what} starts anew in every chunk"),
        Rule::Positions => format!("{what} counts from 0 in every chunk"),
        Rule::Ends if what == "`break`" || what == "`return`" => {
            format!("{what} leaves one chunk, and the other chunks go on")
        }
        Rule::Ends => format!("{what} concerns each chunk, not the whole input"),
        Rule::Once => format!("{what} comes once per chunk"),
        Rule::Copied => {
            format!("{what} is cloned for every chunk: no chunk sees what another one changes")
        }
        Rule::Counts => format!(
            "{what} is counted up per chunk, and the merge joins the outputs without adding"
        ),
        Rule::Outputs => format!("{what} becomes a `Vec` with one output per chunk"),
        Rule::Length => format!("{what} is the length of one chunk"),
        Rule::Whole => format!("{what} sees one chunk, not all of `{input}`"),
    };
    let help = sign.advice.clone().map_or_else(
        || help(sign.rule, input),
        |option| format!("write `{option}`"),
    );
    let rule = sign.rule.name();
    format!("{happens}\nhelp: {help}\nnote: `#[parallelize(allow({rule}))]` silences this warning")
}

/// The way out, where the sign itself does not say one.
fn help(rule: Rule, input: &Ident) -> String {
    let text = match rule {
        Rule::Unused => {
            "write the recursion in another function, and call that function here without the attribute"
        }
        Rule::Paired => "make the list an argument, and name it in `#[parallelize(zip = ..)]`",
        Rule::Neighbours => {
            "give each chunk the elements around it: `#[parallelize(overlap(before = .., after = ..))]`"
        }
        Rule::Groups => "cut between groups only: `#[parallelize(multiple_of = ..)]`",
        Rule::Runs => "cut between runs only: `#[parallelize(chunk_by = |a, b| a == b)]`",
        Rule::Records => "cut behind a delimiter only: `#[parallelize(delimiter = b'\\n')]`",
        Rule::Order => {
            "merge the sorted outputs with `#[parallelize(reduce = ..)]`, or sort in the caller with rayon's `par_sort`"
        }
        Rule::Carried => {
            "compute what each element needs from the element alone, or leave this function sequential"
        }
        Rule::Positions => {
            "add the chunk's start: `parallelize::current_chunk().map_or(0, |chunk| chunk.range().start)`"
        }
        Rule::Ends => {
            "treat the ends in the caller, or ask `parallelize::current_chunk()` where the chunk lies"
        }
        Rule::Once => "do this in the caller, before or after the parallel call",
        Rule::Copied => {
            "return what changes, or make a new value per chunk, seeded by `parallelize::current_chunk()`"
        }
        Rule::Counts => "add the counts up with `#[parallelize(reduce = ..)]`",
        Rule::Outputs => {
            "join the outputs with `merge = flatten`, or say `merge = per_chunk` if one per chunk is meant"
        }
        Rule::Length => {
            "take the whole length from `parallelize::current_chunk()`: `.total()`; for an average, return sum and count and add them with `reduce`"
        }
        Rule::Whole => {
            return format!(
                "annotate the function that goes through `{input}`, or compute what concerns all of `{input}` in the caller"
            );
        }
        Rule::Elements => {
            return format!(
                "annotate the function that goes through `{input}`; this one handles its chunk as a whole"
            );
        }
    };
    text.to_owned()
}
