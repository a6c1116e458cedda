//! Outputs that go to files.

use syn::{Expr, ReturnType};

use super::outputs::{Content, Kind, Outputs};
use crate::parse::options::Options;
use crate::parse::values::{self, Merge};

/// What says whether outputs go to files, and where. `None` where they stay in memory in any case.
pub(crate) fn target(options: &Options) -> Option<Expr> {
    let value = options.write_to_file.clone();
    match options.merge {
        Some(Merge::Spilled) => value.or_else(|| Some(syn::parse_quote!(true))),
        _ => value.filter(|value| !values::is_false(value)),
    }
}

/// The builder's method that produces such outputs.
pub(crate) fn method(outputs: &Outputs, written: &ReturnType) -> &'static str {
    match (outputs, Kind::of(written)) {
        (Outputs::Flatten, Kind::Vec) => "flatten",
        (Outputs::Flatten, Kind::Result(Content::Vec)) => "try_flatten",
        (Outputs::Flatten, Kind::Result(_)) => "try_join",
        (Outputs::Flatten, _) => "join",
        _ => outputs.method(),
    }
}
