//! The clock, if the system has one.

use std::time::{Duration, Instant};

/// A point in time, unknown on a system without a clock. There, `Instant::now` would panic.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment(Option<Instant>);

impl Moment {
    pub(crate) fn now() -> Self {
        let has_clock = !cfg!(all(target_family = "wasm", target_os = "unknown"));
        Moment(has_clock.then(Instant::now))
    }

    /// How long ago this was.
    pub(crate) fn elapsed(self) -> Option<Duration> {
        self.0.map(|start| start.elapsed())
    }

    /// Whether so much time has passed. Nobody waits for a clock that is not there.
    pub(crate) fn is_ago(self, time: Duration) -> bool {
        self.elapsed().is_none_or(|elapsed| elapsed >= time)
    }
}
