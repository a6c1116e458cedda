#!/usr/bin/env bash
# What the attribute costs to compile: 200 annotated functions against the same 200 written by hand
# with rayon, and the crate itself from nothing.
#
#   benches/compile_cost.sh [functions] [runs]
#
# Each of the two packages is checked and built several times, in turns, with its dependencies built
# before; the medians and their ratio are printed. Keep the machine idle meanwhile.
set -euo pipefail
cd "$(dirname "$0")/.."
functions=${1:-200}
runs=${2:-7}
library=$PWD/parallelize
work=$PWD/target/compile_cost
rm -rf "$work"

package() { # name, dependency line
    mkdir -p "$work/$1/src"
    printf '[package]\nname = "%s"\nversion = "0.0.0"\nedition = "2024"\n\n[dependencies]\n%s\n\n[workspace]\n' \
        "$1" "$2" >"$work/$1/Cargo.toml"
}

# Five kinds of function in turn: a map, a fold, a fallible map, one in place, and a filter.
annotated() {
    echo 'use parallelize::parallelize;'
    for i in $(seq "$functions"); do
        case $((i % 5)) in
        0) echo "#[parallelize]
pub fn f$i(xs: &[u64], k: u64) -> Vec<u64> { xs.iter().map(|x| x.wrapping_mul(k) ^ $i).collect() }" ;;
        1) echo "#[parallelize(reduce = |a, b| a + b)]
pub fn f$i(xs: &[u64]) -> u64 { xs.iter().map(|x| x % $i).sum() }" ;;
        2) echo "#[parallelize(jobs = 4)]
pub fn f$i(xs: &[String]) -> Result<Vec<u64>, std::num::ParseIntError> { xs.iter().map(|x| Ok(x.parse::<u64>()? + $i)).collect() }" ;;
        3) echo "#[parallelize(zip = out)]
pub fn f$i(xs: &[f64], out: &mut [f64], k: f64) { for (x, o) in xs.iter().zip(out) { *o = x * k + $i.0; } }" ;;
        4) echo "#[parallelize(chunk_size = 1000)]
pub fn f$i(xs: &[u32], least: u32) -> Vec<u32> { xs.iter().copied().filter(|x| *x > least + $i).collect() }" ;;
        esac
    done
}

by_hand() {
    echo 'use rayon::prelude::*;
fn size(len: usize, jobs: usize) -> usize { len.div_ceil(jobs).max(1) }'
    for i in $(seq "$functions"); do
        case $((i % 5)) in
        0) echo "pub fn f$i(xs: &[u64], k: u64) -> Vec<u64> { xs.par_chunks(size(xs.len(), rayon::current_num_threads())).map(|xs| xs.iter().map(|x| x.wrapping_mul(k) ^ $i).collect::<Vec<_>>()).collect::<Vec<_>>().concat() }" ;;
        1) echo "pub fn f$i(xs: &[u64]) -> u64 { xs.par_chunks(size(xs.len(), rayon::current_num_threads())).map(|xs| xs.iter().map(|x| x % $i).sum::<u64>()).collect::<Vec<_>>().into_iter().sum() }" ;;
        2) echo "pub fn f$i(xs: &[String]) -> Result<Vec<u64>, std::num::ParseIntError> { let parts = xs.par_chunks(size(xs.len(), 4)).map(|xs| xs.iter().map(|x| Ok(x.parse::<u64>()? + $i)).collect::<Result<Vec<_>, std::num::ParseIntError>>()).collect::<Result<Vec<_>, _>>()?; Ok(parts.concat()) }" ;;
        3) echo "pub fn f$i(xs: &[f64], out: &mut [f64], k: f64) { let size = size(xs.len(), rayon::current_num_threads()); xs.par_chunks(size).zip(out.par_chunks_mut(size)).for_each(|(xs, out)| for (x, o) in xs.iter().zip(out) { *o = x * k + $i.0; }) }" ;;
        4) echo "pub fn f$i(xs: &[u32], least: u32) -> Vec<u32> { xs.par_chunks(1000).map(|xs| xs.iter().copied().filter(|x| *x > least + $i).collect::<Vec<_>>()).collect::<Vec<_>>().concat() }" ;;
        esac
    done
}

rayon=$(sed -n 's/^rayon = //p' Cargo.toml)
package annotated "parallelize = { path = \"$library\" }"
package by_hand "rayon = $rayon"
annotated >"$work/annotated/src/lib.rs"
by_hand >"$work/by_hand/src/lib.rs"

export CARGO_TARGET_DIR=$work/target CARGO_INCREMENTAL=0
build() { (cd "$work/$1" && touch src/lib.rs && cargo $2 --quiet); }
seconds() { # seconds a command takes
    local start=$EPOCHREALTIME
    "$@"
    local end=$EPOCHREALTIME
    echo $(((${end/./} - ${start/./}) / 1000))
}
median() { sort -n | sed -n "$(((runs + 1) / 2))p"; }

echo "$functions functions, median of $runs runs, milliseconds"
echo
echo "| command | annotated | rayon by hand | ratio |"
echo "|---|---|---|---|"
for command in "check" "build --release"; do
    for name in annotated by_hand; do build "$name" "$command"; done
    : >"$work/annotated.times"
    : >"$work/by_hand.times"
    for _ in $(seq "$runs"); do
        for name in annotated by_hand; do
            seconds build "$name" "$command" >>"$work/$name.times"
        done
    done
    a=$(median <"$work/annotated.times")
    b=$(median <"$work/by_hand.times")
    echo "| cargo $command | $a | $b | $((a * 100 / b))% |"
done

echo
echo "| an empty crate, from nothing | with parallelize | with rayon |"
echo "|---|---|---|"
: >"$work/annotated/src/lib.rs"
: >"$work/by_hand/src/lib.rs"
for command in "check" "build --release"; do
    from_nothing() { rm -rf "$CARGO_TARGET_DIR" && build "$1" "$command"; }
    echo "| cargo $command | $(seconds from_nothing annotated) | $(seconds from_nothing by_hand) |"
done
