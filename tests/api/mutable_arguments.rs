//! `&mut` arguments beside the input, through the attribute: `append`, `reduce(name = f)` and `scratch`, alone and
//! together. What a chunk that fails leaves of them belongs to `failures`.

mod append;
mod kinds_of_functions;
mod reduce_into;
mod scratch;
mod writers;

use std::collections::BTreeMap;
use std::io::{self, Write};

use parallelize::parallelize;

#[derive(Clone, Debug, Default, PartialEq)]
struct Stats {
    count: usize,
    /// The numbers in the order of the merges.
    order: Vec<u64>,
}

impl Stats {
    fn add(&mut self, later: Stats) {
        self.count += later.count;
        self.order.extend(later.order);
    }
}

#[parallelize(
    jobs = 6,
    append(out, w),
    reduce(stats = Stats::add),
    scratch = buf,
    sequential = all_seq
)]
fn all(
    numbers: &[u64],
    out: &mut Vec<u64>,
    w: &mut impl Write,
    stats: &mut Stats,
    buf: &mut [u64],
) -> io::Result<()> {
    for number in numbers {
        buf[0] = number * 2;
        out.push(buf[0] + buf[1]);
        writeln!(w, "{number}")?;
        stats.count += 1;
        stats.order.push(*number);
    }
    Ok(())
}

#[test]
fn all_roles_go_together() {
    let numbers: Vec<u64> = (0..100).collect();
    let run = |is_parallel: bool| {
        let (mut out, mut w, mut buf) = (vec![7], b"begin\n".to_vec(), [0, 1]);
        let mut stats = Stats {
            count: 5,
            order: vec![9],
        };
        if is_parallel {
            all(&numbers, &mut out, &mut w, &mut stats, &mut buf).unwrap();
            assert_eq!(buf, [0, 1], "working memory stays as it is");
        } else {
            all_seq(&numbers, &mut out, &mut w, &mut stats, &mut buf).unwrap();
        }
        (out, w, stats)
    };
    assert_eq!(run(true), run(false));
}

#[parallelize(
    jobs = 3,
    append(list, text),
    reduce(sum = |a, b| *a += b, bits = |a, b| *a ^= b, most = max, largest = max)
)]
fn six(
    numbers: &[u64],
    list: &mut Vec<u64>,
    text: &mut String,
    sum: &mut u64,
    bits: &mut u64,
    most: &mut u64,
    largest: &mut u64,
) {
    for number in numbers {
        list.push(*number);
        text.push_str(&number.to_string());
        *sum += number;
        *bits ^= number;
        max(most, *number);
        max(largest, *number);
    }
}

fn max(a: &mut u64, b: u64) {
    *a = b.max(*a);
}

#[test]
fn six_arguments_take_what_chunks_add() {
    let (mut list, mut text) = (Vec::new(), String::new());
    let (mut sum, mut bits, mut most, mut largest) = (1, 0, 0, 99);
    six(
        &[1, 2, 3, 4, 5],
        &mut list,
        &mut text,
        &mut sum,
        &mut bits,
        &mut most,
        &mut largest,
    );
    assert_eq!((&list[..], &*text), (&[1, 2, 3, 4, 5][..], "12345"));
    assert_eq!((sum, bits, most, largest), (16, 1, 5, 99));
}

#[parallelize(zip = squares, append = sums, scratch = last, jobs = 4)]
fn beside_zip(numbers: &[u64], squares: &mut [u64], sums: &mut Vec<u64>, last: &mut u64) {
    for (number, square) in numbers.iter().zip(squares) {
        *square = number * number;
        *last = *square + number;
        sums.push(*last);
    }
}

#[test]
fn they_go_with_what_is_cut_along() {
    let (mut squares, mut sums, mut last) = ([0; 5], Vec::new(), 8);
    beside_zip(&[1, 2, 3, 4, 5], &mut squares, &mut sums, &mut last);
    assert_eq!(squares, [1, 4, 9, 16, 25]);
    assert_eq!(sums, [2, 6, 12, 20, 30]);
    assert_eq!(last, 8);
}

#[parallelize(chunk_by = |a, b| a.0 == b.0, jobs = 4, append = totals)]
fn totals(visits: &[(char, u32)], totals: &mut BTreeMap<char, u32>) {
    for user in visits.chunk_by(|a, b| a.0 == b.0) {
        totals.insert(user[0].0, user.iter().map(|visit| visit.1).sum());
    }
}

#[test]
fn they_go_with_rules_for_cuts() {
    let visits = [('a', 1), ('a', 2), ('b', 3), ('b', 4), ('b', 5), ('c', 6)];
    let mut map = BTreeMap::from([('c', 100), ('d', 7)]);
    totals(&visits, &mut map);
    assert_eq!(
        map,
        BTreeMap::from([('a', 3), ('b', 12), ('c', 6), ('d', 7)])
    );
}
