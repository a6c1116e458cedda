//! Calls over streams: the elements come from an iterator, and the outputs are merged in order. Others that map an
//! iterator are beside them.

mod latency;
pub(crate) mod lines;
mod short;

use crate::memory;
use crate::peer::Peer;
use crate::report::{Table, time};
use crate::session::{Row, Session};

/// What `parallelize` is compared with.
const OTHERS: [Peer; 5] = [
    Peer::Sequential,
    Peer::Pariter,
    Peer::Plmap,
    Peer::ParBridge,
    Peer::Channels,
];

/// Times, latency and memory.
pub(crate) fn tables(session: &mut Session) -> Result<Vec<Table>, String> {
    let note = format!(
        "The time of `parallelize::stream`, and how many times as fast it is as each of the others, with quartiles over \
         the rounds. `par_bridge` gives its outputs in any order. The channels carry batches of {} lines. The goals on \
         2 cores are 1.85 to the sequential loop for `slow`, 0.9 for `quick`, and more than 1.0 to each \
         other for both. The goal of `brief` is 5 µs each.",
        lines::BATCH
    );
    let rows = times(session)?;
    let mut tables = vec![Table::of_ratios("Streams", &note, &OTHERS, &rows)?];
    if session.wants("latency") {
        tables.push(latency_table(session));
    }
    if session.wants("endless") {
        tables.push(memory_table(session)?);
    }
    Ok(tables)
}

fn times(session: &mut Session) -> Result<Vec<Row>, String> {
    let mut rows = Vec::new();
    // A call takes seconds, and is not timed as often as others.
    let rounds = session.rounds.div_ceil(3);
    let works = [
        ("slow", lines::SLOW, session.sizes.written),
        ("quick", lines::QUICK, session.sizes.written),
    ];
    for (work, passes, count) in works {
        if session.wants(work) {
            let text = lines::text(count);
            let about = format!("{count} lines of 100 bytes, hashed {passes} times each");
            let candidates = lines::candidates(&text, passes);
            rows.push(session.measure_repeated(work, about, rounds, 1, candidates)?);
        }
    }
    if session.wants("brief") {
        let about = format!("{} numbers, mixed and added up", short::LEN);
        let candidates = short::candidates();
        let rounds = session.rounds;
        rows.push(session.measure_repeated("brief", about, rounds, 1000, candidates)?);
    }
    Ok(rows)
}

fn latency_table(session: &Session) -> Table {
    let count = if session.rounds < 10 { 10 } else { 200 };
    let note = format!(
        "From the moment when the source has a line to the moment when its output arrives, for {count} lines, one \
         every {} ms. A batch is one line. The goal is 1 ms.",
        latency::PAUSE.as_millis()
    );
    let mut table = Table::new("Latency of a stream", &note, ["peer", "median", "slowest"]);
    for peer in latency::PEERS {
        let mut delays = latency::delays(peer, count);
        delays.sort_unstable();
        let [median, slowest] = [delays[delays.len() / 2], delays[delays.len() - 1]];
        let [median, slowest] = [median, slowest].map(|delay| time(delay.as_secs_f64()));
        table.row([peer.to_string(), median, slowest]);
    }
    table
}

fn memory_table(session: &Session) -> Result<Table, String> {
    let gigabytes = session.sizes.streamed / 1_000_000_000;
    let megabytes = session.sizes.streamed / 1_000_000 % 1000;
    let note = format!(
        "The peak of resident memory, in a process of its own, after {gigabytes}.{megabytes:03} GB of an endless stream of \
         lines. The goal is 32 MB."
    );
    let mut table = Table::new("Peak memory of a stream", &note, ["peer", "peak"]);
    if cfg!(target_os = "linux") {
        for peer in [Peer::Sequential, Peer::Automatic] {
            let peak = memory::of_child("endless", peer, session.sizes.streamed)?;
            table.row([peer.to_string(), memory::megabytes(peak.most)]);
        }
    }
    Ok(table)
}
