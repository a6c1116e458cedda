//! Measurements that need a process of their own: the first call of a process, and a pool of another size.

use std::env;
use std::process::Command;

use crate::paced::PEERS;
use crate::peer::Peer;
use crate::{cold, crowd};

/// Starts this program once more for one measurement, with these environment variables. Returns the number that the child
/// prints.
pub(crate) fn measure(
    what: &str,
    peer: Peer,
    number: usize,
    environment: &[(&str, &str)],
) -> Result<f64, String> {
    let program = env::current_exe().map_err(|error| error.to_string())?;
    let (peer, number) = (format!("{peer:?}"), number.to_string());
    let child = Command::new(program)
        .args(["--child", what, &peer, &number])
        .envs(environment.iter().copied())
        .output()
        .map_err(|error| error.to_string())?;
    let printed = String::from_utf8_lossy(&child.stdout);
    printed.trim().parse().map_err(|_| {
        let complaint = String::from_utf8_lossy(&child.stderr);
        format!("the process that measures `{what}` of `{peer}` failed: {complaint}")
    })
}

/// What the child does, and prints.
pub(crate) fn run(words: &[String]) -> Result<String, String> {
    let [what, peer, number] = words else {
        return Err("a child gets three words".to_owned());
    };
    let peer = PEERS.into_iter().find(|it| format!("{it:?}") == *peer);
    let peer = peer.ok_or("no such peer")?;
    let number = number
        .parse()
        .map_err(|_| format!("`{number}` is no number"))?;
    let measured = match &what[..] {
        "cold-long" => cold::long(peer, number),
        "cold-map" => cold::map(peer, number),
        "crowd" => crowd::of_this_process(peer, number),
        _ => return Err(format!("no child measures `{what}`")),
    };
    Ok(format!("{measured}\n"))
}
