//! The other arguments of an annotated function, as its body captures them.
//!
//! The body gets each argument anew for every chunk: a clone of an [`Argument`], the reference of a [`Shared`].
//! Both are `Sync` by the bound of their only constructor. A missing bound is one error then, at the argument,
//! and none of the closure that captures it.

#![allow(unsafe_code)] // all of it is about who may touch the value of an `Argument`, and from which thread

use std::borrow::BorrowMut;
use std::cell::{Cell, UnsafeCell};

use crate::plan::is_only_chunk;
#[cfg(parallelize_loom)]
use crate::sys::sync::CellOfThread;
use crate::sys::sync::{AtomicUsize, Ordering, ThreadId, current_thread, of_thread};

/// Takes an argument by value, which each chunk gets a clone of.
///
/// It comes in a tuple. With the bare value, the compiler would advise to dereference what lacks a bound.
pub fn argument<T>((value,): (T,)) -> Argument<T>
where
    T: Clone + Sync, // take `&T` to share one; by value, each chunk gets its own clone, made by its worker
{
    Argument {
        state: AtomicUsize::new(0),
        maker: this_thread(),
        clone: T::clone,
        value: UnsafeCell::new(Some(value)),
    }
}

/// As [`argument`], for a type whose bounds no signature can state.
pub fn given<T>(value: (T,)) -> Argument<T>
where
    T: Given + Sync, // as for `argument`
{
    argument(value)
}

/// `Clone`, in words for those who wrote an argument by value.
#[diagnostic::on_unimplemented(
    message = "each chunk gets a clone of this argument, and `{Self}` is not `Clone`",
    label = "take `&{Self}` to share one",
    note = "with `Clone` for `{Self}`, each chunk can have its own"
)]
pub trait Given: Clone {}

#[diagnostic::do_not_recommend]
impl<T: Clone> Given for T {}

/// Takes a clone of an argument by value: an option goes on to look at the argument while the call runs.
pub fn argument_of<T>((value,): (&T,)) -> Argument<T>
where
    T: Clone + Sync, // as for `argument`
{
    argument((value.clone(),))
}

/// Takes a reference, which all chunks share.
pub fn shared<T>(value: &T) -> Shared<'_, T>
where
    T: ?Sized + Sync, // all workers share it
{
    Shared(value)
}

/// An argument by value.
///
/// Its value is either read by any number of threads, which clone it, or taken, once, by the thread that made
/// the `Argument`. `state` says which: the number of readers, or [`TAKEN`].
#[derive(Debug)]
pub struct Argument<T> {
    state: AtomicUsize,
    maker: ThreadId,
    /// `T::clone`. The bound stands at the constructor alone.
    clone: fn(&T) -> T,
    value: UnsafeCell<Option<T>>,
}

/// The state of an argument that a body has taken; never a number of readers.
const TAKEN: usize = usize::MAX;

// SAFETY: a shared `Argument` gives other threads a `&T` to clone, and what such a clone made is theirs. `T: Sync`
// allows the first, and the constructor asks for it. The value itself moves to no other thread: `take` refuses
// all but the one that made the `Argument`, and a `T` that is not `Send` cannot have come there by a move of the
// `Argument`, which is not `Send` either. The atomic state keeps readers and the taker apart.
unsafe impl<T> Sync for Argument<T> {}

impl<T> Argument<T> {
    /// The value for the running chunk: the value itself for an only chunk, else a clone.
    ///
    /// # Panics
    ///
    /// When an only chunk has taken the value before. No call of this library asks again.
    pub fn get(&self) -> T {
        if is_only_chunk() {
            if let Some(value) = self.take() {
                return value;
            }
        }
        self.cloned()
            .expect("an argument that the only chunk has taken cannot be given to another")
    }

    /// The value itself, unless somebody reads it, or this is another thread than that which made the `Argument`.
    pub(crate) fn take(&self) -> Option<T> {
        if self.maker != this_thread() {
            return None;
        }
        // `Acquire` meets the `Release` of each reader that has left: their uses of the value came before.
        let left = self
            .state
            .compare_exchange(0, TAKEN, Ordering::Acquire, Ordering::Relaxed);
        left.ok()?;
        // SAFETY: nobody reads the value, and from now on nobody can: a reader enters no state that is `TAKEN`, and
        // no state leaves it. Nobody else takes it, as that needs a state of 0.
        unsafe { (*self.value.get()).take() }
    }

