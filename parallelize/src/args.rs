//! The other arguments: every chunk gets its own clone.
//!
//! Arguments enter the builder together, as a tuple, or one after the other, as the attribute hands
//! them over: then a missing bound is reported at the argument that lacks it, and nowhere else. That
//! is what most types here are for. A call starts with a [`Together`], to which [`And`] adds an
//! argument; both are a [`Supply`], which lends [`Clones`] to the workers.

use std::fmt;
use std::panic::resume_unwind;

use crate::sync::{Mutex, lock, unlock};
use crate::unwind::{Payload, catch, catch_beside, discard, first_panic};

/// The arguments of a call being set up, as [`Parallel`](crate::Parallel) carries them.
#[doc(hidden)]
#[derive(Debug)]
pub struct With<S>(pub(crate) S);

/// Arguments that can be shared out to workers.
///
/// Like [`Cutter`](crate::engine::Cutter), implementors carry as functions what the bounds on the
/// arguments promised where these entered, so that a missing bound is reported there, and once.
#[doc(hidden)]
pub trait Supply {
    /// What a worker keeps to make clones of.
    type Own;
    /// What the body is called with.
    type Args;

    /// Lends clones to all workers, then drops the arguments. The error is the panic of dropping
    /// them.
    fn share(self, lend: Lend<'_, Self::Own>) -> Result<(), Payload>;

    fn open(own: Self::Own) -> Self::Args;

    /// The arguments themselves, for a call with a single chunk.
    fn take(self) -> Self::Args;
}

/// What the arguments are lent to.
type Lend<'a, A> = &'a mut dyn FnMut(Lent<'_, A>);

/// Arguments on loan to the workers of a call.
#[doc(hidden)]
#[allow(missing_debug_implementations)] // nobody outside can get one
pub struct Lent<'a, A> {
    /// Makes a clone for one more worker. Only the calling thread does this: arguments need not be
    /// `Sync`, and a lock around the user's `clone` could deadlock with what that does.
    pub(crate) equip: &'a dyn Fn() -> Result<(), Payload>,
    pub(crate) clones: &'a (dyn Clones<A> + Sync),
}

/// Where a worker gets its clones from.
pub(crate) trait Clones<A> {
    /// One of the clones that were made for workers.
    fn take(&self) -> A;

    /// Gives a clone back, for another worker or for the same one later.
    fn give_back(&self, clone: A);

    /// A clone of what this worker has.
    fn duplicate(&self, own: &A) -> A;
}

impl<A: Clone + Send> Clones<A> for Mutex<Vec<A>> {
    fn take(&self) -> A {
        let clone = lock(self).pop();
        clone.expect("a worker is equipped before it starts")
    }

    fn give_back(&self, clone: A) {
        lock(self).push(clone);
    }

    fn duplicate(&self, own: &A) -> A {
        own.clone()
    }
}

/// No arguments.
#[doc(hidden)]
#[derive(Debug)]
pub(crate) struct Nothing;

impl Supply for Nothing {
    type Own = ();
    type Args = ();

    fn share(self, lend: Lend<'_, ()>) -> Result<(), Payload> {
        lend(Lent {
            equip: &|| Ok(()),
            clones: &Nothing,
        });
        Ok(())
    }

    fn open((): ()) {}

    fn take(self) {}
}

impl Clones<()> for Nothing {
    fn take(&self) {}

    fn give_back(&self, (): ()) {}

    fn duplicate(&self, (): &()) {}
}

/// A tuple of arguments that entered together.
#[doc(hidden)]
pub struct Together<A> {
    args: A,
    share: fn(A, Lend<'_, A>) -> Result<(), Payload>,
}

impl<A> fmt::Debug for Together<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Together").finish_non_exhaustive()
    }
}

impl<A: Clone + Send> Together<A> {
    pub(crate) fn new(args: A) -> Self {
        Together {
            args,
            share: |args, lend| {
                let clones = Mutex::new(Vec::new());
                let equip = || {
                    let clone = catch(|| args.clone())?;
                    lock(&clones).push(clone);
                    Ok(())
                };
                lend(Lent {
                    equip: &equip,
                    clones: &clones,
                });
                first_panic(discard(unlock(clones)), catch(|| drop(args)))
            },
        }
    }
}

