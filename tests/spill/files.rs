//! Files by hand: right checksums around whatever content, and places to save to.

#![allow(clippy::option_option)] // which is what is to come back

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use parallelize::{Spill, SpillError, Spilled, parallel};
use proptest::collection::vec;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

use crate::saved_over::{assert_open_file_is_named, open_files_can_be_replaced};
use crate::support::round_trip::Bytes;

fn checksummed(head: &[u8], rest: &[u8]) -> Vec<u8> {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(head);
    hasher.update(rest);
    [head, &hasher.finalize().to_le_bytes(), rest].concat()
}

pub(crate) fn block(items: u64, payload: &[u8]) -> Vec<u8> {
    let numbers = [payload.len() as u64, items];
    checksummed(&numbers.map(u64::to_le_bytes).concat(), payload)
}

pub(crate) fn file(items: u64, blocks: &[u8]) -> Vec<u8> {
    let numbers = [items, blocks.len() as u64].map(u64::to_le_bytes);
    let header = [b"\x89prlspl\n\x01\0\0\0", &numbers.concat()[..]].concat();
    [checksummed(&header, &[]), blocks.to_vec()].concat()
}

pub(crate) fn read<T: Spill>(content: &[u8]) -> Result<Vec<T>, SpillError> {
    let directory = tempfile::tempdir().expect("a directory for a test");
    let path = directory.path().join("by hand");
    fs::write(&path, content).unwrap();
    let opened = Spilled::open(&path)?;
    let items: Result<Vec<T>, _> = opened.iter().collect();
    let count = items.as_ref().ok().map(Vec::len);
    assert_eq!(opened.into_vec().ok().map(|items| items.len()), count);
    items
}

#[test]
fn what_is_saved_is_what_would_be_written_by_hand() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("saved");
    let saved = parallel(&[1_u8, 200])
        .jobs(1)
        .write_to_file(true)
        .spilled(<[u8]>::to_vec);
    saved.unwrap().save(&path).unwrap();
    let by_hand = file(2, &block(2, &[1, 0xcc, 200]));
    assert_eq!(fs::read(&path).unwrap(), by_hand);
    assert_eq!(read::<u8>(&by_hand).unwrap(), [1, 200]);
}

#[test]
fn numbers_of_items_that_do_not_fit_together_are_refused() {
    let two = block(2, &[1, 2]);
    for items in [0, 1, 3, 22, 23, u64::MAX] {
        assert!(
            read::<u8>(&file(items, &two)).is_err(),
            "{items} items in the file"
        );
    }
    for items in [0, 1, 3, u64::MAX] {
        let blocks = block(items, &[1, 2]);
        assert!(
            read::<u8>(&file(items, &blocks)).is_err(),
            "{items} items in the block"
        );
        assert!(
            read::<u8>(&file(2, &blocks)).is_err(),
            "{items} items in the block"
        );
    }
    let blocks = [block(1, &[1]), block(0, &[]), block(1, &[2])].concat();
    assert!(read::<u8>(&file(2, &blocks)).is_err(), "a block is empty");
    let blocks = [block(2, &[1, 2]), block(1, &[3])].concat();
    assert!(read::<u8>(&file(2, &blocks)).is_err(), "a block too many");
    assert_eq!(read::<u8>(&file(3, &blocks)).unwrap(), [1, 2, 3]);
    assert_eq!(read::<u8>(&file(0, &[])).unwrap(), Vec::<u8>::new());
}

