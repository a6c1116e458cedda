//! The clocks, if the system has them.

#![allow(unsafe_code)]

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

/// For how long the running thread has been on a processor. `None` if the system does not tell.
#[cfg(target_os = "linux")]
pub(crate) fn processor_time() -> Option<Duration> {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: the pointer leads to a local.
    let told = unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &raw mut time) };
    let (seconds, nanoseconds) = (time.tv_sec.try_into(), time.tv_nsec.try_into());
    (told == 0).then_some(Duration::new(seconds.ok()?, nanoseconds.ok()?))
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn processor_time() -> Option<Duration> {
    None
}
