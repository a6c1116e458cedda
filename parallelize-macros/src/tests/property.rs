//! What holds for all input. The folder `fuzz` of the repository includes this file, too.

use proc_macro2::TokenStream;
use syn::parse::Parser;

/// What starts a call.
const STARTS: [&str; 3] = [":: parallel (", ":: stream (", ":: __private :: zip"];

/// Checks that the attribute rewrites the item, or refuses it with an error; what comes out parses if the
/// item does. `written` is how a person would write the input.
pub(crate) fn check(options: TokenStream, item: &TokenStream, written: &str) {
    let output = crate::rewrite::rewrite(options, item);
    let text = output.to_string();
    let is_error = text.contains("compile_error");
    assert!(
        is_error || STARTS.iter().any(|start| text.contains(start)),
        "neither rewritten nor an error\n{written}\n{text}"
    );
    // The compiler hands over items only.
    let parses = |tokens: &TokenStream| parse_items.parse2(tokens.clone()).is_ok();
    if parses(item) {
        assert!(
            parses(&output),
            "the output does not parse\n{written}\n{text}"
        );
    }
}

/// Parses what can stand in a module, an impl or a trait.
fn parse_items(input: syn::parse::ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() {
        let ahead = input.fork();
        if ahead.parse::<syn::TraitItem>().is_ok() {
            input.parse::<syn::TraitItem>()?;
        } else if input.fork().parse::<syn::ImplItem>().is_ok() {
            input.parse::<syn::ImplItem>()?;
        } else {
            input.parse::<syn::Item>()?;
        }
    }
    Ok(())
}
