//! Bodies that also add to `&mut` arguments, as the attribute makes them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::rc::Rc;
use std::vec;

use parallelize::__private::{append, fold, write};
use proptest::prelude::*;

use super::Cut;

/// A writer that is not `Send`, and takes so many bytes.
struct Narrow(Rc<RefCell<Vec<u8>>>, usize);

impl Write for Narrow {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut written = self.0.borrow_mut();
        let room = self.1 - written.len();
        if room == 0 {
            return Err(io::ErrorKind::StorageFull.into());
        }
        written.write(&bytes[..bytes.len().min(room)])
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

proptest! {
    #[test]
    fn a_collection_gets_what_the_batches_append(len in 0..6000_usize, cut in Cut::any()) {
        let mut out = vec![7];
        cut.stream(0..len).with((append(&mut out),)).flatten(|numbers, (out,)| out.extend(numbers));
        prop_assert!(out.into_iter().eq([7].into_iter().chain(0..len)));
        let (mut out, mut counts) = (String::from(">"), BTreeMap::new());
        let lengths = cut.stream(0..len).with((append(&mut out), append(&mut counts))).per_chunk(|numbers, (out, counts)| {
            let len = numbers.len();
            for n in numbers {
                write!(out, "{n} ").unwrap();
                counts.insert(n % 5, n);
            }
            len
        });
        let numbers: Vec<String> = (0..len).map(|n| n.to_string()).collect();
        prop_assert_eq!(out.trim_end(), format!(">{}", numbers.join(" ")));
        prop_assert_eq!(counts, (0..len).map(|n| (n % 5, n)).collect());
        prop_assert!(lengths.into_iter().eq(cut.ranges(len).into_iter().map(|range| range.len())));
    }

    #[test]
    fn a_value_is_folded_in_order(len in 0..6000_usize, cut in Cut::any()) {
        let mut row = Vec::from(["before".to_owned()]);
        let merge = |row: &mut Vec<String>, later: Vec<String>| row.extend(later);
        let sum = cut.stream(0..len).with((fold(&mut row, merge),)).reduce(
            |numbers, (row,)| {
                row.push(format!("{:?}", numbers.as_slice().first()));
                numbers.sum::<usize>()
            },
            |a, b| a + b,
        );
        prop_assert_eq!(sum, (0..len).sum::<usize>());
        let firsts = cut.ranges(len).into_iter().map(|mut range| format!("{:?}", range.next()));
        prop_assert!(row.into_iter().skip(1).eq(firsts));
    }

    #[test]
    fn a_writer_gets_the_buffers_in_order_up_to_what_fails(
        len in 0..3000_usize,
        failing in 0..4000_usize,
        room in 0..20_000_usize,
        cut in Cut::any(),
    ) {
        let body = |numbers: &mut dyn Iterator<Item = usize>, out: &mut dyn Write| {
            for n in numbers {
                if n == failing {
                    return Err(io::Error::other("failing"));
                }
                writeln!(out, "{n}")?;
            }
            Ok(())
        };
        let mut expected = Narrow(Rc::default(), room);
        // As many batches as come before the error or the end of the room, one after the other.
        let outcome = cut.ranges(len).into_iter().try_for_each(|mut range| {
            let mut buffer = Vec::new();
            let outcome = body(&mut range, &mut buffer);
            expected.write_all(&buffer)?;
            outcome
        });
        let mut out = Narrow(Rc::default(), room);
        let call = cut.stream(0..len).with((write::<dyn Write, _>(&mut out),));
        let written = call.try_flatten(|mut numbers, (out,)| body(&mut numbers, out));
        prop_assert_eq!(out.0, expected.0);
        let kind = |outcome: io::Result<()>| outcome.map_err(|error| error.kind());
        prop_assert_eq!(kind(written), kind(outcome));
    }

    #[test]
    fn a_search_keeps_what_batches_up_to_the_hit_have_added(len in 0..3000_usize, hit in 0..4000_usize, cut in Cut::any()) {
        let mut seen = Vec::new();
        let found = cut.stream(0..len).with((append(&mut seen),)).first(|mut numbers, (seen,)| {
            numbers.find(|n| {
                seen.push(*n);
                *n == hit
            })
        });
        prop_assert_eq!(found, (hit < len).then_some(hit));
        prop_assert!(seen.into_iter().eq(0..len.min(hit + 1)));
    }

    #[test]
    fn an_error_leaves_collections_as_they_were(len in 0..3000_usize, failing in 0..4000_usize, cut in Cut::any()) {
        let mut out = vec![7];
        let body = |mut numbers: vec::IntoIter<usize>, out: &mut Vec<usize>| {
            out.extend(numbers.as_slice());
            if numbers.any(|n| n == failing) { Err(failing) } else { Ok(out.len()) }
        };
        let call = || cut.stream(0..len);
        let fails = failing < len;
        let lengths = call().with((append(&mut out),)).try_per_chunk(|numbers, (out,)| body(numbers, out));
        prop_assert_eq!(lengths.is_err(), fails);
        prop_assert_eq!(out.len(), if fails { 1 } else { 1 + len });
        let mut out = vec![7];
        let sum = call().with((append(&mut out),)).try_reduce(|numbers, (out,)| body(numbers, out), |a, b| a + b);
        prop_assert_eq!(sum, if fails { Err(failing) } else { Ok(len) });
        prop_assert_eq!(out.len(), if fails { 1 } else { 1 + len });
        let mut out = vec![7];
        let each = call().with((append(&mut out),)).try_each(|numbers, (out,)| body(numbers, out));
        prop_assert_eq!(each.len(), cut.ranges(len).len());
        prop_assert_eq!(each.iter().filter(|outcome| outcome.is_err()).count(), usize::from(fails));
        prop_assert_eq!(out.len(), 1 + len);
    }
}
