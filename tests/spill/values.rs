//! Values of `serde`'s own types come back from files to the last bit.

#![allow(clippy::option_option)] // which is what is to come back

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fmt::Debug;
use std::marker::PhantomData;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::{NonZeroU8, Wrapping};
use std::ops::Bound;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use parallelize::parallel;
use proptest::collection::{btree_map, hash_map, vec};
use proptest::option;
use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::support::round_trip::{Bits, Bytes, assert_same, by_way_of_files};

fn any_f64() -> impl Strategy<Value = Bits<f64>> {
    let special = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0, 5e-324];
    let all = any::<u64>().prop_map(f64::from_bits);
    prop_oneof![all, prop::sample::select(special.to_vec())].prop_map(Bits)
}

fn any_f32() -> impl Strategy<Value = Bits<f32>> {
    let special = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, -0.0, 1e-45];
    let all = any::<u32>().prop_map(f32::from_bits);
    prop_oneof![all, prop::sample::select(special.to_vec())].prop_map(Bits)
}

/// Integers of all lengths, where formats change from one to the next.
fn any_u128() -> impl Strategy<Value = u128> {
    (any::<u128>(), 0..128_u32, -1..=1_i8).prop_map(|(value, shift, by)| match by {
        0 => value >> shift,
        by => (1_u128 << shift).wrapping_add_signed(by.into()),
    })
}

fn any_i128() -> impl Strategy<Value = i128> {
    (any_u128(), any::<bool>()).prop_map(|(value, is_negative)| {
        let value = i128::from_ne_bytes(value.to_ne_bytes());
        if is_negative {
            value.wrapping_neg()
        } else {
            value
        }
    })
}

/// What is left of a large integer in each of the types.
macro_rules! cut {
    ($($type:ty)*) => {
        any_i128().prop_map(|value| {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let cut = ($(value as $type),*);
            cut
        })
    };
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn integers(items in vec((cut!(u8 i8 u16 i16 u32 i32 u64 i64 usize isize), any_u128(), any_i128()), 0..40)) {
        assert_same(&items);
    }

    #[test]
    fn floats_with_all_their_bits(items in vec((any_f64(), any_f32()), 0..100)) {
        assert_same(&items);
    }

    #[test]
    fn texts_and_bytes(
        items in vec((any::<String>(), any::<char>(), vec(any::<u8>(), 0..300).prop_map(Bytes)), 0..40)
    ) {
        assert_same(&items);
    }

    #[test]
    fn options_of_options(items in vec((
        option::of(option::of(any::<u8>())),
        option::of(option::of(option::of(vec(any::<u8>(), 0..3)))),
        option::of(option::of(option::of(option::of(Just(()))))),
        option::of(option::of((any_f64(), option::of(option::of(any_i128()))))),
        option::of(vec(option::of(option::of(any::<bool>())), 0..4)),
        option::of((option::of(Just(())), option::of(option::of(Just(()))))),
    ), 0..30)) {
        assert_same(&items);
    }

    #[test]
    fn maps_with_keys_of_any_kind(items in vec((
        btree_map(any_i128(), any_u128(), 0..4),
        btree_map((any::<u8>(), any::<char>()), any::<bool>(), 0..4),
        btree_map(option::of(option::of(any::<u8>())), option::of(Just(())), 0..5),
        hash_map(vec(any::<u8>(), 0..3), any::<String>(), 0..4),
        btree_map(vec(any::<u8>(), 0..3).prop_map(Bytes), any::<i8>(), 0..4),
        btree_map(Just(()), any::<bool>(), 0..2),
    ), 0..8)) {
        assert_same(&items);
    }

    #[test]
    fn nested_lists_tuples_boxes_and_results(items in vec((
        vec(vec(vec(any::<u16>(), 0..4), 0..4), 0..4),
        ((any::<u8>(),), (any::<bool>(), (any::<i8>(), any::<char>()))),
        any::<u8>().prop_map(|n| Box::new(Box::new(n))),
        prop_oneof![Just(Ok(())), any::<String>().prop_map(Err)],
        any::<[Option<u8>; 3]>(),
    ), 0..20)) {
        assert_same(&items);
    }
}

#[test]
fn types_of_the_standard_library() {
    let six = Ipv6Addr::LOCALHOST;
    assert_same(&[(
        (six, IpAddr::from(six), IpAddr::from(Ipv4Addr::BROADCAST)),
        (Duration::MAX, SystemTime::UNIX_EPOCH + Duration::new(1, 1)),
        (
            Wrapping(i128::MIN),
            Reverse(Some(())),
            NonZeroU8::MAX,
            1..5_u8,
        ),
        (
            Bound::Included(Some(())),
            PathBuf::from("a/b"),
            PhantomData::<u8>,
        ),
        BTreeSet::from([Some(Some(())), Some(None), None]),
    )]);
}

