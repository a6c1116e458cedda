//! Outputs as bytes, to be sent from rank to rank.

use std::any::type_name;
use std::mem::size_of;

use parallelize::backend;
use parallelize::{Spill, current_chunk};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::outcome::Outcome;
use crate::ranks::Gathered;

/// A type whose values can be sent from one rank to another: one that implements [`serde::Serialize`] and
/// [`serde::de::DeserializeOwned`].
///
/// [`Spill`] says in what form that is, and what it cannot carry.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent from one rank to another",
    label = "not both `serde::Serialize` and `serde::de::DeserializeOwned`",
    note = "derive `serde::Serialize` and `serde::Deserialize`; for an error type that you cannot change, return its text"
)]
pub trait Transfer: Spill {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned> Transfer for T {}

/// An output with its length before it.
pub(crate) fn encoded<R: Transfer>(function: &str, output: &R) -> Vec<u8> {
    let mut bytes = vec![0; size_of::<u64>()];
    if let Err(error) = backend::encode(output, &mut bytes) {
        let chunk = current_chunk().map(|chunk| format!(" chunk {} of", chunk.index()));
        panic!(
            "the output of{} `{function}` cannot be sent to other ranks: {error}",
            chunk.unwrap_or_default(),
        );
    }
    let len = bytes.len() - size_of::<u64>();
    bytes[..size_of::<u64>()].copy_from_slice(&(len as u64).to_le_bytes());
    bytes
}

/// The encoded outputs of a rank as one message. An `Err` is a failure, after which later outputs do not count.
pub(crate) fn joined(outputs: Vec<Result<Vec<u8>, Vec<u8>>>) -> Outcome {
    let len = outputs.iter().flatten().map(Vec::len).sum();
    let mut bytes = Vec::with_capacity(len);
    for output in outputs {
        match output {
            Ok(output) => bytes.extend_from_slice(&output),
            Err(output) => {
                bytes.extend_from_slice(&output);
                return Outcome::Stopped(bytes);
            }
        }
    }
    Outcome::Done(bytes)
}

/// From so many bytes on, waking other threads to decode them pays off.
const PARALLEL_DECODE_BYTES: usize = 512 << 10;

/// The outputs of all ranks, in slice order.
pub(crate) fn decoded<R: Transfer + Send>(function: &str, gathered: &Gathered) -> Vec<R> {
    let outputs: Vec<&[u8]> = gathered.by_rank().flat_map(split).collect();
    let len: usize = outputs.iter().map(|bytes| bytes.len()).sum();
    let decoded: std::io::Result<Vec<R>> = if len > PARALLEL_DECODE_BYTES {
        backend::decode_all(&outputs)
    } else {
        outputs.iter().map(|bytes| backend::decode(bytes)).collect()
    };
    decoded.unwrap_or_else(|error| {
        panic!(
            "an output of `{function}`, a `{}`, cannot be made of what another rank sent: {error}; does its `Deserialize` read what its `Serialize` writes?",
            type_name::<R>(),
        )
    })
}

/// The encoded outputs in the message of a rank.
fn split(mut bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let (len, rest) = bytes.split_first_chunk()?;
        let len = usize::try_from(u64::from_le_bytes(*len)).expect("it is in memory");
        let (output, rest) = rest.split_at(len);
        bytes = rest;
        Some(output)
    })
}
