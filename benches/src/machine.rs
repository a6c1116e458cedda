//! What the report says about the machine.

use std::env;
use std::fs;

use crate::peer::cores;

/// One line, for the head of the report and below the figures.
pub(crate) fn describe() -> String {
    let cores = cores();
    let cpu = cpu_model().unwrap_or_else(|| env::consts::ARCH.to_owned());
    let os = os_name().unwrap_or_else(|| env::consts::OS.to_owned());
    format!("{cpu}, {cores} cores, {os}, {}", env!("RUSTC_VERSION"))
}

/// The command that made the report.
pub(crate) fn command() -> String {
    let cargo = "cargo run --release -p parallelize-benches".to_owned();
    let args: Vec<String> = env::args().skip(1).collect();
    if args.is_empty() {
        return cargo;
    }
    format!("{cargo} -- {}", args.join(" "))
}

/// What speaks against trusting the numbers before anything was measured.
pub(crate) fn doubts() -> Vec<String> {
    let mut doubts = Vec::new();
    if cfg!(debug_assertions) {
        doubts.push("built without `--release`".to_owned());
    }
    if let Some(load) = load_average().filter(|&load| load > 0.5) {
        doubts.push(format!("the load average was {load} at the start"));
    }
    doubts
}

fn cpu_model() -> Option<String> {
    field("/proc/cpuinfo", "model name")
}

fn os_name() -> Option<String> {
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").ok()?;
    Some(format!("Linux {}", kernel.trim()))
}

/// Of the last minute.
fn load_average() -> Option<f64> {
    let text = fs::read_to_string("/proc/loadavg").ok()?;
    text.split_whitespace().next()?.parse().ok()
}

/// The value after `name:` in a file of the proc file system.
pub(crate) fn field(path: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    let mut fields = text.lines().filter_map(|line| line.split_once(':'));
    let (_, value) = fields.find(|(key, _)| key.trim() == name)?;
    Some(value.trim().to_owned())
}
