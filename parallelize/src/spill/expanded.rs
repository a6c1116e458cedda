//! What expansions of the attribute use, besides the builder.

#![allow(missing_docs, clippy::missing_errors_doc)] // hidden

use std::io;
use std::marker::PhantomData;

use super::directory::{Target, WriteToFile};
use super::error::SpillError;

/// The value of the option `write_to_file`, before the arguments that it may be made of have moved.
pub fn target<W: WriteToFile + ?Sized>(value: &W) -> Target {
    value.target()
}

/// What a function that returns `$output` does with a [`SpillError`].
#[doc(hidden)]
#[macro_export]
macro_rules! __returned {
    ($error:ident, $output:ty) => {{
        use $crate::__private::{OrConvert as _, OrPanic as _};
        $crate::__private::Refused::<$output>::new($error).into_output()
    }};
}

/// A [`SpillError`] in a function that returns `R`. It is returned where `R` is a `Result` whose errors
/// are made of `io::Error`s or of `SpillError`s, and a panic elsewhere: the compiler takes a method of
/// the type itself, then one of a trait, then one of a trait for a reference, the first of them whose
/// bounds are met.
#[derive(Debug)]
pub struct Refused<R> {
    error: SpillError,
    output: PhantomData<fn() -> R>,
}

impl<R> Refused<R> {
    #[must_use]
    pub fn new(error: SpillError) -> Self {
        Refused {
            error,
            output: PhantomData,
        }
    }
}

impl<T, E: From<io::Error>> Refused<Result<T, E>> {
    pub fn into_output(self) -> Result<T, E> {
        Err(io::Error::from(self.error).into())
    }
}

pub trait OrConvert<R> {
    fn into_output(self) -> R;
}

impl<T, E: From<SpillError>> OrConvert<Result<T, E>> for Refused<Result<T, E>> {
    fn into_output(self) -> Result<T, E> {
        Err(self.error.into())
    }
}

pub trait OrPanic<R> {
    #[track_caller]
    fn into_output(self) -> R;
}

impl<R> OrPanic<R> for &Refused<R> {
    #[track_caller]
    fn into_output(self) -> R {
        panic!("{}", self.error)
    }
}
