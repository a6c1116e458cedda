//! The options in the attribute's parentheses: one table, a row an option.

use proc_macro2::TokenStream;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, Ident, Path, Token};

use super::arguments::{self, Appended, Folded};
use super::conflicts;
use super::cuts::{self, CutRule};
use super::ends::{expect_end, skip, skip_value};
use super::functions;
use super::names;
use super::rules::Rule;
use super::values::{self, Key, Merge, Sequential, Zero};
use crate::diagnostics::Errors;
use crate::fragments;

#[derive(Default)]
pub(crate) struct Options {
    /// `jobs`, `chunk_size` and `min_len`, in the order written.
    pub(crate) counts: Vec<Count>,
    /// `multiple_of`, `chunk_by`, `delimiter` and `overlap`, in the order written.
    pub(crate) cuts: Vec<CutRule>,
    /// The argument that is split instead of the first one.
    pub(crate) split: Option<Ident>,
    pub(crate) zip: Vec<Ident>,
    /// The arguments that chunks add to.
    pub(crate) append: Vec<Appended>,
    /// The arguments whose values are folded: `reduce(..)`.
    pub(crate) folds: Vec<Folded>,
    /// The arguments that are working memory.
    pub(crate) scratch: Vec<Ident>,
    pub(crate) merge: Option<Merge>,
    /// What folds the outputs: `reduce = f`.
    pub(crate) reduce: Option<Expr>,
    pub(crate) write_to_file: Option<Expr>,
    pub(crate) observed: Observed,
    pub(crate) backend: Option<Path>,
    pub(crate) sequential: Option<Sequential>,
    pub(crate) crate_path: Option<Path>,
    /// The warnings that are silenced.
    pub(crate) allow: Vec<Rule>,
    /// All options, also those whose values could not be read.
    pub(super) given: Vec<Given>,
    /// The options whose values could not be read.
    unread: Vec<&'static str>,
}

/// An option that is there.
pub(super) struct Given {
    /// Its name in the table.
    pub(super) option: &'static str,
    /// The token.
    pub(super) name: Ident,
}

/// A number with a name, such as `jobs = 4`.
#[derive(Clone)]
pub(crate) struct Count {
    pub(crate) name: Ident,
    pub(crate) value: Expr,
}

/// What the user wants to see of a call.
#[derive(Clone, Default)]
pub(crate) struct Observed {
    pub(crate) report: Option<Expr>,
    pub(crate) progress: Option<Expr>,
}

/// An option: its name, an example, and how its value is read into the field.
struct Row {
    name: &'static str,
    example: &'static str,
    read: Read,
}

/// `reduce` with parentheses, which is an option of its own: it names arguments, and `reduce = f` is about the outputs.
pub(crate) const FOLDS: &str = "reduce(..)";

type Read = fn(&mut Options, &Key<'_>, ParseStream<'_>, &mut Errors) -> syn::Result<()>;

#[rustfmt::skip] // name and example begin each row
const TABLE: [Row; 21] = [
    Row { name: "jobs", example: "jobs = 4", read: read_count },
    Row { name: "chunk_size", example: "chunk_size = 1000", read: read_count },
    Row { name: "min_len", example: "min_len = 1000", read: read_count },
    Row { name: "multiple_of", example: "multiple_of = 3", read: |options, key, input, errors| {
        options.cuts.push(cuts::multiple_of(key, input, errors)?);
        Ok(())
    } },
    Row { name: "chunk_by", example: "chunk_by = |a, b| a == b", read: |options, key, input, errors| {
        options.cuts.push(cuts::chunk_by(key, input, errors)?);
        Ok(())
    } },
    Row { name: "delimiter", example: "delimiter = b'\\n'", read: |options, key, input, _| {
        options.cuts.push(cuts::delimiter(key, input)?);
        Ok(())
    } },
    Row { name: "overlap", example: "overlap = 1", read: |options, key, input, errors| {
        options.cuts.push(cuts::overlap(key, input, errors)?);
        Ok(())
    } },
    Row { name: "split", example: "split = argument", read: |options, key, input, _| {
        options.split = Some(arguments::split(key, input)?);
        Ok(())
    } },
    Row { name: "zip", example: "zip = argument", read: |options, key, input, _| {
        options.zip = arguments::names(key, input)?;
        Ok(())
    } },
    Row { name: "append", example: "append = argument", read: |options, key, input, _| {
        options.append = arguments::append(key, input)?;
        Ok(())
    } },
    Row { name: "scratch", example: "scratch = argument", read: |options, key, input, _| {
        options.scratch = arguments::names(key, input)?;
        Ok(())
    } },
    Row { name: "merge", example: "merge = flatten", read: |options, key, input, _| {
        options.merge = Some(values::merge(key, input)?);
        Ok(())
    } },
    Row { name: "reduce", example: "reduce = |a, b| a + b", read: |options, key, input, errors| {
        let value = values::expression(key, input)?;
        errors.ok(functions::check_reduce(&value));
        options.reduce = Some(value);
        Ok(())
    } },
    Row { name: FOLDS, example: "reduce(stats = Stats::merge)", read: |options, _, input, _| {
        options.folds = arguments::folds(input)?;
        Ok(())
    } },
    Row { name: "write_to_file", example: "write_to_file = true", read: |options, key, input, errors| {
        let value = values::expression(key, input)?;
        errors.ok(values::check_write_to_file(key, &value));
        options.write_to_file = Some(value);
        Ok(())
    } },
    Row { name: "progress", example: "progress = true", read: |options, key, input, errors| {
        let value = values::expression(key, input)?;
        errors.ok(values::check_progress(key, &value));
        options.observed.progress = Some(value);
        Ok(())
    } },
    Row { name: "report", example: "report = true", read: |options, key, input, errors| {
        let value = values::expression(key, input)?;
        errors.ok(functions::check_report(&value));
        options.observed.report = Some(value);
        Ok(())
    } },
    Row { name: "backend", example: "backend = parallelize_mpi::Mpi", read: |options, key, input, _| {
        options.backend = Some(values::backend(key, input)?);
        Ok(())
    } },
    Row { name: "sequential", example: "sequential = name", read: |options, key, input, _| {
        options.sequential = Some(values::sequential(key, input)?);
        Ok(())
    } },
    Row { name: "crate", example: "crate = path", read: |options, key, input, _| {
        options.crate_path = Some(values::crate_path(key, input)?);
        Ok(())
    } },
    Row { name: "allow", example: "allow(whole)", read: |options, key, input, errors| {
        options.allow = values::allow(key, input, errors)?;
        Ok(())
    } },
];

