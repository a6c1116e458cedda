//! A value that is used after it was moved.

use parallelize::parallelize;

#[parallelize]
fn tag(numbers: &[u64], name: String) -> Vec<String> {
    let tag = name;
    numbers.iter().map(|n| format!("{name}{tag}{n}")).collect()
}

fn main() {
    let _: Vec<String> = tag(&[1], String::new());
}
