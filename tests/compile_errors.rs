//! What the compiler says to mistakes: one error each, at the token to change, and no other.

use std::process::Command;

/// The version whose words the snapshots in `ui/bounds` quote.
const QUOTED: &str = "rustc 1.95.";

#[test]
fn mistakes_are_reported_in_the_words_of_the_library() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/signature/*.rs");
    cases.compile_fail("ui/input/*.rs");
    cases.compile_fail("ui/options/*.rs");
    cases.compile_fail("ui/output/*.rs");
}

#[test]
fn missing_bounds_are_reported_at_the_signature() {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("--version").output();
    let version = version.expect("the compiler runs").stdout;
    if version.starts_with(QUOTED.as_bytes()) {
        trybuild::TestCases::new().compile_fail("ui/bounds/*.rs");
    }
}
