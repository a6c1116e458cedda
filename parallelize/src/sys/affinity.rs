//! On which core a thread runs.

#![allow(unsafe_code)]

#[cfg(not(all(target_os = "linux", not(any(miri, parallelize_loom)))))]
pub(crate) use self::elsewhere::{current, leave};
#[cfg(all(target_os = "linux", not(any(miri, parallelize_loom))))]
pub(crate) use self::linux::{current, leave};

#[cfg(all(target_os = "linux", not(any(miri, parallelize_loom))))]
mod linux {
    use std::fs;
    use std::mem::MaybeUninit;
    use std::sync::OnceLock;

    use libc::cpu_set_t;

    const BITS: usize = 8 * size_of::<cpu_set_t>();

    /// The core that this thread runs on. `None` if the system does not tell, or if threads do not choose their cores here.
    pub(crate) fn current() -> Option<usize> {
        if !may_choose() {
            return None;
        }
        // SAFETY: the function only tells a number.
        usize::try_from(unsafe { libc::sched_getcpu() }).ok()
    }

    /// Moves this thread to another core, if this one is `core`. A thread that may not run on all cores stays: somebody has
    /// chosen for it.
    ///
    /// Linux may wake a thread on the core of the thread that wakes it, though another core is idle. Load balancing mends
    /// that after some milliseconds.
    pub(crate) fn leave(core: usize) {
        if current() == Some(core) {
            drop(Away::from(core));
        }
    }

    /// Whether this process may ask for cores. A filter of system calls may kill a process that does.
    fn may_choose() -> bool {
        static MAY_CHOOSE: OnceLock<bool> = OnceLock::new();
        *MAY_CHOOSE.get_or_init(|| {
            fs::read_to_string("/proc/self/status").is_ok_and(|status| is_unfiltered(&status))
        })
    }

    /// Whether a process of this status has no filter of system calls.
    fn is_unfiltered(status: &str) -> bool {
        let filter = status
            .lines()
            .find_map(|line| line.strip_prefix("Seccomp:"));
        filter.is_some_and(|mode| mode.trim() == "0")
    }

    /// This thread is kept away from a core.
    struct Away;

    impl Away {
        /// `None` if the thread may not run on all cores, or if there is only one.
        fn from(core: usize) -> Option<Self> {
            let mut others = allowed()?;
            // SAFETY: the function only tells a number.
            let online = unsafe { libc::sysconf(libc::_SC_NPROCESSORS_ONLN) };
            let has_all = libc::c_long::from(count(&others)) == online;
            if core >= BITS || !has_all || online < 2 {
                return None;
            }
            // SAFETY: the set has that many bits.
            unsafe { libc::CPU_CLR(core, &mut others) };
            allow(&others).then_some(Away)
        }
    }

    /// The thread may run on all cores again, also on those that are not there yet.
    impl Drop for Away {
        fn drop(&mut self) {
            // SAFETY: a set is plain bits.
            let mut all: cpu_set_t = unsafe { MaybeUninit::zeroed().assume_init() };
            for core in 0..BITS {
                // SAFETY: the set has that many bits.
                unsafe { libc::CPU_SET(core, &mut all) };
            }
            allow(&all);
        }
    }

    /// The cores that this thread may run on. `None` if there are more than fit into a set.
    fn allowed() -> Option<cpu_set_t> {
        let mut set = MaybeUninit::uninit();
        // SAFETY: 0 stands for this thread. The set is read only if the call has filled it in.
        unsafe {
            let told = libc::sched_getaffinity(0, size_of::<cpu_set_t>(), set.as_mut_ptr());
            (told == 0).then(|| set.assume_init())
        }
    }

    fn count(set: &cpu_set_t) -> i32 {
        // SAFETY: the function only counts bits.
        unsafe { libc::CPU_COUNT(set) }
    }

    fn allow(set: &cpu_set_t) -> bool {
        // SAFETY: 0 stands for this thread, and the set is there.
        unsafe { libc::sched_setaffinity(0, size_of::<cpu_set_t>(), set) == 0 }
    }

    #[cfg(test)]
    mod tests {
        use std::thread;

        use super::{Away, allow, allowed, count, current, is_unfiltered, leave};

        fn is_allowed_as(before: &libc::cpu_set_t) -> bool {
            // SAFETY: the function only compares bits.
            unsafe { libc::CPU_EQUAL(&allowed().unwrap(), before) }
        }

        #[test]
        fn a_thread_leaves_its_core_and_may_come_back() {
            let (Some(before), Some(core)) = (allowed(), current()) else {
                return; // more cores than fit into a set, or a filter of system calls
            };
            let away = Away::from(core);
            assert!(away.is_none() || current() != Some(core));
            drop(away);
            assert!(is_allowed_as(&before));
            leave(current().unwrap());
            assert!(is_allowed_as(&before));
        }

        #[test]
        fn a_thread_for_which_somebody_has_chosen_stays() {
            let (Some(mut one), Some(core)) = (allowed(), current()) else {
                return;
            };
            if count(&one) < 2 {
                return;
            }
            let thread = thread::spawn(move || {
                // SAFETY: the core is one of the set.
                unsafe { libc::CPU_CLR(core, &mut one) };
                assert!(allow(&one));
                leave(current().unwrap());
                assert!(is_allowed_as(&one));
            });
            thread.join().unwrap();
        }

        #[test]
        fn a_filter_of_system_calls_is_seen() {
            assert!(is_unfiltered(
                "Name:\tx\nSeccomp:\t0\nSeccomp_filters:\t0\n"
            ));
            assert!(!is_unfiltered(
                "Name:\tx\nSeccomp:\t2\nSeccomp_filters:\t1\n"
            ));
            assert!(!is_unfiltered("Name:\tx\n"));
        }
    }
}

#[cfg(not(all(target_os = "linux", not(any(miri, parallelize_loom)))))]
mod elsewhere {
    pub(crate) fn current() -> Option<usize> {
        None
    }

    pub(crate) fn leave(_: usize) {}
}
