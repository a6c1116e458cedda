//! The report: sections of Markdown tables.

use std::fmt::{self, Display};

use crate::contest::Score;
use crate::machine;
use crate::peer::Peer;
use crate::session::Row;
use crate::stats::Summary;

#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) rounds: usize,
    /// What speaks against trusting the numbers.
    pub(crate) doubts: Vec<String>,
    pub(crate) tables: Vec<Table>,
}

impl Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (machine, command) = (machine::describe(), machine::command());
        writeln!(f, "# Benchmarks\n\n{machine}\n")?;
        writeln!(f, "`{command}` (rounds: {})", self.rounds)?;
        if !self.doubts.is_empty() {
            writeln!(f, "\nWarnings:\n")?;
        }
        for doubt in &self.doubts {
            writeln!(f, "- {doubt}")?;
        }
        let tables = self.tables.iter().filter(|table| !table.rows.is_empty());
        for table in tables {
            write!(f, "\n{table}")?;
        }
        Ok(())
    }
}

#[derive(Debug, PartialEq)]
pub(crate) struct Table {
    pub(crate) title: String,
    pub(crate) note: String,
    pub(crate) head: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new<const N: usize>(title: &str, note: &str, head: [&str; N]) -> Self {
        Self {
            title: title.to_owned(),
            note: note.to_owned(),
            head: head.map(str::to_owned).to_vec(),
            rows: Vec::new(),
        }
    }

    /// Works as rows, peers as columns; `cell` says what stands where a peer has a score.
    pub(crate) fn of_peers(
        title: &str,
        note: &str,
        peers: &[Peer],
        rows: &[Row],
        cell: impl Fn(&Row, &Score) -> String,
    ) -> Self {
        let mut table = Self::new(title, note, ["work", "sequential"]);
        let peers: Vec<Peer> = peers
            .iter()
            .copied()
            .filter(|&peer| rows.iter().any(|row| row.score(peer).is_some()))
            .collect();
        table.head.extend(peers.iter().map(Peer::to_string));
        for row in rows {
            let about = format!("**{}**: {}", row.work, row.about);
            let mut cells = vec![about, time(row.scores[0].time.median)];
            let cells_of_peers = peers.iter().map(|&peer| {
                let score = row.score(peer);
                score.map_or_else(|| "–".to_owned(), |score| cell(row, score))
            });
            cells.extend(cells_of_peers);
            table.rows.push(cells);
        }
        table
    }

    /// Works as rows: the time of `parallelize`, and how many times as fast it is as each of the others.
    pub(crate) fn of_ratios(
        title: &str,
        note: &str,
        others: &[Peer],
        rows: &[Row],
    ) -> Result<Self, String> {
        let mut table = Self::new(title, note, ["work", "parallelize"]);
        table
            .head
            .extend(others.iter().map(|peer| format!("to {peer}")));
        for row in rows {
            let ours = row.score(Peer::Automatic).map(|score| score.time);
            let ours = ours.ok_or("`parallelize` takes part in every work")?;
            let to = |other: &Score| ratio(ours.speed_up(other.time.median));
            let ratios = others
                .iter()
                .map(|&peer| row.score(peer).map_or_else(|| "–".to_owned(), to));
            let about = format!("**{}**: {}", row.work, row.about);
            table.row([about, time(ours.median)].into_iter().chain(ratios));
        }
        Ok(table)
    }

    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }
}

impl Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "## {}\n\n{}\n", self.title, self.note)?;
        writeln!(f, "| {} |", self.head.join(" | "))?;
        writeln!(f, "|{}", "---|".repeat(self.head.len()))?;
        for row in &self.rows {
            writeln!(f, "| {} |", row.join(" | "))?;
        }
        Ok(())
    }
}

impl Row {
    pub(crate) fn score(&self, peer: Peer) -> Option<&Score> {
        self.scores.iter().find(|score| score.peer == peer)
    }

    /// The speed-up with its quartiles, in bold where no other peer has a higher one.
    pub(crate) fn speed_up_cell(&self, score: &Score) -> String {
        let others = self
            .scores
            .iter()
            .filter(|other| other.peer != Peer::Sequential && other.peer != score.peer);
        let best = others.map(|other| other.speed_up().median).reduce(f64::max);
        let speed_up = score.speed_up();
        if best.is_some_and(|best| speed_up.median >= best) {
            let Summary { low, median, high } = speed_up;
            format!("**{median:.2}** ({low:.2}–{high:.2})")
        } else {
            ratio(speed_up)
        }
    }
}

/// For where not the speed-up matters but the time itself.
pub(crate) fn time_cell(_: &Row, score: &Score) -> String {
    time(score.time.median)
}

/// A ratio with its quartiles.
pub(crate) fn ratio(Summary { low, median, high }: Summary) -> String {
    format!("{median:.2} ({low:.2}–{high:.2})")
}

/// Seconds, in the unit that suits them.
pub(crate) fn time(seconds: f64) -> String {
    let (value, unit) = match seconds {
        s if s >= 1.0 => (s, "s"),
        s if s >= 1e-3 => (s * 1e3, "ms"),
        s if s >= 1e-6 => (s * 1e6, "µs"),
        s => (s * 1e9, "ns"),
    };
    if value < 10.0 {
        format!("{value:.1} {unit}")
    } else {
        format!("{value:.0} {unit}")
    }
}

#[cfg(test)]
mod tests {
    use super::{Table, time};
    use crate::contest::Score;
    use crate::peer::Peer;
    use crate::session::Row;
    use crate::stats::Summary;

    fn score(peer: Peer, median: f64) -> Score {
        let time = Summary {
            low: median,
            median,
            high: median,
        };
        let baseline = 0.1;
        Score {
            peer,
            time,
            baseline,
        }
    }

    #[test]
    fn units_suit_the_value() {
        let times = [1.5, 0.0901, 0.000_25, 4.2e-6, 31e-9].map(time);
        assert_eq!(times, ["1.5 s", "90 ms", "250 µs", "4.2 µs", "31 ns"]);
    }

    #[test]
    fn the_best_is_bold_and_what_is_missing_a_dash() {
        let rows = [
            Row {
                work: "a",
                about: "x".to_owned(),
                scores: vec![
                    score(Peer::Sequential, 0.1),
                    score(Peer::Automatic, 0.05),
                    score(Peer::ParIter, 0.04),
                ],
            },
            Row {
                work: "b",
                about: "y".to_owned(),
                scores: vec![score(Peer::Sequential, 0.1), score(Peer::Automatic, 0.2)],
            },
        ];
        let peers = [Peer::Automatic, Peer::ParIter, Peer::Orx];
        let table = Table::of_peers("T", "n", &peers, &rows, Row::speed_up_cell);
        let expected = "\
## T

n

| work | sequential | parallelize | rayon par_iter |
|---|---|---|---|
| **a**: x | 100 ms | 2.00 (2.00–2.00) | **2.50** (2.50–2.50) |
| **b**: y | 100 ms | 0.50 (0.50–0.50) | – |
";
        assert_eq!(table.to_string(), expected);
    }
}
