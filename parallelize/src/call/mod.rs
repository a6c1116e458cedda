//! One call, from its input and options to its result. This is the page to begin with.
//!
//! A call plans where its input is cut, and opens a queue of the chunks. Workers claim chunks, run the body on them and hand in
//! the outputs. The call then settles the outputs, and finishes.

mod pace;
mod probe;
mod recent;
mod stream;
mod worker;

use std::ops::Range;
use std::panic::{AssertUnwindSafe, resume_unwind};

use self::recent::{Body, Start};
pub(crate) use self::stream::StreamCall;
use self::worker::Task;
use crate::input::{Queue, Splitter, UnequalLengths};
use crate::observe::{self, Observation, Request, Shape};
use crate::output::{Boxed, Finish, Lead, Outputs, is_large};
use crate::plan::{Grain, Options, Place, Plan, checked_piece};
use crate::sys::names::FunctionName;
use crate::sys::panics::{Payload, catch, discard, discard_unseen, first_panic};
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
    pub(crate) splitter: Splitter<C>,
    pub(crate) options: Options,
    pub(crate) search: Option<Search<'r, C>>,
    pub(crate) request: Option<Box<Request>>,
}

/// Why a call cannot be planned.
pub(crate) enum Refusal {
    /// What the caller has to change. The panic with it points at the caller.
    Message(String),
    /// The panic of a search for places, or of an input that was asked for its length.
    Panic(Payload),
}

/// Finds the first place, among those in a range, where a rule lets an input be cut. Unwind safety: a call that a
/// search panics in does not search again.
pub(crate) type Search<'r, C> = AssertUnwindSafe<Box<Find<'r, C>>>;

type Find<'r, C> = dyn Fn(&C, &Splitter<C>, Range<usize>) -> Option<usize> + Send + Sync + 'r;

impl<C> Run for Call<'_, C> {
    type Chunk = C;

    #[allow(private_bounds, private_interfaces)]
    #[track_caller]
    fn run_as<R, F, S>(self, function: FunctionName, body: &F, finish: S) -> S::Result
    where
        R: Send,
        F: Fn(C) -> R + Sync,
        S: Finish<R>,
    {
        match self.plan(S::GRAIN, function) {
            Ok(plan) => self.run_plan(&plan, function, body, finish),
            Err(refusal) => self.give_up(refusal),
        }
    }
}

