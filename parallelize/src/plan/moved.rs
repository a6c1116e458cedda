//! Boundaries that move up to places where a cut is allowed.

#[cfg(all(test, not(parallelize_loom)))]
mod tests;

use super::Boundaries;

impl Boundaries {
    /// Each boundary moved up to the next place that is allowed, which `next` finds. Boundaries that meet are one. A
    /// chunk that becomes shorter than `min_len` is joined to the one before.
    ///
    /// `next` is given a place, and returns a place from there on but before the end. It is never asked again about a
    /// place that it has passed.
    pub(super) fn moved(
        self,
        min_len: usize,
        mut next: impl FnMut(usize) -> Option<usize>,
    ) -> Self {
        let (len, count) = (self.len(), self.count());
        let mut next = |at| {
            let place = next(at);
            assert!(
                place.is_none_or(|place| (at..len).contains(&place)),
                "the place {place:?} is not among {at}..{len}"
            );
            place
        };
        // Nothing is listed unless a boundary moves.
        let first = (1..count).find_map(|index| {
            let start = self.start(index);
            let place = next(start);
            (place != Some(start)).then_some((index, place))
        });
        let Some((index, place)) = first else {
            return self;
        };
        let mut starts: Vec<usize> = (0..index).map(|index| self.start(index)).collect();
        starts.extend(place);
        let later = place.map_or(0..0, |_| index + 1..count);
        for start in later.map(|index| self.start(index)) {
            if starts.last().is_some_and(|&last| start <= last) {
                continue;
            }
            let Some(place) = next(start) else { break };
            starts.push(place);
        }
        starts.push(len);
        let starts = without_short(&starts, min_len);
        // The first two chunks tell what the others cost, unless they are much of the whole by now.
        let has_probes = self.has_probes() && starts[2.min(starts.len() - 1)] <= len / 16;
        Boundaries::listed(starts, has_probes)
    }
}

/// Joins chunks that are shorter than `min_len` to the ones before them. The last of `starts` is the length.
fn without_short(starts: &[usize], min_len: usize) -> Vec<usize> {
    let mut kept: Vec<usize> = Vec::with_capacity(starts.len());
    for &start in starts {
        if kept.len() > 1 && kept.last().is_some_and(|last| start - last < min_len) {
            kept.pop();
        }
        kept.push(start);
    }
    kept
}
