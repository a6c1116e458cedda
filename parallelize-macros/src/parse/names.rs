//! The names of options, as they are read and listed.

use syn::Ident;
use syn::ext::IdentExt;
use syn::parse::ParseStream;

use super::options::names;
use crate::diagnostics::guess;

/// An option's name.
pub(super) fn parse(input: ParseStream<'_>) -> syn::Result<Ident> {
    let expected = format!("expected an option: {}", list());
    // Keywords are words here: `crate` is an option.
    input
        .call(Ident::parse_any)
        .map_err(|error| syn::Error::new(error.span(), expected))
}

/// The error for a name that no option has.
pub(super) fn unknown(name: &Ident) -> syn::Error {
    let written = name.to_string();
    let mean = match (written.as_str(), guess(&written, &names())) {
        ("threads" | "workers" | "num_threads" | "n_jobs" | "cores", _) => {
            " (did you mean `jobs`?)".to_owned()
        }
        (_, Some(option)) => format!(" (did you mean `{option}`?)"),
        (_, None) => String::new(),
    };
    syn::Error::new_spanned(
        name,
        format!(
            "unknown option `{written}`{mean}; the options are {}",
            list()
        ),
    )
}

fn list() -> String {
    let quoted = names().into_iter().map(|name| format!("`{name}`"));
    quoted.collect::<Vec<_>>().join(", ")
}
