//! Which splits are tried.

use std::iter;

/// Input of up to so many elements is cut everywhere.
const SHORT: usize = 256;
/// Input of up to so many elements is cut in all ways.
const VERY_SHORT: usize = 8;
/// Longer input is cut in so many ways.
const RANDOM: u32 = 64;

/// The cuts of each split, the first of which has none.
pub(super) fn of(len: usize) -> Box<dyn Iterator<Item = Vec<usize>>> {
    let uncut = iter::once(Vec::new());
    if len < 2 {
        Box::new(uncut)
    } else if len <= VERY_SHORT {
        Box::new(uncut.chain(in_two(len)).chain(in_all_ways(len)))
    } else if len <= SHORT {
        Box::new(uncut.chain(in_two(len)).chain([(1..len).collect()]))
    } else {
        Box::new(uncut.chain(at_random(len)))
    }
}

fn in_two(len: usize) -> impl Iterator<Item = Vec<usize>> {
    (1..len).map(|at| vec![at])
}

fn in_all_ways(len: usize) -> impl Iterator<Item = Vec<usize>> {
    let ways = 1_u32 << (len - 1);
    (1..ways).map(move |way| (1..len).filter(|at| (way >> (at - 1)) & 1 == 1).collect())
}

/// Into 2, 4, 8 .. 256 pieces, and again; into fewer where two cuts meet.
fn at_random(len: usize) -> impl Iterator<Item = Vec<usize>> {
    let mut random = SplitMix64(0);
    (0..RANDOM).map(move |round| {
        let pieces = 2_usize << (round % 8);
        let mut cuts: Vec<usize> = (1..pieces).map(|_| 1 + random.below(len - 1)).collect();
        cuts.sort_unstable();
        cuts.dedup();
        cuts
    })
}

/// The generator of Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014).
struct SplitMix64(u64);

impl SplitMix64 {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        let scaled = (u128::from(mixed) * limit as u128) >> 64;
        usize::try_from(scaled).expect("it is less than `limit`")
    }
}
