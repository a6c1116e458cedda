//! One call, from its input and options to its result. This is the page to begin with.
//!
//! A call plans where its input is cut, and opens a queue of the chunks. Workers claim chunks, run the body on them and hand in
//! the outputs. The call then settles the outputs, and finishes. A call with one chunk has no need of all that: it runs whole.

mod pace;
mod probe;
mod recent;
mod setup;
mod stream;
mod worker;

use std::panic::resume_unwind;

use self::recent::{Body, Start};
pub(crate) use self::setup::Setup;
pub(crate) use self::stream::StreamCall;
use self::worker::Task;
use crate::input::Queue;
use crate::observe::{Observation, Shape};
use crate::output::{Boxed, Finish, Lead, Outputs, is_large};
use crate::plan::{Place, Plan};
use crate::sys::names::FunctionName;
use crate::sys::panics::{Payload, discard, discard_unseen, first_panic};
use crate::threads;

/// A call that is set up, over an input or a stream. It is public because it bounds the methods of a hidden type. Nobody
/// outside can name it, so its method may have private types.
#[allow(unreachable_pub)]
pub trait Run {
    /// What a body gets.
    type Chunk;

    /// Runs `body`, which stands for the body of `function`, on every chunk, and finishes as `finish` says.
    #[allow(private_bounds, private_interfaces)]
    #[track_caller]
    fn run_as<R, F, S>(self, function: FunctionName, body: &F, finish: S) -> S::Result
    where
        R: Send,
        F: Fn(Self::Chunk) -> R + Sync,
        S: Finish<R>;
}

/// A call over an input.
#[allow(unreachable_pub, missing_debug_implementations)] // it is part of a hidden type
pub struct Call<'r, C> {
    pub(crate) input: C,
    pub(crate) setup: Setup<'r, C>,
}

impl<C> Run for Call<'_, C> {
    type Chunk = C;

    #[allow(private_bounds, private_interfaces)]
    #[track_caller]
    fn run_as<R, F, S>(mut self, function: FunctionName, body: &F, finish: S) -> S::Result
    where
        R: Send,
        F: Fn(C) -> R + Sync,
        S: Finish<R>,
    {
        let (input, setup) = (self.input, &mut self.setup);
        if const { is_large::<R>() } {
            let body = |chunk| Box::new(body(chunk));
            *run(input, setup, function, &body, Boxed::new(finish))
        } else {
            run(input, setup, function, body, finish)
        }
    }
}

impl<C> Call<'_, C> {
    /// As `run`, by a plan of which the input holds the elements.
    pub(crate) fn run_plan<R, F, S>(
        self,
        plan: &Plan,
        function: FunctionName,
        body: &F,
        finish: S,
    ) -> S::Result
    where
        R: Send,
        F: Fn(C) -> R + Sync,
        S: Finish<R>,
    {
        let Call { input, mut setup } = self;
        if const { is_large::<R>() } {
            let body = |chunk| Box::new(body(chunk));
            *run_plan(input, &mut setup, plan, function, &body, Boxed::new(finish))
        } else {
            run_plan(input, &mut setup, plan, function, body, finish)
        }
    }
}

/// One call: runs the body on every chunk of the input, and finishes as `finish` says.
#[inline]
#[track_caller]
fn run<C, R, F, S>(
    input: C,
    setup: &mut Setup<'_, C>,
    function: FunctionName,
    body: &F,
    finish: S,
) -> S::Result
where
    R: Send,
    F: Fn(C) -> R + Sync,
    S: Finish<R>,
{
    match setup.length_of_only_chunk(&input, S::GRAIN, function) {
        Some(len) => {
            let observation = setup.observe(function, || Shape::whole(len));
            run_whole(input, len, observation, body, finish)
        }
        None => run_cut(input, setup, function, body, finish),
    }
}

/// As `run`, where it takes a plan to tell how many chunks there are.
#[inline(never)] // calls nest, and one with a single chunk needs none of this stack
#[track_caller]
fn run_cut<C, R, F, S>(
    input: C,
    setup: &mut Setup<'_, C>,
    function: FunctionName,
    body: &F,
    finish: S,
) -> S::Result
where
    R: Send,
    F: Fn(C) -> R + Sync,
    S: Finish<R>,
{
    match setup.plan(&input, S::GRAIN, function) {
        Ok(ref plan) => run_plan(input, setup, plan, function, body, finish),
        Err(refusal) => setup.give_up(input, refusal),
    }
}