#[test]
fn whatever_follows_the_items_of_a_block_is_refused() {
    for marker in 0..=255 {
        for rest in [&[][..], &[0], &[0xff; 4], &[0x91; 2000]] {
            let payload = [&[7, marker], rest].concat();
            let read = read::<u8>(&file(1, &block(1, &payload)));
            assert!(
                read.is_err(),
                "{marker:#x} and {} bytes go unnoticed",
                rest.len()
            );
        }
    }
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Any {
    Nothing,
    Number(i64),
    Text(String),
    Options {
        options: Option<Option<Option<Box<Any>>>>,
    },
    List(Vec<Any>),
    Map(BTreeMap<String, Any>),
    Bytes(Bytes),
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
enum Tagged {
    Tree(Vec<Tagged>),
    Option(Option<Option<Box<Tagged>>>),
    Wide(u128, i128),
}

#[derive(Debug, Serialize, Deserialize)]
struct Tree(Vec<Tree>);

#[derive(Debug, Serialize, Deserialize)]
struct Chain(Option<Box<Chain>>);

#[derive(Debug, Serialize, Deserialize)]
struct Flat {
    #[serde(flatten)]
    all: BTreeMap<String, Option<Option<u8>>>,
}

type Plain = (
    String,
    Bytes,
    Option<Option<Vec<u64>>>,
    Option<()>,
    u128,
    [f32; 2],
);

/// Reads a payload as types of all kinds, which must not panic; tells whether any understood it.
pub(crate) fn read_as_anything(items: u64, payload: &[u8]) -> bool {
    let file = file(items, &block(items, payload));
    let plain = read::<Plain>(&file).is_ok() | read::<String>(&file).is_ok();
    let trees = read::<Tree>(&file).is_ok() | read::<Chain>(&file).is_ok();
    let chosen = read::<Any>(&file).is_ok() | read::<Tagged>(&file).is_ok();
    plain | trees | chosen | read::<Flat>(&file).is_ok()
}

#[test]
fn values_that_claim_to_be_long_or_deep_are_refused() {
    for marker in 0..=255 {
        for rest in [
            &[0xff; 4][..],
            &[0x7f, 0xff, 0xff, 0xff, 1],
            &[0xff, 0xff, 1],
        ] {
            read_as_anything(1, &[&[marker], rest].concat());
        }
    }
    for deep in [
        &[0x91][..],
        &[0x81, 0xa1, b'x'],
        &[0xc7, 0xff, 1],
        &[0xc9, 0, 0, 0xff, 0xff, 1],
    ] {
        assert!(!read_as_anything(1, &deep.repeat(100_000)));
    }
    let mut marked = vec![5];
    for _ in 0..3000 {
        let len = u32::try_from(marked.len()).unwrap().to_be_bytes();
        marked = [&[0xc9], &len[..], &[1], &marked].concat();
    }
    assert!(!read_as_anything(1, &marked));
}

/// Bytes of which many say something in `MessagePack`.
fn any_payload() -> impl Strategy<Value = Vec<u8>> {
    let markers = [
        0x80, 0x81, 0x90, 0x91, 0x92, 0xa1, 0xc0, 0xc4, 0xc7, 0xd4, 0xd8, 0xd9,
    ];
    let texts = prop::sample::select(vec![
        &b"\xa1t"[..],
        b"\xa1c",
        b"\xa6Option",
        b"\xa4Tree",
        b"\xa7options",
    ]);
    let part = prop_oneof![
        4 => prop::sample::select(markers.to_vec()).prop_map(|marker| vec![marker]),
        2 => (0..6_u8).prop_map(|small| vec![small]),
        1 => any::<u8>().prop_map(|byte| vec![byte]),
        1 => texts.prop_map(<[u8]>::to_vec),
        1 => (1..5_u8).prop_map(|kind| vec![0xc7, 0, kind]),
    ];
    vec(part, 1..30).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn content_of_any_kind_is_read_or_refused(payload in any_payload(), items in 1..3_u64) {
        read_as_anything(items, &payload);
    }
}

fn save(path: &Path) -> Result<(), SpillError> {
    let outputs = parallel(0..10_u64).jobs(2).write_to_file(true);
    outputs.spilled(Vec::from_iter)?.save(path)
}

fn names(directory: &Path) -> Vec<String> {
    let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name();
    let names = fs::read_dir(directory).unwrap().map(name);
    let mut names: Vec<_> = names.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn places_that_no_file_can_have_are_named_and_nothing_is_left_in_them() {
    let directory = tempfile::tempdir().unwrap();
    let at = |name: &str| directory.path().join(name);
    fs::create_dir(at("taken")).unwrap();
    fs::write(at("file"), "").unwrap();
    for path in [
        at("taken"),
        at("missing/items"),
        at("file/items"),
        at(&"x".repeat(300)),
    ] {
        let error = save(&path).unwrap_err().to_string();
        let place = format!("could not save the outputs to `{}`: ", path.display());
        assert!(error.starts_with(&place), "{error}");
    }
    assert!(save(Path::new("")).is_err());
    assert_eq!(names(directory.path()), ["file", "taken"]);
    assert_eq!(names(&at("taken")), [""; 0]);
}

#[test]
fn a_name_alone_is_a_file_in_the_current_directory() {
    let name = format!("spilled-items-{}", std::process::id());
    let before = names(Path::new("."));
    save(Path::new(&name)).unwrap();
    let items = Spilled::<u64>::open(&name).and_then(Spilled::into_vec);
    fs::remove_file(&name).unwrap();
    assert!(items.unwrap().into_iter().eq(0..10));
    assert_eq!(names(Path::new(".")), before);
}

#[test]
fn a_file_can_be_saved_over_itself() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("items");
    save(&path).unwrap();
    let opened = Spilled::<u64>::open(&path).unwrap();
    if open_files_can_be_replaced() {
        opened.save(&path).unwrap();
    } else {
        assert_open_file_is_named(opened.save(&path));
    }
    assert!(opened.into_vec().unwrap().into_iter().eq(0..10));
    assert!(
        Spilled::<u64>::open(&path)
            .unwrap()
            .iter()
            .map(Result::unwrap)
            .eq(0..10)
    );
    assert_eq!(names(directory.path()), ["items"]);
}
