//! What programs in other languages print: a line for each work and way to do it, `work way seconds
//! seconds ..`.

use std::ffi::OsStr;
use std::process::{Command, Stdio};

use crate::stats::Summary;

#[derive(Debug, PartialEq)]
pub(crate) struct Line {
    pub(crate) work: String,
    pub(crate) way: String,
    pub(crate) time: Summary,
}

/// The result of a program, or why there is none.
pub(crate) fn run(program: impl AsRef<OsStr>, args: &[String]) -> Result<Vec<Line>, String> {
    let name = program.as_ref().to_string_lossy().into_owned();
    let output = Command::new(program)
        .args(args)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("{name} could not be started: {error}"))?;
    if !output.status.success() {
        return Err(format!("{name} ended with {}", output.status));
    }
    let printed = String::from_utf8_lossy(&output.stdout);
    let lines = printed.lines().map(|line| {
        let parsed = parse(line);
        parsed.ok_or_else(|| format!("{name} printed `{line}`"))
    });
    lines.collect()
}

/// The median time of a work done sequentially.
pub(crate) fn baseline(lines: &[Line], work: &str) -> Option<f64> {
    let of_work = |line: &&Line| line.work == work && line.way == "sequential";
    Some(lines.iter().find(of_work)?.time.median)
}

fn parse(line: &str) -> Option<Line> {
    let mut words = line.split_whitespace().map(str::to_owned);
    let (work, way) = (words.next()?, words.next()?);
    let seconds: Vec<f64> = words
        .map(|word| word.parse())
        .collect::<Result<_, _>>()
        .ok()?;
    (!seconds.is_empty()).then(|| Line {
        work,
        way,
        time: Summary::of(seconds),
    })
}

#[cfg(test)]
mod tests {
    use super::{Line, baseline, parse};
    use crate::stats::Summary;

    #[test]
    fn a_line_is_names_and_times() {
        let expected = Line {
            work: "long".to_owned(),
            way: "sequential".to_owned(),
            time: Summary::of(vec![0.5, 0.25]),
        };
        let line = parse("long sequential 0.5 0.25");
        assert_eq!(line, Some(expected));
        assert_eq!(baseline(&[line.unwrap()], "long"), Some(0.375));
    }

    #[test]
    fn other_lines_are_refused() {
        let refused = ["", "long", "long static", "long static soon"];
        assert!(refused.into_iter().all(|line| parse(line).is_none()));
    }
}
