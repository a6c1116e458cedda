//! shadowing
