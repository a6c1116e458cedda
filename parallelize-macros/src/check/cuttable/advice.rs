//! Options that mend a body, with the values that the body itself names.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Expr, ExprClosure, ExprLit, ExprMethodCall, GenericArgument, Lit, Pat};

use super::arguments::is_list;
use super::cuts::literals;
use super::expressions::unwrapped;
use super::reader::Reader;
use crate::parse::rules::Rule;
use crate::plan::Plan;
use crate::syntax::text;

impl Reader<'_> {
    /// The option that mends what a call of a list's method does, as far as the option can see the values. Of
    /// records only the delimiter.
    pub(super) fn advice(&self, rule: Rule, call: &ExprMethodCall) -> Option<String> {
        match rule {
            Rule::Groups => Some(format!("multiple_of = {}", self.length_of_group(call)?)),
            Rule::Neighbours if call.method == "windows" => {
                Some(format!("overlap = {}", self.one_less(call.args.first()?)?))
            }
            Rule::Runs => Some(format!("chunk_by = {}", self.same(call)?)),
            Rule::Records => delimiter(call),
            _ => None,
        }
    }

    /// The length of a group: a number or an argument.
    pub(super) fn length_of_group(&self, call: &ExprMethodCall) -> Option<String> {
        if let Some(length) = call.args.first().map(unwrapped) {
            return (number(length).is_some() || self.is_argument(length)).then(|| text(length));
        }
        let generics = call.turbofish.as_ref()?;
        match generics.args.first()? {
            GenericArgument::Const(length) => number(length).map(|_| text(length)),
            _ => None,
        }
    }

    fn one_less(&self, length: &Expr) -> Option<String> {
        let length = unwrapped(length);
        match number(length) {
            Some(length) => (length > 1).then(|| (length - 1).to_string()),
            None => self
                .is_argument(length)
                .then(|| format!("{} - 1", text(length))),
        }
    }

    fn is_argument(&self, expr: &Expr) -> bool {
        let is = |name: &Ident| self.about.arguments.iter().any(|argument| name == argument);
        matches!(expr, Expr::Path(path) if path.path.get_ident().is_some_and(is))
    }

    /// What says that two neighbours belong together, in the words of the body.
    fn same(&self, call: &ExprMethodCall) -> Option<String> {
        let method = call.method.to_string();
        let Some(same) = call.args.first().map(unwrapped) else {
            return (method == "dedup").then(|| "|a, b| a == b".to_owned());
        };
        if !self.sees_only_arguments(same.to_token_stream()) {
            return None;
        }
        match (method.as_str(), same) {
            ("chunk_by" | "chunk_by_mut", Expr::Path(same)) => Some(text(same)),
            ("chunk_by" | "chunk_by_mut", Expr::Closure(same)) if same.inputs.len() == 2 => {
                Some(closure(&same.inputs[0], &same.inputs[1], &same.body))
            }
            // `dedup_by` gives the later one first.
            ("dedup_by", Expr::Closure(same)) if same.inputs.len() == 2 => {
                Some(closure(&same.inputs[1], &same.inputs[0], &same.body))
            }
            ("dedup_by_key" | "chunk_by" | "group_by", Expr::Closure(key)) => by_key(key),
            _ => None,
        }
    }

    /// Whether `tokens` name no local of the body.
    fn sees_only_arguments(&self, tokens: TokenStream) -> bool {
        tokens.into_iter().all(|token| match token {
            TokenTree::Ident(name) => {
                let name = name.to_string();
                self.scopes.find(&name).is_none() || self.about.arguments.contains(&name)
            }
            TokenTree::Group(group) => self.sees_only_arguments(group.stream()),
            _ => true,
        })
    }
}

/// The value of a literal.
pub(super) fn number(expr: &Expr) -> Option<usize> {
    match expr {
        Expr::Lit(ExprLit {
            lit: Lit::Int(number),
            ..
        }) => number.base10_parse().ok(),
        _ => None,
    }
}

fn closure(one: &Pat, other: &Pat, body: &Expr) -> String {
    format!("|{}, {}| {}", code(one), code(other), code(body))
}

/// `|x| x.0`: the same keys.
fn by_key(key: &ExprClosure) -> Option<String> {
    let (1, Some(Pat::Ident(element))) = (key.inputs.len(), key.inputs.first()) else {
        return None;
    };
    let of = |name: &str| {
        let name = Ident::new(name, element.ident.span());
        code(renamed(key.body.to_token_stream(), &element.ident, &name))
    };
    Some(format!("|a, b| {} == {}", of("a"), of("b")))
}

fn renamed(tokens: TokenStream, old: &Ident, new: &Ident) -> TokenStream {
    let rename = |token| match token {
        TokenTree::Ident(name) if name == *old => new.clone().into(),
        TokenTree::Group(group) => {
            let inner = renamed(group.stream(), old, new);
            proc_macro2::Group::new(group.delimiter(), inner).into()
        }
        token => token,
    };
    tokens.into_iter().map(rename).collect()
}

fn code(tokens: impl ToTokens) -> String {
    let code = tokens.to_token_stream().to_string();
    if code.contains('"') {
        return code; // with what is in a text
    }
    code.replace(" . ", ".")
}

/// What ends a record, if the call has one literal.
fn delimiter(call: &ExprMethodCall) -> Option<String> {
    let ends = literals(call.args.to_token_stream());
    let [end] = &ends[..] else {
        return None;
    };
    match end {
        Lit::Str(end) => {
            let mut chars = end.value().chars().collect::<Vec<_>>().into_iter();
            let end = chars.next()?;
            chars.next().is_none().then(|| format!("{end:?}"))
        }
        Lit::Byte(_) | Lit::Char(_) | Lit::Int(_) => Some(end.to_token_stream().to_string()),
        _ => None,
    }
}

/// The argument that is to be split instead of one that the body does not use.
pub(super) fn split(plan: &Plan, used: &[String]) -> Option<String> {
    let mut others = plan.captured();
    let list = others.find(|param| {
        param.is_named && used.contains(&param.name.to_string()) && is_list(&param.ty)
    });
    list.map(|param| format!("split = {}", param.name))
}
