//! Patterns: which name stands for what.

use proc_macro2::Span;
use syn::Pat;
use syn::spanned::Spanned;

use super::reader::Reader;
use super::scope::{Changes, Local, Made, Whose};
use super::value::Value;
use crate::parse::rules::Rule;

impl Reader<'_> {
    /// Binds the names of a pattern to the parts of a value.
    pub(super) fn bind(&mut self, pat: &Pat, value: Value, made: Made) {
        match pat {
            Pat::Ident(pat) => {
                let name = pat.ident.to_string();
                if let Some((_, inner)) = &pat.subpat {
                    self.bind(inner, value.clone(), made);
                }
                if pat.mutability.is_some() && pat.by_ref.is_none() {
                    let is_as_long = matches!(value, Value::Derived);
                    self.declare(name, pat.ident.span(), value, made, is_as_long);
                } else {
                    self.scopes.bind(name, value);
                }
            }
            Pat::Tuple(pat) => self.bind_all(pat.elems.iter(), value),
            Pat::TupleStruct(pat) if pat.elems.len() == 1 => self.bind(&pat.elems[0], value, made),
            Pat::TupleStruct(pat) => self.bind_all(pat.elems.iter(), Value::Plain),
            Pat::Reference(pat) => self.bind(&pat.pat, value, made),
            Pat::Paren(pat) => self.bind(&pat.pat, value, made),
            Pat::Type(pat) => self.bind(&pat.pat, value, made),
            Pat::Guard(pat) => {
                self.bind(&pat.pat, value, made);
                self.branch(|reader| reader.consume(&pat.guard));
            }
            Pat::Or(pat) => pat
                .cases
                .iter()
                .for_each(|case| self.bind(case, value.clone(), made)),
            Pat::Struct(pat) => pat
                .fields
                .iter()
                .for_each(|field| self.bind(&field.pat, Value::Plain, made)),
            Pat::Slice(pat) => {
                let is_input = matches!(self.resolve(value), Value::Input);
                if is_input && pat.elems.iter().any(|elem| !matches!(elem, Pat::Rest(_))) {
                    self.sign(Rule::Ends, pat.span(), "this pattern");
                }
                let rest = if is_input { Value::Part } else { Value::Plain };
                for elem in &pat.elems {
                    let is_rest = matches!(elem, Pat::Ident(elem) if elem.subpat.is_some());
                    let value = if is_rest { rest.clone() } else { Value::Plain };
                    self.bind(elem, value, Made::Other);
                }
            }
            _ => {}
        }
    }

    fn bind_all<'p>(&mut self, elems: impl ExactSizeIterator<Item = &'p Pat>, value: Value) {
        let parts = match value {
            Value::Tuple(parts) if parts.len() == elems.len() => parts,
            _ => vec![Value::Plain; elems.len()],
        };
        for (elem, part) in elems.zip(parts) {
            self.bind(elem, part, Made::Other);
        }
    }

    pub(super) fn declare(
        &mut self,
        name: String,
        span: Span,
        value: Value,
        made: Made,
        is_as_long: bool,
    ) {
        let depth = self.depth();
        self.scopes.declare(Local {
            name,
            span,
            depth,
            value,
            made,
            of: Whose::Body,
            is_as_long,
            is_returned: false,
            changes: Changes::default(),
        });
    }
}

pub(super) fn has_mut(pat: &Pat) -> bool {
    match pat {
        Pat::Ident(pat) => pat.mutability.is_some(),
        Pat::Tuple(pat) => pat.elems.iter().any(has_mut),
        Pat::Type(pat) => has_mut(&pat.pat),
        Pat::Reference(pat) => has_mut(&pat.pat),
        _ => false,
    }
}