fn read_count(
    options: &mut Options,
    key: &Key<'_>,
    input: ParseStream<'_>,
    errors: &mut Errors,
) -> syn::Result<()> {
    let value = values::expression(key, input)?;
    let name = key.name.clone();
    let zero = Zero::Refused("leave it out to let the library choose, or ");
    let what = format!("`{name}`");
    errors.ok(values::check_number(&what, key.example, &zero, &value));
    options.counts.push(Count { name, value });
    Ok(())
}

/// The names of all options. The expansion binds the values of some to these names.
pub(crate) fn names() -> Vec<&'static str> {
    let names = TABLE.iter().map(|row| row.name);
    names.filter(|name| *name != FOLDS).collect()
}

impl Options {
    pub(crate) fn parse(tokens: TokenStream, errors: &mut Errors) -> Self {
        let mut options = Options::default();
        let parse = |input: ParseStream<'_>| {
            while !input.is_empty() {
                let parsed = options.parse_one(input, errors);
                let parsed = parsed.and_then(|()| expect_end(input));
                if errors.ok(parsed).is_none() {
                    skip(input)?;
                }
                let _: Option<Token![,]> = input.parse()?;
            }
            conflicts::check(&options, errors);
            Ok(())
        };
        let parsed = parse.parse2(fragments::keep_all_together(tokens));
        errors.ok(parsed);
        options
    }

    /// The option as it was written.
    pub(crate) fn name_of(&self, option: &str) -> Option<&Ident> {
        let given = self.given.iter().find(|given| given.option == option);
        given.map(|given| &given.name)
    }

    /// Whether the option is there, readable or not.
    pub(crate) fn gives(&self, option: &str) -> bool {
        self.name_of(option).is_some()
    }

    /// Whether all is known that an option of this name says.
    pub(crate) fn is_read(&self, option: &str) -> bool {
        !self.unread.contains(&option)
    }

    /// The option of that name that says where a cut may be.
    pub(crate) fn cut_rule(&self, option: &str) -> Option<&CutRule> {
        self.cuts.iter().find(|rule| rule.name == option)
    }

    fn parse_one(&mut self, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<()> {
        let name = names::parse(input)?;
        let is_fold = name == "reduce" && input.peek(syn::token::Paren);
        let mut rows = TABLE.iter();
        let row = if is_fold {
            rows.find(|row| row.name == FOLDS)
        } else {
            rows.find(|row| name == row.name)
        };
        let Some(row) = row else {
            if let Some(list) = self.continued_list(input) {
                let message = format!(
                    "`{list}` takes several names in parentheses; write `{list}({}, {name})`",
                    self.names_in(list)
                );
                self.add_name(list, name.clone());
                return Err(syn::Error::new_spanned(name, message));
            }
            skip_value(input);
            return Err(names::unknown(&name));
        };
        let option = row.name;
        let mut again = Options::default();
        let options = if self.gives(option) {
            let together = match option {
                "zip" | "append" | "scratch" => {
                    format!("; name all arguments in one: `{option}(a, b)`")
                }
                FOLDS => "; name all arguments in one: `reduce(a = f, b = g)`".to_owned(),
                _ => String::new(),
            };
            errors.at(&name, format!("`{option}` is given twice{together}"));
            &mut again
        } else {
            &mut *self
        };
        options.given.push(Given {
            option,
            name: name.clone(),
        });
        let key = Key {
            name: &name,
            example: row.example,
        };
        let read = (row.read)(options, &key, input, errors);
        if read.is_err() {
            self.unread.push(option);
        }
        // The arguments have a role, whatever is wrong with how that is said.
        again.zip.retain(|name| !self.zip.contains(name));
        again
            .append
            .retain(|it| self.append.iter().all(|other| other.name != it.name));
        again
            .folds
            .retain(|it| self.folds.iter().all(|other| other.name != it.name));
        again.scratch.retain(|name| !self.scratch.contains(name));
        self.zip.append(&mut again.zip);
        self.append.append(&mut again.append);
        self.folds.append(&mut again.folds);
        self.scratch.append(&mut again.scratch);
        read
    }
}
