//! The lists: one JSON object a line, one line a function.

use std::fs;
use std::path::Path;

use serde::Deserialize;

/// What a person found out about a function.
#[derive(Deserialize)]
pub(crate) struct Function {
    /// Name and version.
    #[serde(rename = "crate")]
    pub(crate) krate: String,
    pub(crate) file: String,
    pub(crate) line: usize,
    #[serde(rename = "function")]
    pub(crate) name: String,
    /// What the attribute does to the return type, like `type kept`.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// Options to annotate the function with.
    #[serde(default)]
    pub(crate) with_option: String,
    pub(crate) law: Law,
    #[serde(default)]
    pub(crate) category: String,
}

/// Whether the function gives the same however its input is cut.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Law {
    Kept,
    Broken,
}

impl Law {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Law::Kept => "kept",
            Law::Broken => "broken",
        }
    }
}

impl Function {
    /// Name and version of the crate, apart.
    pub(crate) fn package(&self) -> (&str, &str) {
        let starts_version = |rest: &str| {
            let major = rest.split('.').next().unwrap_or_default();
            rest.split('.').count() > 2 && major.bytes().all(|byte| byte.is_ascii_digit())
        };
        let mut hyphens = self.krate.match_indices('-');
        let cut = hyphens.find(|(at, _)| starts_version(&self.krate[at + 1..]));
        cut.map_or((&self.krate, "*"), |(at, _)| {
            (&self.krate[..at], &self.krate[at + 1..])
        })
    }

    pub(crate) fn place(&self) -> String {
        format!("{} {}:{} {}", self.krate, self.file, self.line, self.name)
    }
}

pub(crate) fn read(path: &Path) -> Result<Vec<Function>, String> {
    let at = |line: usize, error: String| format!("{}:{line}: {error}", path.display());
    let text = fs::read_to_string(path).map_err(|error| at(0, error.to_string()))?;
    let lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(index, line)| {
            serde_json::from_str(line).map_err(|error| at(index + 1, error.to_string()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_begins_at_the_first_hyphen_that_a_number_follows() {
        for (krate, name, version) in [
            ("memchr-2.8.3", "memchr", "2.8.3"),
            ("num-bigint-0.5.1", "num-bigint", "0.5.1"),
            ("lz4-7-zip-1.0.0-beta.2", "lz4-7-zip", "1.0.0-beta.2"),
        ] {
            let line = format!(
                r#"{{"crate": "{krate}", "file": "", "line": 1, "function": "f", "type": "", "law": "kept"}}"#
            );
            let function: Function = serde_json::from_str(&line).unwrap();
            assert_eq!(function.package(), (name, version));
        }
    }

    #[test]
    fn each_list_of_the_study_can_be_read() {
        for entry in Path::new("lists").read_dir().unwrap() {
            assert!(!read(&entry.unwrap().path()).unwrap().is_empty());
        }
    }
}
