//! output_types
