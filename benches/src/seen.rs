//! What it costs to see a call work, and that it costs nothing where nobody looks.

use parallelize::parallel;

use crate::contest::Candidate;
use crate::peer::{Peer, cores};
use crate::report::Table;
use crate::session::{Row, Session};
use crate::small;
use crate::works::{mix_all, numbers};

/// The lengths of the input and of the chunks.
const CASES: [(usize, usize); 3] = [(1, 1), (64, 64), (65_536, 64)];

pub(crate) fn table(session: &mut Session) -> Result<Table, String> {
    let rows = measure(session)?;
    let peers = [Peer::Jobs, Peer::Reported, Peer::WithBar];
    Ok(Table::of_peers(
        "Reports and progress",
        "Nanoseconds a call, and in brackets how many of them the sequential call does not need. Nobody \
         looks at the first; of the second a report is made and dropped; the third has a bar, if stderr \
         is a terminal.",
        &peers,
        &rows,
        small::cell,
    ))
}

fn measure(session: &mut Session) -> Result<Vec<Row>, String> {
    if !session.wants("seen") {
        return Ok(Vec::new());
    }
    let mut measure = |(len, size)| {
        let xs = numbers(len);
        let call = || parallel(&xs).chunk_size(size).jobs(cores());
        let candidates = vec![
            Candidate::new(Peer::Sequential, || mix_all(&xs)),
            Candidate::new(Peer::Jobs, || call().flatten(mix_all)),
            Candidate::new(Peer::Reported, || call().report(|_| ()).flatten(mix_all)),
            Candidate::new(Peer::WithBar, || call().progress(true).flatten(mix_all)),
        ];
        let about = format!("{len} × `n * n ^ 7`, in chunks of {size}");
        session.measure_repeated("seen", about, session.rounds, 200, candidates)
    };
    CASES.into_iter().map(&mut measure).collect()
}
