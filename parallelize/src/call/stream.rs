//! One call over a stream. The calling thread reads batches, merges outputs in order, and works when there is nothing to
//! read or to merge. Helpers run the body on the batches that wait, and leave when none does.

use std::vec;

use super::pace::Pace;
use super::worker::Task;
use super::{Run, conclude, run_whole};
use crate::input::{Claim, Elements, Queue, Reading, Source, StreamQueue};
use crate::observe::{self, Observation, Request, Shape};
use crate::output::{Boxed, Failure, Finish, Lead, Outputs, is_large};
use crate::plan::{Crew, Options, Workers, calls_run_whole, environment_limit};
use crate::sys::clock::Moment;
use crate::sys::names::FunctionName;
use crate::sys::panics::{Payload, discard, discard_unseen, first_panic};
use crate::threads::{self, Helpers};

/// A call over a stream that is set up.
#[allow(unreachable_pub, missing_debug_implementations)] // it is part of a hidden type
pub struct StreamCall<I> {
    pub(crate) elements: Elements<I>,
    /// 0 for as many as the current rayon pool has threads.
    pub(crate) jobs: usize,
    pub(crate) chunk_size: Option<usize>,
    pub(crate) request: Option<Box<Request>>,
}

impl<I> StreamCall<I> {
    /// Panics for options that no call can have.
    #[track_caller]
    pub(crate) fn checked(self, function: FunctionName) -> Self {
        let checked = self.chunk_size.map_or(Ok(()), |size| {
            Options::default().chunk_size(size).check(function)
        });
        if let Err(message) = checked {
            discard_unseen(Some(self)); // before the panic, because dropping may panic
            panic!("{message}");
        }
        self
    }
}

impl<I: Iterator> Run for StreamCall<I> {
    type Chunk = vec::IntoIter<I::Item>;

    #[allow(private_bounds, private_interfaces)]
    #[track_caller]
    fn run_as<R, F, S>(self, function: FunctionName, body: &F, finish: S) -> S::Result
    where
        R: Send,
        F: Fn(vec::IntoIter<I::Item>) -> R + Sync,
        S: Finish<R>,
    {
        let call = self.checked(function);
        if const { is_large::<R>() } {
            let body = |batch| Box::new(body(batch));
            *call.run_observed(function, &body, Boxed::new(finish))
        } else {
            call.run_observed(function, body, finish)
        }
    }
}

impl<I: Iterator> StreamCall<I> {
    fn run_observed<R, F, S>(mut self, function: FunctionName, body: &F, mut finish: S) -> S::Result
    where
        R: Send,
        F: Fn(vec::IntoIter<I::Item>) -> R + Sync,
        S: Finish<R>,
    {
        let crew = Crew::of(self.jobs, self.chunk_size);
        let jobs = if self.jobs > 0 {
            self.jobs
        } else {
            threads::available()
        };
        let max = jobs.min(environment_limit());
        let workers = Workers { max, crew };
        let shape = || Shape::of_stream(self.elements.size_hint(), max);
        let observation = observe::start(self.request.take(), function, shape);
        if calls_run_whole() {
            return run_all(self.elements, observation, body, finish);
        }
        let task = Task::new::<S>(body, &observation);
        let source = Source::new(self.elements, self.chunk_size);
        let settled = run_batches(source, workers, &task, &mut finish);
        conclude(settled, finish, observation)
    }
}

/// Runs the body on all elements at once: a check runs.
fn run_all<I, R, F, S>(
    elements: Elements<I>,
    observation: Observation,
    body: &F,
    finish: S,
) -> S::Result
where
    I: Iterator,
    F: Fn(vec::IntoIter<I::Item>) -> R,
    S: Finish<R>,
{
    let mut source = Source::new(elements, Some(usize::MAX));
    let Reading { batch, panic } = source.read(|| true);
    let elements = batch.map(|batch| batch.elements).unwrap_or_default();
    let read = first_panic(panic.map_or(Ok(()), Err), discard([source]));
    if let Err(payload) = read {
        discard_unseen(elements);
        return conclude(Err(payload), finish, observation);
    }
    let len = elements.len();
    run_whole(elements.into_iter(), len, observation, body, finish)
}

