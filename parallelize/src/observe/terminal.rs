//! The terminal of stderr.

use std::env;
use std::io::Write;
use std::sync::OnceLock;

/// Whether the terminal shows more than ASCII, by the locale. The environment is read once per process.
pub(crate) fn is_unicode() -> bool {
    static IS_UNICODE: OnceLock<bool> = OnceLock::new();
    *IS_UNICODE.get_or_init(|| {
        let set = |name| env::var(name).ok().filter(|value| !value.is_empty());
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set);
        let locale = locale.unwrap_or_default().to_uppercase();
        // The environment of Windows has no locale, and the console of Windows takes Unicode.
        cfg!(windows) || locale.contains("UTF-8") || locale.contains("UTF8")
    })
}

/// Whether bars may have more than ASCII in them. On Windows, bars do not go through `io::stderr`, which alone knows
/// how to print Unicode there.
#[cfg(feature = "progress")]
pub(crate) fn has_unicode_bars() -> bool {
    !cfg!(windows) && is_unicode()
}

/// Whether stderr is a terminal that can draw a line again and again. The answer is found once per process.
#[cfg(feature = "progress")]
pub(crate) fn shows_bars() -> bool {
    use std::io::{IsTerminal, stderr};

    static SHOWS_BARS: OnceLock<bool> = OnceLock::new();
    *SHOWS_BARS.get_or_init(|| {
        let is_plain = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let is_dumb = env::var_os("TERM").is_some_and(|value| value == "dumb");
        stderr().is_terminal() && !is_plain && !is_dumb
    })
}

/// Prints `text` to stderr, above the bars. A stderr that takes no output is no reason to fail.
pub(crate) fn print(text: &str) {
    #[cfg(feature = "progress")]
    let mut stderr = super::screen::Stderr;
    #[cfg(not(feature = "progress"))]
    let mut stderr = std::io::stderr();
    let _ = stderr.write_all(text.as_bytes());
}
