//! How large a call is, in plain numbers.

/// How large a call is.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "tracing"), allow(dead_code))] // only spans tell how many chunks there are
pub(crate) struct Shape {
    /// `None` for a stream, unless the stream knows.
    pub(crate) elements: Option<usize>,
    /// `None` for a stream.
    pub(crate) chunks: Option<usize>,
    pub(crate) jobs: usize,
}

impl Shape {
    /// A call that runs whole, over an input of `len` elements.
    pub(crate) fn whole(len: usize) -> Self {
        Shape {
            elements: Some(len),
            chunks: Some(1),
            jobs: 1,
        }
    }

    /// A stream whose iterator gives this hint of its size.
    pub(crate) fn of_stream((least, most): (usize, Option<usize>), jobs: usize) -> Self {
        Shape {
            elements: most.filter(|most| *most == least),
            chunks: None,
            jobs,
        }
    }
}
