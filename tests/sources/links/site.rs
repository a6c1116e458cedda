//! What links can lead to, and what is wrong with a link that leads nowhere.

use std::fs;
use std::path::{Path, PathBuf};

use super::documented::{self, Item};
use super::markdown;
use crate::root;

/// The crates that have documentation.
const CRATES: [&str; 2] = ["parallelize", "parallelize-mpi"];

/// All that links can lead to.
pub(super) struct Site {
    pub(super) repository: String,
    pub(super) items: Vec<Item>,
    /// The public modules, such as `parallelize/guide/streams`.
    modules: Vec<String>,
    /// The files that a forge shows. Pages below a folder `docs` are rustdoc's.
    pub(super) files: Vec<PathBuf>,
}

impl Site {
    pub(super) fn read() -> Site {
        let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
        let repository = manifest.split_once("\nrepository = \"").unwrap().1;
        let (repository, _) = repository.split_once('"').unwrap();
        let files = markdown_files(&root());
        let is_docs = |file: &PathBuf| file.iter().any(|part| part == "docs");
        let items: Vec<Item> = CRATES.into_iter().flat_map(documented::items).collect();
        Site {
            repository: repository.to_owned(),
            modules: modules(&items),
            items,
            files: files.into_iter().filter(|file| !is_docs(file)).collect(),
        }
    }

    /// What is wrong with a link in a file.
    pub(super) fn dead_in_file(&self, file: &Path, text: &str, to: &str) -> Option<String> {
        if to.contains("://") || to.starts_with("mailto:") {
            return self.dead_address(to);
        }
        let (path, anchor) = split(to);
        if path.is_empty() {
            return dead_anchor(text, anchor?);
        }
        let target = file.parent().unwrap().join(path);
        if !target.exists() {
            return Some("no such file".into());
        }
        dead_anchor(&fs::read_to_string(target).unwrap_or_default(), anchor?)
    }

    /// What is wrong with a link in an item's documentation.
    pub(super) fn dead_in_item(&self, text: &str, to: &str) -> Option<String> {
        if to.contains("://") {
            return self.dead_address(to);
        }
        let (path, anchor) = split(to);
        if path.is_empty() {
            return dead_anchor(text, anchor?);
        }
        if path.contains('/') || path.contains(".md") {
            return Some("a file, which docs.rs does not have: write the whole address".into());
        }
        let (kind, path) = path.split_once('@').unwrap_or(("", path));
        let kind = if kind == "macro" { "attr" } else { kind };
        let path = path.trim_end_matches("()");
        let name = path.rsplit("::").next().unwrap();
        let is_it = |item: &&Item| item.name == name && (kind.is_empty() || item.kind == kind);
        self.dead_heading(is_it, anchor?)
    }

    /// What is wrong with an address, if it is one of ours.
    pub(super) fn dead_address(&self, address: &str) -> Option<String> {
        if let Some(path) = address.strip_prefix(&self.repository) {
            return dead_in_repository(path);
        }
        let rest = address.strip_prefix("https://docs.rs/")?;
        let (krate, page) = rest.split_once('/')?;
        let krate = CRATES.into_iter().find(|name| *name == krate)?;
        let start = format!("latest/{}/", krate.replace('-', "_"));
        let Some(page) = page.strip_prefix(&start) else {
            return Some(format!("write `https://docs.rs/{krate}/{start}`"));
        };
        let (path, anchor) = split(page);
        let path = format!("{krate}/{path}");
        let (module, page) = path.rsplit_once('/').unwrap();
        if !self.modules.iter().any(|known| known == module) {
            return Some(format!("no module `{module}`"));
        }
        if page.is_empty() {
            let name = module.rsplit('/').next().unwrap().replace('-', "_");
            return self.dead_heading(|item| item.kind == "mod" && item.name == name, anchor?);
        }
        let parts: Vec<&str> = page.split('.').collect();
        let [kind, name, "html"] = parts[..] else {
            return Some("neither a module, which ends with `/`, nor an item".into());
        };
        let is_it = |item: &&Item| item.kind == kind && item.name == name;
        if !self.items.iter().any(|item| is_it(&item)) {
            return Some(format!("no {kind} `{name}`"));
        }
        self.dead_heading(is_it, anchor?)
    }

    /// What is wrong with an anchor on the page of an item: a heading, or a method.
    fn dead_heading(&self, is_it: impl Fn(&&Item) -> bool, anchor: &str) -> Option<String> {
        let method = ["method.", "tymethod."]
            .iter()
            .find_map(|start| anchor.strip_prefix(start));
        if let Some(method) = method {
            let is_there = |item: &Item| item.kind == "fn" && item.name == method;
            let is_missing = !self.items.iter().any(is_there);
            return is_missing.then(|| format!("no method `{method}`"));
        }
        let mut pages = self.items.iter().filter(is_it);
        let is_missing = pages.all(|page| dead_anchor(&page.text, anchor).is_some());
        is_missing.then(|| format!("no heading `#{anchor}` there"))
    }
}

/// A link, and what is behind its `#`.
fn split(to: &str) -> (&str, Option<&str>) {
    match to.split_once('#') {
        Some((path, anchor)) => (path, Some(anchor)),
        None => (to, None),
    }
}

fn dead_anchor(text: &str, anchor: &str) -> Option<String> {
    let is_missing = !markdown::anchors(text).iter().any(|known| known == anchor);
    is_missing.then(|| format!("no heading `#{anchor}`"))
}

/// What is wrong with an address of a file on the forge, behind that of the repository.
fn dead_in_repository(path: &str) -> Option<String> {
    let file = match path.strip_prefix("/actions/workflows/") {
        Some(workflow) => format!(
            ".github/workflows/{}",
            workflow.trim_end_matches("/badge.svg")
        ),
        None if path.is_empty() => return None,
        None => {
            let kinds = ["/blob/main/", "/raw/main/", "/tree/main/"];
            let file = kinds.iter().find_map(|kind| path.strip_prefix(kind));
            let Some(file) = file else {
                return Some(format!("begin with one of {kinds:?}"));
            };
            file.to_owned()
        }
    };
    let (path, anchor) = split(&file);
    let path = root().join(path);
    if !path.exists() {
        return Some("no such file".into());
    }
    dead_anchor(&fs::read_to_string(path).unwrap_or_default(), anchor?)
}

/// The public modules of the crates, and the crates themselves.
fn modules(items: &[Item]) -> Vec<String> {
    let mut modules = Vec::new();
    for krate in CRATES {
        let lib = fs::read_to_string(root().join(krate).join("src/lib.rs")).unwrap();
        modules.push(krate.to_owned());
        for line in lib.lines() {
            let name = line.strip_prefix("pub mod ");
            let name = name.or_else(|| line.strip_prefix("pub use crate::observe::")); // `progress`
            let name = name.map(|name| name.trim_end_matches([';', '{', '}', ' ']));
            modules.extend(name.map(|name| format!("{krate}/{name}")));
        }
    }
    let in_guide = items.iter().filter(|item| item.file.ends_with("guide.rs"));
    modules.extend(in_guide.map(|page| format!("parallelize/guide/{}", page.name)));
    modules
}

pub(super) fn markdown_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let (path, name) = (entry.path(), entry.file_name());
        let kind = entry.file_type().unwrap(); // the second name of a page is a symlink
        if kind.is_dir() && name != "target" && name != ".git" {
            files.extend(markdown_files(&path));
        } else if kind.is_file() && path.extension().is_some_and(|is| is == "md") {
            files.push(path);
        }
    }
    files
}
