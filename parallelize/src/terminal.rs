//! What the terminal can show.

use std::env;
use std::sync::OnceLock;

/// Whether it can be expected to show more than ASCII; found out once per process.
pub(crate) fn is_unicode() -> bool {
    static IS_UNICODE: OnceLock<bool> = OnceLock::new();
    *IS_UNICODE.get_or_init(|| {
        let set = |name| env::var(name).ok().filter(|value| !value.is_empty());
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set);
        let locale = locale.unwrap_or_default().to_uppercase();
        // There is no locale in the environment of Windows, whose console takes Unicode.
        cfg!(windows) || locale.contains("UTF-8") || locale.contains("UTF8")
    })
}

/// Whether stderr is a terminal where a line can be drawn again and again; found out once per process.
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
