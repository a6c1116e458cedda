//! The label of a bar, if a call is to show a bar.

use std::borrow::Cow;

/// A value that says whether a call shows its progress: a `bool`, or a string that is the label.
///
/// This trait is sealed: only types of this list implement it.
///
/// # Examples
///
/// ```
/// use parallelize::parallel;
///
/// let label = format!("{} words", 2);
/// parallel(&["a", "b"]).progress(&label).per_chunk(|_| ());
/// parallel(&["a", "b"]).progress(false).per_chunk(|_| ());
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say whether to show progress",
    label = "neither a `bool` nor a label",
    note = "`true` shows a bar with the function's name, and a string is the label: `&str`, `String` or `Cow<str>`"
)]
pub trait Progress: sealed::SealedProgress {
    #[doc(hidden)]
    fn label(&self) -> Label;
}

mod sealed {
    /// Keeps [`Progress`](super::Progress) to this crate.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` cannot implement `Progress`, which is sealed",
        label = "only `parallelize` implements `Progress`",
        note = "pass a `bool` or a string to `progress`: `&str`, `String` or `Cow<str>`"
    )]
    pub trait SealedProgress {}
}

impl sealed::SealedProgress for Label {}
impl sealed::SealedProgress for bool {}
impl sealed::SealedProgress for str {}
impl sealed::SealedProgress for String {}
impl sealed::SealedProgress for Cow<'_, str> {}
impl<P: Progress + ?Sized> sealed::SealedProgress for &P {}

/// What stands before a bar.
#[doc(hidden)]
#[derive(Clone, Debug, Default)]
pub enum Label {
    /// There is no bar.
    #[default]
    Nothing,
    Function,
    Text(String),
}

impl Progress for Label {
    fn label(&self) -> Label {
        self.clone()
    }
}

impl Progress for bool {
    fn label(&self) -> Label {
        if *self {
            Label::Function
        } else {
            Label::Nothing
        }
    }
}

impl Progress for str {
    fn label(&self) -> Label {
        // A label has one line, and no commands to the terminal.
        Label::Text(self.replace(char::is_control, " "))
    }
}

impl Progress for String {
    fn label(&self) -> Label {
        self.as_str().label()
    }
}

impl Progress for Cow<'_, str> {
    fn label(&self) -> Label {
        self.as_ref().label()
    }
}

impl<P: Progress + ?Sized> Progress for &P {
    fn label(&self) -> Label {
        (**self).label()
    }
}

/// The label that the option `progress` gives, while the arguments of the function are still there to be read.
#[doc(hidden)]
pub fn label<P: Progress + ?Sized>(value: &P) -> Label {
    value.label()
}
