//! Which way the arrows point: a file uses files below its own, and nothing above.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::{root, sources};

/// The rooms of each crate, from the top floor down. Rooms on one floor do not use each other. `models` are tests.
const FLOORS: [(&str, &[&[&str]]); 3] = [
    (
        "parallelize",
        &[
            &["lib", "guide", "models"],
            &["backend"],
            &["spill"],
            &["builder"],
            &["call", "check"],
            &["output"],
            &["observe", "input", "threads", "argument"],
            &["plan"],
            &["sys"],
        ],
    ),
    (
        "parallelize-macros",
        &[
            &["lib", "tests"],
            &["rewrite"],
            &["expand", "check"],
            &["plan"],
            &["parse"],
            &["diagnostics", "fragments"],
            &["syntax"],
        ],
    ),
    (
        "parallelize-mpi",
        &[
            &["lib"],
            &["keep_local", "with"],
            &["call"],
            &["collect"],
            &["gather"],
            &["input", "transfer"],
            &["session"],
            &["agreement", "launcher"],
            &["outcome"],
            &["ranks"],
        ],
    ),
];

/// The rooms that a file names behind `crate::` in code, and the crate's own items, which are its lib's.
fn used(source: &str) -> BTreeSet<&str> {
    let code = source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let paths = code.flat_map(|line| line.split(" crate::").skip(1));
    let names = paths.flat_map(|path| match path.strip_prefix('{') {
        Some(several) => several.split(", ").collect(),
        None => vec![path],
    });
    names
        .map(|name| {
            name.split(|c: char| !c.is_alphanumeric() && c != '_')
                .next()
                .unwrap()
        })
        .collect()
}

#[test]
fn no_file_uses_a_file_above() {
    for (member, floors) in FLOORS {
        let floor_of = |room: &str| floors.iter().position(|floor| floor.contains(&room));
        let folder = root().join(member).join("src");
        for path in sources(&folder) {
            let inside = path.strip_prefix(&folder).unwrap();
            let room = inside
                .iter()
                .next()
                .map(Path::new)
                .unwrap()
                .with_extension("");
            let room = room.to_str().unwrap();
            let floor = floor_of(room).unwrap_or_else(|| panic!("{room} has no floor in {member}"));
            let source = fs::read_to_string(&path).unwrap();
            for other in used(&source) {
                let is_below = floor_of(other).is_some_and(|below| other == room || below > floor);
                assert!(
                    is_below || floor == 0,
                    "{member}: {} uses {other}",
                    inside.display()
                );
            }
        }
    }
}
