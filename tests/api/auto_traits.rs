//! Which auto traits the public types have. Losing one breaks users, and so does taking back one that was never meant.
//!
//! Every public type belongs into the table. The compiler checks the table; there is nothing to run.

use std::cell::Cell;
use std::marker::PhantomData;
use std::panic::{RefUnwindSafe, UnwindSafe};

use parallelize::backend::{Cuts, Grain, Options, Threads};
use parallelize::check::{Check, Counterexample, Difference, Equal, Printed, SameBy, Within};
use parallelize::progress::Stderr;
use parallelize::{
    Chunk, ChunkReport, Ending, Parallel, Report, SpillError, Spilled, SpilledIntoIter,
    SpilledIter, Spilling, SpillingStream, Stream,
};

/// Neither `Sync` nor `RefUnwindSafe`.
#[allow(dead_code)] // Rust 1.85 overlooks uses in a `const _`
type Local = Cell<u8>;
/// Neither `Send` nor `Sync`.
#[allow(dead_code)] // Rust 1.85 overlooks uses in a `const _`
type Pointer = *const u8;

/// Whether a type has a trait: the constant of `Of` itself comes before that of `Otherwise`, but exists only with it.
macro_rules! has {
    ($type:ty: $auto:ident) => {{
        struct Of<T>(PhantomData<T>);
        #[allow(dead_code)] // where the type has it
        trait Otherwise {
            const HAS: bool = false;
        }
        impl<T> Otherwise for Of<T> {}
        #[allow(dead_code)] // where it does not
        impl<T: $auto> Of<T> {
            const HAS: bool = true;
        }
        Of::<$type>::HAS
    }};
}

macro_rules! auto_traits {
    ($($type:ty: $send:literal $sync:literal $unwind:literal $ref_unwind:literal;)*) => {$(
        const _: () = {
            assert!(has!($type: Send) == $send, "`Send`");
            assert!(has!($type: Sync) == $sync, "`Sync`");
            assert!(has!($type: UnwindSafe) == $unwind, "`UnwindSafe`");
            assert!(has!($type: RefUnwindSafe) == $ref_unwind, "`RefUnwindSafe`");
        };
    )*};
}

auto_traits! {
    //                         Send  Sync  UnwindSafe RefUnwindSafe
    Chunk:                     true  true  true true;
    Report:                    true  true  true true;
    ChunkReport:               true  true  true true;
    Ending:                    true  true  true true;
    Stderr:                    true  true  true true;
    Options:                   true  true  true true;
    Grain:                     true  true  true true;
    Cuts:                      true  true  true true;
    Threads:                   true  true  true true;

    // As the input.
    Parallel<'static, Vec<u8>>: true  true  true true;
    Parallel<'static, Local>:   true  false true false;
    Parallel<'static, Pointer>: false false true true;
    Parallel<'static, &'static mut u8>: true  true  false true;
    Spilling<'static, Vec<u8>>: true  true  true true;
    Spilling<'static, Local>:   true  false true false;
    Spilling<'static, Pointer>: false false true true;
    Stream<std::vec::IntoIter<u8>>: true true true true;
    Stream<Local>:              true  false true false;
    Stream<Pointer>:            false false true true;
    SpillingStream<std::vec::IntoIter<u8>>: true true true true;
    SpillingStream<Local>:      true  false true false;
    SpillingStream<Pointer>:    false false true true;
    Check<Vec<u8>, Pointer>:   true  true  true true;
    Check<Local, ()>:          true  false true false;
    Check<Pointer, ()>:        false false true true;
    Equal:                     true  true  true true;
    Within:                    true  true  true true;
    Printed:                   true  true  true true;

    // As the function.
    SameBy<Pointer, fn()>:     true  true  true true;
    SameBy<u8, Pointer>:       false false true true;

    Counterexample:            true  true  true true;
    Difference:                true  true  true true;

    // An `io::Error` is not for use after a panic.
    SpillError:                true  true  false false;

    // Items are in files: whatever they are, nothing of them is shared.
    Spilled<u8>:                    true  true  true true;
    Spilled<Pointer>:               true  true  true true;
    // Some items are in memory, and an error may be.
    SpilledIter<'static, u8>:       true  true  false false;
    SpilledIter<'static, Local>:    true  false false false;
    SpilledIter<'static, Pointer>:  false false false false;
    SpilledIntoIter<u8>:            true  true  false false;
    SpilledIntoIter<Local>:         true  false false false;
    SpilledIntoIter<Pointer>:       false false false false;
}
