//! Types of items, with all representations that `serde` knows.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{check_as, save_example};

/// What can be done with files of a type.
pub struct Type {
    pub(super) check: fn(&Path),
    pub(super) save_example: fn(&Path),
}

macro_rules! types {
    ($($type:ty: $items:expr;)*) => {
        pub const TYPES: &[Type] = &[$(Type {
            check: check_as::<$type>,
            save_example: |path| save_example::<$type>(&$items, path),
        }),*];
    };
}

types! {
    u64: [0, 127, 128, 1 << 40, u64::MAX];
    (i8, i64, f32, f64, bool, char): [(-1, i64::MIN, 1.5, f64::MIN_POSITIVE, true, 'é')];
    (u128, i128): [(u128::MAX, -1)];
    String: ["".into(), "text".into(), "long ".repeat(60)];
    (): [(), ()];
    Vec<Option<Option<()>>>: [vec![None, Some(None), Some(Some(()))]];
    Result<(Nothing, Newtype), String>: [Ok((Nothing, Newtype(1))), Err("error".into())];
    BTreeMap<Vec<u8>, [i16; 2]>: [BTreeMap::from([(vec![1, 2], [3, -4]), (vec![], [0, 0])])];
    Tree: [Tree::example()];
    Internal: [Internal::Empty, Internal::Fields { a: Some(1), b: vec!["b".into()] }];
    Adjacent: [Adjacent::Empty, Adjacent::One(Some(None)), Adjacent::Two(1, "two".into())];
    Untagged: [Untagged::example()];
    Flattened: [Flattened::example()];
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Nothing;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Newtype(u8);

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) enum Tree {
    Leaf,
    Option(Option<Option<Box<Tree>>>),
    List(Vec<Tree>),
    Named { left: Box<Tree>, right: Box<Tree> },
}

impl Tree {
    fn example() -> Self {
        let option = Tree::Option(Some(Some(Box::new(Tree::Leaf))));
        let list = Tree::List(vec![option, Tree::Option(Some(None)), Tree::Leaf]);
        Tree::Named {
            left: Box::new(list),
            right: Box::new(Tree::Option(None)),
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "tag")]
pub(super) enum Internal {
    Empty,
    Fields { a: Option<u8>, b: Vec<String> },
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "tag", content = "content")]
pub(super) enum Adjacent {
    Empty,
    One(Option<Option<u8>>),
    Two(u128, String),
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Untagged {
    Number(i64),
    Text(String),
    Options { options: Option<Option<bool>> },
    List(Vec<Untagged>),
    Map(BTreeMap<String, Untagged>),
}

impl Untagged {
    fn example() -> Self {
        let options = Untagged::Options {
            options: Some(None),
        };
        let list = Untagged::List(vec![Untagged::Number(-7), options]);
        let text = Untagged::Text("text".into());
        Untagged::Map(BTreeMap::from([("a".into(), list), ("b".into(), text)]))
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Flattened {
    id: u32,
    #[serde(flatten)]
    others: BTreeMap<String, Option<Option<u8>>>,
}

impl Flattened {
    fn example() -> Self {
        let others = [("x".into(), None), ("y".into(), Some(Some(1)))];
        Flattened {
            id: 1,
            others: BTreeMap::from(others),
        }
    }
}
