//! Macros: their tokens are read as expressions, as far as that goes.

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{BinOp, Expr, Lit, Macro, Token};

use super::expressions::unwrapped;
use super::reader::Reader;
use super::sign::Merging;
use super::value::Value;
use crate::parse::rules::Rule;

impl Reader<'_> {
    pub(super) fn macro_call(&mut self, call: &Macro) -> Value {
        let name = call.path.segments.last().map(|last| last.ident.to_string());
        let name = name.unwrap_or_default();
        let tokens = call.tokens.clone();
        match name.as_str() {
            "vec" => self.vec(tokens),
            "debug_assert" | "debug_assert_eq" | "debug_assert_ne" | "assert" | "assert_eq"
            | "assert_ne" => {
                let is_debug = name.starts_with("debug");
                self.assertion(tokens, is_debug, name.ends_with("_eq"));
                Value::Plain
            }
            "print" | "println" | "eprint" | "eprintln" => {
                if self.depth() == 0
                    && self.here.closures == 0
                    && self.about.merging == Merging::Joined
                {
                    self.sign(Rule::Once, call.path.span(), format!("`{name}!`"));
                }
                self.formatted(tokens);
                Value::Plain
            }
            "trace" | "debug" | "info" | "warn" | "error" | "log" => {
                self.here.checks += 1;
                self.formatted(tokens);
                self.here.checks -= 1;
                Value::Plain
            }
            "format" | "panic" | "unreachable" | "todo" | "unimplemented" => {
                self.formatted(tokens);
                Value::Plain
            }
            "write" | "writeln" => {
                let exprs = expressions(tokens.clone());
                if let Some(index) = exprs.first().and_then(|out| self.root(unwrapped(out))) {
                    let method = syn::Ident::new("write_fmt", call.path.span());
                    let adds_rest = self.uses_rest(&tokens);
                    self.local_method(index, &method, adds_rest, true);
                }
                for expr in exprs.iter().skip(1) {
                    self.format_argument(expr);
                }
                Value::Plain
            }
            "matches" => {
                if let Some(expr) = first_expression(tokens) {
                    self.consume(&expr);
                }
                Value::Plain
            }
            "izip" => {
                let exprs = expressions(tokens);
                for expr in &exprs {
                    let value = self.eval(expr);
                    match self.resolve(value) {
                        Value::Other(argument) => self.paired(argument, expr.span()),
                        Value::Input | Value::Walk(_) => self.found.is_walked = true,
                        _ => {}
                    }
                }
                Value::walk_of(Value::Tuple(vec![Value::Plain; exprs.len()]))
            }
            _ => self.unknown_macro(tokens),
        }
    }

    /// A macro that is not known: what it does with the input is taken for a walk.
    fn unknown_macro(&mut self, tokens: TokenStream) -> Value {
        let mut value = Value::Plain;
        for expr in expressions(tokens) {
            let held = self.eval(&expr);
            match self.resolve(held) {
                Value::Other(argument) => value = Value::Other(argument),
                Value::Input | Value::Walk(_) => {
                    self.found.is_walked = true;
                    value = Value::walk_of(Value::Plain);
                }
                other => self.flag(&other, expr.span()),
            }
        }
        value
    }

    fn vec(&mut self, tokens: TokenStream) -> Value {
        let repeated = |input: ParseStream<'_>| {
            let element: Expr = input.parse()?;
            input.parse::<Token![;]>()?;
            Ok((element, input.parse::<Expr>()?))
        };
        if let Ok((element, count)) = repeated.parse2(tokens.clone()) {
            self.consume(&element);
            let count = self.eval(&count);
            return match self.resolve(count) {
                Value::Length { is_plain: true, .. } => Value::Derived,
                _ => Value::Plain,
            };
        }
        for expr in expressions(tokens) {
            self.consume(&expr);
        }
        Value::Plain
    }

    /// An assertion: a length that must equal something is that of the whole input.
    fn assertion(&mut self, tokens: TokenStream, is_debug: bool, is_equality: bool) {
        let exprs = expressions(tokens);
        let sides = match &exprs[..] {
            [one, other, ..] if is_equality => Some((one, other)),
            [Expr::Binary(binary), ..] if matches!(binary.op, BinOp::Eq(_)) => {
                Some((&*binary.left, &*binary.right))
            }
            _ => None,
        };
        let (checked, weak) = (self.here.checks, self.found.weak.len());
        self.here.checks += 1;
        let values = if let Some((one, other)) = sides {
            [one, other].map(|side| self.eval(side))
        } else {
            exprs.iter().take(1).for_each(|expr| {
                self.eval(expr);
            });
            [Value::Plain, Value::Plain]
        };
        self.found.weak.truncate(weak);
        self.here.checks = checked;
        match values.map(|value| self.resolve(value)) {
            [Value::Length { .. }, Value::Length { .. }] => {}
            [Value::Length { span, .. }, Value::OtherLength(argument)]
            | [Value::OtherLength(argument), Value::Length { span, .. }] => {
                self.paired(argument, span);
            }
            [Value::Length { span, is_plain }, _] | [_, Value::Length { span, is_plain }]
                if !is_debug =>
            {
                let rule = if is_plain { Rule::Length } else { Rule::Groups };
                self.sign(rule, span, "`len`");
            }
            _ => {}
        }
    }

    fn formatted(&mut self, tokens: TokenStream) {
        for expr in expressions(tokens) {
            self.format_argument(&expr);
        }
    }

    /// An argument of a format macro. The text may name locals.
    fn format_argument(&mut self, expr: &Expr) {
        let expr = match expr {
            Expr::Assign(named) => &*named.right,
            expr => expr,
        };
        if let Expr::Lit(lit) = expr {
            if let Lit::Str(text) = &lit.lit {
                for name in names_in_format(&text.value()) {
                    if let Some(value) = self.scopes.find(&name).cloned() {
                        self.flag(&value, text.span());
                    }
                }
            }
            return;
        }
        self.consume(expr);
    }
}

/// The expressions between commas. Of tokens that are no list of expressions, those parts that are one.
fn expressions(tokens: TokenStream) -> Vec<Expr> {
    let list = Punctuated::<Expr, Token![,]>::parse_terminated;
    if let Ok(list) = list.parse2(tokens.clone()) {
        return list.into_iter().collect();
    }
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is_comma =
        |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
    let parts = tokens.split(|token| {
        is_comma(token) || matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';')
    });
    parts
        .filter_map(|part| syn::parse2(part.iter().cloned().collect()).ok())
        .collect()
}

fn first_expression(tokens: TokenStream) -> Option<Expr> {
    let first = |input: ParseStream<'_>| {
        let expr: Expr = input.parse()?;
        input.parse::<TokenStream>()?;
        Ok(expr)
    };
    first.parse2(tokens).ok()
}

/// The names in `{name}` and `{name:?}`.
fn names_in_format(text: &str) -> Vec<String> {
    let text = text.replace("{{", "");
    let inner = text
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split(['}', ':']).next());
    let is_name =
        |name: &&str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    inner.filter(is_name).map(str::to_owned).collect()
}
