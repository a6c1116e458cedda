//! The second stage: the options in the attribute's parentheses.

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Expr, ExprLit, ExprUnary, Ident, Lit, Path, Token, UnOp};

use crate::diagnostics::{Errors, guess};
use crate::seen::{self, Seen};
use crate::{files, fragments};

#[derive(Default)]
pub(crate) struct Options {
    /// `jobs`, `chunk_size` and `min_len`, in the order written.
    pub(crate) counts: Vec<Count>,
    pub(crate) zip: Vec<Ident>,
    pub(crate) merge: Option<Merge>,
    pub(crate) reduce: Option<Expr>,
    pub(crate) write_to_file: Option<Expr>,
    pub(crate) seen: Seen,
    pub(crate) backend: Option<Path>,
    pub(crate) sequential: Option<Ident>,
    pub(crate) crate_path: Option<Path>,
    /// The names of all options, also of those whose values could not be read.
    given: Vec<Ident>,
}

/// An option whose value is a number; the builder has a method of the same name.
pub(crate) struct Count {
    pub(crate) name: Ident,
    pub(crate) value: Expr,
}

#[derive(Clone, Copy)]
pub(crate) enum Merge {
    Flatten,
    PerChunk,
    Spilled,
}

/// All options; the expansion binds the values of some by these names.
pub(crate) const NAMES: [&str; 12] = [
    "jobs",
    "chunk_size",
    "min_len",
    "zip",
    "merge",
    "reduce",
    "write_to_file",
    "progress",
    "report",
    "backend",
    "sequential",
    "crate",
];

const OTHER_MEMORY: &str = "files hold the outputs of this process alone";

impl Options {
    pub(crate) fn parse(tokens: TokenStream, errors: &mut Errors) -> Self {
        let mut options = Options::default();
        let parse = |input: ParseStream<'_>| {
            while !input.is_empty() {
                let parsed = options.parse_one(input, errors);
                let parsed = parsed.and_then(|()| expect_end_of_option(input));
                if errors.ok(parsed).is_none() {
                    skip_option(input)?;
                }
                let _: Option<Token![,]> = input.parse()?;
            }
            options.check_conflicts(errors);
            Ok(())
        };
        let parsed = parse.parse2(fragments::keep_all_together(tokens));
        errors.ok(parsed);
        options
    }

    /// The option as it was written.
    pub(crate) fn name_of(&self, option: &str) -> Option<&Ident> {
        self.given.iter().find(|given| *given == option)
    }

    /// Whether the option is there, readable or not.
    pub(crate) fn gives(&self, option: &str) -> bool {
        self.name_of(option).is_some()
    }

    fn parse_one(&mut self, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<()> {
        let name = parse_name(input)?;
        let mut ignored = Options::default();
        let options = if self.given.contains(&name) {
            errors.at(&name, format!("`{name}` is given twice"));
            &mut ignored
        } else {
            self
        };
        let is_known = NAMES.iter().any(|known| name == known);
        options.given.extend(is_known.then(|| name.clone()));
        match name.to_string().as_str() {
            "jobs" | "chunk_size" | "min_len" => {
                let value = parse_value(input, &name)?;
                errors.ok(check_count(&name, &value));
                options.counts.push(Count { name, value });
            }
            "zip" => options.zip = parse_zip(input, &name)?,
            "merge" => options.merge = Some(parse_merge(input, &name)?),
            "reduce" => options.reduce = Some(parse_value(input, &name)?),
            "write_to_file" => {
                let value = parse_value(input, &name)?;
                errors.ok(files::check_value(&name, &value));
                options.write_to_file = Some(value);
            }
            "progress" => {
                let value = parse_value(input, &name)?;
                errors.ok(seen::check_progress(&name, &value));
                options.seen.progress = Some(value);
            }
            "report" => {
                let value = parse_value(input, &name)?;
                errors.ok(seen::check_report(&value));
                options.seen.report = Some(value);
            }
            "backend" => options.backend = Some(parse_backend(input, &name)?),
            "sequential" => options.sequential = Some(parse_sequential(input, &name)?),
            "crate" => options.crate_path = Some(parse_crate(input, &name)?),
            other => return Err(unknown(&name, other)),
        }
        Ok(())
    }

    fn check_conflicts(&self, errors: &mut Errors) {
        let stays_in_memory = self.write_to_file.as_ref().is_some_and(files::is_false);
        if stays_in_memory && matches!(self.merge, Some(Merge::Spilled)) {
            let message = "`merge = spilled` leaves outputs in files; leave out `write_to_file = false`, or `merge = spilled`";
            errors.at(&self.write_to_file, message);
        }
        let in_files = if stays_in_memory { "" } else { "write_to_file" };
        if let (Some(backend), Some(Merge::Spilled)) = (self.name_of("backend"), self.merge) {
            let message = format!(
                "`merge = spilled` and `backend` cannot be combined: {OTHER_MEMORY}; use only one"
            );
            errors.at(backend, message);
        }
        for (one, other, why) in [
            (
                "chunk_size",
                "min_len",
                "`chunk_size` sets the length of every chunk already",
            ),
            ("merge", "reduce", "both say what becomes of the outputs"),
            (
                in_files,
                "reduce",
                "there is one output a worker to fold, which needs no file",
            ),
            (in_files, "backend", OTHER_MEMORY),
        ] {
            let both = self.gives(one) && self.gives(other);
            let mut given = self.given.iter();
            let later = given.rfind(|name| *name == one || *name == other);
            if let (true, Some(later)) = (both, later) {
                errors.at(
                    later,
                    format!("`{one}` and `{other}` cannot be combined: {why}; use only one"),
                );
            }
        }
    }
}

