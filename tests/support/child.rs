//! Tests in processes of their own, which may abort or hang without taking others with them.

use std::env;
use std::fs;
use std::io::{Read, Seek};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::{IS_CHILD, again};

/// A child that has not ended by then hangs: it needs seconds.
const LIMIT: Duration = Duration::from_secs(300);

/// What became of a child.
pub(crate) struct Ended {
    /// `None` where it did not end, and was killed.
    pub(crate) status: Option<ExitStatus>,
    pub(crate) text: String,
}

/// Runs `body` in a process of its own, in which it must neither fail, abort nor hang.
#[track_caller]
pub(crate) fn in_child(name: &str, body: fn()) {
    let Some(ended) = child(name, body) else {
        return;
    };
    let status = ended.status.map(|status| status.to_string());
    let status = status.unwrap_or_else(|| "it does not end".to_owned());
    assert!(
        ended.status.is_some_and(|status| status.success()),
        "{status}\n{}",
        ended.text
    );
    assert!(
        ended.text.contains("1 passed"),
        "no such test: {}",
        ended.text
    );
}

/// Runs `body` in a process of its own and tells how that ended; `None` in the child.
#[track_caller]
pub(crate) fn child(name: &str, body: fn()) -> Option<Ended> {
    if env::var_os(IS_CHILD).is_some() {
        body();
        return None;
    }
    // A file, not a pipe: a pipe that nobody reads is full at some time.
    let mut output = tempfile::tempfile().expect("a file for a test");
    let mut child = start(again(name), &output);
    let status = wait(&mut child);
    let mut text = String::new();
    output.rewind().expect("a file can be read again");
    output.read_to_string(&mut text).expect("messages are text");
    Some(Ended { status, text })
}

fn start(mut child: Command, output: &fs::File) -> Child {
    let copy = || output.try_clone().expect("a second handle of a file");
    child
        .stdout(Stdio::from(copy()))
        .stderr(Stdio::from(copy()));
    child.spawn().expect("the test starts again")
}

fn wait(child: &mut Child) -> Option<ExitStatus> {
    let start = Instant::now();
    while start.elapsed() < LIMIT {
        if let Some(status) = child.try_wait().expect("a child of this process") {
            return Some(status);
        }
        thread::sleep(Duration::from_millis(2));
    }
    child.kill().expect("a child of this process");
    child.wait().expect("a child of this process");
    None
}
