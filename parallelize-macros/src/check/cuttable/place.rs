//! Where a token was written.

use std::env;
use std::path::{Path, PathBuf};

use proc_macro2::Span;

/// Whether a token was written in this package or its workspace, as opposed to a macro of another crate, whose
/// user could not mend anything. Compilers before 1.88 cannot tell.
pub(super) fn is_written_here(span: Span) -> bool {
    if !proc_macro::is_available() {
        return true; // in tests
    }
    let (Some(file), Some(package)) = (file(span), env::var_os("CARGO_MANIFEST_DIR")) else {
        return true;
    };
    // Cargo names files of the workspace by relative paths.
    file.is_relative() || file.starts_with(Path::new(&package))
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
