//! no_implicit_prelude