fn parse_name(input: ParseStream<'_>) -> syn::Result<Ident> {
    let expected = format!("expected an option: {}", list(&NAMES));
    // Keywords are words here: `crate` is an option.
    input
        .call(Ident::parse_any)
        .map_err(|error| syn::Error::new(error.span(), expected))
}

fn parse_equals(input: ParseStream<'_>, name: &Ident) -> syn::Result<()> {
    let example = example(name);
    if !at_end_of_option(input) && !input.peek(Token![=]) {
        return Err(input.error(format!("expected `=`, as in `{example}`")));
    }
    let equals: Option<Token![=]> = input.parse()?;
    if equals.is_none() || at_end_of_option(input) {
        let message = format!("`{name}` needs a value: `{example}`");
        return Err(syn::Error::new_spanned(name, message));
    }
    Ok(())
}

fn parse_value(input: ParseStream<'_>, name: &Ident) -> syn::Result<Expr> {
    parse_equals(input, name)?;
    let mut value = input.parse().map_err(|error| incomplete(error, name))?;
    while let Expr::Group(group) = value {
        value = *group.expr;
    }
    Ok(value)
}

/// An expression that ends too early has no token to point at but the option's name.
fn incomplete(error: syn::Error, name: &Ident) -> syn::Error {
    if error.to_string().starts_with("unexpected end of input") {
        return syn::Error::new_spanned(name, format!("the value of `{name}` is not complete"));
    }
    error
}

fn parse_sequential(input: ParseStream<'_>, name: &Ident) -> syn::Result<Ident> {
    let message = "`sequential` takes a name for the original function: `sequential = name`";
    parse_equals(input, name)?;
    input.parse().map_err(reworded(message))
}

fn parse_crate(input: ParseStream<'_>, name: &Ident) -> syn::Result<Path> {
    let message = "`crate` takes the path of the library: `crate = other::parallelize`";
    parse_equals(input, name)?;
    Path::parse_mod_style(input).map_err(reworded(message))
}

fn parse_backend(input: ParseStream<'_>, name: &Ident) -> syn::Result<Path> {
    match parse_value(input, name)? {
        Expr::Path(value) if value.attrs.is_empty() && value.qself.is_none() => Ok(value.path),
        value => Err(syn::Error::new_spanned(
            value,
            "`backend` takes the path of a backend: `backend = parallelize_mpi::Mpi`",
        )),
    }
}

fn reworded(message: &str) -> impl Fn(syn::Error) -> syn::Error {
    move |error| syn::Error::new(error.span(), message)
}

