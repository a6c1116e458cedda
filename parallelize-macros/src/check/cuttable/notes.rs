//! What the warnings say: what happens, and what to write.

use syn::Type;

use super::sign::Sign;
use crate::parse::options::Options;
use crate::parse::rules::Rule;
use crate::plan::Plan;
use crate::plan::params::Param;
use crate::syntax::{peel, text};

/// What the texts depend on besides the sign.
pub(super) struct Notes<'a> {
    pub(super) first: &'a Param,
    pub(super) plan: &'a Plan,
    pub(super) options: &'a Options,
    pub(super) is_search: bool,
}

impl Notes<'_> {
    pub(super) fn note(&self, sign: &Sign) -> String {
        let happens = self.happens(sign);
        let help = self.help(sign);
        let rule = sign.rule.name();
        format!(
            "{happens}\nhelp: {help}\nnote: `#[parallelize(allow({rule}))]` silences this warning"
        )
    }

    fn happens(&self, sign: &Sign) -> String {
        let what = &sign.what;
        let text = match sign.rule {
            Rule::Unused | Rule::Elements => return what.clone(),
            Rule::Paired => {
                "is whole in every chunk: from the second chunk on, the pairs are wrong"
            }
            Rule::Neighbours => "may need an element that lies in another chunk",
            Rule::Groups => "begins a new group at every cut",
            Rule::Runs => "sees its own chunk only, and a cut may fall inside a run",
            Rule::Records => "may find a record that is cut in two",
            Rule::Order => "orders each chunk by itself",
            Rule::Carried => "starts anew in every chunk",
            Rule::Positions => "counts from 0 in every chunk",
            Rule::Ends if is_exit(sign) => "leaves one chunk, and the other chunks go on",
            Rule::Ends => "means the ends of one chunk, not of the whole input",
            Rule::Once => "comes once per chunk",
            Rule::Copied => "is cloned for every chunk: no chunk sees what another one changes",
            Rule::Counts => {
                "is counted up per chunk, and the merge joins the outputs without adding"
            }
            Rule::Outputs => "becomes a `Vec` with one output per chunk",
            Rule::Length => "is the length of one chunk",
            Rule::Whole => {
                return format!("{what} sees one chunk, not all of `{}`", self.first.name);
            }
        };
        format!("{what} {text}")
    }

    fn help(&self, sign: &Sign) -> String {
        if let Some(option) = &sign.advice {
            if self.fits(sign.rule) {
                return format!("write `{option}`");
            }
        }
        let input = &self.first.name;
        let text = match sign.rule {
            Rule::Unused if sign.what.contains("calls itself") => {
                "write the recursion in another function, and call that function here without the attribute"
            }
            Rule::Unused => "leave the attribute out, or split a range: `Range<usize>`",
            Rule::Paired => "make the list an argument, and name the argument in `zip`",
            Rule::Neighbours if self.is_shared() => {
                "`overlap(before = 1, after = 1)` gives each chunk its neighbours; then leave out the outputs of `current_chunk()`'s `before()` and `after()`"
            }
            Rule::Neighbours => {
                "read from a `&[T]` with `overlap`, and write to a slice named in `zip`, or leave this function sequential"
            }
            Rule::Groups => return self.groups(),
            Rule::Runs => "cut between runs only: `#[parallelize(chunk_by = |a, b| a == b)]`",
            Rule::Records => return self.records(),
            Rule::Order if sign.what.contains("sort") => {
                "merge the sorted outputs with `reduce`, or sort in the caller, with rayon's `par_sort` for example"
            }
            Rule::Order => "do this in the caller, on the whole",
            Rule::Carried => {
                "if the state ends with a record, a run or a group, cut there: `delimiter`, `chunk_by`, `multiple_of`; else leave this function sequential"
            }
            Rule::Positions => return self.positions(),
            Rule::Ends if is_exit(sign) => {
                "return what was found with `merge = first`, or leave this function sequential"
            }
            Rule::Ends => {
                "treat the ends in the caller, or ask `parallelize::current_chunk()` where the chunk lies"
            }
            Rule::Once => "do this in the caller, before or after the parallel call",
            Rule::Copied => {
                "return what changes, or take `&mut`: with `append` for results, with `scratch` for working memory; seed a random generator per chunk, by `parallelize::current_chunk()`"
            }
            Rule::Counts => "add the counts up with `#[parallelize(reduce = f)]`",
            Rule::Outputs => {
                "join the outputs with `merge = flatten`, add them up with `reduce`, or say `merge = per_chunk`"
            }
            Rule::Length => {
                "the whole length is `parallelize::current_chunk().and_then(|chunk| chunk.total())`; for an average, return sum and count, and add both with `reduce`"
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

    /// Whether the option that a sign names can be given to this function.
    fn fits(&self, rule: Rule) -> bool {
        match rule {
            Rule::Neighbours => self.is_shared(),
            Rule::Groups => self.plan.cut().count() == 1,
            _ => true,
        }
    }

    /// Whether chunks of the input can overlap.
    fn is_shared(&self) -> bool {
        match peel(&self.first.ty) {
            Type::Reference(reference) => reference.mutability.is_none(),
            Type::Path(path) => path
                .path
                .segments
                .last()
                .is_some_and(|last| last.ident.to_string().starts_with("Range")),
            _ => false,
        }
    }

    fn groups(&self) -> String {
        let units: Vec<String> = self
            .plan
            .cut()
            .map(|param| format!("{} = 4", param.name))
            .collect();
        match &units[..] {
            [_] => {
                "cut between groups only: `multiple_of = 4`, with the length of a group".to_owned()
            }
            units => format!(
                "cut between groups only: `multiple_of({})`, with the lengths of a group",
                units.join(", ")
            ),
        }
    }

    fn records(&self) -> String {
        let delimiter = match text(&self.first.ty) {
            ty if ty.contains("u8") => "b'\\n'",
            ty if ty.contains("str") => "'\\n'",
            _ => return "cut behind a delimiter only: `delimiter = x`, with the element that ends a record".to_owned(),
        };
        format!("cut behind a delimiter only: `#[parallelize(delimiter = {delimiter})]`")
    }

    fn positions(&self) -> String {
        let start = if self.options.gives("overlap") {
            "chunk.range().start - chunk.before()"
        } else {
            "chunk.range().start"
        };
        let search = if self.is_search && !self.options.gives("merge") {
            ", and return the first hit with `merge = first`"
        } else {
            ""
        };
        format!(
            "add the chunk's start, `parallelize::current_chunk().map_or(0, |chunk| {start})`{search}"
        )
    }
}

fn is_exit(sign: &Sign) -> bool {
    sign.what == "`break`" || sign.what == "`return`"
}
