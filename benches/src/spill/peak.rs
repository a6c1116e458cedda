//! Peak memory of calls whose outputs go to files.

use std::hint::black_box;

use parallelize::parallel;

use super::items::numbers;
use super::{directory, start};
use crate::memory;
use crate::report::Table;

/// A way to produce numbers, or to hold them.
#[derive(Clone, Copy, Debug)]
enum Way {
    Spilled,
    SpilledIn64,
    SpilledBy64,
    FromFiles,
    FromFilesIn64,
    InMemory,
}

const WAYS: [Way; 6] = [
    Way::Spilled,
    Way::SpilledIn64,
    Way::SpilledBy64,
    Way::FromFiles,
    Way::FromFilesIn64,
    Way::InMemory,
];

impl Way {
    fn about(self) -> &'static str {
        match self {
            Self::Spilled => "`merge = spilled`, iterated once",
            Self::SpilledIn64 | Self::FromFilesIn64 => "the same with 64 chunks (`chunk_size`)",
            Self::SpilledBy64 => "the same with 64 chunks at once (`chunk_size`, `jobs = 64`)",
            Self::FromFiles => "`write_to_file = true`, a `Vec`",
            Self::InMemory => "`write_to_file = false`, a `Vec`",
        }
    }

    fn goal(self, output: f64) -> String {
        match self {
            Self::Spilled | Self::SpilledIn64 => "64 MB".to_owned(),
            Self::FromFiles | Self::FromFilesIn64 => {
                format!("{:.0} MB", 1.05 * output / 1e6)
            }
            Self::SpilledBy64 | Self::InMemory => "–".to_owned(),
        }
    }
}

pub(super) fn table(len: u32) -> Result<Table, String> {
    let output = f64::from(len) * 8.0;
    let note = format!(
        "{} million numbers of type `f64`, {:.0} MB, made from a range, which needs no memory: the peak \
         of the resident memory of a process that does nothing else, and how many times the output \
         that is.",
        f64::from(len) / 1e6,
        output / 1e6,
    );
    let head = ["way", "peak", "of the output", "goal"];
    let mut table = Table::new("Memory", &note, head);
    if cfg!(not(target_os = "linux")) {
        return Ok(table); // without rows: it is only known on Linux
    }
    for way in WAYS {
        let words = ["peak".to_owned(), format!("{way:?}"), len.to_string()];
        let lines = start(&words)?;
        let line = lines.first().ok_or("the child printed nothing")?;
        let bytes = line.time.median;
        table.row([
            way.about().to_owned(),
            format!("{:.0} MB", bytes / 1e6),
            format!("{:.2}", bytes / output),
            way.goal(output),
        ]);
    }
    Ok(table)
}

/// What the child does: makes the numbers, and prints how many bytes this process had at most.
pub(super) fn of_this_process(way: &str, len: usize) -> Result<String, String> {
    let way = WAYS.into_iter().find(|it| format!("{it:?}") == way);
    let way = way.ok_or("no such way")?;
    let call = match way {
        Way::SpilledIn64 | Way::FromFilesIn64 => parallel(0..len).chunk_size(len.div_ceil(64)),
        Way::SpilledBy64 => parallel(0..len).chunk_size(len.div_ceil(64)).jobs(64),
        _ => parallel(0..len),
    };
    let result = match way {
        Way::Spilled | Way::SpilledIn64 | Way::SpilledBy64 => {
            let spilled = call.write_to_file(directory()).spilled(numbers);
            spilled.and_then(|numbers| numbers.iter().sum::<Result<f64, _>>())
        }
        Way::FromFiles | Way::FromFilesIn64 => {
            let joined = call.write_to_file(directory()).flatten(numbers);
            joined.map(|numbers| numbers.iter().sum())
        }
        Way::InMemory => Ok(call.flatten(numbers).iter().sum()),
    };
    black_box(result.map_err(|error| error.to_string())?);
    Ok(format!(
        "peak {way:?} {}\n",
        memory::peak_of_this_process()?
    ))
}
