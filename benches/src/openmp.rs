//! The same works in C with OpenMP, as further columns.

use std::env;
use std::fs;
use std::path::Path;
use std::process::{self, Command};

use crate::contest::Score;
use crate::external::{self, Line};
use crate::peer::Peer;
use crate::session::{Row, Session};

const SOURCE: &str = include_str!("../openmp/works.c");

/// Adds scores to the rows that C has as well; or says in the report why it cannot.
pub(crate) fn add_columns<'a>(session: &mut Session, rows: impl Iterator<Item = &'a mut Row>) {
    eprintln!("OpenMP");
    match measure(session) {
        Ok(lines) => rows.for_each(|row| add_scores(row, &lines)),
        Err(reason) => session.doubts.push(format!("OpenMP is missing: {reason}")),
    }
}

fn measure(session: &Session) -> Result<Vec<Line>, String> {
    let directory = env::temp_dir().join(format!("parallelize-benches-{}", process::id()));
    fs::create_dir_all(&directory).map_err(|error| error.to_string())?;
    let lines = build(&directory).and_then(|()| {
        let sizes = session.sizes;
        let args = [
            session.rounds,
            sizes.short,
            sizes.long,
            sizes.many,
            sizes.growing,
        ];
        external::run(directory.join("works"), &args.map(|n| n.to_string()))
    });
    fs::remove_dir_all(&directory).map_err(|error| error.to_string())?;
    lines
}

fn build(directory: &Path) -> Result<(), String> {
    fs::write(directory.join("works.c"), SOURCE).map_err(|error| error.to_string())?;
    let gcc = Command::new("gcc")
        .args(["-O3", "-fopenmp", "works.c", "-o", "works"])
        .current_dir(directory)
        .status()
        .map_err(|error| format!("gcc could not be started: {error}"))?;
    if gcc.success() {
        Ok(())
    } else {
        Err(format!("gcc ended with {gcc}"))
    }
}

fn add_scores(row: &mut Row, lines: &[Line]) {
    let Some(baseline) = external::baseline(lines, row.work) else {
        return;
    };
    for (way, peer) in ["static", "dynamic"].into_iter().zip(Peer::OPEN_MP) {
        let lines = lines.iter().filter(|line| line.work == row.work);
        let scores = lines.filter(|line| line.way == way).map(|line| Score {
            peer,
            time: line.time,
            baseline,
        });
        row.scores.extend(scores);
    }
}
