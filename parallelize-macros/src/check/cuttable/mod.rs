//! What the compiler can see of the law: signs that the result of a function depends on where the input is cut.

mod arguments;
mod calls;
mod changes;
mod expressions;
mod lists;
mod locals;
mod loops;
mod macros;
mod methods;
mod notes;
mod pairs;
mod patterns;
mod place;
mod places;
mod reader;
mod scope;
mod sign;
mod value;
mod verdict;
mod walks;
mod words;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::parse::Parser;
use syn::{Block, Stmt};

use self::notes::Notes;
use crate::diagnostics::Warning;
use crate::parse::item::Item;
use crate::parse::options::Options;
use crate::plan::Plan;
use crate::syntax::mentions;

use crate::parse::rules::Rule;

/// The warnings for a function without errors, the most telling first.
pub(crate) fn warnings(item: &Item, options: &Options, plan: &Plan) -> Vec<Warning> {
    let Some(body) = &item.body else {
        return Vec::new();
    };
    let Some(first) = plan.params.first() else {
        return Vec::new();
    };
    let tokens = uncovered(body.stream());
    let mut reader = arguments::reader(item, plan);
    let is_unused = first.is_named && !mentions(tokens.clone(), &first.name);
    if is_unused {
        let what = format!(
            "`{}` is not used, so every chunk does the same work",
            first.name
        );
        reader.sign(Rule::Unused, first.name.span(), what);
    } else if depth(&tokens) > MOST_NESTED {
        reader.found.is_walked = true; // who knows
    } else if let Ok(statements) = Block::parse_within.parse2(tokens.clone()) {
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
    };
    let signs = verdict::signs(reader, item, options, &tokens);
    let warn = |sign: sign::Sign| Warning {
        rule: sign.rule.name(),
        span: sign.span,
        note: notes.note(&sign),
    };
    signs.into_iter().map(warn).collect()
}

/// How deep groups may be nested in a body that is read: the parser needs some of the stack for each.
const MOST_NESTED: usize = 100;

fn depth(tokens: &TokenStream) -> usize {
    let groups = tokens.clone().into_iter().filter_map(|token| match token {
        TokenTree::Group(group) => Some(1 + depth(&group.stream())),
        _ => None,
    });
    groups.max().unwrap_or(0)
}

/// The tokens without the invisible groups that `macro_rules` puts around its fragments.
fn uncovered(tokens: TokenStream) -> TokenStream {
    let uncover = |token: TokenTree| match token {
        TokenTree::Group(group) => {
            let inner = uncovered(group.stream());
            if group.delimiter() == Delimiter::None {
                return inner;
            }
            let mut plain = proc_macro2::Group::new(group.delimiter(), inner);
            plain.set_span(group.span());
            TokenStream::from(TokenTree::Group(plain))
        }
        token => token.into(),
    };
    tokens.into_iter().flat_map(uncover).collect()
}

/// The tokens at any depth, one behind the other, with spaces around each.
fn flat(tokens: TokenStream) -> String {
    fn write(tokens: TokenStream, text: &mut String) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => {
                    text.push_str("( ");
                    write(group.stream(), text);
                    text.push_str(") ");
                }
                token => {
                    text.push_str(&token.to_string());
                    text.push(' ');
                }
            }
        }
    }
    let mut text = String::from(" ");
    write(tokens, &mut text);
    text
}
