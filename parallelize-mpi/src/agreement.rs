//! What the ranks agree on before each call: that it is the same one.

use std::fmt::Write;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::resume_unwind;

use parallelize::backend::{self, Options};

use crate::outcome::{Outcome, Payload};
use crate::session::Session;

/// What a rank is about to do.
pub(crate) struct Intent {
    /// What must be the same on all ranks.
    same: [u64; 4],
    description: String,
    /// What two ranks whose descriptions are the same do not agree on.
    difference: &'static str,
}

/// What the ranks have agreed on, beyond that they do the same.
pub(crate) struct Agreed {
    /// For how many workers automatic boundaries are: so many rank 0 has.
    pub(crate) workers: usize,
}

/// Why the ranks do nothing together.
pub(crate) enum Refusal {
    /// They are about to do different things.
    Disagreement(String),
    /// One of them panicked before it could say what.
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
    /// In place of the first number that must be the same: that there is no intent, but a panic.
    const PANICKED: u64 = u64::MAX;

    /// To end the session.
    pub(crate) fn end() -> Self {
        Intent {
            same: [0; 4],
            description: END.to_owned(),
            difference: "",
        }
    }

    /// To call a function that returns outputs of type `R` by a method of the builder.
    pub(crate) fn call<R>(
        (function, method): (&str, &str),
        (len, is_sharded): (usize, bool),
        options: Options,
        fingerprint: Option<u64>,
    ) -> Self {
        let mut hasher = DefaultHasher::new();
        let output = std::any::type_name::<R>();
        (function, method, output, options, is_sharded).hash(&mut hasher);
        let sharded = if is_sharded { "`Sharded` " } else { "" };
        let mut description = format!("`{function}` over {len} {sharded}elements (");
        let options = options.to_string();
        let separator = if options.is_empty() { "" } else { ", " };
        let _ = write!(description, "{options}{separator}{method} of `{output}`");
        let end = fingerprint.map_or(")", |_| ", inputs compared)");
        description.push_str(end);
        Intent {
            same: [
                1 + u64::from(fingerprint.is_some()),
                hasher.finish(),
                len as u64,
                fingerprint.unwrap_or(0),
            ],
            description,
            difference: "the inputs are not the same",
        }
    }
}

impl Session {
    /// Makes sure that all ranks are about to do the same. All of them get the error.
    pub(crate) fn agree(&self, intent: Result<Intent, Payload>) -> Result<Agreed, Refusal> {
        let same = intent.as_ref().map_or([Intent::PANICKED; 4], |it| it.same);
        let [a, b, c, d] = same;
        let mine = [a, b, c, d, backend::workers() as u64];
        let all = self.gather_numbers(&mine);
        let mut ranks = all.chunks_exact(mine.len());
        let first = ranks.next().expect("there is a rank 0");
        let workers = usize::try_from(first[4]).unwrap_or(usize::MAX);
        let has_panicked = |rank: &[u64]| rank[0] == Intent::PANICKED;
        if !has_panicked(first) && ranks.clone().all(|rank| rank[..4] == first[..4]) {
            return Ok(Agreed { workers });
        }
        if has_panicked(first) || ranks.any(has_panicked) {
            let mine = intent.map_or_else(Outcome::Panicked, |_| Outcome::Done(Vec::new()));
            let Err(payload) = self.settle(mine) else {
                unreachable!("a rank has panicked")
            };
            return Err(Refusal::Panic(payload));
        }
        let Ok(intent) = intent else {
            unreachable!("no rank has panicked")
        };
        Err(Refusal::Disagreement(self.disagreement(&intent)))
    }

    fn disagreement(&self, intent: &Intent) -> String {
        let mine = intent.description.as_bytes();
        let lens = self.gather_numbers(&[mine.len() as u64]);
        let lens: Vec<usize> = lens
            .into_iter()
            .map(|len| usize::try_from(len).unwrap_or(0))
            .collect();
        let gathered = self.gather_bytes(mine, &lens);
        let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
        let mut others = Vec::new();
        for (rank, description) in gathered.by_rank().enumerate() {
            let description = String::from_utf8_lossy(description).into_owned();
            let known = groups.iter().position(|(other, _)| *other == description);
            match known {
                Some(group) => groups[group].1.push(rank),
                None if groups.len() < SHOWN => groups.push((description, vec![rank])),
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
            let _ = write!(message, ", but {}", intent.difference);
        }
        message.push_str(". All ranks must make the same calls, in the same order");
        if groups.iter().any(|(description, _)| description == END) {
            message.push_str(", and what a session returns that ends before is lost: print an error before you return it");
        }
        message
    }
}

/// What a rank does that makes no call any more.
const END: &str = "the end of the session";

/// Of many different calls, and of many ranks, a message has so many: there may be thousands, each of which
/// prints it.
const SHOWN: usize = 4;

/// `rank 1`, or `ranks 1, 2 and 5`; of many, the first few.
fn list(ranks: &[usize]) -> String {
    let mut text = if ranks.len() == 1 { "rank " } else { "ranks " }.to_owned();
    for (index, rank) in ranks.iter().take(SHOWN).enumerate() {
        let separator = match index {
            0 => "",
            _ if index + 1 == ranks.len() => " and ",
            _ => ", ",
        };
        let _ = write!(text, "{separator}{rank}");
    }
    if let Some(more @ 1..) = ranks.len().checked_sub(SHOWN) {
        let _ = write!(text, " and {more} more");
    }
    text
}
