//! Receivers that workers can share.

use std::pin::Pin;
use std::sync::Arc;

use parallelize::parallelize;

use super::SEVEN;

struct Scale(u64);

impl Scale {
    #[parallelize(jobs = 3)]
    fn by_own_name(self: &Scale, numbers: &[u64]) -> Vec<u64> {
        numbers.iter().map(|n| n * self.0).collect()
    }

    #[parallelize(jobs = 3, sequential = by_arc_seq)]
    fn by_arc(self: Arc<Self>, numbers: &[u64]) -> Vec<u64> {
        numbers.iter().map(|n| n * self.0).collect()
    }

    #[parallelize(jobs = 3)]
    fn by_reference_to_arc(self: &Arc<Self>, numbers: &[u64]) -> Vec<u64> {
        numbers.iter().map(|n| n * self.0).collect()
    }

    #[parallelize(jobs = 3, sequential = by_pin_seq)]
    fn by_pin(self: Pin<&Self>, numbers: &[u64]) -> Vec<u64> {
        numbers.iter().map(|n| n * self.0).collect()
    }
}

#[test]
fn typed_receivers_are_shared() {
    let scale = Arc::new(Scale(2));
    let doubled = [2, 4, 6, 8, 10, 12, 14];
    assert_eq!(scale.by_own_name(&SEVEN), doubled);
    assert_eq!(scale.by_reference_to_arc(&SEVEN), doubled);
    assert_eq!(Pin::new(&*scale).by_pin(&SEVEN), doubled);
    assert_eq!(Pin::new(&*scale).by_pin_seq(&SEVEN), doubled);
    assert_eq!(Arc::clone(&scale).by_arc(&SEVEN), doubled);
    assert_eq!(scale.by_arc_seq(&SEVEN), doubled);
}
