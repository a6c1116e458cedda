//! Processes that must not hang.

use std::env;
use std::io::Read;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::{IS_CHILD, again, assert_passed};

/// After so much time a process is taken to hang.
const PATIENCE: Duration = Duration::from_secs(120);

/// Runs `body` in a process of its own, whose end is waited for, but not for good. `set_up` can change what
/// it is started with.
#[track_caller]
pub(crate) fn watched(name: &str, set_up: impl FnOnce(&mut Command), body: fn()) {
    if env::var_os(IS_CHILD).is_some() {
        return body();
    }
    let mut child = again(name);
    set_up(&mut child);
    assert_passed(&output(name, &mut child));
}

/// Runs the test again and waits for it, but not for good.
pub(crate) fn output(name: &str, command: &mut Command) -> Output {
    let piped = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().expect("the test starts again");
    let stdout = reader(child.stdout.take());
    let stderr = reader(child.stderr.take());
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("a child can be waited for") {
            break status;
        }
        if start.elapsed() > PATIENCE {
            end(&mut child);
            panic!("{name} hangs");
        }
        thread::sleep(Duration::from_millis(5));
    };
    let [stdout, stderr] = [stdout, stderr].map(|reader| reader.join().expect("it reads"));
    Output {
        status,
        stdout,
        stderr,
    }
}

fn end(child: &mut Child) {
    child.kill().expect("it can be ended");
    child.wait().expect("a child can be waited for");
}

fn reader(from: Option<impl Read + Send + 'static>) -> thread::JoinHandle<Vec<u8>> {
    let mut from = from.expect("it is piped");
    thread::spawn(move || {
        let mut bytes = Vec::new();
        from.read_to_end(&mut bytes).expect("a pipe can be read");
        bytes
    })
}
