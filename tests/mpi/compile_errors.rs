//! What the compiler says to functions that cannot run on several ranks.

use std::io::Write;
use std::process::Command;

use trybuild::TestCases;

/// The version whose words are quoted in the snapshots.
const QUOTED: &str = "rustc 1.95.";

#[test]
fn what_several_ranks_cannot_do_is_said_in_the_words_of_the_library() {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("--version").output();
    let version = version.expect("the compiler runs").stdout;
    if !version.starts_with(QUOTED.as_bytes()) {
        let version = String::from_utf8_lossy(&version);
        // Not by a macro: the test harness would keep that to itself.
        let notice = format!("SKIPPED: the snapshots quote {QUOTED}, this is {version}");
        let _ = std::io::stderr().write_all(notice.as_bytes());
        return;
    }
    TestCases::new().compile_fail("ui/*.rs");
}
