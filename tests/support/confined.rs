//! Processes of their own to which the system gives less.

#![allow(unsafe_code, reason = "calls of the system between fork and exec")]

use std::env;
use std::ffi::{CStr, CString};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::ptr;

use super::{IS_CHILD, again, assert_passed};

const PLACE: &str = "PARALLELIZE_TESTS_PLACE";

/// What a process is not given.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Confined {
    /// More than so many descriptors.
    Descriptors(u64),
    /// Files of more than so many bytes.
    FileSize(u64),
    /// More than a mebibyte in [`place`].
    Space,
    /// A [`place`] that can be written to, as it is mounted read-only.
    Writing,
    /// The rights of root.
    Root,
    /// More than so many threads, of which the test has one or two.
    Threads(u64),
}

/// A directory of the test, which is the same one in the child.
pub(crate) fn place() -> PathBuf {
    env::var_os(PLACE).expect("this is the child").into()
}

/// Runs `body` in a process that is confined; says so where the system does not let that happen.
#[track_caller]
pub(crate) fn confined(name: &str, by: Confined, body: fn()) {
    if env::var_os(IS_CHILD).is_some() {
        return body();
    }
    let place = tempfile::tempdir().expect("a directory for a test");
    let mut child = again(name);
    child.env(PLACE, place.path());
    confine(&mut child, by, place.path());
    match child.output() {
        Ok(output) => {
            assert_passed(&output);
            // It may say that it was not confined after all.
            eprint!("{}", String::from_utf8_lossy(&output.stderr));
        }
        Err(error) => eprintln!("{name} was not run: {by:?} cannot be taken away: {error}"),
    }
}

fn confine(child: &mut Command, by: Confined, place: &Path) {
    let place = CString::new(place.as_os_str().as_bytes()).expect("a path has no zero");
    // The C libraries do not agree on the type of a resource, so nothing names it.
    let limit = |resource, most| {
        // SAFETY: the limit is read while the call lasts.
        checked(unsafe { libc::setrlimit(resource, &limit_of(most)) })
    };
    let confine = move || match by {
        Confined::Descriptors(most) => limit(libc::RLIMIT_NOFILE, most),
        Confined::FileSize(most) => {
            // SAFETY: to ignore a signal needs nothing of this process.
            unsafe { libc::signal(libc::SIGXFSZ, libc::SIG_IGN) };
            limit(libc::RLIMIT_FSIZE, most)
        }
        Confined::Space => mount(&place, 0),
        Confined::Writing => mount(&place, libc::MS_RDONLY),
        Confined::Root => leave_root(NOBODY),
        Confined::Threads(most) => {
            leave_root(NO_OTHER)?; // which is not counted
            limit(libc::RLIMIT_NPROC, most)
        }
    };
    // SAFETY: the closure calls the system alone, and allocates nothing.
    unsafe { child.pre_exec(confine) };
}

fn checked(returned: i32) -> io::Result<()> {
    match returned {
        -1 => Err(io::Error::last_os_error()),
        _ => Ok(()),
    }
}

fn limit_of(most: u64) -> libc::rlimit {
    let most = libc::rlim_t::try_from(most).expect("a limit that the system can have");
    libc::rlimit {
        rlim_cur: most,
        rlim_max: most,
    }
}

/// Mounts a mebibyte of memory, which no other process sees.
fn mount(place: &CStr, flags: libc::c_ulong) -> io::Result<()> {
    let private = libc::MS_REC | libc::MS_PRIVATE;
    let size = c"size=1m,mode=777".as_ptr().cast();
    let tmpfs = c"tmpfs".as_ptr();
    // SAFETY: all strings end with a zero and outlive the calls.
    unsafe {
        if libc::unshare(libc::CLONE_NEWNS) == -1 {
            checked(libc::unshare(libc::CLONE_NEWUSER | libc::CLONE_NEWNS))?;
        }
        let root = c"/".as_ptr();
        checked(libc::mount(
            ptr::null(),
            root,
            ptr::null(),
            private,
            ptr::null(),
        ))?;
        checked(libc::mount(tmpfs, place.as_ptr(), tmpfs, flags, size))
    }
}

const NOBODY: u32 = 65534;

/// A user that has no other process.
const NO_OTHER: u32 = 1_987_654_321;

fn leave_root(user: u32) -> io::Result<()> {
    // SAFETY: the calls take numbers alone.
    unsafe {
        if libc::geteuid() == 0 {
            checked(libc::setgroups(0, ptr::null()))?;
            checked(libc::setgid(user))?;
            checked(libc::setuid(user))?;
        }
    }
    Ok(())
}
