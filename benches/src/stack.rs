//! How much of the stack a call takes that is made in the body of another.

use std::hint::black_box;
use std::sync::Mutex;

use parallelize::parallel;
use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

use crate::peer::Peer;
use crate::report::Table;

const LEVELS: usize = 20;

/// Where the stack is, from level to level.
type Places = Mutex<Vec<usize>>;

pub(crate) fn measure() -> Result<Table, String> {
    let note = "Bytes of the stack for each call in the body of another, on one thread.";
    let peers = [Peer::Automatic, Peer::FlatMapIter];
    let mut table = Table::new("Stack", note, ["chunks", "", ""]);
    for (column, peer) in peers.iter().enumerate() {
        table.head[column + 1] = peer.to_string();
    }
    for chunks in [1, 2] {
        let (ours, by_rayon) = (level(ours, chunks)?, level(by_rayon, chunks)?);
        table.row([chunks, ours, by_rayon].map(|number| number.to_string()));
    }
    Ok(table)
}

/// The bytes a level, if each call has so many chunks.
fn level(descend: fn(&[usize], &Places) -> Vec<usize>, chunks: usize) -> Result<usize, String> {
    let pool = ThreadPoolBuilder::new().num_threads(1).build();
    let pool = pool.map_err(|error| error.to_string())?;
    let places = Places::default();
    pool.install(|| descend(&numbers(LEVELS, chunks), &places));
    let places = places.into_inner().map_err(|error| error.to_string())?;
    Ok((places[0] - places[LEVELS]) / LEVELS)
}

/// The input of a call with so many chunks. The first one makes as many further levels.
fn numbers(levels: usize, chunks: usize) -> Vec<usize> {
    let mut numbers = vec![usize::MAX; chunks];
    numbers[0] = levels;
    numbers
}

fn ours(numbers: &[usize], places: &Places) -> Vec<usize> {
    let call = parallel(numbers).jobs(1).chunk_size(1);
    call.flatten(|chunk| inner(chunk, numbers.len(), places, ours))
}

fn by_rayon(numbers: &[usize], places: &Places) -> Vec<usize> {
    let chunks = numbers.par_chunks(1);
    chunks
        .flat_map_iter(|chunk| inner(chunk, numbers.len(), places, by_rayon))
        .collect()
}

#[inline]
fn inner(
    chunk: &[usize],
    chunks: usize,
    places: &Places,
    call: fn(&[usize], &Places) -> Vec<usize>,
) -> Vec<usize> {
    if chunk[0] == usize::MAX {
        return Vec::new();
    }
    let value = 0_u8;
    let place = (&raw const *black_box(&value)).addr();
    places.lock().expect("nothing panics").push(place);
    match chunk[0] {
        0 => Vec::new(),
        levels => call(&numbers(levels - 1, chunks), places),
    }
}
