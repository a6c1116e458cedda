//! A writer, which gets the buffers of the chunks.

use std::fmt;
use std::io;
use std::marker::PhantomData;

use super::{Collect, Parts};

/// Takes a writer. Each chunk writes to a buffer, and the calling thread writes the buffers to the writer in slice order
/// while later chunks run. `D` says which trait: `dyn io::Write` or `dyn fmt::Write`.
pub fn write<D, W>(to: &mut W) -> Write<'_, D, W>
where
    D: Written + ?Sized,
    W: WriteTo<D> + ?Sized,
{
    Write {
        to,
        written: PhantomData,
    }
}

/// A writer, which gets the buffers of the chunks; made by [`write`].
pub struct Write<'a, D: ?Sized, W: ?Sized> {
    to: &'a mut W,
    written: PhantomData<fn(&D)>,
}

impl<D: ?Sized, W: ?Sized> fmt::Debug for Write<'_, D, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Write").finish_non_exhaustive()
    }
}

/// The two traits of the standard library that are called `Write`, as their trait objects. So an expansion finds out
/// which one a written name stands for.
#[diagnostic::on_unimplemented(
    message = "`append` cannot write by the trait of `{Self}`",
    label = "neither `std::io::Write` nor `std::fmt::Write`",
    note = "take a `&mut impl std::io::Write`, or use `reduce(name = f)` with a merge of your own"
)]
pub trait Written {
    /// What a chunk writes to. It implements that trait, and has the methods of the trait also where the trait is not
    /// imported, as those of an `impl Trait` are.
    type Buffer: Default + Send;

    /// How writing fails.
    type Error;
}

impl Written for dyn io::Write {
    type Buffer = Bytes;
    type Error = io::Error;
}

impl Written for dyn fmt::Write {
    type Buffer = Text;
    type Error = fmt::Error;
}

/// A writer that buffers can be written to.
#[diagnostic::on_unimplemented(
    message = "`append` cannot write to a `{Self}`",
    label = "does not implement the trait that the option names",
    note = "name the trait that the type implements: `append(out as std::io::Write)` or `append(out as std::fmt::Write)`"
)]
pub trait WriteTo<D: Written + ?Sized> {
    /// Writes all of a buffer.
    ///
    /// # Errors
    ///
    /// The error of the writer.
    fn write_buffer(&mut self, buffer: &D::Buffer) -> Result<(), D::Error>;
}

impl<W: io::Write + ?Sized> WriteTo<dyn io::Write> for W {
    fn write_buffer(&mut self, buffer: &Bytes) -> io::Result<()> {
        self.write_all(&buffer.bytes)?;
        if buffer.is_flushed {
            self.flush()?;
        }
        Ok(())
    }
}

impl<W: fmt::Write + ?Sized> WriteTo<dyn fmt::Write> for W {
    fn write_buffer(&mut self, buffer: &Text) -> fmt::Result {
        self.write_str(&buffer.0)
    }
}

/// What a chunk writes as bytes.
#[derive(Debug, Default)]
pub struct Bytes {
    pub(super) bytes: Vec<u8>,
    /// Whether the body has flushed: then the writer is flushed as well.
    pub(super) is_flushed: bool,
}

impl io::Write for Bytes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    fn write_vectored(&mut self, slices: &[io::IoSlice<'_>]) -> io::Result<usize> {
        self.bytes.write_vectored(slices)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.is_flushed = true;
        Ok(())
    }
}

/// What a chunk writes as text.
#[derive(Debug, Default)]
pub struct Text(pub(super) String);

impl fmt::Write for Text {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.push_str(text);
        Ok(())
    }

    fn write_char(&mut self, char: char) -> fmt::Result {
        self.0.push(char);
        Ok(())
    }
}

/// The methods of a trait, as methods of a type.
macro_rules! methods {
    ($buffer:ident: $trait:path; $($method:ident($($argument:ident: $ty:ty)?) -> $output:ty;)+) => {
        #[allow(clippy::missing_errors_doc)] // those of the trait
        impl $buffer {
            $(
                pub fn $method(&mut self $(, $argument: $ty)?) -> $output {
                    <Self as $trait>::$method(self $(, $argument)?)
                }
            )+
        }
    };
}

methods! { Bytes: io::Write;
    write(bytes: &[u8]) -> io::Result<usize>;
    write_all(bytes: &[u8]) -> io::Result<()>;
    write_vectored(slices: &[io::IoSlice<'_>]) -> io::Result<usize>;
    write_fmt(arguments: fmt::Arguments<'_>) -> io::Result<()>;
    flush() -> io::Result<()>;
    by_ref() -> &mut Self;
}

methods! { Text: fmt::Write;
    write_str(text: &str) -> fmt::Result;
    write_char(char: char) -> fmt::Result;
    write_fmt(arguments: fmt::Arguments<'_>) -> fmt::Result;
}

impl<D: Written + ?Sized, W: ?Sized> Parts for Write<'_, D, W> {
    type Part = D::Buffer;

    const IS_WRITER: bool = true;
}

impl<E, D, W> Collect<E> for Write<'_, D, W>
where
    E: From<D::Error>, // an error of the writer is one of the function
    D: Written + ?Sized,
    W: WriteTo<D> + ?Sized,
{
    fn take(&mut self, buffer: D::Buffer) -> Result<(), E> {
        Ok(self.to.write_buffer(&buffer)?)
    }

    fn finish(self) {}
}
