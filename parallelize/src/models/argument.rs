//! An argument by value, which chunks clone, and an only chunk takes.

use loom::sync::Arc;
use loom::thread;

use super::Memory;
use crate::argument::argument;

/// A value that a reader shares with others, and the taker has for itself.
struct Value {
    memory: Memory,
}

impl Clone for Value {
    fn clone(&self) -> Self {
        self.memory.share();
        Value {
            memory: Memory::default(),
        }
    }
}

#[test]
fn readers_never_meet_the_taker() {
    super::check(3, || {
        let memory = Memory::default();
        let value = Value {
            memory: memory.clone(),
        };
        let argument = Arc::new(argument((value,)));
        let readers = [(); 2].map(|()| {
            let argument = Arc::clone(&argument);
            thread::spawn(move || argument.cloned().is_some())
        });
        let taken = argument.take().map(|value| value.memory.own());
        let have_read = readers.map(|reader| reader.join().unwrap());
        let is_there = argument.cloned().is_some();
        assert_eq!(is_there, taken.is_none(), "a value is taken, or is there");
        assert!(
            taken.is_some() || have_read.contains(&true),
            "only a reader keeps the taker out"
        );
        drop(argument);
        assert_eq!(memory.owners(), 1, "the value is dropped once");
    });
}

#[test]
fn another_thread_takes_nothing() {
    super::check(3, || {
        let value = Value {
            memory: Memory::default(),
        };
        let argument = Arc::new(argument((value,)));
        let other = {
            let argument = Arc::clone(&argument);
            thread::spawn(move || argument.take().is_none())
        };
        assert!(other.join().unwrap());
        assert!(argument.take().is_some());
    });
}
