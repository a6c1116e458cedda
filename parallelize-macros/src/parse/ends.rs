//! Where an option ends, also one that cannot be read.

use proc_macro2::TokenTree;
use syn::parse::ParseStream;
use syn::parse::discouraged::Speculative;
use syn::{Expr, Ident, Token};

use super::arguments::Appended;
use super::options::Options;
use super::values;

pub(super) fn expect_end(input: ParseStream<'_>) -> syn::Result<()> {
    if values::is_at_end(input) {
        return Ok(());
    }
    Err(input.error("expected `,` between options"))
}

/// Goes on behind the value of an option that could not be read, in which a comma can stand that ends no option:
/// `|a, b| a == b`.
pub(super) fn skip_value(input: ParseStream<'_>) {
    let ahead = input.fork();
    let is_value = ahead.parse::<Token![=]>().is_ok() || ahead.parse::<Token![:]>().is_ok();
    if is_value && ahead.parse::<Expr>().is_ok() {
        input.advance_to(&ahead);
    }
}

/// Goes on behind an option that could not be parsed: the options after it are checked too.
pub(super) fn skip(input: ParseStream<'_>) -> syn::Result<()> {
    skip_value(input);
    while !values::is_at_end(input) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}

impl Options {
    /// The option before, if that names arguments, and this word ends where another of them would: `zip = a, b`.
    pub(super) fn continued_list(&self, input: ParseStream<'_>) -> Option<&'static str> {
        let option = self.given.last()?.option;
        let is_list = ["zip", "append", "scratch"].contains(&option);
        (is_list && values::is_at_end(input)).then_some(option)
    }

    pub(super) fn names_in(&self, option: &str) -> String {
        let append = self.append.iter().map(|it| &it.name);
        let names: Vec<&Ident> = match option {
            "zip" => self.zip.iter().collect(),
            "append" => append.collect(),
            _ => self.scratch.iter().collect(),
        };
        names
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// The argument has the role that was meant.
    pub(super) fn add_name(&mut self, option: &str, name: Ident) {
        match option {
            "zip" => self.zip.push(name),
            "append" => self.append.push(Appended { name, bound: None }),
            _ => self.scratch.push(name),
        }
    }
}
