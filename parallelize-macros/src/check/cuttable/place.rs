//! Where a token was written.

use std::path::{Path, PathBuf};

use proc_macro2::Span;

/// Whether a token was written in a macro of a package that Cargo has downloaded. Who uses such a macro can mend
/// nothing in its text. Compilers before 1.88 cannot tell.
pub(super) fn is_foreign(span: Span) -> bool {
    proc_macro::is_available() && file(span).is_some_and(|file| is_downloaded(&file))
}

/// Cargo unpacks packages into `registry/src` and `git/checkouts`. The compiler names files of the package at hand
/// by relative paths, even there.
fn is_downloaded(file: &Path) -> bool {
    let folders: Vec<_> = file.iter().collect();
    let is_in = |one: &str, two: &str| {
        folders
            .windows(2)
            .any(|pair| pair[0] == one && pair[1] == two)
    };
    file.is_absolute() && (is_in("registry", "src") || is_in("git", "checkouts"))
}

fn file(span: Span) -> Option<PathBuf> {
    /// Stands in for the method of the same name where the compiler has none.
    #[allow(dead_code)]
    trait Unknown: Sized {
        fn local_file(&self) -> Option<PathBuf> {
            None
        }
    }
    impl Unknown for proc_macro::Span {}

    #[allow(clippy::incompatible_msrv)] // see above
    span.unwrap().local_file()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::is_downloaded;

    #[test]
    fn packages_that_cargo_unpacks_are_told_by_their_folders() {
        for (file, expected) in [
            ("src/lib.rs", false),
            ("/home/someone/project/src/lib.rs", false),
            (
                "/home/someone/.cargo/registry/src/some-index/crate-1.0.0/src/lib.rs",
                true,
            ),
            (
                "/home/someone/.cargo/git/checkouts/crate/0123abc/src/lib.rs",
                true,
            ),
            ("registry/src/lib.rs", false),
        ] {
            assert_eq!(
                is_downloaded(Path::new(file)),
                expected && cfg!(unix),
                "{file}"
            );
        }
    }
}