    /// A clone, unless the value has been taken.
    pub(crate) fn cloned(&self) -> Option<T> {
        let one_more = |readers: usize| (readers < TAKEN - 1).then(|| readers + 1);
        let entered = self
            .state
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_more);
        entered.ok()?;
        // Leaves also when `clone` panics.
        let _reader = Reader(&self.state);
        // SAFETY: while there is a reader the state is not 0, and nobody takes the value. Other readers share it.
        let value = unsafe { &*self.value.get() };
        value.as_ref().map(self.clone)
    }
}

struct Reader<'a>(&'a AtomicUsize);

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Release);
    }
}

/// An argument that is a reference.
#[derive(Debug)]
pub struct Shared<'a, T: ?Sized>(&'a T);

// SAFETY: a shared `Shared` gives other threads a `&T`. `T: Sync` allows that, and the constructor asks for it.
unsafe impl<T: ?Sized> Sync for Shared<'_, T> {}

impl<'a, T: ?Sized> Shared<'a, T> {
    /// The reference.
    #[must_use]
    pub fn get(&self) -> &'a T {
        self.0
    }
}

/// Takes working memory, in a tuple as [`argument`] does. Each chunk gets a copy of what the caller passed.
pub fn scratch<B, O>((value,): (&mut B,)) -> Scratch<'_, B, O>
where
    B: ToOwned<Owned = O> + Sync + ?Sized, // the copies are made by the workers
    O: BorrowMut<B>,
{
    Scratch {
        value: shared(value),
        copy: B::to_owned,
        lend: O::borrow_mut,
    }
}

/// Working memory. As for an [`Argument`], the bounds stand at the constructor alone.
#[derive(Debug)]
pub struct Scratch<'a, B: ?Sized, O> {
    value: Shared<'a, B>,
    copy: fn(&B) -> O,
    lend: fn(&mut O) -> &mut B,
}

impl<B: ?Sized, O> Scratch<'_, B, O> {
    /// A copy for the running chunk.
    #[must_use]
    pub fn get(&self) -> O {
        (self.copy)(self.value.get())
    }

    /// The copy as the body sees it. (`self` says what the body takes: of a `Vec`, that could be a slice.)
    pub fn lend<'c>(&self, copy: &'c mut O) -> &'c mut B {
        (self.lend)(copy)
    }
}

of_thread! {
    /// The running thread's number, once it is known: the standard library counts owners to tell it.
    static THIS_THREAD: Cell<Option<ThreadId>> = None;
}

/// The running thread. No later thread gets its number, as a later thread could get the address of a thread-local.
fn this_thread() -> ThreadId {
    THIS_THREAD.get().unwrap_or_else(|| {
        let this_thread = current_thread().id();
        THIS_THREAD.set(Some(this_thread));
        this_thread
    })
}

#[cfg(all(test, not(parallelize_loom)))]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::argument;
    use crate::plan::Place;

    #[test]
    fn an_only_chunk_takes_the_value_and_others_clone_it() {
        let text = String::from("text");
        let address = text.as_ptr();
        let argument = argument((text,));
        let clone = argument.get();
        assert_ne!(clone.as_ptr(), address, "outside of all chunks");
        let _inside = Place::enter_whole(1);
        let text = argument.get();
        assert_eq!(text.as_ptr(), address);
    }

    #[test]
    fn an_only_chunk_on_another_thread_clones_the_value() {
        let argument = argument((String::from("text"),));
        std::thread::scope(|scope| {
            let text = scope.spawn(|| {
                let _inside = Place::enter_whole(1);
                argument.get()
            });
            assert_eq!(text.join().unwrap(), "text");
        });
        assert_eq!(argument.get(), "text", "the value was not taken");
    }

    #[test]
    #[should_panic(expected = "that the only chunk has taken")]
    fn an_argument_that_was_taken_is_not_given_again() {
        let argument = argument((String::from("text"),));
        let inside = Place::enter_whole(1);
        drop(argument.get());
        drop(inside);
        drop(argument.get());
    }

    /// Cannot be cloned the first time.
    struct Fragile(AtomicBool);

    impl Clone for Fragile {
        fn clone(&self) -> Self {
            assert!(
                self.0.swap(true, Ordering::Relaxed),
                "the first clone fails"
            );
            Fragile(AtomicBool::new(true))
        }
    }

    #[test]
    fn a_clone_that_panics_leaves_the_value_to_be_taken() {
        let argument = argument((Fragile(AtomicBool::new(false)),));
        assert!(catch_unwind(AssertUnwindSafe(|| argument.get())).is_err());
        assert!(argument.take().is_some());
        assert!(argument.take().is_none());
    }
}
