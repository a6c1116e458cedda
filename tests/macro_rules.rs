//! macro_rules
