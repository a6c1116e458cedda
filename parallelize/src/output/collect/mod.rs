//! The `&mut` arguments that a body adds to. Each chunk adds to a part of its own. The calling thread brings the
//! parts together in slice order.

mod append;
mod finish;
mod fold;
#[cfg(feature = "write_to_file")]
mod sent;
mod write;

pub use self::append::append;
pub(crate) use self::finish::Collected;
pub use self::finish::with_parts;
pub use self::fold::fold;
pub use self::write::{Written, write};
use super::List;

/// One `&mut` argument, or a tuple of several, as chunks see it.
pub trait Parts {
    /// What one chunk adds to. Each chunk begins with the default.
    type Part: Default + Send;

    /// Whether parts are written out as soon as their turn comes, and only a bounded number of them waits.
    const IS_WRITER: bool = false;

    /// The part as a list that workers can join.
    #[doc(hidden)]
    fn as_list(_part: &mut Self::Part) -> Option<&mut dyn List> {
        None
    }
}

/// How parts come together. A failure to write becomes an error of type `E`, which is the error type of the function.
pub trait Collect<E>: Parts {
    /// Takes in the part of the next chunk.
    ///
    /// # Errors
    ///
    /// If the part cannot be written.
    fn take(&mut self, part: Self::Part) -> Result<(), E>;

    /// Ends a call that has not failed: now the argument changes, if the argument is no writer.
    fn finish(self);
}

macro_rules! tuple {
    ($($collector:ident $value:ident $part:ident)+) => {
        impl<$($collector: Parts),+> Parts for ($($collector,)+) {
            type Part = ($($collector::Part,)+);

            const IS_WRITER: bool = false $(|| $collector::IS_WRITER)+;

            fn as_list(($($part,)+): &mut Self::Part) -> Option<&mut dyn List> {
                let mut lists = [$($collector::as_list($part)),+].into_iter();
                match (lists.next(), lists.next()) {
                    (Some(only), None) => only,
                    _ => None,
                }
            }
        }

        impl<E, $($collector: Collect<E>),+> Collect<E> for ($($collector,)+) {
            fn take(&mut self, ($($part,)+): Self::Part) -> Result<(), E> {
                let ($($value,)+) = self;
                $($value.take($part)?;)+
                Ok(())
            }

            fn finish(self) {
                let ($($value,)+) = self;
                $($value.finish();)+
            }
        }
    };
}

tuple!(A a part_a);
tuple!(A a part_a B b part_b);
tuple!(A a part_a B b part_b C c part_c);
tuple!(A a part_a B b part_b C c part_c D d part_d);
tuple!(A a part_a B b part_b C c part_c D d part_d F f part_f);
tuple!(A a part_a B b part_b C c part_c D d part_d F f part_f G g part_g);
