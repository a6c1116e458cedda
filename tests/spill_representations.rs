//! Types with `serde`'s attributes come back from files as they were, or are refused.

#![allow(clippy::option_option)] // which is what is to come back

mod support;

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

use crate::support::round_trip::{Bits, Bytes, assert_refused, assert_same};

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Unit;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Newtype<T>(T);

type Options = (
    Option<Option<u8>>,
    Option<Option<Option<Vec<u8>>>>,
    Option<()>,
    Option<Option<()>>,
    Option<Option<Newtype<()>>>,
);

fn any_options() -> impl Strategy<Value = Options> {
    (
        option::of(option::of(any::<u8>())),
        option::of(option::of(option::of(vec(any::<u8>(), 0..3)))),
        option::of(Just(())),
        option::of(option::of(Just(()))),
        option::of(option::of(Just(Newtype(())))),
    )
}

/// What all kinds of enums have inside of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Content {
    float: Bits<f64>,
    options: Options,
    #[serde(skip_serializing_if = "Option::is_none")]
    skipped: Option<Option<u8>>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    defaulted: String,
    map: BTreeMap<i16, Option<Option<bool>>>,
    bytes: Bytes,
    unit: (),
    unit_struct: Unit,
}

fn any_content() -> impl Strategy<Value = Content> {
    (
        any::<u64>(),
        any_options(),
        option::of(option::of(any::<u8>())),
        any::<String>(),
        btree_map(any::<i16>(), option::of(option::of(any::<bool>())), 0..3),
        vec(any::<u8>(), 0..40),
    )
        .prop_map(|(float, options, skipped, defaulted, map, bytes)| Content {
            float: Bits(f64::from_bits(float)),
            options,
            skipped,
            defaulted,
            map,
            bytes: Bytes(bytes),
            unit: (),
            unit_struct: Unit,
        })
}

/// The same enum, represented in a way of `serde`'s.
macro_rules! represented {
    ($($name:ident #[serde($($attribute:tt)*)])*) => {$(
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde($($attribute)*)]
        enum $name {
            Nothing,
            Newtype(Content),
            Struct { options: Options, inner: Option<Box<$name>> },
        }

        impl $name {
            fn any() -> BoxedStrategy<Self> {
                let end = prop_oneof![Just($name::Nothing), any_content().prop_map($name::Newtype)];
                end.prop_recursive(3, 4, 1, |inner| {
                    let inner = option::of(inner.prop_map(Box::new));
                    (any_options(), inner).prop_map(|(options, inner)| $name::Struct { options, inner })
                })
                .boxed()
            }
        }
    )*};
}

represented! {
    External #[serde(rename_all = "kebab-case")]
    Internal #[serde(tag = "kind")]
    Adjacent #[serde(tag = "kind", content = "value")]
    Untagged #[serde(untagged)]
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Flattened {
    first: Options,
    #[serde(flatten)]
    content: Content,
    #[serde(flatten)]
    rest: BTreeMap<String, Option<Option<u8>>>,
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn externally_tagged_enums(items in vec(option::of(External::any()), 0..10)) {
        assert_same(&items);
    }

    #[test]
    fn internally_tagged_enums(items in vec(option::of(Internal::any()), 0..10)) {
        assert_same(&items);
    }

    #[test]
    fn adjacently_tagged_enums(items in vec(option::of(Adjacent::any()), 0..10)) {
        assert_same(&items);
    }

    #[test]
    fn untagged_enums(items in vec(option::of(Untagged::any()), 0..10)) {
        assert_same(&items);
    }

    #[test]
    fn flattened_enums(items in vec((any_options(), Internal::any(), External::any()), 0..10)) {
        let flattened = |(first, internal, external)| FlattenedEnums { first, internal, external };
        let items: Vec<_> = items.into_iter().map(flattened).collect();
        assert_same(&items);
    }

    #[test]
    fn flattened_fields(items in vec((any_options(), any_content()), 0..10)) {
        let flattened = |(first, content): (Options, _)| Flattened {
            rest: BTreeMap::from([("one".to_owned(), first.0), ("two".to_owned(), Some(None))]),
            first,
            content,
        };
        let items: Vec<_> = items.into_iter().map(flattened).collect();
        assert_same(&items);
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct FlattenedEnums {
    first: Options,
    #[serde(flatten)]
    internal: Internal,
    #[serde(flatten)]
    external: External,
}

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
