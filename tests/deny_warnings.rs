//! deny_warnings
