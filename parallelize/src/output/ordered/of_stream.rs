//! The outputs of a stream, whose reader sees to it that a bounded number waits.

use std::mem;
use std::sync::PoisonError;

use super::Outputs;
use crate::output::{Finish, Lead};
use crate::sys::sync::lock;

impl<R> Outputs<'static, R> {
    /// No bound is kept here.
    pub(crate) fn of_stream<S: Finish<R>>() -> Self {
        Self::begin::<S>(None, usize::MAX)
    }

    /// As `take_in`, of a stream: takes in what is there, unless that waits for the end.
    pub(crate) fn take_in_all<S: Finish<R>>(&self, lead: &mut Lead<'_, R, S>) {
        let mut state = lock(&self.state);
        if !state.ready.is_empty() && (!lead.keeps() || state.ready.len() >= lead.batch()) {
            mem::swap(&mut state.ready, &mut lead.taken);
            drop(state);
            lead.take();
        }
    }

    /// The next chunk whose output is missing, and how many outputs before that wait for the calling thread to take them
    /// in.
    pub(crate) fn progress<S: Finish<R>>(&self, lead: &Lead<'_, R, S>) -> (usize, usize) {
        let state = lock(&self.state);
        let ready = if lead.keeps() { 0 } else { state.ready.len() };
        (state.next, ready)
    }

    /// Lets the calling thread wait until the output of chunk `next` is there, which a helper runs. Another output to take in
    /// ends the wait as well, and so does the end of the call.
    pub(crate) fn wait_for_next<S: Finish<R>>(
        &self,
        next: usize,
        lead: &Lead<'_, R, S>,
        has_stopped: impl Fn() -> bool,
    ) {
        let mut state = lock(&self.state);
        // An output may have come after the last look.
        while state.next == next && (lead.keeps() || state.ready.is_empty()) && !has_stopped() {
            state.is_waiting = true;
            let woken = self.has_come.wait(state);
            state = woken.unwrap_or_else(PoisonError::into_inner);
        }
        state.is_waiting = false;
    }
}
