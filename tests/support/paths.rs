//! The paths that values can take through a call, and the ways to cut it: what is done to all of them.

use std::any::Any;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};

use parallelize::__private::argument;
use parallelize::{Input, Parallel, Stream, current_chunk, parallel, stream};

use super::faults::{Event, Fired, as_user, disarm, due, happen};
use super::pools::pool;
use super::values::{Argument, Heap, Kind, Output, Pieces, Thrown, Token, elements};

/// How a call is cut, and by how many workers it is run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Way {
    pub(crate) len: usize,
    jobs: usize,
    size: Option<usize>,
    threads: usize,
}

impl Way {
    const fn new(len: usize, jobs: usize, size: Option<usize>) -> Self {
        let threads = 2;
        Way {
            len,
            jobs,
            size,
            threads,
        }
    }

    /// One worker, several, chunks of several elements, one chunk, and what the library chooses: a short
    /// chunk first where outputs are joined.
    pub(crate) const ALL: [Way; 5] = [
        Way::new(4, 1, Some(1)),
        Way::new(4, 3, Some(1)),
        Way::new(7, 3, None),
        Way::new(2, 1, None),
        Way::new(16, 0, None),
    ];

    /// As many workers as chunks.
    pub(crate) const TOGETHER: Way = Way::new(3, 3, None);

    pub(crate) fn call<C>(self, input: impl Input<C>) -> Parallel<'static, C> {
        let call = parallel(input).jobs(self.jobs);
        match self.size {
            Some(size) => call.chunk_size(size),
            None => call,
        }
    }

    /// A call over a stream of elements, which makes each when it is asked for it.
    pub(crate) fn stream(self) -> Stream<impl Iterator<Item = Token>> {
        let next = move |number| {
            happen(Event::Next, Some(self.batches(number)));
            (number < self.len).then(|| Token::new(Kind::Input, number, None))
        };
        let call = stream((0..).map_while(next)).jobs(self.jobs);
        match self.size {
            Some(size) => call.chunk_size(size),
            None => call,
        }
    }

    /// How many batches so many elements of a stream are.
    fn batches(self, elements: usize) -> usize {
        let longest = |batch: usize| self.size.unwrap_or(1 << (batch / 2));
        let mut ends = (0..).scan(0_usize, |end, batch| {
            *end += longest(batch);
            Some(*end)
        });
        match elements {
            0 => 0,
            _ => 1 + ends.position(|end| end >= elements).expect("ends grow"),
        }
    }

    /// Runs code where the calls are to be made.
    pub(crate) fn run<R: Send>(self, code: impl FnOnce() -> R + Send) -> R {
        pool(self.threads).install(code)
    }
}

/// How a call ends.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum End {
    /// With the numbers of these outputs.
    Value(Vec<usize>),
    /// With the error of this chunk.
    Error(usize),
    Panic(Fired),
}

impl End {
    /// How `call` ends. What it returns is dropped when nothing fails any more.
    pub(crate) fn of<R: Output>(call: impl FnOnce() -> Result<R, Token>) -> End {
        let outcome = catch_unwind(AssertUnwindSafe(call));
        disarm();
        match outcome {
            Ok(Ok(output)) => End::Value(output.numbers()),
            Ok(Err(error)) => End::Error(error.number),
            Err(payload) => End::Panic(thrown(payload)),
        }
    }
}

fn thrown(payload: Box<dyn Any + Send>) -> Fired {
    match payload.downcast::<Thrown>() {
        Ok(thrown) => thrown.fired,
        Err(other) => {
            let text = other.downcast_ref::<String>().map(String::as_str);
            panic!("not a planned panic: {text:?}")
        }
    }
}

/// What happens to be the body of all calls: `held` is the chunk and the arguments.
pub(crate) fn body<R: Output>(held: impl Sized) -> R {
    as_user(move || {
        happen(Event::Begin, None);
        let outputs = outputs();
        drop(held);
        outputs
    })
}

