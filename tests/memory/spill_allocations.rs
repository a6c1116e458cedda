//! What a saved file can make its reader allocate.

use std::fs;
use std::path::Path;

use parallelize::{Spilled, parallel};

use crate::allocator::{alone, largest_allocation};

/// Reads a file of this content as a whole and item by item; tells the largest allocation meanwhile.
fn largest_allocation_for(path: &Path, content: &[u8]) -> usize {
    fs::write(path, content).unwrap();
    largest_allocation(|| {
        if let Ok(opened) = Spilled::<[u64; 32]>::open(path) {
            assert!(opened.iter().all(|item| item.is_err()));
            assert!(opened.into_vec().is_err());
        }
    })
}

fn checksummed(head: &[u8], rest: &[u8]) -> Vec<u8> {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(head);
    hasher.update(rest);
    [head, &hasher.finalize().to_le_bytes(), rest].concat()
}

#[test]
fn a_file_that_claims_too_much_makes_nobody_allocate_it() {
    const HUGE: [u64; 6] = [
        1 << 20,
        1 << 40,
        1 << 60,
        (1 << 63) - 1,
        u64::MAX - 40,
        u64::MAX,
    ];
    let _alone = alone();
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("saved");
    let empty = parallel(0..0_usize).write_to_file(true);
    let empty = empty.spilled(|_| Vec::<[u64; 32]>::new()).unwrap();
    empty.save(&path).unwrap();
    let magic = fs::read(&path).unwrap()[..12].to_vec();
    let header = |items: u64, bytes: u64| {
        let numbers = [items.to_le_bytes(), bytes.to_le_bytes()].concat();
        checksummed(&[&magic[..], &numbers].concat(), &[])
    };
    let block = |bytes: u64, items: u64, rest: &[u8]| {
        checksummed(&[bytes.to_le_bytes(), items.to_le_bytes()].concat(), rest)
    };
    // Arrays and strings that say they are long: `MessagePack` with lengths of 32 bits.
    let long_array = [0xdd, 0xff, 0xff, 0xff, 0xff, 1, 2, 3];
    let long_string = [0xdb, 0xff, 0xff, 0xff, 0xff, b'a'];
    let mut blocks = vec![block(8, 1, &long_array), block(6, 1, &long_string)];
    for huge in HUGE {
        blocks.extend([
            block(huge, 1, &[1]),
            block(1, huge, &[1]),
            block(huge, huge, &[1]),
        ]);
    }
    for block in blocks {
        for items in HUGE.into_iter().chain([1, 8]) {
            for bytes in HUGE.into_iter().chain([block.len() as u64]) {
                let content = [header(items, bytes), block.clone()].concat();
                let largest = largest_allocation_for(&path, &content);
                assert!(
                    largest < 1 << 14,
                    "{largest} bytes for a file of {}",
                    content.len()
                );
            }
        }
    }
}
