//! What the warnings say.

use proc_macro2::Ident;

use super::sign::{Rule, Sign};

/// What happens, and what to write.
pub(super) fn note(sign: &Sign, input: &Ident) -> String {
    let Sign { rule, what, advice, .. } = sign;
    let _ = (advice, input);
    format!("{what} {}", rule.name())
}
