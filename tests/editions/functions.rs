// Included by a library in each edition older than this workspace's: what the attribute expands to
// must mean the same in all of them. The tests of `api::editions` call what is public here.

use parallelize::parallelize;

const SEVEN: [u64; 7] = [1, 2, 3, 4, 5, 6, 7];

#[parallelize(jobs = 3)]
fn joined(numbers: &[u64], offset: u64) -> Vec<u64> {
    numbers.iter().map(|n| n + offset).collect()
}

#[parallelize(jobs = 3)]
fn in_place(numbers: &mut [u64], _: char, _unused: String) {
    for number in numbers {
        *number *= 2;
    }
}

#[parallelize(jobs = jobs, min_len = 1)]
fn lengths(numbers: Vec<u64>, jobs: usize) -> usize {
    numbers.len()
}

#[parallelize(chunk_size = 3, reduce = |a, b| a + b, sequential = sum_seq)]
fn sum(numbers: &[u64]) -> u64 {
    numbers.iter().sum()
}

#[parallelize(jobs = 3)]
fn parse<'w>(words: &[&'w str]) -> Result<Vec<(&'w str, u64)>, std::num::ParseIntError> {
    let mut numbers = Vec::new();
    for word in words {
        numbers.push((*word, word.parse()?));
    }
    Ok(numbers)
}

#[parallelize(jobs = 3)]
fn first(numbers: &[u64]) -> Result<u64, String> {
    numbers.first().copied().ok_or(String::new())
}

#[parallelize(jobs = 3, merge = per_chunk)]
fn units(_numbers: &[u64]) {}

#[parallelize(chunk_size = 3, merge = flatten, crate = ::parallelize)]
fn text(numbers: &[u64]) -> String {
    numbers.len().to_string()
}

#[parallelize(jobs = 3, zip = scaled)]
fn scale(numbers: &[u64], scaled: &mut [u64], (factor, _): (u64, u8)) {
    for (number, scaled) in numbers.iter().zip(scaled) {
        *scaled = number * factor;
    }
}

#[parallelize(jobs = 3)]
fn borrowed(words: &[String]) -> Vec<&str> {
    words.iter().map(|word| word.as_str()).collect()
}

#[parallelize(jobs = 3)]
unsafe fn unchecked(indices: &[usize], table: &[u64]) -> Vec<u64> {
    indices
        .iter()
        .map(|&index| unsafe { *table.get_unchecked(index) })
        .collect()
}

#[parallelize(jobs = 3)]
fn map(numbers: &[u64], f: impl Fn(u64) -> u64 + Clone + Sync) -> Vec<u64> {
    numbers.iter().map(|n| f(*n)).collect()
}

#[rustfmt::skip]
#[allow(clippy::too_many_arguments)]
#[parallelize(jobs = 3)]
fn many(
    numbers: &[u64], a: u64, b: u64, c: u64, d: u64, e: u64, f: u64, g: u64, h: u64, i: u64,
    j: u64, k: u64, l: u64, m: u64,
) -> Vec<u64> {
    numbers.iter().map(|n| n * (a + b + c + d + e + f + g + h + i + j + k + l + m)).collect()
}

#[allow(clippy::too_many_arguments)] // one of each role
#[parallelize(
    jobs = 3,
    append(list, opaque, object, log as ::std::io::Write),
    reduce(total = |a, b| *a += b),
    scratch = buf
)]
unsafe fn written<W: std::io::Write>(
    numbers: &[u64],
    mut list: &mut Vec<u64>,
    opaque: &mut impl std::fmt::Write,
    object: &mut dyn std::fmt::Write,
    parameter: &[&str],
    log: &mut W,
    total: &mut u64,
    buf: &mut [u64],
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    fn end<W: std::io::Write>(log: &mut W) -> std::io::Result<()> {
        log.write_all(b";")
    }
    list = &mut *list;
    for number in numbers {
        buf[0] = *number;
        list.push(buf[0]);
        write!(opaque, "{}", number)?;
        write!(object, "{}", parameter[0])?;
        end::<W>(log)?;
        *total += number;
    }
    Ok(())
}

