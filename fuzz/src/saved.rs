//! Files that `Spilled::save` may or may not have made.

mod checksums;
mod types;

use std::fmt::Debug;
use std::fs;
use std::path::Path;

use parallelize::{Spill, Spilled, parallel};

pub use self::types::{TYPES, Type};

/// Reads a file. The first byte of `input` says as what type, and whether its checksums are to be made
/// to fit: otherwise hardly any change of a file would get any further.
pub fn check(input: &[u8]) {
    let Some((&choice, content)) = input.split_first() else {
        return;
    };
    let mut content = content.to_vec();
    if choice & REPAIR != 0 {
        checksums::repair(&mut content);
    }
    let file = tempfile::NamedTempFile::new().expect("a file");
    fs::write(file.path(), &content).expect("it is written to");
    let chosen = usize::from(choice & !REPAIR) % TYPES.len();
    (TYPES[chosen].check)(file.path());
}

const REPAIR: u8 = 1 << 7;

/// Inputs for `check`: files of examples of all types.
pub fn examples() -> impl Iterator<Item = Vec<u8>> {
    (REPAIR..).zip(TYPES).map(|(choice, kind)| {
        let file = tempfile::NamedTempFile::new().expect("a file");
        (kind.save_example)(file.path());
        let content = fs::read(file.path()).expect("it was saved");
        [&[choice], &content[..]].concat()
    })
}

/// Reads a file as one of items of type `T`: it is refused, or has the items that it says. What has been
/// read is kept by a further file, or refused.
fn check_as<T: Spill + Clone + Debug + Send + Sync>(path: &Path) {
    let Ok(opened) = Spilled::<T>::open(path) else {
        return;
    };
    let len = opened.len();
    let mut items = Vec::new();
    let mut read = opened.iter();
    let failure = read.by_ref().find_map(|item| {
        let keep = |item| items.push(item);
        item.map(keep).err()
    });
    assert!(read.next().is_none(), "nothing comes after a failure");
    assert!(failure.is_some() || items.len() == len, "items are missing");
    let at_once = opened.into_vec();
    assert_eq!(at_once.is_err(), failure.is_some(), "both ways find it");

    let text = format!("{items:?}");
    let again = parallel(&items).jobs(1).write_to_file(true);
    if let Ok(again) = again.flatten(<[T]>::to_vec) {
        assert_eq!(
            format!("{again:?}"),
            text,
            "what is read is what was written"
        );
    }
}

fn save_example<T: Spill + Clone + Send + Sync>(items: &[T], path: &Path) {
    let spilled = parallel(items).write_to_file(true).spilled(<[T]>::to_vec);
    spilled
        .and_then(|spilled| spilled.save(path))
        .expect("it is saved");
}
