//! One work, done by several peers in turns.

use std::fmt;
use std::hint::black_box;
use std::time::{Duration, Instant};

use crate::peer::Peer;
use crate::stats::Summary;

/// A peer with its way to do the work; `R` is the result, the same for all.
pub(crate) struct Candidate<'a, R> {
    peer: Peer,
    /// Makes so many calls in a row; returns the time for all, and the result of the last.
    run: Box<dyn FnMut(u32) -> (Duration, R) + Send + 'a>,
}

impl<R> fmt::Debug for Candidate<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Candidate").field(&self.peer).finish()
    }
}

impl<'a, R> Candidate<'a, R> {
    /// `call` is timed. What the last call returns is dropped outside of the time.
    pub(crate) fn new(peer: Peer, mut call: impl FnMut() -> R + Send + 'a) -> Self {
        let run = Box::new(move |calls| {
            let start = Instant::now();
            for _ in 1..calls {
                black_box(call());
            }
            let result = black_box(call());
            (start.elapsed(), result)
        });
        Self { peer, run }
    }

    /// `call` is timed, making its `input` is not.
    pub(crate) fn with_input<I>(
        peer: Peer,
        mut input: impl FnMut() -> I + Send + 'a,
        mut call: impl FnMut(I) -> R + Send + 'a,
    ) -> Self {
        let mut once = move || {
            let input = black_box(input());
            let start = Instant::now();
            let result = black_box(call(input));
            (start.elapsed(), result)
        };
        let run = Box::new(move |calls| {
            let others: Duration = (1..calls).map(|_| once().0).sum();
            let (last, result) = once();
            (others + last, result)
        });
        Self { peer, run }
    }
}

/// The candidates of some peers only.
pub(crate) fn only<'a, R>(
    peers: &[Peer],
    candidates: Vec<Candidate<'a, R>>,
) -> Vec<Candidate<'a, R>> {
    let wanted = candidates.into_iter();
    wanted.filter(|it| peers.contains(&it.peer)).collect()
}

/// The time a peer needs for a call, in seconds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Score {
    pub(crate) peer: Peer,
    pub(crate) time: Summary,
    /// What the sequential call needs in the language of the peer.
    pub(crate) baseline: f64,
}

impl Score {
    pub(crate) fn speed_up(&self) -> Summary {
        self.time.speed_up(self.baseline)
    }
}

/// Lets the candidates run in turns, `rounds` times; a run is `calls` calls, as one is too short for
/// the clock where the work is. In every round each of them runs twice, and
/// only the second run counts: it meets the caches and threads as its own first run left them, not
/// as another peer did. The first candidate is the baseline.
///
/// # Errors
///
/// A candidate whose result is not that of the first one.
pub(crate) fn compete<R: PartialEq>(
    rounds: usize,
    calls: u32,
    mut candidates: Vec<Candidate<'_, R>>,
) -> Result<Vec<Score>, String> {
    check(&mut candidates)?;
    let mut samples = vec![Vec::with_capacity(rounds); candidates.len()];
    for _ in 0..rounds {
        for (candidate, samples) in candidates.iter_mut().zip(&mut samples) {
            drop((candidate.run)(calls));
            let (took, result) = (candidate.run)(calls);
            drop(result);
            samples.push(took.as_secs_f64() / f64::from(calls));
        }
    }
    let times: Vec<Summary> = samples.into_iter().map(Summary::of).collect();
    let score = |(candidate, time): (&Candidate<'_, R>, &Summary)| Score {
        peer: candidate.peer,
        time: *time,
        baseline: times[0].median,
    };
    Ok(candidates.iter().zip(&times).map(score).collect())
}

fn check<R: PartialEq>(candidates: &mut [Candidate<'_, R>]) -> Result<(), String> {
    let [first, others @ ..] = candidates else {
        return Ok(());
    };
    let (_, expected) = (first.run)(1);
    for other in others {
        if (other.run)(1).1 != expected {
            return Err(format!(
                "`{}` returns something else than `{}`",
                other.peer, first.peer
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Candidate, compete};
    use crate::peer::Peer;

    #[test]
    fn every_candidate_runs_once_to_be_checked_and_twice_a_round() {
        let mut runs = 0;
        let counting = Candidate::new(Peer::Sequential, || runs += 1);
        assert_eq!(
            compete(5, 1, vec![counting]).map(|scores| scores.len()),
            Ok(1)
        );
        assert_eq!(runs, 11);
    }

    #[test]
    fn a_wrong_result_is_named() {
        let right = Candidate::new(Peer::Sequential, || 1);
        let wrong = Candidate::new(Peer::ParIter, || 2);
        let error = compete(1, 1, vec![right, wrong]).map(|scores| scores.len());
        assert_eq!(
            error,
            Err("`rayon par_iter` returns something else than `sequential`".to_owned())
        );
    }
}
