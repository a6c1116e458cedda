//! What the compiler can see of the law: signs that the result of a function depends on where the input is cut.

mod advice;
mod answers;
mod arguments;
mod calls;
mod changes;
mod counted;
mod cuts;
mod expressions;
mod lists;
mod locals;
mod loops;
mod macros;
mod methods;
mod notes;
mod operators;
mod pairs;
mod patterns;
mod place;
mod places;
mod reader;
mod scope;
mod sign;
mod tokens;
mod value;
mod verdict;
mod walks;
mod words;

use syn::parse::Parser;
use syn::{Block, Stmt};

use self::notes::Notes;
use self::tokens::Tokens;
use crate::diagnostics::Warning;
use crate::parse::item::Item;
use crate::parse::options::Options;
use crate::plan::Plan;
use crate::plan::params::Param;

use crate::parse::rules::Rule;

/// How deep groups may be nested in a body that is read: the parser needs some of the stack for each.
const MOST_NESTED: usize = 100;

/// The warnings for a function without errors, the most telling first.
pub(crate) fn warnings(item: &Item, options: &Options, plan: &Plan) -> Vec<Warning> {
    let Some(body) = &item.body else {
        return Vec::new();
    };
    let Some(first) = plan.params.first() else {
        return Vec::new();
    };
    let tokens = Tokens::of(body.stream(), &plan.params);
    let knows_chunk = tokens.ask_for_the_chunk;
    let mut reader = arguments::reader(item, plan, knows_chunk);
    let is_used = |param: &Param| !param.is_named || tokens.names.contains(&param.name.to_string());
    if !plan.cut().any(is_used) {
        let name = &first.name;
        let what = format!("`{name}` is not used, so every chunk does the same work");
        let advice = advice::split(plan, &tokens.names);
        reader.advise(Rule::Unused, name.span(), what, advice);
    } else if let Some(scratch) = arguments::only_scratch(item, plan) {
        let name = &scratch.name;
        let what =
            format!("`{name}` is dropped after each chunk, and nothing else comes out of the call");
        let advice = arguments::instead_of_scratch(scratch);
        reader.advise(Rule::Unused, name.span(), what, Some(advice));
    } else if tokens.depth > MOST_NESTED {
        reader.found.is_walked = true; // who knows
    } else if let Ok(statements) = Block::parse_within.parse2(tokens.stream) {
        let value = reader.statements(&statements);
        if let Some(Stmt::Expr(result, None)) = statements.last() {
            reader.leave(&value, Some(result), first.name.span());
        }
        reader.judge_locals();
    } else {
        reader.found.is_walked = true; // who knows
    }
    let notes = Notes {
        first,
        plan,
        options,
        is_search: reader.about.is_search,
        groups: std::mem::take(&mut reader.found.groups),
    };
    let signs = verdict::signs(reader, item, options, knows_chunk);
    let warn = |sign: sign::Sign| Warning {
        rule: sign.rule.name(),
        span: sign.span,
        note: notes.note(&sign),
    };
    signs.into_iter().map(warn).collect()
}