fn run_plan<C, R, F, S>(
    input: C,
    setup: &mut Setup<'_, C>,
    plan: &Plan,
    function: FunctionName,
    body: &F,
    finish: S,
) -> S::Result
where
    R: Send,
    F: Fn(C) -> R + Sync,
    S: Finish<R>,
{
    if plan.is_one_chunk() {
        let len = plan.boundaries().len();
        let observation = setup.observe(function, || Shape::whole(len));
        if let Err(payload) = discard(setup.search.take()) {
            discard_unseen(Some(input));
            return conclude(Err(payload), finish, observation);
        }
        run_whole(input, len, observation, body, finish)
    } else {
        run_chunks(input, setup, plan, function, body, finish)
    }
}

/// Runs the body on an input whose `len` elements are the only chunk. Calls nest, so all that takes of the stack is here.
#[inline]
fn run_whole<C, R, F, S>(
    input: C,
    len: usize,
    observation: Observation,
    body: &F,
    mut finish: S,
) -> S::Result
where
    F: Fn(C) -> R,
    S: Finish<R>,
{
    let output;
    let has_failed;
    {
        let chunk = observation.whole(len);
        let inside = Place::enter_whole(len);
        output = body(input);
        drop(inside);
        has_failed = S::is_failure(&output);
        if let Some(chunk) = chunk {
            chunk.end(has_failed && !S::IS_SEARCH);
        }
    }
    let failure = if has_failed {
        Some(output)
    } else {
        let _ = finish.take(output); // there is no later chunk that this could stop
        None
    };
    finish_observed(finish, failure, observation)
}

/// Runs the body on all chunks.
#[inline(never)] // a call that has one chunk after all needs none of this stack
fn run_chunks<C, R, F, S>(
    input: C,
    setup: &mut Setup<'_, C>,
    plan: &Plan,
    function: FunctionName,
    body: &F,
    mut finish: S,
) -> S::Result
where
    R: Send,
    F: Fn(C) -> R + Sync,
    S: Finish<R>,
{
    let workers = plan.workers;
    let shape = || Shape {
        elements: Some(plan.elements().len()), // some divisions, which only observers are worth
        chunks: Some(plan.count()),
        jobs: workers.max,
    };
    let observation = setup.observe(function, shape);
    let task = Task::new::<S>(body, &observation);
    let mut outputs = Outputs::new::<S>(plan);
    let mut lead = Lead::new(&mut finish);
    let splitter = &setup.splitter;
    let discarded = (splitter.with_queue)(input, splitter, plan, &mut |queue| {
        work(&task, plan, queue, &mut outputs, &mut lead);
    });
    let discarded = first_panic(discarded, discard(setup.search.take()));
    let settled = outputs.settle(workers, &mut lead, discarded);
    conclude(settled, finish, observation)
}

/// Lets workers run all chunks of a queue.
fn work<C, R, F, S>(
    task: &Task<'_, R, F>,
    plan: &Plan,
    queue: &mut (dyn Queue<C> + Sync),
    outputs: &mut Outputs<'_, R>,
    lead: &mut Lead<'_, R, S>,
) where
    R: Send,
    F: Fn(C) -> R + Sync,
    S: Finish<R>,
{
    let (start, judge) = Start::of(plan, Body::of::<F>());
    match start {
        Start::Alone => return task.work_alone(queue, outputs, lead, None),
        Start::Probing(probe) => {
            task.work_alone(queue, outputs, lead, Some(probe));
            if !queue.has_more() {
                return;
            }
        }
        Start::Together => {}
    }
    let workers = plan.workers;
    let (queue, outputs, judge) = (&*queue, &*outputs, judge.as_ref());
    let help = || task.help(queue, outputs, judge);
    threads::with_helpers(workers, &help, &mut |helpers| {
        helpers.enlist(workers.max - 1);
        helpers.give_way();
        task.lead(queue, outputs, lead, helpers, judge);
    });
    if let Some(judge) = judge {
        judge.note();
    }
}

/// Ends a call, with what its chunks have settled.
#[inline]
fn conclude<R, S: Finish<R>>(
    settled: Result<Option<R>, Payload>,
    finish: S,
    observation: Observation,
) -> S::Result {
    match settled {
        Ok(failure) => finish_observed(finish, failure, observation),
        Err(payload) => {
            discard_unseen(Some(finish)); // a fold may hold outputs
            drop(observation);
            resume_unwind(payload)
        }
    }
}

/// The result of a call. If an observer panics at the end, the result is dropped first: while the panic is on its way, a
/// second one would abort the process.
#[inline]
fn finish_observed<R, S: Finish<R>>(
    finish: S,
    failure: Option<R>,
    mut observation: Observation,
) -> S::Result {
    let result = finish.finish(failure, &mut observation);
    if let Err(payload) = observation.end() {
        discard_unseen(Some(result));
        resume_unwind(payload);
    }
    result
}
