//! What the attribute says to a function of a list.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};

use crate::check::{self, cuttable};
use crate::diagnostics::Errors;
use crate::find::{self, Found};
use crate::lists::Function;
use crate::parse::item::Item;
use crate::parse::options::Options;
use crate::plan::Plan;
use crate::sources;

pub(crate) struct Judged {
    pub(crate) function: Function,
    /// The lines of the function, and the number of the first one.
    pub(crate) source: (usize, String),
    pub(crate) verdict: Verdict,
}

pub(crate) enum Verdict {
    /// No function of this name is at this line.
    Missing,
    /// The attribute reports errors.
    Refused(String),
    Warned(Vec<Sign>),
}

/// A warning, and where it points.
pub(crate) struct Sign {
    pub(crate) rule: &'static str,
    pub(crate) line: usize,
    /// The first column is 1.
    pub(crate) column: usize,
    /// The line that the warning points at, from that column on.
    pub(crate) text: String,
    pub(crate) note: String,
}

impl Judged {
    /// The warnings, if the function could be judged.
    pub(crate) fn signs(&self) -> Option<&[Sign]> {
        match &self.verdict {
            Verdict::Warned(signs) => Some(signs),
            Verdict::Missing | Verdict::Refused(_) => None,
        }
    }
}

/// The text of a file as the compiler counts it, and its tokens.
pub(crate) fn parse(path: &Path) -> Result<(String, TokenStream), String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let text = text.trim_start_matches('\u{feff}').to_owned();
    let tokens = text
        .parse()
        .map_err(|error| format!("{}: {error}", path.display()))?;
    Ok((text, tokens))
}

pub(crate) fn judge(functions: Vec<Function>) -> Result<Vec<Judged>, String> {
    let mut files: HashMap<PathBuf, (String, TokenStream)> = HashMap::new();
    let mut all = Vec::new();
    for function in functions {
        let path = sources::folder(&function)?.join(&function.file);
        if !files.contains_key(&path) {
            files.insert(path.clone(), parse(&path)?);
        }
        let (text, tokens) = &files[&path];
        let found = find::function(tokens, &function.name, function.line);
        all.push(match found {
            None => Judged {
                function,
                source: (0, String::new()),
                verdict: Verdict::Missing,
            },
            Some(found) => {
                let verdict = verdict(&function, &found, text);
                let before = &text[..found.bytes.start];
                let first = before.rfind('\n').map_or(0, |end| end + 1);
                let source = text[first..found.bytes.end].to_owned();
                let source = (before.matches('\n').count() + 1, source);
                Judged {
                    function,
                    source,
                    verdict,
                }
            }
        });
    }
    Ok(all)
}

fn verdict(function: &Function, found: &Found, file: &str) -> Verdict {
    let item = match Item::parse(&found.tokens) {
        Ok(item) => item,
        Err(error) => return Verdict::Refused(error.to_string()),
    };
    let options: TokenStream = match function.with_option.parse() {
        Ok(options) => options,
        Err(error) => return Verdict::Refused(error.to_string()),
    };
    let mut errors = Errors::default();
    let options = Options::parse(options, &mut errors);
    let plan = Plan::new(&item, &options);
    check::check(&item, &options, &plan, &mut errors);
    if let Some(errors) = errors.into_compile_errors() {
        return Verdict::Refused(messages(errors));
    }
    let signs = cuttable::warnings(&item, &options, &plan)
        .into_iter()
        .map(|warning| {
            let start = warning.span.start();
            let line = file
                .lines()
                .nth(start.line.saturating_sub(1))
                .unwrap_or_default();
            Sign {
                rule: warning.rule,
                line: start.line,
                column: start.column + 1,
                text: line.chars().skip(start.column).collect(),
                note: warning.note,
            }
        });
    Verdict::Warned(signs.collect())
}

/// The texts of the errors, which are in braces behind the name of a macro.
fn messages(errors: TokenStream) -> String {
    let texts = errors.into_iter().filter_map(|token| match token {
        TokenTree::Group(braces) => Some(braces.stream().to_string()),
        _ => None,
    });
    texts.collect::<Vec<_>>().join("; ")
}