impl<C> Call<'_, C> {
    /// Runs `body` on every chunk, and finishes as `finish` says.
    #[track_caller]
    pub(crate) fn run<R, F, S>(self, body: &F, finish: S) -> S::Result
    where
        R: Send,
        F: Fn(C) -> R + Sync,
        S: Finish<R>,
    {
        self.run_as(FunctionName::of::<F>(), body, finish)
    }

    /// How many elements the input has. The error says what is wrong with the options, or with the lengths of the inputs
    /// in a tuple.
    #[inline]
    pub(crate) fn element_count(&self, function: FunctionName) -> Result<usize, String> {
        self.options.check(function)?;
        match self.splitter.element_count(&self.input) {
            Ok(len) => Ok(len),
            Err(unequal) => self.length_of_piece(unequal, function),
        }
    }

    /// The length of the first input, if the inputs are a piece that a check has cut with overlap.
    fn length_of_piece(
        &self,
        unequal: UnequalLengths,
        function: FunctionName,
    ) -> Result<usize, String> {
        let is_piece = |piece| self.options.have_overlap() && unequal.are_of_piece(piece);
        if checked_piece().is_some_and(is_piece) {
            return Ok(unequal.lengths[0]);
        }
        Err(unequal.describe(format_args!("`{function}`")))
    }

    /// Where the input is cut, and how many work on the chunks.
    #[inline]
    pub(crate) fn plan(&self, grain: Grain, function: FunctionName) -> Result<Plan, Refusal> {
        if self.search.is_none() && self.splitter.never_asks() {
            let len = self.element_count(function).map_err(Refusal::Message)?;
            return Ok(self.options.plan(len, grain, threads::available, None));
        }
        let len = catch(|| self.element_count(function)).map_err(Refusal::Panic)?;
        let len = len.map_err(Refusal::Message)?;
        catch(|| self.plan_by_search(len, grain, threads::available)).map_err(Refusal::Panic)
    }

    /// As `plan`, by a look at the elements. `available` tells how many workers an automatic call has.
    pub(crate) fn plan_by_search(
        &self,
        len: usize,
        grain: Grain,
        available: impl FnOnce() -> usize,
    ) -> Plan {
        let next = |places| self.next_place(places);
        let is_free = self.search.is_none() && self.splitter.cuts_anywhere(&self.input, len);
        let next = (!is_free).then_some(&next as &dyn Fn(Range<usize>) -> _);
        self.options.plan(len, grain, available, next)
    }

    /// Ends a call that cannot be planned. The input is dropped before the panic, because dropping may panic.
    #[cold]
    #[track_caller]
    pub(crate) fn give_up(self, refusal: Refusal) -> ! {
        discard_unseen(Some(self));
        match refusal {
            Refusal::Message(message) => panic!("{message}"),
            Refusal::Panic(payload) => resume_unwind(payload),
        }
    }

    /// The first of these places where the input may be cut.
    fn next_place(&self, mut places: Range<usize>) -> Option<usize> {
        let may_cut = |at: &usize| self.splitter.may_cut(&self.input, *at);
        let Some(search) = &self.search else {
            return places.find(may_cut);
        };
        loop {
            let at = search(&self.input, &self.splitter, places.clone())?;
            if may_cut(&at) {
                return Some(at);
            }
            places.start = at + 1;
        }
    }

    /// As `run`, by a plan of which the input holds the elements.
    #[inline]
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
        if const { is_large::<R>() } {
            let body = |chunk| Box::new(body(chunk));
            self.run_observed(plan, function, &body, Boxed(finish))
        } else {
            self.run_observed(plan, function, body, finish)
        }
    }

    #[inline]
    fn run_observed<R, F, S>(
        mut self,
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
        let shape = || Shape {
            elements: Some(plan.elements().len()), // some divisions, which only observers are worth
            chunks: Some(plan.count()),
            jobs: plan.workers.max,
        };
        let observation = observe::start(self.request.take(), function, shape);
        if plan.is_one_chunk() {
            self.run_whole(plan, observation, body, finish)
        } else {
            self.run_chunks(plan, observation, body, finish)
        }
    }

    /// Runs the body on the input, which is the only chunk.
    fn run_whole<R, F, S>(
        self,
        plan: &Plan,
        observation: Observation,
        body: &F,
        mut finish: S,
    ) -> S::Result
    where
        F: Fn(C) -> R,
        S: Finish<R>,
    {
        let place = Place::whole(plan.boundaries().len());
        let task = Task::new::<S>(body, &observation);
        let (output, has_failed) = task.run_whole(place, self.input);
        let failure = if has_failed {
            Some(output)
        } else {
            let _ = finish.take(output); // there is no later chunk that this could stop
            None
        };
        drop(self.search); // a panic here is one of the call
        conclude(Ok(failure), finish, observation)
    }

    /// Runs the body on all chunks.
    #[inline(never)] // a call that runs whole needs none of this stack
    fn run_chunks<R, F, S>(
        self,
        plan: &Plan,
        observation: Observation,
        body: &F,
        mut finish: S,
    ) -> S::Result
    where
        R: Send,
        F: Fn(C) -> R + Sync,
        S: Finish<R>,
    {
        let workers = plan.workers;
        let task = Task::new::<S>(body, &observation);
        let mut outputs = Outputs::new::<S>(plan);
        let mut lead = Lead::new(&mut finish);
        let Call {
            input,
            splitter,
            search,
            ..
        } = self;
        let discarded = (splitter.with_queue)(input, &splitter, plan, &mut |queue| {
            work(&task, plan, queue, &mut outputs, &mut lead);
        });
        let discarded = first_panic(discarded, discard(search));
        let settled = outputs.settle(workers, lead, discarded);
        conclude(settled, finish, observation)
    }
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
    mut observation: Observation,
) -> S::Result {
    match settled {
        Ok(failure) => {
            let result = finish.finish(failure, &mut observation);
            observation.end(result)
        }
        Err(payload) => {
            discard_unseen(Some(finish)); // a fold may hold outputs
            drop(observation);
            resume_unwind(payload)
        }
    }
}
