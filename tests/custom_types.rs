//! custom_types
