//! A chunked map in Python, against Python.

use crate::external::{self, Line};
use crate::peer::cores;
use crate::report::{self, Table};
use crate::session::Session;
use crate::stats::Summary;

/// A file, not a string: worker processes load it again where they are not forks.
const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/python/chunked_map.py");

/// The table; or says in the report why there is none.
pub(crate) fn measure(session: &mut Session) -> Option<Table> {
    eprintln!("Python");
    let [rounds, jobs] = [session.rounds.min(5), cores()].map(|n| n.to_string());
    let args = [SCRIPT.to_owned(), rounds, jobs];
    match external::run("python3", &args) {
        Ok(lines) => Some(table(&lines)),
        Err(reason) => {
            session.doubts.push(format!("Python is missing: {reason}"));
            None
        }
    }
}

fn table(lines: &[Line]) -> Table {
    let note = "A map in chunks with `multiprocessing`, against the same map in Python on one core. \
                The pool is started before; inputs and outputs are copied between the processes.";
    let mut table = Table::new("Python", note, ["work", "sequential", "multiprocessing"]);
    for line in lines.iter().filter(|line| line.way != "sequential") {
        let baseline = external::baseline(lines, &line.work).unwrap_or(f64::NAN);
        let Summary { low, median, high } = line.time.speed_up(baseline);
        let speed_up = format!("{median:.2} ({low:.2}–{high:.2})");
        table.row([line.work.clone(), report::time(baseline), speed_up]);
    }
    table
}
