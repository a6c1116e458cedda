//! The names of options, as they are read and listed.

use syn::Ident;
use syn::ext::IdentExt;
use syn::parse::ParseStream;

use super::options::names;
use crate::diagnostics::guess;

/// An option's name.
pub(super) fn parse(input: ParseStream<'_>) -> syn::Result<Ident> {
    let expected = format!("expected an option; the options are {}", list());
    // Keywords are words here: `crate` is an option.
    input
        .call(Ident::parse_any)
        .map_err(|error| syn::Error::new(error.span(), expected))
}

/// What other libraries and languages call an option of ours.
const FOREIGN: [(&str, &[&str]); 10] = [
    (
        "jobs",
        &[
            "threads",
            "num_threads",
            "n_threads",
            "nthreads",
            "workers",
            "num_workers",
            "max_workers",
            "n_workers",
            "cores",
            "cpus",
            "n_jobs",
            "num_jobs",
            "max_jobs",
            "parallelism",
        ],
    ),
    (
        "chunk_size",
        &[
            "batch_size",
            "batch",
            "block_size",
            "chunks",
            "schedule",
            "tile",
        ],
    ),
    (
        "min_len",
        &[
            "grain_size",
            "grain",
            "grainsize",
            "min_size",
            "min_chunk_size",
            "with_min_len",
            "threshold",
            "cutoff",
        ],
    ),
    (
        "reduce",
        &[
            "fold",
            "reduction",
            "reducer",
            "combine",
            "combiner",
            "aggregate",
            "accumulate",
            "op",
        ],
    ),
    ("merge", &["collect", "join", "output", "outputs", "concat"]),
    (
        "progress",
        &["progress_bar", "bar", "pbar", "verbose", "tqdm", "desc"],
    ),
    ("report", &["stats", "timing", "profile"]),
    ("overlap", &["halo", "window", "ghost", "stencil", "border"]),
    ("delimiter", &["separator", "sep", "split_on", "newline"]),
    ("sequential", &["serial", "seq", "original"]),
];

/// The error for a name that no option has.
pub(super) fn unknown(name: &Ident) -> syn::Error {
    let written = name.to_string();
    let lower = written.trim_start_matches("r#").to_lowercase();
    let foreign = FOREIGN
        .iter()
        .find(|(_, words)| words.contains(&lower.as_str()));
    let guess = foreign
        .map(|(option, _)| *option)
        .or_else(|| guess(&lower, &names()));
    let instead = match guess {
        Some(option) => format!("did you mean `{option}`?"),
        None => format!("the options are {}", list()),
    };
    syn::Error::new_spanned(name, format!("unknown option `{written}`; {instead}"))
}

fn list() -> String {
    let quoted = names().into_iter().map(|name| format!("`{name}`"));
    quoted.collect::<Vec<_>>().join(", ")
}
