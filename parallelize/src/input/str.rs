//! Text as an input.

use std::ops::Range;

use super::{Neighbours, Split};

/// The elements are bytes: lengths and places count those. A `&str` is cut between characters only.
///
/// # Examples
///
/// ```
/// use parallelize::parallel;
///
/// let text = "Größe\nMaße\nStraße\n";
/// let longest = parallel(text)
///     .delimiter('\n')
///     .reduce(|lines| lines.lines().map(|line| line.chars().count()).max(), Ord::max);
/// assert_eq!(longest, Some(6));
/// ```
impl Split for &str {
    fn element_count(&self) -> usize {
        self.len()
    }

    fn cut(self, at: usize) -> (Self, Self) {
        self.split_at(at)
    }

    fn may_cut(&self, at: usize) -> bool {
        self.is_char_boundary(at)
    }
}

/// Neighbours are characters.
impl Neighbours for &str {
    type Element = char;

    fn neighbours<R>(&self, at: usize, look: impl FnOnce(&char, &char) -> R) -> R {
        let (before, behind) = self.split_at(at);
        let before = before.chars().next_back();
        let behind = behind.chars().next();
        look(&before.expect(BETWEEN), &behind.expect(BETWEEN))
    }

    fn next_behind(&self, places: Range<usize>, delimiter: &char) -> Option<usize> {
        // A character that ends at the first of the places, or behind it.
        let start = (0..places.start)
            .rev()
            .find(|&at| self.is_char_boundary(at))?;
        let found = start + self[start..].find(*delimiter)? + delimiter.len_utf8();
        (found < places.end).then_some(found)
    }
}

const BETWEEN: &str = "a place between two characters";
