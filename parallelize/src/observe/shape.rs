//! How large a call is, in plain numbers.

/// How large a call is.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "tracing"), allow(dead_code))] // only spans tell how many chunks there are
pub(crate) struct Shape {
    pub(crate) elements: usize,
    pub(crate) chunks: usize,
    pub(crate) jobs: usize,
}
