//! Tests of the whole pipeline, tokens in and tokens out.

mod mutations;
mod snapshots;

use std::str::FromStr;

use proc_macro2::TokenStream;

/// What the attribute makes of `item` with `options`.
fn rewrite(options: &str, item: &str) -> TokenStream {
    crate::rewrite(tokens(options), &tokens(item))
}

fn tokens(text: &str) -> TokenStream {
    TokenStream::from_str(text).expect("the text is made of tokens")
}
