//! A call that nobody runs.

#![deny(unused_must_use)]

use parallelize::parallel;

fn main() {
    parallel(&[1]).jobs(2);
}
