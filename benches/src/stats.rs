//! From samples to what is reported of them.

/// Median and quartiles of some samples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Summary {
    pub(crate) low: f64,
    pub(crate) median: f64,
    pub(crate) high: f64,
}

impl Summary {
    /// # Panics
    ///
    /// Without samples.
    pub(crate) fn of(mut samples: Vec<f64>) -> Self {
        samples.sort_by(f64::total_cmp);
        Self {
            low: quartile(&samples, 1),
            median: quartile(&samples, 2),
            high: quartile(&samples, 3),
        }
    }

    /// How far the quartiles are apart, relative to the median.
    pub(crate) fn spread(&self) -> f64 {
        (self.high - self.low) / self.median
    }

    /// How many times as fast as `baseline` these times are. The quartiles change places: the
    /// shorter time is the higher speed.
    pub(crate) fn speed_up(&self, baseline: f64) -> Self {
        Self {
            low: baseline / self.high,
            median: baseline / self.median,
            high: baseline / self.low,
        }
    }
}

/// The `which`th quartile (1 to 3) of sorted samples, interpolated between neighbours.
fn quartile(sorted: &[f64], which: usize) -> f64 {
    let rank = which * (sorted.len() - 1); // in quarters of a place
    let weight = [0.0, 0.25, 0.5, 0.75][rank % 4];
    let below = sorted[rank / 4];
    let above = sorted.get(rank / 4 + 1).unwrap_or(&below);
    below + weight * (above - below)
}

#[cfg(test)]
mod tests {
    use super::Summary;

    fn summary(low: f64, median: f64, high: f64) -> Summary {
        Summary { low, median, high }
    }

    #[test]
    fn a_single_sample_is_all_of_it() {
        assert_eq!(Summary::of(vec![3.0]), summary(3.0, 3.0, 3.0));
    }

    #[test]
    fn samples_in_any_order_on_whole_places() {
        let samples = vec![5.0, 1.0, 4.0, 2.0, 3.0];
        assert_eq!(Summary::of(samples), summary(2.0, 3.0, 4.0));
    }

    #[test]
    fn quartiles_between_samples_are_interpolated() {
        let samples = vec![4.0, 1.0, 3.0, 2.0];
        assert_eq!(Summary::of(samples), summary(1.75, 2.5, 3.25));
    }

    #[test]
    fn a_speed_up_turns_the_quartiles_round() {
        let times = summary(1.0, 2.0, 4.0);
        assert_eq!(times.speed_up(4.0), summary(1.0, 2.0, 4.0));
        assert_eq!(times.speed_up(8.0), summary(2.0, 4.0, 8.0));
    }
}
