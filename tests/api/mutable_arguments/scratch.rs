//! `scratch`: each chunk works in a copy of what the caller passed, which stays as it is.

use parallelize::parallelize;

#[parallelize(chunk_size = 2, scratch = buf)]
fn slice(numbers: &[u64], buf: &mut [u64]) -> Vec<u64> {
    assert_eq!(
        buf,
        [10, 20],
        "each chunk begins with what the caller passed"
    );
    let mut out = Vec::new();
    for number in numbers {
        buf[0] += number;
        buf[1] += buf[0];
        out.push(number + buf.len() as u64);
    }
    out
}

#[test]
fn each_chunk_begins_with_a_copy_of_a_slice_and_the_caller_keeps_the_slice() {
    let mut buf = [10, 20];
    assert_eq!(slice(&[1, 2, 3, 4, 5], &mut buf), [3, 4, 5, 6, 7]);
    assert_eq!(slice(&[1], &mut buf), [3], "an only chunk as well");
    assert_eq!(buf, [10, 20]);
}

#[derive(Clone)]
struct Table {
    factor: u64,
    uses: usize,
}

#[parallelize(jobs = 3, scratch(list, table, text, array))]
fn others(
    numbers: &[u64],
    list: &mut Vec<u64>,
    table: &mut Table,
    text: &mut String,
    array: &mut [u8; 4],
) -> Vec<String> {
    let mut out = Vec::new();
    for number in numbers {
        list.clear();
        list.extend([*number; 2]);
        table.uses += 1;
        text.clear();
        array[3] = 1;
        let values = list.iter().map(|n| (n * table.factor).to_string());
        text.extend(values);
        out.push(text.clone());
    }
    out
}

#[test]
fn a_list_text_and_every_type_that_can_be_cloned_can_be_working_memory() {
    let (mut list, mut text, mut array) = (vec![1], "text".to_owned(), [0; 4]);
    let mut table = Table { factor: 3, uses: 0 };
    let out = others(&[1, 2, 3, 4], &mut list, &mut table, &mut text, &mut array);
    assert_eq!(out, ["33", "66", "99", "1212"]);
    assert_eq!(
        (list, table.uses, &*text, array),
        (vec![1], 0, "text", [0; 4])
    );
}

#[parallelize(jobs = 2, scratch = scratch)]
fn of_the_options_name(numbers: &[u64], scratch: &mut Vec<u64>) -> Vec<u64> {
    scratch.clear();
    scratch.extend(numbers);
    scratch.clone()
}

#[test]
fn the_argument_may_be_called_as_the_option_is() {
    assert_eq!(of_the_options_name(&[1, 2, 3], &mut vec![9]), [1, 2, 3]);
}

#[parallelize(jobs = buf.len(), scratch = buf)]
fn measured(numbers: &[u64], buf: &mut [u64]) -> usize {
    buf.fill(0);
    numbers.len()
}

#[test]
fn other_options_see_what_the_caller_passed() {
    assert_eq!(measured(&[1, 2, 3, 4], &mut [1, 2]), [2, 2]);
}
