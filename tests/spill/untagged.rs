//! Types that choose by what is found come back from files as they were, or are refused.

#![allow(clippy::option_option)] // which is what is to come back

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

use crate::support::round_trip::{Bits, Bytes, assert_refused, assert_same};

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Unit;

/// Chosen by what is found, in this order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Any {
    Nothing,
    Truth(bool),
    Small(u64),
    Negative(i64),
    Float(Bits<f64>),
    List(Vec<Any>),
    Pairs {
        pairs: BTreeMap<u32, Any>,
    },
    Some {
        some: Option<Option<Option<Box<Any>>>>,
    },
    Bytes(Bytes),
    Text(String),
    Wide(u128),
    WideNegative(i128),
}

fn any_any() -> impl Strategy<Value = Any> {
    let end = prop_oneof![
        Just(Any::Nothing),
        any::<bool>().prop_map(Any::Truth),
        any::<u64>().prop_map(Any::Small),
        (i64::MIN..0).prop_map(Any::Negative),
        any::<u64>().prop_map(|bits| Any::Float(Bits(f64::from_bits(bits)))),
        vec(any::<u8>(), 0..4).prop_map(|bytes| Any::Bytes(Bytes(bytes))),
    ];
    end.prop_recursive(4, 16, 4, |inner| {
        let some = option::of(option::of(option::of(inner.clone().prop_map(Box::new))));
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Any::List),
            btree_map(any::<u32>(), inner, 0..4).prop_map(|pairs| Any::Pairs { pairs }),
            some.prop_map(|some| Any::Some { some }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn enums_that_are_chosen_by_what_is_found(items in vec((any_any(), option::of(option::of(any_any()))), 0..10)) {
        assert_same(&items);
    }
}

#[test]
fn integers_of_128_bits_are_refused_where_serde_chooses_by_what_is_found() {
    let unsigned = [0, u128::from(u64::MAX) + 1, u128::MAX].map(Any::Wide);
    let signed = [i128::MIN, -1, i128::from(i64::MIN) - 1, i128::MAX].map(Any::WideNegative);
    for any in unsigned.into_iter().chain(signed) {
        assert_refused(&(any.clone(), None::<Option<Any>>));
        assert_refused(&(Any::List(vec![any.clone()]), None::<Option<Any>>));
        assert_refused(&(Any::Nothing, Some(Some(any))));
    }
}

#[test]
fn every_level_of_options_is_kept_where_serde_keeps_what_it_finds() {
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(untagged)]
    enum Either {
        Deep {
            deep: Option<Option<Option<Option<Vec<u8>>>>>,
        },
        Flat(Option<u8>),
    }

    for deep in [
        None,
        Some(None),
        Some(Some(None)),
        Some(Some(Some(None))),
        Some(Some(Some(Some(vec![1])))),
    ] {
        assert_same(&[Either::Deep { deep }]);
    }
    for flat in [None, Some(5)] {
        assert_same(&[Some(Some(Either::Flat(flat))), Some(None), None]);
    }
}

#[test]
fn a_unit_struct_is_no_list() {
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(untagged)]
    enum Either {
        Unit(Unit),
        List(Vec<u8>),
    }

    assert_same(&[
        Either::Unit(Unit),
        Either::List(vec![]),
        Either::List(vec![1]),
    ]);
    assert_same(&[
        Some(Some(Either::Unit(Unit))),
        Some(Some(Either::List(vec![]))),
        Some(None),
        None,
    ]);
}

#[test]
fn types_with_a_form_for_people_come_back_as_what_they_were() {
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(untagged)]
    enum Either {
        Address(Ipv4Addr),
        Numbers([u8; 4]),
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(tag = "kind")]
    enum Host {
        Known { address: IpAddr },
    }

    assert_same(&[
        Either::Address(Ipv4Addr::LOCALHOST),
        Either::Numbers([127, 0, 0, 1]),
    ]);
    assert_same(&[Host::Known {
        address: IpAddr::V4(Ipv4Addr::LOCALHOST),
    }]);
}

#[test]
fn a_flattened_option_is_never_lost() {
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Wide {
        wide: u128,
        signed: Option<Option<i128>>,
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Outer {
        #[serde(flatten)]
        inner: Option<Wide>,
    }

    let outer = |wide, signed| Outer {
        inner: Some(Wide { wide, signed }),
    };
    assert_same(&[Outer { inner: None }]);
    for wide in [1, u128::from(u64::MAX) + 1, u128::MAX] {
        assert_refused(&outer(wide, None));
        assert_refused(&outer(wide, Some(Some(-1))));
    }
}