#[test]
fn all_ways_through_files_give_the_same() {
    for len in [0, 1, 2, 3, 10, 1000] {
        let number = |n: u64| {
            (
                n,
                Some((n % 2 == 0).then_some(())),
                Bits(-0.0),
                "x".repeat(len),
            )
        };
        let items: Vec<_> = (0..len as u64).map(number).collect();
        for (way, back) in by_way_of_files(&items) {
            assert_eq!(back.unwrap(), items, "{way}");
        }
    }
}

#[test]
fn the_extremes_of_integers() {
    assert_same(&[
        (i128::MIN, 0, i64::MIN),
        (i128::MIN + 1, 1, i64::from(i32::MIN) - 1),
        (-1, u128::MAX / 2, -1),
        (i128::MAX, u128::MAX, i64::MAX),
    ]);
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Unit;

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Empty {}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Newtype<T>(T);

type Twice<T> = Option<Option<T>>;
type OptionalNewtype<T> = Option<Newtype<T>>;
type Pair<T> = Option<(T, u8)>;

/// `T` in places of all kinds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Places<T> {
    alone: T,
    options: (Option<T>, Twice<T>, Twice<Option<T>>),
    newtypes: (OptionalNewtype<T>, Newtype<OptionalNewtype<Option<T>>>),
    boxes: Option<Box<Option<Box<T>>>>,
    lists: Option<Vec<Option<T>>>,
    tuples: Option<(T, Pair<T>)>,
}

fn assert_same_in_all_places<T>(value: &T)
where
    T: Serialize + DeserializeOwned + Clone + Send + Sync + PartialEq + Debug,
{
    let value = || value.clone();
    let full = Places {
        alone: value(),
        options: (
            Some(value()),
            Some(Some(value())),
            Some(Some(Some(value()))),
        ),
        newtypes: (
            Some(Newtype(value())),
            Newtype(Some(Newtype(Some(value())))),
        ),
        boxes: Some(Box::new(Some(Box::new(value())))),
        lists: Some(vec![Some(value()), None, Some(value())]),
        tuples: Some((value(), Some((value(), 1)))),
    };
    let inner_empty = Places {
        alone: value(),
        options: (None, Some(None), Some(Some(None))),
        newtypes: (None, Newtype(Some(Newtype(None)))),
        boxes: Some(Box::new(None)),
        lists: Some(vec![]),
        tuples: Some((value(), None)),
    };
    let empty = Places {
        alone: value(),
        options: (None, None, Some(None)),
        newtypes: (None, Newtype(None)),
        boxes: None,
        lists: None,
        tuples: None,
    };
    assert_same(&[full, inner_empty, empty]);
}

#[test]
fn values_that_take_no_memory() {
    assert_same_in_all_places(&());
    assert_same_in_all_places(&Unit);
    assert_same_in_all_places(&(Empty {}, Newtype(Unit), [0_u8; 0]));
    assert_same(&[(); 100_000]);
    assert_same(&[Unit; 1000]);
}

#[test]
fn options_inside_of_newtypes_inside_of_options() {
    assert_same_in_all_places(&Newtype(Some(Newtype(()))));
    assert_same_in_all_places(&None::<()>);
    assert_same_in_all_places(&Some(Some(Some(u128::MAX))));
}

#[test]
fn no_items_and_chunks_without_any() {
    assert_same::<String>(&[]);
    for len in 0..6_u32 {
        let none = parallel(0..len).jobs(3).write_to_file(true);
        assert!(none.flatten(|_| Vec::<u32>::new()).unwrap().is_empty());
        let some = parallel(0..len).jobs(3).write_to_file(true);
        let ends = |part: std::ops::Range<u32>| part.filter(|n| n % 4 == 3).collect::<Vec<u32>>();
        let expected: Vec<u32> = ends(0..len);
        let spilled = some.spilled(ends).unwrap();
        assert_eq!(
            (spilled.len(), spilled.is_empty()),
            (expected.len(), expected.is_empty())
        );
        assert_eq!(spilled.into_vec().unwrap(), expected);
    }
}

#[test]
fn items_larger_than_a_block_between_small_ones() {
    let sizes = [
        0,
        1,
        1 << 20,
        3,
        (128 << 10) - 5,
        128 << 10,
        (128 << 10) + 1,
        7,
        3 << 20,
    ];
    let texts = sizes.map(|size| "é".repeat(size / 2) + &"x".repeat(size % 2));
    assert_same(&texts);
}
