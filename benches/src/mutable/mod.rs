//! Functions that add to a `&mut` argument, by `append = out`. The same by hand is beside them.

pub(crate) mod append;
pub(crate) mod writer;

use crate::memory;
use crate::peer::Peer;
use crate::report::Table;
use crate::session::{Row, Session};

/// What `parallelize` is compared with.
const OTHERS: [Peer; 3] = [Peer::Sequential, Peer::ByRayon, Peer::ParChunks];

/// Whose memory is measured.
const PEERS: [Peer; 3] = [Peer::Sequential, Peer::Automatic, Peer::ParChunks];

/// Times and memory.
pub(crate) fn tables(session: &mut Session) -> Result<Vec<Table>, String> {
    let note = format!(
        "The time of `parallelize`, and how many times as fast it is as each of the others, with quartiles over the \
         rounds. By hand, `append` is `par_extend`, and `writer` formats pieces of {} lines and writes each under one \
         lock, in any order. `par_chunks` makes a `Vec` of each piece and appends or writes them at the end. The \
         goals on 2 cores are 1.9 and 1.8 to the sequential function, and more than 1.0 to each other `writer`.",
        writer::PIECE
    );
    let rows = times(session)?;
    let times = Table::of_ratios("`&mut` arguments", &note, &OTHERS, &rows)?;
    Ok(vec![times, memory_table(session)?])
}

fn times(session: &mut Session) -> Result<Vec<Row>, String> {
    let mut rows = Vec::new();
    if session.wants("append") {
        let numbers = append::input(session.sizes.many);
        let about = format!("{} cheap elements into a `Vec`", numbers.len());
        rows.push(session.measure("append", about, append::candidates(&numbers))?);
    }
    if session.wants("writer") {
        let points = writer::input(session.sizes.written);
        let about = format!("{} lines into a `BufWriter<File>`", points.len());
        rows.push(session.measure("writer", about, writer::candidates(&points))?);
    }
    Ok(rows)
}

fn memory_table(session: &Session) -> Result<Table, String> {
    let note = "A call in a process of its own: the peak of its resident memory, beside the memory before the call, and \
                how many times the input and output that the peak is.";
    let head = [
        "work",
        "peer",
        "beside the input",
        "of input and output",
        "goal",
    ];
    let mut table = Table::new("Peak memory with `&mut` arguments", note, head);
    if cfg!(not(target_os = "linux")) {
        return Ok(table); // without rows: it is only known on Linux
    }
    if session.wants("append") {
        let len = session.sizes.many;
        for peer in PEERS {
            let peak = memory::of_child("append", peer, len)?;
            let ratio = memory::ratio(peak.most, len * append::ELEMENT);
            let beside = memory::megabytes(peak.most - peak.before);
            let work = format!("**append**: {len} elements");
            table.row([work, peer.to_string(), beside, ratio, goal(peer, "1.10")]);
        }
    }
    if session.wants("writer") {
        for len in [session.sizes.written, 10 * session.sizes.written] {
            for peer in PEERS {
                let peak = memory::of_child("writer", peer, len)?;
                let beside = memory::megabytes(peak.most - peak.before);
                let work = format!("**writer**: {len} lines");
                let goal = goal(peer, "16 MB");
                table.row([work, peer.to_string(), beside, "–".to_owned(), goal]);
            }
        }
    }
    Ok(table)
}

fn goal(peer: Peer, ours: &str) -> String {
    let is_ours = peer == Peer::Automatic;
    if is_ours { ours } else { "–" }.to_owned()
}
