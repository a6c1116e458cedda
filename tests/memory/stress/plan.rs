//! What a random call does, and what comes of that where nothing is parallel.

/// Why elements after this one are not reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    Error(u64),
    Panic(u64),
}

/// What a call returns, or how it fails.
pub(crate) type Outcome = Result<Vec<u64>, Stop>;

/// The way a call is made.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Form {
    FlattenSlice,
    FlattenVec,
    FlattenMut,
    FlattenRange,
    FlattenAnnotated,
    PerChunk,
    TryPerChunk,
    Reduce,
    TryReduce,
    Spilled,
}

const FORMS: [Form; 9] = [
    Form::FlattenSlice,
    Form::FlattenVec,
    Form::FlattenMut,
    Form::FlattenRange,
    Form::FlattenAnnotated,
    Form::PerChunk,
    Form::TryPerChunk,
    Form::Reduce,
    Form::TryReduce,
];

/// A call over the numbers from 0 to `len`.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) form: Form,
    pub(crate) len: u64,
    pub(crate) jobs: usize,
    pub(crate) chunk_size: Option<usize>,
    pub(crate) min_len: usize,
    stops: [Option<Stop>; 2],
    /// Every so manieth element makes a call of its own.
    nests: Option<u64>,
    depth: u32,
    seed: u64,
}

/// A well mixed number (the finalizer of `splitmix64`).
fn mix(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ number >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ number >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ number >> 31
}

/// Random numbers.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(1);
        mix(self.0) % end
    }

    fn happens_in(&mut self, one_in: u64) -> bool {
        self.below(one_in) == 0
    }

    fn size_below(&mut self, end: u64) -> usize {
        usize::try_from(self.below(end)).expect("it is small")
    }
}

impl Plan {
    /// Plans a call. The seed and the number are all that it depends on.
    pub(crate) fn new(seed: u64, call: u64) -> Self {
        Self::at_depth(0, mix(seed) ^ mix(call))
    }

    fn at_depth(depth: u32, seed: u64) -> Self {
        let mut random = Random(mix(seed));
        let len = match random.below(100) {
            _ if depth > 0 => random.below(20),
            0..5 => 0,
            5..95 => random.below(200),
            _ => random.below(3000),
        };
        let chunk_size = random
            .happens_in(3)
            .then(|| 1 + random.size_below(1 + len / 4));
        let jobs = match random.below(100) {
            0..30 => 0,
            30..99 => 1 + random.size_below(4),
            _ => 1 + random.size_below(24),
        };
        let form = match random.below(500) {
            0 if depth == 0 => Form::Spilled,
            n => FORMS[usize::try_from(n).expect("it is small") % FORMS.len()],
        };
        let mut stop = |may_stop: bool| -> Option<Stop> {
            let at = random.below(len.max(1));
            // To these an error is a value, which stops nothing.
            let has_no_errors = matches!(form, Form::PerChunk | Form::Reduce);
            let is_panic = has_no_errors || random.happens_in(2);
            may_stop.then_some(if is_panic {
                Stop::Panic(at)
            } else {
                Stop::Error(at)
            })
        };
        let stops = [stop(seed % 5 == 0), stop(seed % 15 == 0)];
        Plan {
            form,
            len,
            jobs,
            chunk_size,
            min_len: chunk_size.map_or_else(|| random.size_below(10), |_| 0),
            stops,
            nests: (depth < 2 && random.happens_in(4)).then(|| 1 + len / 3 + random.below(20)),
            depth,
            seed,
        }
    }

    /// What becomes of an element. A call that it makes is made by `make`.
    pub(crate) fn element(&self, number: u64, make: fn(&Plan) -> Outcome) -> Result<u64, Stop> {
        let stop = self.stops.iter().flatten().find(|stop| match stop {
            Stop::Error(at) | Stop::Panic(at) => *at == number,
        });
        if let Some(stop) = stop {
            return Err(*stop);
        }
        if self.nests.is_none_or(|every| number % every != 0) {
            return Ok(mix(number));
        }
        let inner = Plan::at_depth(self.depth + 1, mix(self.seed ^ number));
        Ok(match make(&inner) {
            Ok(values) => values
                .into_iter()
                .fold(number, |all, value| mix(all ^ value)),
            Err(Stop::Error(at)) => mix(at),
            Err(Stop::Panic(at)) => !mix(at),
        })
    }

    /// What the call comes to.
    pub(crate) fn in_sequence(&self) -> Outcome {
        let elements = 0..self.len;
        elements
            .map(|number| self.element(number, Plan::in_sequence))
            .collect()
    }
}
