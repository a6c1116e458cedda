//! A call over a stream. Workers encode their outputs, and the calling thread writes them to one file, so memory holds
//! no more of a long stream than of a short one.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::ops::ControlFlow::{self, Break, Continue};
use std::sync::Arc;
use std::vec;

use super::block::FULL;
use super::encoder::Encoder;
use super::error::{Action, Fault, Origin};
use super::run::{Destination, Failure, ToFiles};
use super::segment::Segment;
use super::{Spill, SpillError, Spilled};
use crate::call::{Run, StreamCall};
use crate::observe::Observation;
use crate::output::Finish;
use crate::plan::{Grain, current_chunk};

/// The output of a batch, as blocks.
struct Encoded {
    blocks: Vec<u8>,
    items: u64,
}

type Output<E> = Result<Encoded, Failure<E>>;

impl<I: Iterator> ToFiles for StreamCall<I> {
    #[track_caller]
    fn to_files<O, E, F, T>(
        self,
        _: Grain,
        to: Destination,
        body: &F,
        read: impl FnOnce(Result<Spilled<O::Item>, SpillError>, Option<E>) -> Result<T, SpillError>,
    ) -> Result<T, SpillError>
    where
        O: IntoIterator<Item: Spill>,
        E: Send,
        F: Fn(vec::IntoIter<I::Item>) -> Result<O, E> + Sync,
    {
        let call = self.checked(to.function);
        let failed = |chunk, fault| SpillError::new(to.origin(None), chunk, fault);
        let file = tempfile::tempfile_in(&to.directory);
        let file = file.map_err(|cause| failed(None, (Action::Create, cause)))?;
        let body = |batch| {
            let output = body(batch).map_err(Failure::Body)?;
            encode(output).map_err(|fault| {
                let index = current_chunk().map(|chunk| chunk.index());
                Failure::Spill(failed(index, fault))
            })
        };
        let finish = OneFile {
            file: BufWriter::with_capacity(FULL, Arc::new(file)),
            origin: to.origin(None),
            outputs: 0,
            end: 0,
            items: 0,
            error: None,
            read: |segment, failure| read(Spilled::new(to.origin(None), vec![segment]), failure),
        };
        call.run_as(to.function, &body, finish)
    }
}

fn encode<T: Spill>(output: impl IntoIterator<Item = T>) -> Result<Encoded, Fault> {
    let mut blocks = Vec::new();
    let items = Encoder::default().encode_all(output, &mut |block| {
        blocks.extend_from_slice(block);
        Ok(())
    })?;
    Ok(Encoded { blocks, items })
}

/// Finishes a call over a stream: writes outputs as they come, and reads them back when all are there.
struct OneFile<Read> {
    file: BufWriter<Arc<File>>,
    origin: Origin,
    /// What is written: the outputs, their bytes and their items.
    outputs: usize,
    end: u64,
    items: u64,
    /// Why not all is written.
    error: Option<SpillError>,
    /// Makes the result of what is written before the first failure of the body, and that failure.
    read: Read,
}

impl<E, T, Read> Finish<Output<E>> for OneFile<Read>
where
    Read: FnOnce(Segment, Option<E>) -> Result<T, SpillError>,
{
    type Result = Result<T, SpillError>;

    const GRAIN: Grain = Grain::Spilled;
    const IS_SINK: bool = true;

    fn is_failure(output: &Output<E>) -> bool {
        output.is_err()
    }

    fn batch(&self) -> usize {
        1
    }

    fn take(&mut self, output: Output<E>) -> ControlFlow<()> {
        let Ok(encoded) = output else {
            return Continue(()); // `finish` gets the failure
        };
        if let Err(cause) = self.file.write_all(&encoded.blocks) {
            let fault = (Action::Write, cause);
            self.error = Some(SpillError::new(
                self.origin.clone(),
                Some(self.outputs),
                fault,
            ));
            return Break(());
        }
        self.outputs += 1;
        self.end += encoded.blocks.len() as u64;
        self.items += encoded.items;
        Continue(())
    }

    fn finish(mut self, failure: Option<Output<E>>, observation: &mut Observation) -> Self::Result {
        let mut error = self.error;
        let mut body_error = None;
        match failure {
            Some(Err(Failure::Body(failure))) => body_error = Some(failure),
            Some(Err(Failure::Spill(later))) => error = error.or(Some(later)),
            Some(Ok(_)) | None => {}
        }
        if let (None, Err(cause)) = (&error, self.file.flush()) {
            error = Some(SpillError::new(self.origin, None, (Action::Write, cause)));
        }
        observation.spilled(self.end);
        let segment = Segment {
            file: Arc::clone(self.file.get_ref()),
            start: 0,
            end: self.end,
            items: self.items,
        };
        let result = match error {
            Some(error) => Err(error),
            None => (self.read)(segment, body_error),
        };
        if result.is_err() {
            observation.fail();
        }
        result
    }
}
