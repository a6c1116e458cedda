//! The agreement of the ranks before each call: all of them are about to make the same one.

use std::any::type_name;
use std::fmt::Write;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::resume_unwind;

use parallelize::backend::{self, Options};

use crate::outcome::{Outcome, Payload};
use crate::ranks::Ranks;

/// What a rank is about to do. It must be the same on all ranks.
pub(crate) struct Intent {
    description: String,
    /// A checksum of the input, or 0 if the call compares no inputs. The description tells the two apart.
    fingerprint: u64,
}

/// The size of a call's input.
pub(crate) struct CallShape {
    /// The elements of the whole input.
    pub(crate) len: usize,
    pub(crate) is_sharded: bool,
}

/// What rank 0 decides for all ranks.
pub(crate) struct Consensus {
    /// The number of workers that automatic boundaries are for.
    pub(crate) workers: usize,
}

/// Why the ranks do nothing together.
pub(crate) enum Refusal {
    /// The ranks are about to do different things.
    Disagreement(String),
    /// A rank panicked before it could say what it is about to do.
    Panic(Payload),
}

impl Refusal {
    #[track_caller]
    pub(crate) fn panic(self) -> ! {
        match self {
            Refusal::Disagreement(message) => panic!("{message}"),
            Refusal::Panic(payload) => resume_unwind(payload),
        }
    }
}

impl Intent {
    /// To end the session.
    pub(crate) fn end() -> Self {
        Intent {
            description: END.to_owned(),
            fingerprint: 0,
        }
    }

    /// To call `function` with outputs of type `R`, by a method of the builder.
    pub(crate) fn call<R>(
        function: &str,
        method: &str,
        options: &Options,
        shape: &CallShape,
        fingerprint: Option<u64>,
    ) -> Self {
        let len = shape.len;
        let sharded = if shape.is_sharded { "`Sharded` " } else { "" };
        let options = options.to_string();
        let separator = if options.is_empty() { "" } else { ", " };
        let output = type_name::<R>();
        let compared = fingerprint.map_or("", |_| ", inputs compared");
        Intent {
            description: format!(
                "`{function}` over {len} {sharded}elements ({options}{separator}{method} of `{output}`{compared})"
            ),
            fingerprint: fingerprint.unwrap_or(0),
        }
    }

    fn hash(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.description.hash(&mut hasher);
        hasher.finish()
    }
}

/// The path of a function without the types that the function is generic over.
pub(crate) fn without_type_arguments(path: &str) -> String {
    let mut shorter = String::with_capacity(path.len());
    let mut depth = 0;
    let mut last = ':';
    for character in path.chars() {
        let is_after_name = last.is_alphanumeric() || last == '_';
        match character {
            '<' if depth > 0 || is_after_name => depth += 1,
            '>' if depth > 0 => depth -= usize::from(last != '-'), // no arrow
            _ if depth > 0 => {}
            _ => shorter.push(character),
        }
        last = character;
    }
    shorter
}

const READY: u64 = 0;
const PANICKED: u64 = 1;

/// Makes sure that all ranks are about to do the same. If they are not, all of them get the error.
pub(crate) fn agree(ranks: &Ranks, intent: Result<Intent, Payload>) -> Result<Consensus, Refusal> {
    let [status, hash, fingerprint] = match &intent {
        Ok(intent) => [READY, intent.hash(), intent.fingerprint],
        Err(_) => [PANICKED, 0, 0],
    };
    let all = ranks.gather_numbers(&[status, hash, fingerprint, backend::workers() as u64]);
    let mut by_rank = all.chunks_exact(4);
    if by_rank.clone().any(|rank| rank[0] == PANICKED) {
        let mine = intent.map_or_else(Outcome::Panicked, |_| Outcome::Done(Vec::new()));
        let Err(payload) = mine.settle(ranks) else {
            unreachable!("a rank has panicked")
        };
        return Err(Refusal::Panic(payload));
    }
    let Ok(intent) = intent else {
        unreachable!("no rank has panicked")
    };
    if by_rank.any(|rank| rank[..3] != all[..3]) {
        return Err(Refusal::Disagreement(disagreement(ranks, &intent)));
    }
    Ok(Consensus {
        workers: usize::try_from(all[3]).unwrap_or(usize::MAX),
    })
}

/// The message that all ranks get: what each of them is about to do.
fn disagreement(ranks: &Ranks, intent: &Intent) -> String {
    let mine = intent.description.as_bytes();
    let lens = ranks.gather_numbers(&[mine.len() as u64]);
    let lens: Vec<usize> = lens
        .into_iter()
        .map(|len| usize::try_from(len).unwrap_or(0))
        .collect();
    let gathered = ranks.gather_bytes(mine, &lens);
    let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
    let mut others = Vec::new();
    for (rank, description) in gathered.by_rank().enumerate() {
        let description = String::from_utf8_lossy(description).into_owned();
        let known = groups.iter().position(|(other, _)| *other == description);
        match known {
            Some(group) => groups[group].1.push(rank),
            None if groups.len() < MAX_LISTED => groups.push((description, vec![rank])),
            None => others.push(rank),
        }
    }
    let mut message = "the ranks do not agree on what to do: ".to_owned();
    for (index, (description, ranks)) in groups.iter().enumerate() {
        let separator = if index == 0 { "" } else { "; " };
        let _ = write!(message, "{separator}{description} on {}", list(ranks));
    }
    if !others.is_empty() {
        let _ = write!(message, "; something else on {}", list(&others));
    }
    if groups.len() == 1 {
        message.push_str(", but the inputs are not the same");
    }
    message.push_str(". All ranks must make the same calls, in the same order");
    if groups.iter().any(|(description, _)| description == END) {
        message.push_str(", and what a session returns that ends before is lost: print an error before you return it");
    }
    message
}

/// The description of a rank that makes no more calls.
const END: &str = "the end of the session";

/// The number of different calls, and of ranks per call, that a message lists. A job may have thousands of ranks,
/// and each of them prints the message.
const MAX_LISTED: usize = 4;

/// `rank 1`, or `ranks 1, 2 and 5`, or the first few of many ranks.
fn list(ranks: &[usize]) -> String {
    let mut text = if ranks.len() == 1 { "rank " } else { "ranks " }.to_owned();
    for (index, rank) in ranks.iter().take(MAX_LISTED).enumerate() {
        let separator = match index {
            0 => "",
            _ if index + 1 == ranks.len() => " and ",
            _ => ", ",
        };
        let _ = write!(text, "{separator}{rank}");
    }
    if let Some(more @ 1..) = ranks.len().checked_sub(MAX_LISTED) {
        let _ = write!(text, " and {more} more");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::without_type_arguments;

    #[test]
    fn a_function_without_type_arguments_keeps_the_rest_of_its_path() {
        for (path, shorter) in [
            ("a::f", "a::f"),
            ("a::f<b::File>", "a::f"),
            ("a::S<b::C>::f<fn(b::D<u8>) -> c::E>", "a::S::f"),
            ("<a::S<b::C> as a::T>::f<c::D>", "<a::S as a::T>::f"),
            (
                "a::<impl a::T for b::S<u8>>::f",
                "a::<impl a::T for b::S>::f",
            ),
            ("a::f<b::File>::{{closure}}::g", "a::f::{{closure}}::g"),
        ] {
            assert_eq!(without_type_arguments(path), shorter);
        }
    }
}
