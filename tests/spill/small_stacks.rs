//! Nested values on threads with little stack: they are refused, and do not end the process.

use std::collections::BTreeMap;
use std::thread;

use parallelize::parallel;
use serde::{Deserialize, Serialize};

use super::failures::{Link, chain};
use super::files::{block, file, read, read_as_anything};
use crate::support::child::in_child;

const SIZES: [usize; 4] = [256 << 10, 512 << 10, 1 << 20, 2 << 20];

fn on_a_stack_of(size: usize, body: impl FnOnce() + Send) {
    let body = || {
        let thread = thread::Builder::new().stack_size(size);
        thread::scope(|scope| thread.spawn_scoped(scope, body).unwrap().join())
    };
    body().expect("no panic");
}

fn written(len: usize) -> Result<Vec<Option<Box<Link>>>, String> {
    let call = parallel(&[(), ()]).jobs(1).write_to_file(true);
    let chains = call.flatten(|units| units.iter().map(|()| chain(len)).collect());
    chains.map_err(|error| error.to_string())
}

#[test]
fn values_that_are_nested_too_deeply_for_a_small_stack_are_refused() {
    let name = "values_that_are_nested_too_deeply_for_a_small_stack_are_refused";
    in_child(name, || {
        for size in SIZES {
            on_a_stack_of(size, || {
                assert_eq!(written(3).unwrap().len(), 2, "{size}");
                for len in [10, 30, 50, 75, 100, 150, 250] {
                    let is_depth = |text: &str| {
                        text.contains("nested too deeply") || text.contains("depth limit")
                    };
                    assert!(
                        written(len)
                            .map_or_else(|text| is_depth(&text), |chains| chains.len() == 2),
                        "{size}"
                    );
                }
            });
        }
    });
}

#[derive(Debug, Serialize, Deserialize)]
struct Nested(Vec<Nested>);

/// Skips what it does not know.
#[derive(Debug, Deserialize, Serialize)]
struct Known {
    known: u8,
}

#[test]
fn files_with_deep_values_do_not_overflow_a_small_stack() {
    let name = "files_with_deep_values_do_not_overflow_a_small_stack";
    in_child(name, || {
        for size in SIZES {
            on_a_stack_of(size, || {
                let part = |payload: &[u8]| file(1, &block(1, payload));
                for depth in [10, 100, 240, 249, 300] {
                    for deep in [
                        &[0x91][..],
                        &[0x81, 0xa1, b'x'],
                        &[0x81, 0xa6, b'O', b'p', b't', b'i', b'o', b'n'],
                    ] {
                        let value = [&deep.repeat(depth), &[0x90][..]].concat();
                        read_as_anything(1, &value);
                        let skipped = [&b"\x82\xa1x"[..], &value, b"\xa5known\x07"].concat();
                        let known = read::<Known>(&part(&skipped));
                        assert!(known.is_err() || known.is_ok_and(|values| values[0].known == 7));
                    }
                }
                assert_eq!(read::<Nested>(&part(&[0x91, 0x90])).unwrap()[0].0.len(), 1);
                let map = read::<BTreeMap<u8, u8>>(&part(&[0x81, 1, 2])).unwrap();
                assert_eq!(map[0][&1], 2);
            });
        }
    });
}
