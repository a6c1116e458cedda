//! A real terminal, whose screen can be looked at: the one that `script` of util-linux makes, and an
//! emulator of one that reads what arrives there.

use std::env;
use std::io::Read;
use std::num::NonZero;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use super::{IS_CHILD, JOBS, full_name, happens, wait_until};

/// Where a child finds out that it may go on.
const GATE: &str = "PARALLELIZE_TESTS_GATE";

/// A test that runs again, in a terminal.
pub(crate) struct Screen {
    child: Child,
    seen: Arc<Mutex<Seen>>,
    reader: JoinHandle<()>,
    gate: PathBuf,
    _directory: tempfile::TempDir,
}

struct Seen {
    emulator: vt100::Parser,
    bytes: Vec<u8>,
}

impl Screen {
    /// Runs test `name` again in a terminal of 80 columns, with the variables set; says in the child that
    /// this is the child.
    #[track_caller]
    pub(crate) fn run_again(name: &str, variables: &[(&str, &str)]) -> Option<Self> {
        if env::var_os(IS_CHILD).is_some() {
            println!(); // behind what the test harness prints
            return None;
        }
        let directory = tempfile::tempdir().expect("a directory");
        let gate = directory.path().join("open");
        let test = env::current_exe().expect("the path of this test");
        let test = test.to_str().expect("a path that is text");
        let name = full_name(name);
        let command = format!(
            "stty cols 80 rows 24; exec '{test}' --exact {name} --nocapture --test-threads=1"
        );
        let mut script = Command::new("script");
        script
            .args(["-qefc", &command, "/dev/null"])
            .env_remove(JOBS)
            .env_remove("NO_COLOR")
            .env("TERM", "xterm")
            .env("RUST_BACKTRACE", "0")
            .env("LC_ALL", "C.UTF-8")
            .env(IS_CHILD, "1")
            .env(GATE, &gate)
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
        let mut child = script.spawn().expect("`script`, of util-linux, runs");
        let seen = Arc::new(Mutex::new(Seen {
            emulator: vt100::Parser::new(size(24), size(80), 0),
            bytes: Vec::new(),
        }));
        let output = child.stdout.take().expect("a pipe");
        let to = Arc::clone(&seen);
        Some(Screen {
            child,
            seen,
            reader: thread::spawn(move || read(output, &to)),
            gate,
            _directory: directory,
        })
    }

    /// The rows on the screen.
    pub(crate) fn lines(&self) -> Vec<String> {
        let seen = self.seen.lock().unwrap();
        let rows = seen.emulator.screen().rows(0, 80);
        rows.map(|row| row.trim_end().to_owned()).collect()
    }

    /// Waits until there is a line that is as it should be.
    pub(crate) fn wait_for(&self, is_it: impl Fn(&str) -> bool) -> String {
        let find = || self.lines().into_iter().find(|line| is_it(line));
        let mut found = None;
        let is_there = || {
            found = find();
            found.is_some()
        };
        assert!(happens(is_there), "{:#?}", self.lines());
        found.unwrap_or_default()
    }

    /// Lets the child go on.
    pub(crate) fn open_gate(&self) {
        std::fs::write(&self.gate, "").expect("the gate opens");
    }

    /// Waits until the child ends; the lines that are left (which can be longer
    /// than a row), and all that was ever written.
    pub(crate) fn end(mut self) -> (Vec<String>, String) {
        self.open_gate();
        let status = self.child.wait().expect("it ends");
        std::mem::replace(&mut self.reader, thread::spawn(|| ()))
            .join()
            .unwrap();
        let seen = self.seen.lock().unwrap();
        let text = seen.emulator.screen().contents();
        assert!(status.success(), "{text}");
        let lines = text.lines().map(|line| line.trim_end().to_owned());
        let lines = lines.collect();
        (lines, String::from_utf8_lossy(&seen.bytes).into_owned())
    }
}

fn read(mut output: impl Read, to: &Mutex<Seen>) {
    let mut bytes = [0; 4096];
    while let Ok(count @ 1..) = output.read(&mut bytes) {
        let mut seen = to.lock().unwrap();
        seen.emulator.process(&bytes[..count]);
        seen.bytes.extend(&bytes[..count]);
    }
}

/// In the child: waits until the parent lets it go on.
pub(crate) fn wait_for_gate() {
    let gate = PathBuf::from(env::var_os(GATE).expect("the gate"));
    wait_until("the gate opens", || gate.exists());
}

/// The lines that `bytes` leave on a screen that is long enough for all of them.
pub(crate) fn shown_on_a_long_screen(bytes: &str) -> Vec<String> {
    let mut emulator = vt100::Parser::new(size(1000), size(80), 0);
    emulator.process(bytes.as_bytes());
    let text = emulator.screen().contents();
    text.lines()
        .map(|line| line.trim_end().to_owned())
        .collect()
}

fn size(cells: u16) -> NonZero<u16> {
    NonZero::new(cells).expect("a size")
}
