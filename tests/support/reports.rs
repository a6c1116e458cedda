//! Reports, taken in.

use std::sync::{Arc, Mutex};

use parallelize::Report;

/// Takes in reports, and what takes them in.
pub(crate) fn kept() -> (
    Arc<Mutex<Vec<Report>>>,
    impl Fn(&Report) + Send + Sync + 'static,
) {
    let reports = Arc::new(Mutex::new(Vec::new()));
    let to = Arc::clone(&reports);
    (reports, move |report: &Report| {
        to.lock().unwrap().push(report.clone());
    })
}

/// The report of a call that is told to give it to what it gets.
pub(crate) fn reported<R>(call: impl FnOnce(Box<dyn Fn(&Report) + Send + Sync>) -> R) -> Report {
    let (reports, to) = kept();
    call(Box::new(to));
    let mut reports = reports.lock().unwrap();
    assert_eq!(reports.len(), 1, "one report a call");
    reports.remove(0)
}
