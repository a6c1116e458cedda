//! The ways to make a call.

use std::panic::{AssertUnwindSafe, catch_unwind, panic_any, resume_unwind};

use parallelize::__private::argument;
use parallelize::{Parallel, parallel, parallelize};

use crate::stress::plan::{Form, Outcome, Plan, Stop};

/// What a body returns. A panic is one.
type Output = Result<Vec<u64>, u64>;

/// An element as the body of a parallel call treats it.
fn element(plan: &Plan, number: u64) -> Result<u64, u64> {
    plan.element(number, in_parallel)
        .map_err(|stop| match stop {
            Stop::Error(at) => at,
            Stop::Panic(_) => panic_any(stop),
        })
}

fn body(plan: &Plan, numbers: impl IntoIterator<Item = u64>) -> Output {
    let numbers = numbers.into_iter();
    numbers.map(|number| element(plan, number)).collect()
}

fn change(plan: &Plan, numbers: &mut [u64]) -> Result<(), u64> {
    for number in numbers {
        *number = element(plan, *number)?;
    }
    Ok(())
}

#[parallelize(jobs = plan.jobs)]
fn annotated(numbers: &[u64], plan: &Plan) -> Result<Vec<u64>, u64> {
    body(plan, numbers.iter().copied())
}

fn set_up<'r, C>(plan: &Plan, call: Parallel<'r, C>) -> Parallel<'r, C> {
    let call = call.jobs(plan.jobs);
    match plan.chunk_size {
        Some(size) => call.chunk_size(size),
        None => call.min_len(plan.min_len),
    }
}

fn append(mut all: Vec<u64>, next: Vec<u64>) -> Vec<u64> {
    all.extend(next);
    all
}

fn run(plan: &Plan) -> Output {
    let mut numbers: Vec<u64> = (0..plan.len).collect();
    let slice = || set_up(plan, parallel(&numbers));
    let of_slice = |numbers: &[u64]| body(plan, numbers.iter().copied());
    match plan.form {
        Form::FlattenSlice => slice().flatten(of_slice),
        Form::FlattenVec => set_up(plan, parallel(numbers)).flatten(|numbers| body(plan, numbers)),
        Form::FlattenRange => {
            let call = set_up(plan, parallel(0..plan.len));
            let argument = argument((plan.clone(),));
            call.flatten(|numbers| body(&argument.get(), numbers))
        }
        Form::FlattenMut => {
            let changed = set_up(plan, parallel(&mut numbers));
            let changed = changed.flatten(|numbers| change(plan, numbers));
            changed.map(|()| numbers)
        }
        Form::FlattenAnnotated => annotated(&numbers, plan),
        Form::PerChunk => {
            let outputs = slice().per_chunk(of_slice);
            outputs
                .into_iter()
                .collect::<Result<Vec<_>, _>>()
                .map(|all| all.concat())
        }
        Form::TryPerChunk => slice()
            .try_per_chunk(of_slice)
            .map(|outputs| outputs.concat()),
        Form::Reduce => slice().reduce(of_slice, |all, next| Ok(append(all?, next?))),
        Form::TryReduce => slice().try_reduce(of_slice, append),
        Form::Spilled => {
            let spilled = slice().write_to_file(true).try_flatten(of_slice);
            spilled.expect("there is space for files")
        }
    }
}

/// Makes the call.
pub(crate) fn in_parallel(plan: &Plan) -> Outcome {
    match catch_unwind(AssertUnwindSafe(|| run(plan))) {
        Ok(output) => output.map_err(Stop::Error),
        Err(payload) => match payload.downcast::<Stop>() {
            Ok(stop) => Err(*stop),
            Err(other) => resume_unwind(other),
        },
    }
}
