//! On which core a thread runs.

#![allow(unsafe_code)]

#[cfg(not(all(target_os = "linux", not(any(miri, parallelize_loom)))))]
pub(crate) use self::elsewhere::{current, leave};
#[cfg(all(target_os = "linux", not(any(miri, parallelize_loom))))]
pub(crate) use self::linux::{current, leave};

#[cfg(all(target_os = "linux", not(any(miri, parallelize_loom))))]
mod linux {
    use std::mem::MaybeUninit;

    use libc::cpu_set_t;

    /// The core that this thread runs on. `None` if the system does not tell.
    pub(crate) fn current() -> Option<usize> {
        // SAFETY: the function only tells a number.
        usize::try_from(unsafe { libc::sched_getcpu() }).ok()
    }

    /// Moves this thread to another core, if this one is `core` and the thread may run elsewhere.
    ///
    /// Linux may wake a thread on the core of the thread that wakes it, though another core is idle. Load balancing mends
    /// that after some milliseconds.
    pub(crate) fn leave(core: usize) {
        if current() == Some(core) {
            drop(Away::from(core));
        }
    }

    /// This thread is kept away from a core.
    struct Away {
        /// What the thread was allowed before.
        allowed: cpu_set_t,
    }

    impl Away {
        /// `None` if the thread may run nowhere else, or if the system does not let it choose.
        fn from(core: usize) -> Option<Self> {
            let allowed = allowed()?;
            let mut others = allowed;
            let is_known = core < 8 * size_of::<cpu_set_t>();
            if is_known {
                // SAFETY: the set has that many bits.
                unsafe { libc::CPU_CLR(core, &mut others) };
            }
            (is_known && count(&others) > 0 && allow(&others)).then_some(Away { allowed })
        }
    }

    impl Drop for Away {
        fn drop(&mut self) {
            allow(&self.allowed);
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
        use super::{Away, allowed, count, current, leave};

        fn is_allowed_as(before: &libc::cpu_set_t) -> bool {
            // SAFETY: the function only compares bits.
            unsafe { libc::CPU_EQUAL(&allowed().unwrap(), before) }
        }

        #[test]
        fn a_thread_leaves_its_core_and_may_come_back() {
            let before = allowed().unwrap();
            let core = current().unwrap();
            let away = Away::from(core);
            assert_eq!(away.is_some(), count(&before) > 1);
            assert!(away.is_none() || current() != Some(core));
            drop(away);
            assert!(is_allowed_as(&before));
            leave(current().unwrap());
            assert!(is_allowed_as(&before));
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
