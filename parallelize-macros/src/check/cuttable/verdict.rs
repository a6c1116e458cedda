//! Which signs become warnings.

use proc_macro2::Ident;
use syn::{GenericArgument, PathArguments, ReturnType, Type};

use super::cuts;
use super::place::is_foreign;
use super::reader::{Found, Reader};
use super::sign::{Merging, Sign};
use super::words;
use crate::parse::item::Item;
use crate::parse::options::Options;
use crate::parse::rules::Rule;
use crate::parse::values::Merge;
use crate::syntax::peel;

const MOST: usize = 3;

pub(super) fn signs(
    reader: Reader<'_>,
    item: &Item,
    options: &Options,
    knows_chunk: bool,
) -> Vec<Sign> {
    let Reader { about, found, .. } = reader;
    let Found {
        mut signs,
        weak,
        empty,
        is_empty_left_out,
        handed,
        is_walked,
        is_rest_used,
        ..
    } = found;
    if !is_walked {
        signs.extend(weak);
    }
    if !is_empty_left_out {
        signs.extend(empty);
    }
    if is_walked {
        // What a walk makes of each element may depend on what the function says of all.
        signs.extend(handed);
    }
    if is_rest_used {
        signs.retain(|sign| sign.rule != Rule::Groups);
    }
    if about.is_own_input {
        signs.retain(says_what_the_input_is);
    }
    signs.extend(outputs(item, options));
    let is_empty = signs.is_empty();
    let input = match &options.split {
        None => "its first argument".to_owned(),
        Some(name) => format!("`{name}`"),
    };
    if is_empty && !is_walked && about.merging == Merging::Joined {
        signs.push(Sign {
            rule: Rule::Elements,
            span: item.sig.ident.span(),
            what: format!(
                "nothing in `{}` goes through {input} element by element",
                item.sig.ident
            ),
            advice: None,
        });
    }
    if matches!(options.merge, Some(Merge::PerChunk)) {
        // What a chunk says of itself is what the caller asks for.
        signs.retain(|sign| {
            !matches!(
                sign.rule,
                Rule::Whole | Rule::Length | Rule::Ends | Rule::Elements
            )
        });
    }
    // What is silenced explains others all the same.
    let mut signs = explained(signs);
    signs.retain(|sign| !(knows_chunk && is_silenced_by_chunk(sign.rule)));
    signs.retain(|sign| !is_silenced_by_cuts(sign, options, knows_chunk));
    signs.retain(|sign| !options.allow.contains(&sign.rule) && !is_foreign(sign.span));
    signs.truncate(MOST);
    signs
}

/// Whether a sign counts if the type of the input is not known by its name.
fn says_what_the_input_is(sign: &Sign) -> bool {
    let name = sign.what.trim_matches('`');
    matches!(sign.rule, Rule::Unused | Rule::Copied)
        || name.ends_with('!') // `println!`
        || words::is_of_lists_only(name)
}

fn is_silenced_by_chunk(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::Positions | Rule::Ends | Rule::Paired | Rule::Elements | Rule::Order
    )
}

/// Whether cuts are only where they do no harm.
fn is_silenced_by_cuts(sign: &Sign, options: &Options, knows_chunk: bool) -> bool {
    match sign.rule {
        Rule::Neighbours => {
            options.gives("overlap") && (knows_chunk || !cuts::is_too_far(sign, options))
        }
        Rule::Groups => options.gives("multiple_of") && !cuts::is_in_group(sign, options),
        Rule::Runs => options.gives("chunk_by"),
        _ => false,
    }
}

/// One sign a rule, the most telling first, without those that others explain.
fn explained(mut signs: Vec<Sign>) -> Vec<Sign> {
    signs.sort_by_key(|sign| sign.rule);
    signs.dedup_by_key(|sign| sign.rule);
    let has = |rule: Rule| signs.iter().any(|sign| sign.rule == rule);
    let is_explained = |rule: Rule| match rule {
        Rule::Positions => has(Rule::Neighbours) || has(Rule::Paired),
        Rule::Ends | Rule::Length => {
            has(Rule::Neighbours) || has(Rule::Groups) || has(Rule::Paired)
        }
        _ => false,
    };
    let explained: Vec<bool> = signs.iter().map(|sign| is_explained(sign.rule)).collect();
    let mut explained = explained.into_iter();
    signs.retain(|_| !explained.next().unwrap_or(false));
    signs
}

/// A collection that becomes a `Vec` of one per chunk.
fn outputs(item: &Item, options: &Options) -> Option<Sign> {
    let ReturnType::Type(_, ty) = &item.sig.output else {
        return None;
    };
    if options.gives("merge") || options.gives("reduce") {
        return None;
    }
    let name = collection(ty)?;
    Some(Sign {
        rule: Rule::Outputs,
        span: name.span(),
        what: format!("`{name}`"),
        advice: None,
    })
}

pub(super) fn collection(ty: &Type) -> Option<Ident> {
    let Type::Path(path) = peel(ty) else {
        return None;
    };
    let last = path.path.segments.last()?;
    let name = last.ident.to_string();
    let inner = || match &last.arguments {
        PathArguments::AngleBracketed(arguments) => {
            arguments.args.iter().find_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
        }
        _ => None,
    };
    match name.as_str() {
        "String" | "HashMap" | "HashSet" | "BTreeMap" | "BTreeSet" | "VecDeque" | "BinaryHeap"
        | "LinkedList" => Some(last.ident.clone()),
        "Box" => matches!(peel(inner()?), Type::Slice(_)).then(|| last.ident.clone()),
        "Option" | "Result" => {
            let inner = inner()?;
            let is_vec = matches!(peel(inner), Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Vec"));
            if is_vec && name == "Option" {
                return Some(last.ident.clone());
            }
            collection(inner)
        }
        _ => None,
    }
}