#[parallelize(jobs = 3)]
fn streamed(numbers: &mut impl Iterator<Item = u64>) -> Vec<u64> {
    numbers.map(|n| n + 1).collect()
}

#[parallelize(split = numbers)]
fn streamed_objects(n: u64, numbers: Box<dyn Iterator<Item = u64> + Send>) -> Vec<u64> {
    numbers.map(|number| number + n).collect()
}

struct Scale(u64);

trait Table {
    fn rows(&self, indices: &[usize]) -> Vec<u64>;

    #[parallelize(jobs = 3)]
    fn twice(&self, indices: &[usize]) -> Vec<u64>
    where
        Self: Sync,
    {
        self.rows(indices).into_iter().map(|n| n * 2).collect()
    }
}

impl Table for Scale {
    #[parallelize(jobs = self.0 as usize)]
    fn rows(&self, indices: &[usize]) -> Vec<u64> {
        indices.iter().map(|&index| index as u64 * self.0).collect()
    }
}

pub fn slices_are_joined_in_order() {
    assert_eq!(joined(&SEVEN, 10), [11, 12, 13, 14, 15, 16, 17]);
    assert_eq!(map(&SEVEN, |n| n + 10), joined(&SEVEN, 10));
    assert_eq!(
        many(&[1, 2], 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13),
        [91, 182]
    );
    let words = vec!["a".to_owned(), "b".to_owned()];
    assert_eq!(borrowed(&words), ["a", "b"]);
    assert_eq!(unsafe { unchecked(&[1, 0], &[5, 6]) }, [6, 5]);
}

pub fn slices_are_changed_in_place() {
    let mut numbers = SEVEN;
    in_place(&mut numbers, 'x', String::new());
    assert_eq!(numbers, [2, 4, 6, 8, 10, 12, 14]);
    scale(&SEVEN, &mut numbers, (3, 0));
    assert_eq!(numbers, [3, 6, 9, 12, 15, 18, 21]);
}

pub fn outputs_are_listed_or_folded_or_joined() {
    assert_eq!(lengths(SEVEN.to_vec(), 3), [3, 2, 2]);
    assert_eq!(units(&SEVEN), [(), (), ()]);
    assert_eq!(sum(&SEVEN), 28);
    assert_eq!(sum_seq(&SEVEN), 28);
    assert_eq!(text(&SEVEN), "331");
}

pub fn chunks_add_to_arguments() {
    let (mut list, mut opaque, mut object) = (vec![0], String::new(), String::new());
    let (mut log, mut total) = (Vec::new(), 1);
    let written = unsafe {
        written(
            &SEVEN, &mut list, &mut opaque, &mut object, &["x"], &mut log, &mut total, &mut [0],
        )
    };
    written.expect("strings and lists take all");
    assert_eq!(list, [0, 1, 2, 3, 4, 5, 6, 7]);
    assert_eq!((&*opaque, &*object), ("1234567", "xxxxxxx"));
    assert_eq!((&log[..], total), (&b";;;;;;;"[..], 29));
}

pub fn iterators_are_streams() {
    assert_eq!(streamed(&mut (0..3)), [1, 2, 3]);
    assert_eq!(streamed_objects(2, Box::new(0..3)), [2, 3, 4]);
}

pub fn errors_end_the_call() {
    assert_eq!(parse(&["1", "2"]), Ok(vec![("1", 1), ("2", 2)]));
    assert_eq!(parse(&["1", "x", ""]), Err("x".parse::<u64>().unwrap_err()));
    assert_eq!(first(&SEVEN), Ok(vec![1, 4, 6]));
    assert_eq!(first(&[]), Err(String::new()));
}

pub fn methods_run_in_parallel() {
    assert_eq!(Scale(2).rows(&[1, 2, 3]), [2, 4, 6]);
    assert_eq!(Scale(2).twice(&[1, 2, 3]), [4, 8, 12]);
}
