//! compile_errors
