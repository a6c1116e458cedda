//! For any stream and options, a call gives what the same batches give one after the other.

use std::collections::{BTreeMap, VecDeque};
use std::vec;

use proptest::prelude::*;

use super::{Cut, unsized_iter};
use crate::properties::{combine, digest, digest_unless};

fn numbers() -> impl Strategy<Value = Vec<u16>> {
    let lengths = prop_oneof![0..30_usize, 0..6000_usize];
    lengths.prop_flat_map(|len| prop::collection::vec(any::<u16>(), len))
}

proptest! {
    #[test]
    fn flatten_is_the_body_over_the_whole(data in numbers(), cut in Cut::any(), keep in 1_u16..4) {
        let body = |numbers: vec::IntoIter<u16>| -> Vec<String> {
            let kept = numbers.filter(|n| n % keep == 0);
            kept.map(|n| n.to_string()).collect()
        };
        let expected = body(data.clone().into_iter());
        prop_assert_eq!(cut.stream(data.clone()).flatten(body), expected.clone());
        prop_assert_eq!(cut.stream(unsized_iter(data)).flatten(body), expected);
    }

    #[test]
    fn flatten_joins_what_is_no_list(data in numbers(), cut in Cut::any()) {
        let deque: VecDeque<u16> = cut.stream(data.clone()).flatten(Iterator::collect::<VecDeque<_>>);
        prop_assert!(deque.iter().eq(&data));
        let text = |numbers: vec::IntoIter<u16>| numbers.filter_map(|n| char::from_u32(n.into())).collect::<String>();
        prop_assert_eq!(cut.stream(data.clone()).flatten(text), text(data.clone().into_iter()));
        let places = || data.iter().map(|n| n % 9).zip(0..);
        let last: BTreeMap<u16, usize> = cut.stream(places()).flatten(Iterator::collect::<BTreeMap<_, _>>);
        prop_assert_eq!(last, places().collect());
    }

    #[test]
    fn flatten_of_results_is_the_body_over_the_whole(data in numbers(), cut in Cut::any(), modulus in 1_u16..6000) {
        let body = |numbers: vec::IntoIter<u16>| -> Result<Vec<u16>, u16> {
            numbers.map(|n| if n % modulus == 0 { Err(n) } else { Ok(n / 2) }).collect()
        };
        prop_assert_eq!(cut.stream(data.clone()).flatten(body), body(data.into_iter()));
    }

    #[test]
    fn per_chunk_is_the_body_over_the_batches(data in numbers(), cut in Cut::any()) {
        let batches: Vec<Vec<u16>> = cut.stream(data.clone()).per_chunk(Iterator::collect);
        prop_assert!(batches.iter().map(Vec::as_slice).eq(cut.batches(&data)));
    }

    #[test]
    fn try_per_chunk_gives_all_outputs_or_the_first_error(
        data in numbers(),
        cut in Cut::any(),
        modulus in 1_u16..6000,
    ) {
        let body = |numbers: vec::IntoIter<u16>| digest_unless(numbers.as_slice(), modulus);
        let expected: Result<Vec<u64>, u16> = cut.batches(&data).map(|b| digest_unless(b, modulus)).collect();
        prop_assert_eq!(cut.stream(data.clone()).try_per_chunk(body), expected);
    }

    #[test]
    fn first_is_the_first_hit(data in numbers(), cut in Cut::any(), modulus in 1_u16..6000) {
        let is_hit = |n: &u16| n % modulus == 0;
        let elements = || data.iter().copied().enumerate();
        let find = |mut elements: vec::IntoIter<(usize, u16)>| elements.find(|(_, n)| is_hit(n));
        prop_assert_eq!(cut.stream(elements()).first(find), elements().find(|(_, n)| is_hit(n)));
        let any = |mut numbers: vec::IntoIter<u16>| numbers.any(|n| is_hit(&n));
        prop_assert_eq!(cut.stream(data.clone()).first(any), data.iter().any(is_hit));
    }

    #[test]
    fn reduce_is_the_fold_of_the_outputs(data in numbers(), cut in Cut::any()) {
        let expected = cut.batches(&data).map(digest).reduce(combine);
        let folded = cut.stream(data.clone()).reduce(|numbers| digest(numbers.as_slice()), combine);
        prop_assert_eq!(Some(folded), expected);
    }

    #[test]
    fn try_reduce_gives_the_fold_or_the_first_error(
        data in numbers(),
        cut in Cut::any(),
        modulus in 1_u16..6000,
    ) {
        let outputs: Result<Vec<u64>, u16> = cut.batches(&data).map(|b| digest_unless(b, modulus)).collect();
        let expected = outputs.map(|all| all.into_iter().reduce(combine).unwrap());
        let body = |numbers: vec::IntoIter<u16>| digest_unless(numbers.as_slice(), modulus);
        prop_assert_eq!(cut.stream(data.clone()).try_reduce(body, combine), expected);
    }

    #[test]
    fn consume_gets_the_outputs_in_order(data in numbers(), cut in Cut::any()) {
        let mut outputs = Vec::new();
        cut.stream(data.clone()).consume(|numbers| digest(numbers.as_slice()), |output| outputs.push(output));
        prop_assert!(outputs.into_iter().eq(cut.batches(&data).map(digest)));
    }

    #[test]
    fn try_consume_gets_the_outputs_up_to_the_first_that_it_refuses(
        data in numbers(),
        cut in Cut::any(),
        modulus in 1_u64..100,
    ) {
        let mut outputs = Vec::new();
        let outcome = cut.stream(data.clone()).try_consume(
            |numbers| digest(numbers.as_slice()),
            |output| {
                outputs.push(output);
                if output % modulus == 0 { Err(output) } else { Ok(()) }
            },
        );
        let all: Vec<u64> = cut.batches(&data).map(digest).collect();
        let refused = all.iter().position(|output| output % modulus == 0);
        prop_assert_eq!(outcome, refused.map_or(Ok(()), |at| Err(all[at])));
        prop_assert_eq!(outputs, &all[..refused.map_or(all.len(), |at| at + 1)]);
    }
}