/// As `body`, and may fail.
pub(crate) fn try_body<R: Output>(held: impl Sized) -> Result<R, Token> {
    as_user(move || {
        if due(Event::Error, None).is_some() {
            let index = current_chunk().expect("in a body").index();
            let error = Token::new(Kind::Error, index, Some(index));
            drop(held); // the compiler leaks what is returned if something panics at the very end
            return Err(error);
        }
        Ok(body(held))
    })
}

/// As `try_body`, where an error is a hit.
fn search(held: impl Sized) -> Option<Token> {
    try_body::<()>(held).err()
}

fn outputs<R: Output>() -> R {
    let chunk = current_chunk().expect("in a body");
    let output = |number| Token::new(Kind::Output, number, Some(chunk.index()));
    let outputs = R::make(chunk.range().map(output).collect());
    happen(Event::End, None);
    outputs
}

/// Keeps the first.
pub(crate) fn combine(first: Token, second: Token) -> Token {
    as_user(move || {
        happen(Event::Reduce, None);
        drop(second);
        first
    })
}

/// A path of values through a call.
pub(crate) struct Path {
    pub(crate) name: &'static str,
    pub(crate) run: fn(Way) -> End,
    /// See [`open`](super::faults::open).
    pub(crate) one_value: &'static [(Event, Event)],
}

pub(crate) const fn path(
    name: &'static str,
    one_value: &'static [(Event, Event)],
    run: fn(Way) -> End,
) -> Path {
    Path {
        name,
        run,
        one_value,
    }
}

const INPUTS: (Event, Event) = (Event::Drop(Kind::Input), Event::Drop(Kind::Input));
const OUTPUTS: (Event, Event) = (Event::Drop(Kind::Output), Event::Drop(Kind::Output));
const ARGUMENTS: (Event, Event) = (Event::Drop(Kind::Argument), Event::Drop(Kind::Argument));
const CLONES: (Event, Event) = (Event::Clone, Event::Drop(Kind::Argument));

const READING: (Event, Event) = (Event::Deserialize, Event::Drop(Kind::Output));

/// Where outputs are elements of one list.
pub(crate) const LIST: &[(Event, Event)] = &[INPUTS, OUTPUTS];
/// Where a list is read as a whole.
pub(crate) const READ: &[(Event, Event)] = &[INPUTS, OUTPUTS, READING];
/// Where each is a value of its own.
pub(crate) const APART: &[(Event, Event)] = &[INPUTS];
/// Where the arguments are one tuple, which is cloned and dropped as such.
const TUPLE: &[(Event, Event)] = &[INPUTS, OUTPUTS, ARGUMENTS, CLONES];

/// Inputs of all kinds.
pub(crate) const INPUT_PATHS: &[Path] = &[
    path("a range", LIST, |way| {
        End::of(|| Ok(way.call(0..way.len).flatten(body::<Vec<Token>>)))
    }),
    path("a slice", LIST, |way| {
        let elements = elements(way.len);
        End::of(|| way.call(&elements).flatten(try_body::<Vec<Token>>))
    }),
    path("a mutable slice", LIST, |way| {
        let mut elements = elements(way.len);
        let replace = |chunk: &mut [Token]| {
            as_user(|| {
                let numbers = current_chunk().expect("in a body").range();
                for (number, element) in numbers.zip(chunk) {
                    *element = Token::new(Kind::Input, number, None);
                }
            });
            body::<Vec<Token>>(())
        };
        End::of(|| Ok(way.call(&mut elements).flatten(replace)))
    }),
    path("a `Vec`", LIST, |way| {
        End::of(|| Ok(way.call(elements(way.len)).flatten(body::<Vec<Token>>)))
    }),
    path("a `Vec` whose elements are put out", LIST, |way| {
        let put_out = |chunk: Vec<Token>| {
            as_user(move || {
                drop(body::<Vec<Token>>(()));
                chunk
            })
        };
        End::of(|| Ok(way.call(elements(way.len)).flatten(put_out)))
    }),
    path("an own type", LIST, |way| {
        let input = || Pieces(elements(way.len));
        End::of(|| way.call(input()).flatten(try_body::<Vec<Token>>))
    }),
    path("a tuple", LIST, |way| {
        let mut lent = elements(way.len);
        End::of(|| {
            let input = (elements(way.len), Pieces(elements(way.len)), &mut lent);
            way.call(input).flatten(try_body::<Vec<Token>>)
        })
    }),
];

