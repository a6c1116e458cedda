//! Works that are worth several threads, and how many times as fast each peer does them.

use crate::peers::{filtering, flat_mapping, mapping, summing};
use crate::session::{Row, Session};
use crate::works::{
    churn, churn_all, churn_sum, filter_all, grow, grow_all, hex_all, hex_digits, is_kept, mix,
    mix_all, numbers, numbers_of_any_length,
};

type Work = fn(&mut Session, &'static str) -> Result<Row, String>;

const WORKS: [(&str, Work); 7] = [
    ("short", short),
    ("long", long),
    ("map", map),
    ("filter", filter),
    ("hex", hex),
    ("growing", growing),
    ("sum", sum),
];

pub(crate) fn measure(session: &mut Session) -> Result<Vec<Row>, String> {
    let wanted = WORKS.iter().filter(|(name, _)| session.wants(name));
    let wanted: Vec<_> = wanted.collect();
    wanted
        .into_iter()
        .map(|(name, work)| work(session, name))
        .collect()
}

fn short(session: &mut Session, name: &'static str) -> Result<Row, String> {
    let xs = numbers(session.sizes.short);
    let about = format!("{} expensive elements", xs.len());
    let rounds = 10 * session.rounds;
    session.measure_repeated(name, about, rounds, 1, mapping(&xs, churn_all, churn))
}

fn long(session: &mut Session, name: &'static str) -> Result<Row, String> {
    let xs = numbers(session.sizes.long);
    let about = format!("{} expensive elements", xs.len());
    session.measure(name, about, mapping(&xs, churn_all, churn))
}

fn map(session: &mut Session, name: &'static str) -> Result<Row, String> {
    let xs = numbers(session.sizes.many);
    let about = format!("{} million cheap elements", xs.len() / 1_000_000);
    session.measure(name, about, mapping(&xs, mix_all, mix))
}

fn filter(session: &mut Session, name: &'static str) -> Result<Row, String> {
    let xs = numbers(session.sizes.many);
    let about = format!("about half of {} million elements", xs.len() / 1_000_000);
    session.measure(name, about, filtering(&xs, filter_all, is_kept))
}

fn hex(session: &mut Session, name: &'static str) -> Result<Row, String> {
    let xs = numbers_of_any_length(session.sizes.many / 10);
    let about = format!("{} numbers to 1 to 16 digits", xs.len());
    session.measure(name, about, flat_mapping(&xs, hex_all, hex_digits))
}

fn growing(session: &mut Session, name: &'static str) -> Result<Row, String> {
    let xs = numbers(session.sizes.growing);
    let about = format!("{} elements, each costs its index", xs.len());
    session.measure(name, about, mapping(&xs, grow_all, grow))
}

fn sum(session: &mut Session, name: &'static str) -> Result<Row, String> {
    let xs = numbers(session.sizes.long);
    let about = format!("of {} expensive elements", xs.len());
    session.measure(name, about, summing(&xs, churn_sum, churn))
}
