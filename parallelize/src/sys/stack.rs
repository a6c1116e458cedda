//! How much of the stack is left.

#![allow(unsafe_code)]

thread_local! {
    /// Where the stack of this thread ends. Found when somebody asks.
    static END: Option<usize> = find_end();
}

/// An address in the frame of the running function, or of a function that the running one is part of.
pub(crate) fn position() -> usize {
    let here = 0_u8;
    std::ptr::from_ref(std::hint::black_box(&here)).addr()
}

/// How many bytes are left of this thread's stack, which grows down. `None` if nobody knows: the system does not tell,
/// or the program runs on a stack of its own making.
pub(crate) fn left() -> Option<usize> {
    let end = END.with(|end| *end)?;
    let left = position().checked_sub(end)?;
    (left <= LONGEST).then_some(left)
}

/// A stack is not longer. An address that is farther away belongs to another stack.
const LONGEST: usize = if usize::BITS == 64 { 1 << 36 } else { 1 << 30 };

#[cfg(target_os = "linux")]
fn find_end() -> Option<usize> {
    use std::mem::MaybeUninit;
    use std::ptr;

    let mut attributes = MaybeUninit::uninit();
    let (mut start, mut len, mut guard) = (ptr::null_mut(), 0, 0);
    // SAFETY: the thread is the running one. The attributes are read only if the first call has filled them in, and are
    // given back then. The other pointers lead to locals.
    unsafe {
        if libc::pthread_getattr_np(libc::pthread_self(), attributes.as_mut_ptr()) != 0 {
            return None;
        }
        let told = libc::pthread_attr_getstack(attributes.as_ptr(), &raw mut start, &raw mut len);
        let guarded = libc::pthread_attr_getguardsize(attributes.as_ptr(), &raw mut guard);
        libc::pthread_attr_destroy(attributes.as_mut_ptr());
        // Old libraries count the guard as a part of the stack.
        (told == 0 && guarded == 0).then(|| start.addr() + guard)
    }
}

#[cfg(windows)]
fn find_end() -> Option<usize> {
    #[link(name = "kernel32")]
    unsafe extern "system" {
        fn GetCurrentThreadStackLimits(low: *mut usize, high: *mut usize);
    }

    /// The system needs some of the stack to tell that the stack has overflowed.
    const GUARD: usize = 16 << 10;

    let (mut low, mut high) = (0, 0);
    // SAFETY: both pointers lead to locals, and the function does nothing else.
    unsafe { GetCurrentThreadStackLimits(&raw mut low, &raw mut high) };
    Some(low + GUARD)
}

#[cfg(not(any(target_os = "linux", windows)))]
fn find_end() -> Option<usize> {
    None
}

#[cfg(all(test, any(target_os = "linux", windows)))]
mod tests {
    use std::thread;

    use super::left;

    #[test]
    fn most_of_the_stack_of_a_new_thread_is_left() {
        for size in [128 << 10, 1 << 20, 8 << 20] {
            let thread = thread::Builder::new().stack_size(size);
            let left = thread.spawn(left).unwrap().join().unwrap().unwrap();
            // The system may give a thread the longer stack of a thread that has ended.
            assert!(left >= size / 2, "{left} of {size}");
        }
    }

    #[test]
    fn a_frame_takes_of_what_is_left() {
        #[inline(never)]
        fn deeper() -> usize {
            let frame = std::hint::black_box([0_u8; 10_000]);
            left().unwrap() + usize::from(frame[0])
        }

        assert!(deeper() + 10_000 <= left().unwrap());
    }
}
