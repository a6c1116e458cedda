//! What a saved file can make its reader allocate.

#![allow(unsafe_code)] // to count what is allocated

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::fs;
use std::path::Path;

use parallelize::{Spilled, parallel};

/// Notes the largest allocation of a thread.
struct Noting;

thread_local! {
    static LARGEST: Cell<usize> = const { Cell::new(0) };
}

#[global_allocator]
static ALLOCATOR: Noting = Noting;

fn note(size: usize) {
    // Not where the thread is about to end.
    let _ = LARGEST.try_with(|largest| largest.set(largest.get().max(size)));
}

// SAFETY: it is the system's allocator.
unsafe impl GlobalAlloc for Noting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        note(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        note(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        note(size);
        unsafe { System.realloc(pointer, layout, size) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
}

/// Reads a file of this content as a whole and item by item; tells the largest allocation meanwhile.
fn largest_allocation(path: &Path, content: &[u8]) -> usize {
    fs::write(path, content).unwrap();
    LARGEST.set(0);
    if let Ok(opened) = Spilled::<[u64; 32]>::open(path) {
        assert!(opened.iter().all(|item| item.is_err()));
        assert!(opened.into_vec().is_err());
    }
    LARGEST.get()
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
                let largest = largest_allocation(&path, &content);
                assert!(
                    largest < 1 << 14,
                    "{largest} bytes for a file of {}",
                    content.len()
                );
            }
        }
    }
}
