//! Types with `serde`'s attributes come back from files as they were.

#![allow(clippy::option_option)] // which is what is to come back

use std::collections::BTreeMap;

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

use crate::support::round_trip::{Bits, Bytes, assert_same};

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
