//! Everything that is measured, in the order of the report.

use crate::cli::Options;
use crate::peer::Peer;
use crate::report::{Page, Table};
use crate::session::{Row, Session};
use crate::{
    blocking, cold, contended, crowd, curves, cuts, input_kinds, memory, mutable, nested, openmp,
    paced, pool, python, reduced, seen, small, stack, streams, throughput,
};

/// Measures what the options ask for, and returns the report.
pub(crate) fn run(options: &Options) -> Result<String, String> {
    let mut session = Session::new(options);
    let mut tables = peer_tables(&mut session, options.c)?;
    tables.extend([
        input_kinds::table(&mut session)?,
        pool::inside_table(&mut session)?,
        pool::busy_table(&mut session)?,
        nested::table(&mut session)?,
        blocking::table(&mut session)?,
        seen::table(&mut session)?,
        reduced::table(&mut session)?,
        paced::table(&mut session),
        cold::table(&mut session)?,
        crowd::table(&mut session)?,
        contended::table(&mut session),
        cuts::table(&mut session)?,
    ]);
    tables.extend(mutable::tables(&mut session)?);
    tables.extend(streams::tables(&mut session)?);
    if session.wants("memory") {
        tables.push(memory::measure(&session)?);
    }
    if session.wants("stack") {
        tables.push(stack::measure()?);
    }
    if options.python {
        tables.extend(python::measure(&mut session));
    }
    if session.wants("sizes") {
        curves::by_size(&mut session, &options.out)?;
    }
    if session.wants("jobs") {
        curves::by_jobs(&mut session, &options.out)?;
    }
    for doubt in &session.doubts {
        eprintln!("warning: {doubt}");
    }
    let page = Page {
        rounds: session.rounds,
        doubts: session.doubts,
        tables,
    };
    Ok(page.to_string())
}

/// All peers beside each other.
fn peer_tables(session: &mut Session, c: bool) -> Result<Vec<Table>, String> {
    let mut throughput = throughput::measure(session)?;
    let mut small = small::measure(session)?;
    if c && !(throughput.is_empty() && small.is_empty()) {
        openmp::add_columns(session, throughput.iter_mut().chain(&mut small));
    }
    let peers: Vec<Peer> = Peer::IN_PROCESS.into_iter().chain(Peer::OPEN_MP).collect();
    Ok(vec![
        Table::of_peers(
            "Throughput",
            "How many times as fast as the sequential call, with quartiles over the rounds; the \
             best in bold.",
            &peers,
            &throughput,
            Row::speed_up_cell,
        ),
        Table::of_peers(
            "Small calls",
            "Nanoseconds a call, and in brackets how many of them the sequential call does not need.",
            &peers,
            &small,
            small::cell,
        ),
    ])
}
