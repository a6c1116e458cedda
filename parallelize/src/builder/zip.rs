//! [`parallel`] for the arguments that an annotated function cuts together.
//!
//! Each argument is one of a function: a missing bound is then one error, at the argument that lacks the bound. Of a
//! tuple, the compiler would say that the whole cannot be split. No macro writes these functions, because the errors
//! quote them.

#![allow(clippy::many_single_char_names)] // the arguments have no names here

use super::{Parallel, parallel};
use crate::input::Input;

/// Starts a call over two arguments.
pub fn zip2<A: Input<CA>, B: Input<CB>, CA, CB>(a: A, b: B) -> Parallel<'static, (CA, CB)>
where
    CA: Send,
    CB: Send,
{
    parallel((a, b))
}

/// Starts a call over three arguments.
pub fn zip3<A: Input<CA>, B: Input<CB>, C: Input<CC>, CA, CB, CC>(
    a: A,
    b: B,
    c: C,
) -> Parallel<'static, (CA, CB, CC)>
where
    CA: Send,
    CB: Send,
    CC: Send,
{
    parallel((a, b, c))
}

/// Starts a call over four arguments.
pub fn zip4<A: Input<CA>, B: Input<CB>, C: Input<CC>, D: Input<CD>, CA, CB, CC, CD>(
    a: A,
    b: B,
    c: C,
    d: D,
) -> Parallel<'static, (CA, CB, CC, CD)>
where
    CA: Send,
    CB: Send,
    CC: Send,
    CD: Send,
{
    parallel((a, b, c, d))
}

/// Starts a call over five arguments.
pub fn zip5<
    A: Input<CA>,
    B: Input<CB>,
    C: Input<CC>,
    D: Input<CD>,
    E: Input<CE>,
    CA,
    CB,
    CC,
    CD,
    CE,
>(
    a: A,
    b: B,
    c: C,
    d: D,
    e: E,
) -> Parallel<'static, (CA, CB, CC, CD, CE)>
where
    CA: Send,
    CB: Send,
    CC: Send,
    CD: Send,
    CE: Send,
{
    parallel((a, b, c, d, e))
}

/// Starts a call over six arguments.
pub fn zip6<
    A: Input<CA>,
    B: Input<CB>,
    C: Input<CC>,
    D: Input<CD>,
    E: Input<CE>,
    F: Input<CF>,
    CA,
    CB,
    CC,
    CD,
    CE,
    CF,
>(
    a: A,
    b: B,
    c: C,
    d: D,
    e: E,
    f: F,
) -> Parallel<'static, (CA, CB, CC, CD, CE, CF)>
where
    CA: Send,
    CB: Send,
    CC: Send,
    CD: Send,
    CE: Send,
    CF: Send,
{
    parallel((a, b, c, d, e, f))
}
