//! What is to be seen of a call: the options `report` and `progress`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprLit, Lit};

use crate::syntax::respan;

#[derive(Default)]
pub(crate) struct Seen {
    pub(crate) report: Option<Expr>,
    pub(crate) progress: Option<Expr>,
}

fn literal(value: &Expr) -> Option<&Lit> {
    match value {
        Expr::Lit(ExprLit { lit, .. }) => Some(lit),
        _ => None,
    }
}

fn is_false(value: &Expr) -> bool {
    matches!(literal(value), Some(Lit::Bool(lit)) if !lit.value)
}

/// Refuses literals that cannot be called.
pub(crate) fn check_report(value: &Expr) -> syn::Result<()> {
    match literal(value) {
        None | Some(Lit::Bool(_)) => Ok(()),
        Some(_) => Err(syn::Error::new_spanned(
            value,
            "`report` is `true` (print it), `false`, or what to call with it: `report = path` of a `fn(&parallelize::Report)`, or a closure",
        )),
    }
}

/// Refuses literals that are no label.
pub(crate) fn check_progress(name: &Ident, value: &Expr) -> syn::Result<()> {
    if !matches!(literal(value), None | Some(Lit::Bool(_) | Lit::Str(_))) {
        return Err(syn::Error::new_spanned(
            value,
            "`progress` is `true`, `false` or a label; write `progress = \"Label\"` or an expression that gives a `bool` or a string",
        ));
    }
    if !cfg!(any(feature = "progress", test)) && !is_false(value) {
        return Err(syn::Error::new_spanned(
            name,
            "`progress` needs the feature `progress` of `parallelize`; enable it: `features = [\"progress\"]`",
        ));
    }
    Ok(())
}

impl Seen {
    /// The values of both, for those who look for what they use.
    pub(crate) fn values(&self) -> impl Iterator<Item = &Expr> {
        self.report.iter().chain(&self.progress)
    }

    /// Values that are computed, before the arguments that they may be made of have moved.
    pub(crate) fn bindings(&self, krate: &TokenStream) -> impl Iterator<Item = TokenStream> {
        let bind = move |binding: Ident, function: TokenStream, value: TokenStream| {
            let span = binding.span();
            let function = respan(&quote!(#krate::__private::#function), span);
            quote_spanned!(span=> let #binding = #function(#value);)
        };
        let report = self.report.iter().filter(|value| literal(value).is_none());
        let report = report
            .map(move |value| bind(report_name(value), quote!(report), value.to_token_stream()));
        let label = self
            .progress
            .iter()
            .filter(|value| literal(value).is_none());
        let label =
            label.map(move |value| bind(label_name(value), quote!(label), quote!(&(#value))));
        report.chain(label)
    }

    /// The calls of the builder.
    pub(crate) fn calls(&self) -> TokenStream {
        let report = self.report.iter().filter(|value| !is_false(value));
        let report = report.map(|value| {
            let span = span(value);
            if literal(value).is_some() {
                quote_spanned!(span=> .print_report())
            } else {
                let report = report_name(value);
                quote_spanned!(span=> .report(#report))
            }
        });
        let progress = self.progress.iter().filter(|value| !is_false(value));
        let progress = progress.map(|value| {
            let span = span(value);
            let label = match literal(value) {
                Some(literal) => literal.to_token_stream(),
                None => label_name(value).to_token_stream(),
            };
            quote_spanned!(span=> .progress(#label))
        });
        report.chain(progress).collect()
    }
}

fn report_name(value: &Expr) -> Ident {
    Ident::new("report", span(value))
}

fn label_name(value: &Expr) -> Ident {
    Ident::new("progress", span(value))
}

fn span(value: &Expr) -> Span {
    Span::mixed_site().located_at(value.span())
}
