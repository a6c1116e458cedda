//! Calls that are over before a thread has woken up: what a call costs beyond the work itself.

use crate::contest::Score;
use crate::peers::mapping;
use crate::session::{Row, Session};
use crate::works::{mix, mix_all, numbers};

/// So many calls are timed as one.
const CALLS: u32 = 200;

pub(crate) fn measure(session: &mut Session) -> Result<Vec<Row>, String> {
    let works = [("tiny1", 1), ("tiny64", 64), ("tiny4096", 4096)];
    let wanted = works.into_iter().filter(|(name, _)| session.wants(name));
    let wanted: Vec<_> = wanted.collect();
    let measure = |(name, len)| {
        let xs = numbers(len);
        let about = format!("{len} × `n * n ^ 7`");
        let peers = mapping(&xs, mix_all, mix);
        session.measure_repeated(name, about, session.rounds, CALLS, peers)
    };
    wanted.into_iter().map(measure).collect()
}

/// Nanoseconds a call, and how many of them are not the work.
pub(crate) fn cell(_: &Row, score: &Score) -> String {
    let nanoseconds = score.time.median * 1e9;
    let beyond = (score.time.median - score.baseline) * 1e9;
    format!("{nanoseconds:.0} ({beyond:+.0})")
}