/// All that can become of outputs in memory.
pub(crate) const OUTPUT_PATHS: &[Path] = &[
    path("flatten", LIST, |way| {
        End::of(|| way.call(elements(way.len)).flatten(try_body::<Vec<Token>>))
    }),
    path("flatten, of no list", LIST, |way| {
        End::of(|| {
            way.call(elements(way.len))
                .flatten(try_body::<VecDeque<Token>>)
        })
    }),
    path("flatten, of an own type", LIST, |way| {
        End::of(|| Ok(way.call(elements(way.len)).flatten(body::<Heap>)))
    }),
    path("flatten, of an own type, with a report", LIST, |way| {
        let call = || {
            way.call(elements(way.len))
                .report(|_| happen(Event::Report, None))
        };
        End::of(|| Ok(call().flatten(body::<Heap>)))
    }),
    path("flatten, with a report", LIST, |way| {
        let call = || {
            way.call(elements(way.len))
                .report(|_| happen(Event::Report, None))
        };
        End::of(|| call().flatten(try_body::<Vec<Token>>))
    }),
    path("map, with a report", APART, |way| {
        let call = || {
            way.call(elements(way.len))
                .report(|_| happen(Event::Report, None))
        };
        End::of(|| Ok(call().per_chunk(body::<Token>)))
    }),
    path("try_reduce, with a report", APART, |way| {
        let call = || {
            way.call(elements(way.len))
                .report(|_| happen(Event::Report, None))
        };
        End::of(|| call().try_reduce(try_body, combine))
    }),
    path("per_chunk", APART, |way| {
        End::of(|| Ok(way.call(elements(way.len)).per_chunk(body::<Token>)))
    }),
    path("try_per_chunk", APART, |way| {
        End::of(|| way.call(elements(way.len)).try_per_chunk(try_body::<Token>))
    }),
    path("first", APART, |way| {
        End::of(|| {
            let hit = way.call(elements(way.len)).first(search);
            hit.map_or(Ok(()), Err)
        })
    }),
    path("first, with a report", APART, |way| {
        let call = || {
            way.call(elements(way.len))
                .report(|_| happen(Event::Report, None))
        };
        End::of(|| call().first(search).map_or(Ok(()), Err))
    }),
    path("reduce", APART, |way| {
        End::of(|| Ok(way.call(elements(way.len)).reduce(body, combine)))
    }),
    path("try_reduce", APART, |way| {
        End::of(|| way.call(elements(way.len)).try_reduce(try_body, combine))
    }),
];

/// All that can become of arguments.
pub(crate) const ARGUMENT_PATHS: &[Path] = &[
    path("one argument", APART, |way| {
        let call = || {
            let argument = argument((Argument::new(),));
            let call = way.call(elements(way.len));
            call.try_per_chunk(|chunk| try_body::<Token>((argument.get(), chunk)))
        };
        End::of(call)
    }),
    path("two arguments", TUPLE, |way| {
        let call = || {
            let first = argument((Argument::new(),));
            let second = argument((Argument::new(),));
            let body = |chunk| {
                let first = first.get();
                let second = second.get();
                try_body((chunk, first, second))
            };
            way.call(Pieces(elements(way.len)))
                .try_reduce(body, combine)
        };
        End::of(call)
    }),
    path("an argument beside a range", APART, |way| {
        let call = || {
            let argument = argument((Argument::new(),));
            let call = way.call(0..way.len);
            call.flatten(|chunk| try_body::<Vec<Token>>((chunk, argument.get())))
        };
        End::of(call)
    }),
];
