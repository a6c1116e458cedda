//! What the warnings say: what happens, and what to write.

use proc_macro2::Ident;
use syn::Type;

use super::sign::Sign;
use super::words;
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
    /// What goes in groups, with the length of a group.
    pub(super) groups: Vec<(String, String)>,
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
            Rule::Records if is_split(sign) && self.options.gives("delimiter") => {
                "finds an empty record behind the delimiter at the end of every chunk"
            }
            Rule::Records => "may find a record that is cut in two",
            Rule::Order => "orders each chunk by itself",
            Rule::Carried => "starts anew in every chunk",
            Rule::Positions => "counts from 0 in every chunk",
            Rule::Ends if is_exit(sign) || sign.advice.is_some() => {
                "leaves one chunk, and the other chunks go on"
            }
            Rule::Ends => "means the ends of one chunk, not of the whole input",
            Rule::Once if words::empties(sign.what.trim_matches('`')) => {
                "empties what one chunk adds to, not what the caller passed"
            }
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
        let input = &self.first.name;
        if let (Some(_), Some(help)) = (&self.plan.stream, help_of_stream(sign)) {
            return help.to_owned();
        }
        let text = match sign.rule {
            Rule::Records => return self.records(sign),
            Rule::Groups if self.plan.cut().count() > 1 => return self.units(),
            Rule::Neighbours if self.follows_elements() => {
                return format!(
                    "look at neighbours inside one run or record, or write `overlap` instead of `{}`",
                    self.rival("overlap").unwrap_or_default()
                );
            }
            Rule::Neighbours if !self.is_shared() => {
                "read from a `&[T]` with `overlap`, and write to a slice named in `zip`, or leave this function sequential"
            }
            _ if sign.advice.is_some() => {
                let option = sign.advice.as_deref().unwrap_or_default();
                return format!("{}write `#[parallelize({option})]`", self.instead(option));
            }
            Rule::Unused if sign.what.contains("calls itself") => {
                "write the recursion in another function, and call that function here without the attribute"
            }
            Rule::Unused => "leave the attribute out, or split a range: `Range<usize>`",
            Rule::Paired => "make the list an argument, and name the argument in `zip`",
            Rule::Neighbours => {
                "`overlap(before = 1, after = 1)` gives each chunk its neighbours; then leave out the outputs of `current_chunk()`'s `before()` and `after()`"
            }
            Rule::Groups => {
                "cut between groups only: `multiple_of = 4`, with the length of a group"
            }
            Rule::Runs => {
                "cut between runs only: `chunk_by = same`, with a function such as `|a, b| a.key == b.key` that says which neighbours belong together"
            }
            Rule::Order if sign.what.contains("sort") => {
                "merge the sorted outputs with `reduce`, or sort in the caller, with rayon's `par_sort` for example"
            }
            Rule::Order => "do this in the caller, on the whole",
            Rule::Carried => match self.rival("") {
                Some(rule) => {
                    return format!(
                        "the state goes on behind the cuts of `{rule}`; leave this function sequential"
                    );
                }
                None => {
                    "if the state ends with a record, a run or a group, cut there: `delimiter`, `chunk_by`, `multiple_of`; else leave this function sequential"
                }
            },
            Rule::Positions => return self.positions(),
            Rule::Ends if is_exit(sign) => {
                "return what was found with `merge = first`, or leave this function sequential"
            }
            Rule::Ends => {
                "treat the ends in the caller, or ask `parallelize::current_chunk()` where the chunk lies"
            }
            Rule::Once if sign.what == "`join`" => {
                "put the separator behind each output, or join the outputs in the caller"
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

    /// Whether chunks of the input can overlap.
    fn is_shared(&self) -> bool {
        match peel(&self.first.ty) {
            Type::Reference(reference) => reference.mutability.is_none(),
            Type::Path(path) => path.path.segments.last().is_some_and(|last| {
                let name = last.ident.to_string();
                !["Vec", "VecDeque", "Box"].contains(&name.as_str()) && !name.contains("Mut")
            }),
            _ => false,
        }
    }

    fn follows_elements(&self) -> bool {
        self.options.gives("chunk_by") || self.options.gives("delimiter")
    }

    /// A rule of this function that does not go with `option`.
    fn rival(&self, option: &str) -> Option<&'static str> {
        let rules = ["delimiter", "chunk_by", "multiple_of"];
        let mut given = rules.into_iter().filter(|rule| self.options.gives(rule));
        given.find(|rule| *rule != option && !(option == "overlap" && *rule == "multiple_of"))
    }

    /// Says what is to be left out for `option`.
    fn instead(&self, option: &str) -> String {
        let name = option.split([' ', '(']).next().unwrap_or_default();
        let is_cut_rule = ["delimiter", "chunk_by", "multiple_of", "overlap"].contains(&name);
        match self.rival(name).filter(|_| is_cut_rule) {
            Some(rival) => format!("instead of `{rival}`, "),
            None => String::new(),
        }
    }

    /// The units of all that is cut. What goes through no groups has one element for each.
    fn units(&self) -> String {
        let length_of = |name: &Ident| {
            let group = self.groups.iter().find(|(of, _)| name == of);
            group.map_or("1", |(_, length)| length)
        };
        let units = self
            .plan
            .cut()
            .map(|param| format!("{} = {}", param.name, length_of(&param.name)));
        let option = format!("multiple_of({})", units.collect::<Vec<_>>().join(", "));
        let instead = self.instead(&option);
        format!("{instead}cut between groups only: `{option}`, with the lengths of a group")
    }

    fn records(&self, sign: &Sign) -> String {
        let ty = text(&self.first.ty);
        let is_text = ty.contains("str") || (!ty.contains('[') && !ty.contains("u8"));
        let by = if is_text {
            "`split_terminator` or `lines`"
        } else {
            "`split_inclusive`"
        };
        let is_split = is_split(sign);
        if is_split && self.options.gives("delimiter") {
            return format!(
                "go through the records with {by}: the delimiter then ends a record, and begins none"
            );
        }
        let delimiter = match &sign.advice {
            Some(delimiter) => delimiter,
            None if is_text => "'\\n'",
            None if ty.contains("u8") => "b'\\n'",
            None => return "cut behind a delimiter only: `delimiter = x`, with the element that ends a record".to_owned(),
        };
        let instead = if self.options.gives("delimiter") {
            String::new()
        } else {
            self.instead("delimiter")
        };
        let and = if is_split {
            format!(", and go through the records with {by}")
        } else {
            String::new()
        };
        format!(
            "{instead}cut behind a delimiter only: `#[parallelize(delimiter = {delimiter})]`{and}"
        )
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

/// What to write in a function over a stream, in the place of a rule that says where a cut may be.
fn help_of_stream(sign: &Sign) -> Option<&'static str> {
    Some(match sign.rule {
        Rule::Paired => "zip both in the caller, and take pairs: `impl Iterator<Item = (A, B)>`",
        Rule::Neighbours => {
            "make each element hold its neighbours, or take a slice `&[T]`, which has `overlap`"
        }
        Rule::Groups => {
            "make each group one element, or take a multiple of its length as `chunk_size`"
        }
        Rule::Runs => "make each run one element, in the caller",
        Rule::Records => "make each record one element, in the caller",
        Rule::Carried => {
            "if the state ends with a record, a run or a group, make each of these one element; else leave this function sequential"
        }
        Rule::Length => {
            "nobody knows the length of a stream before its end; for an average, return sum and count, and add both with `reduce`"
        }
        _ => return None,
    })
}

fn is_split(sign: &Sign) -> bool {
    sign.what == "`split`" || sign.what == "`split_mut`"
}

fn is_exit(sign: &Sign) -> bool {
    sign.what == "`break`" || sign.what == "`return`"
}