/// Runs the body on all batches. Returns the output of the lowest chunk that failed, if the call ends with that. The
/// error is the panic with which the call ends.
fn run_batches<I, R, F, S>(
    mut source: Source<I>,
    workers: Workers,
    task: &Task<'_, R, F>,
    finish: &mut S,
) -> Result<Option<R>, Payload>
where
    I: Iterator,
    R: Send,
    F: Fn(vec::IntoIter<I::Item>) -> R + Sync,
    S: Finish<R>,
{
    let mut outputs = Outputs::of_stream::<S>();
    let mut lead = Lead::of_stream(finish);
    let queue = source.queue();
    let pace = Pace::new(workers);
    let help = || help(task, &queue, &outputs, &pace);
    threads::with_helpers(workers, &help, &mut |helpers| {
        let mut leader = Leader {
            task,
            source: &mut source,
            queue: &queue,
            outputs: &outputs,
            lead: &mut lead,
            pace: &pace,
            workers,
        };
        leader.run(helpers);
    });
    let rest = queue.into_rest().into_iter();
    let rest = rest.flat_map(|batch| batch.elements);
    let discarded = first_panic(discard(rest), discard([source]));
    outputs.settle(workers, &mut lead, discarded)
}

/// Runs batches on another thread than the calling one, until none waits or one has failed.
fn help<T, R, F>(
    task: &Task<'_, R, F>,
    queue: &StreamQueue<T>,
    outputs: &Outputs<'static, R>,
    pace: &Pace,
) where
    F: Fn(vec::IntoIter<T>) -> R,
{
    while let Some(claim) = queue.claim_or_depart() {
        pace.time(claim, |claim| task.run_and_hand_in(claim, queue, outputs));
        queue.note_output();
    }
}

/// The calling thread.
struct Leader<'a, 'l, I: Iterator, R, F, S> {
    task: &'a Task<'a, R, F>,
    source: &'a mut Source<I>,
    queue: &'a StreamQueue<I::Item>,
    outputs: &'a Outputs<'static, R>,
    lead: &'a mut Lead<'l, R, S>,
    pace: &'a Pace,
    workers: Workers,
}

impl<I, R, F, S> Leader<'_, '_, I, R, F, S>
where
    I: Iterator,
    F: Fn(vec::IntoIter<I::Item>) -> R,
    S: Finish<R>,
{
    fn run(&mut self, helpers: &Helpers<'_>) {
        let most = self.workers.max.saturating_mul(2).saturating_add(2);
        while self.goes_on() {
            let (next, ready) = self.outputs.progress(self.lead);
            let in_flight = self.source.batches() - next + ready;
            if !self.source.is_over() && in_flight < most {
                self.read_on(helpers);
            } else if let Some(claim) = self.queue.claim() {
                self.work(claim);
            } else if self.source.is_over() && (in_flight == 0 || !S::IS_SINK) {
                return; // the last batches run on helpers
            } else {
                self.outputs
                    .wait_for_next(next, self.lead, || self.queue.is_stopped());
            }
        }
    }

    /// Takes in the outputs that are there. Tells whether the call goes on: no chunk has failed, and the sink takes more.
    fn goes_on(&mut self) -> bool {
        self.outputs.take_in_all(self.lead);
        if self.lead.is_over() {
            self.queue.stop();
        }
        !self.queue.is_stopped()
    }

    /// Reads a batch, and runs it or leaves it to a helper.
    fn read_on(&mut self, helpers: &Helpers<'_>) {
        let (outputs, queue) = (self.outputs, self.queue);
        let start = Moment::now();
        let reading = self.source.read(|| {
            if !queue.has_output() {
                return true;
            }
            outputs.take_in_all(self.lead);
            if self.lead.is_over() {
                queue.stop();
            }
            !queue.is_stopped()
        });
        let read = start.elapsed().unwrap_or_default();
        if let Some(batch) = reading.batch {
            let keeps = self.pace.keeps(batch.elements.len(), read);
            queue.push(batch);
            if keeps {
                // Batches begin in order: this may be an earlier one.
                let claim = queue.claim();
                if let Some(claim) = claim {
                    self.work(claim);
                }
            } else if queue.calls_helper(self.workers.max - 1) {
                helpers.enlist(1);
            }
        }
        if let Some(panic) = reading.panic {
            // Batches before the panic still run, and one of them may fail.
            outputs.fail(self.source.batches(), Failure::Panic(panic));
        }
    }

    fn work(&mut self, claim: Claim<vec::IntoIter<I::Item>>) {
        let Leader {
            task,
            queue,
            outputs,
            ..
        } = self;
        self.pace
            .time(claim, |claim| task.run_and_hand_in(claim, *queue, outputs));
    }
}