impl<A> Supply for Together<A> {
    type Own = A;
    type Args = A;

    fn share(self, lend: Lend<'_, A>) -> Result<(), Payload> {
        (self.share)(self.args, lend)
    }

    fn open(own: A) -> A {
        own
    }

    fn take(self) -> A {
        self.args
    }
}

/// Arguments, and one more.
#[doc(hidden)]
#[derive(Debug)]
pub struct And<S, B> {
    pub(crate) first: S,
    pub(crate) last: Together<(B,)>,
}

impl<S, B> Supply for And<S, B>
where
    S: Supply<Args: Push<B>>,
{
    type Own = (S::Own, (B,));
    type Args = <S::Args as Push<B>>::Longer;

    fn share(self, lend: Lend<'_, Self::Own>) -> Result<(), Payload> {
        let mut last = Some(self.last);
        let mut last_outcome = Ok(());
        let first_outcome = self.first.share(&mut |first| {
            let last = last.take().expect("arguments are lent once");
            last_outcome = last.share(&mut |last| {
                lend(Lent {
                    equip: &|| (first.equip)().and_then(|()| (last.equip)()),
                    clones: &Both {
                        first: first.clones,
                        last: last.clones,
                    },
                });
            });
        });
        first_panic(last_outcome, first_outcome)
    }

    fn open((first, (last,)): Self::Own) -> Self::Args {
        S::open(first).push(last)
    }

    fn take(self) -> Self::Args {
        let (last,) = self.last.take();
        self.first.take().push(last)
    }
}

struct Both<'a, A, B> {
    first: &'a (dyn Clones<A> + Sync),
    last: &'a (dyn Clones<B> + Sync),
}

impl<A, B> Clones<(A, B)> for Both<'_, A, B> {
    fn take(&self) -> (A, B) {
        (self.first.take(), self.last.take())
    }

    fn give_back(&self, (first, last): (A, B)) {
        self.first.give_back(first);
        self.last.give_back(last);
    }

    fn duplicate(&self, (first, last): &(A, B)) -> (A, B) {
        let first = self.first.duplicate(first);
        let both = catch_beside(first, |_| self.last.duplicate(last));
        both.unwrap_or_else(|payload| resume_unwind(payload))
    }
}

/// A tuple that can take one more element: one of at most eleven.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot take one more argument",
    label = "begin with a tuple, `with((x,))`; it can grow to twelve arguments"
)]
#[doc(hidden)]
pub trait Push<B> {
    type Longer;

    fn push(self, last: B) -> Self::Longer;
}

macro_rules! push {
    ($($element:ident)*) => {
        impl<$($element,)* Last> Push<Last> for ($($element,)*) {
            type Longer = ($($element,)* Last,);

            #[allow(non_snake_case)] // the elements are named like their types
            fn push(self, last: Last) -> Self::Longer {
                let ($($element,)*) = self;
                ($($element,)* last,)
            }
        }
    };
}

push!();
push!(A);
push!(A B);
push!(A B C);
push!(A B C D);
push!(A B C D E);
push!(A B C D E F);
push!(A B C D E F G);
push!(A B C D E F G H);
push!(A B C D E F G H I);
push!(A B C D E F G H I J);
push!(A B C D E F G H I J K);

/// The clones of one worker: one to copy from, and for each chunk a copy.
pub(crate) struct OwnClones<'a, A> {
    clones: &'a (dyn Clones<A> + Sync),
    own: Option<A>,
}

impl<'a, A> OwnClones<'a, A> {
    pub(crate) fn new(clones: &'a (dyn Clones<A> + Sync)) -> Self {
        OwnClones { clones, own: None }
    }

    pub(crate) fn next(&mut self) -> A {
        let own = self.own.get_or_insert_with(|| self.clones.take());
        self.clones.duplicate(own)
    }

    /// Keeps the clone to copy from for later, with the others that were lent.
    pub(crate) fn give_back(self) {
        if let Some(own) = self.own {
            self.clones.give_back(own);
        }
    }
}
