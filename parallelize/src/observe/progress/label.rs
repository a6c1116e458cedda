//! What stands before a bar, if there is one.

use std::borrow::Cow;

/// A value that says whether a call shows its progress: a `bool`, or a string that is the label.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say whether to show progress",
    label = "neither a `bool` nor a label",
    note = "`true` shows a bar with the function's name, and a string is the label: `&str`, `String` or `Cow<str>`"
)]
pub trait Progress {
    #[doc(hidden)]
    fn label(&self) -> Label;
}

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
        // It has one line, and no commands to the terminal.
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

/// The value of the option `progress`, before the arguments that it may be made of have moved.
#[doc(hidden)]
pub fn label<P: Progress + ?Sized>(value: &P) -> Label {
    value.label()
}