fn example(name: &Ident) -> &'static str {
    match name.to_string().as_str() {
        "jobs" => "jobs = 4",
        "chunk_size" => "chunk_size = 1000",
        "min_len" => "min_len = 1000",
        "zip" => "zip = argument",
        "merge" => "merge = flatten",
        "reduce" => "reduce = |a, b| a + b",
        "write_to_file" => "write_to_file = true",
        "progress" => "progress = true",
        "report" => "report = true",
        "backend" => "backend = parallelize_mpi::Mpi",
        "sequential" => "sequential = name",
        _ => "crate = path",
    }
}

/// `zip = name` or `zip(a, b)`.
fn parse_zip(input: ParseStream<'_>, name: &Ident) -> syn::Result<Vec<Ident>> {
    let message = "`zip` takes the names of arguments: `zip = a` or `zip(a, b)`";
    if !input.peek(syn::token::Paren) {
        parse_equals(input, name)?;
        return Ok(vec![input.parse().map_err(reworded(message))?]);
    }
    let group: Group = input.parse()?;
    if group.stream().is_empty() {
        return Err(syn::Error::new(group.span_open(), message));
    }
    let names = Punctuated::<Ident, Token![,]>::parse_terminated.parse2(group.stream());
    Ok(names.map_err(reworded(message))?.into_iter().collect())
}

fn parse_merge(input: ParseStream<'_>, name: &Ident) -> syn::Result<Merge> {
    let value = parse_value(input, name)?;
    match value.to_token_stream().to_string().as_str() {
        "flatten" => Ok(Merge::Flatten),
        "per_chunk" => Ok(Merge::PerChunk),
        "spilled" if !files::ARE_ENABLED => Err(syn::Error::new_spanned(
            value,
            format!("`merge = spilled` {}", files::MISSING_FEATURE),
        )),
        "spilled" => Ok(Merge::Spilled),
        _ => Err(syn::Error::new_spanned(
            value,
            "`merge` is `flatten` (outputs are joined into one), `per_chunk` (a `Vec` with one output per chunk) or `spilled` (outputs stay in files)",
        )),
    }
}

/// Refuses literals that cannot be a number of chunks or elements.
fn check_count(name: &Ident, value: &Expr) -> syn::Result<()> {
    let is_literal = |expr: &Expr| matches!(expr, Expr::Lit(_));
    let is_zero = |expr: &Expr| match expr {
        Expr::Lit(ExprLit {
            lit: Lit::Int(lit), ..
        }) => lit.base10_digits().bytes().all(|digit| digit == b'0'),
        _ => false,
    };
    let message = match value {
        zero if is_zero(zero) => format!(
            "`{name}` cannot be 0; leave it out to let the library choose, or write a number of at least 1"
        ),
        Expr::Lit(ExprLit {
            lit: Lit::Int(lit), ..
        }) => match lit.suffix() {
            "" | "usize" => return Ok(()),
            _ => format!("`{name}` is a `usize`; write `{}`", lit.base10_digits()),
        },
        Expr::Unary(ExprUnary {
            op: UnOp::Neg(_),
            expr,
            ..
        }) if is_literal(expr) => {
            format!("`{name}` cannot be negative; write a number of at least 1")
        }
        literal if is_literal(literal) => format!(
            "`{name}` is a number; write an integer or an expression of type `usize`, like `{}`",
            example(name)
        ),
        _ => return Ok(()),
    };
    Err(syn::Error::new_spanned(value, message))
}

fn unknown(name: &Ident, written: &str) -> syn::Error {
    let mean = match (written, guess(written, &NAMES)) {
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
            list(&NAMES)
        ),
    )
}

fn list(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

fn at_end_of_option(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,])
}

fn expect_end_of_option(input: ParseStream<'_>) -> syn::Result<()> {
    if at_end_of_option(input) {
        return Ok(());
    }
    Err(input.error("expected `,` between options"))
}

/// Goes on behind an option that could not be parsed, so that those after it are checked too.
fn skip_option(input: ParseStream<'_>) -> syn::Result<()> {
    while !at_end_of_option(input) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}
