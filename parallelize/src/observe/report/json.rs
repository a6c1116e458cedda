//! A report for programs.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::{ChunkReport, Ending, Report};

/// Times are in seconds. Computed numbers, such as the speed-up, are fields as well. What the system does not tell is
/// `null`.
impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Report", 14)?;
        fields.serialize_field("function", self.function)?;
        fields.serialize_field("ending", &self.ending)?;
        fields.serialize_field("len", &self.len)?;
        fields.serialize_field("jobs", &self.jobs)?;
        fields.serialize_field("workers", &self.workers())?;
        fields.serialize_field("elapsed", &self.elapsed.as_secs_f64())?;
        fields.serialize_field("merge", &self.merge.as_secs_f64())?;
        fields.serialize_field("bytes_spilled", &self.bytes_spilled)?;
        fields.serialize_field("speedup", &self.speedup())?;
        fields.serialize_field("chunks_at_once", &self.chunks_at_once())?;
        fields.serialize_field("waiting", &self.waiting())?;
        fields.serialize_field("utilisation", &self.utilisation())?;
        fields.serialize_field("imbalance", &self.imbalance())?;
        fields.serialize_field("chunks", &self.chunks)?;
        fields.end()
    }
}

/// Times are in seconds.
impl Serialize for ChunkReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("ChunkReport", 7)?;
        fields.serialize_field("index", &self.index)?;
        fields.serialize_field("range", &self.range)?;
        fields.serialize_field("worker", &self.worker)?;
        fields.serialize_field("start", &self.start.as_secs_f64())?;
        fields.serialize_field("duration", &self.duration.as_secs_f64())?;
        let processor_time = self.processor_time.map(|time| time.as_secs_f64());
        fields.serialize_field("processor_time", &processor_time)?;
        fields.serialize_field("ending", &self.ending)?;
        fields.end()
    }
}

/// As `"completed"`, `"failed"` or `"panicked"`.
impl Serialize for Ending {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Ending::Completed => "completed",
            Ending::Failed => "failed",
            Ending::Panicked => "panicked",
        })
    }
}

impl Report {
    /// The report as a JSON document, with times in seconds.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::parallel;
    ///
    /// let call = parallel(&[1, 2, 3, 4]).jobs(2).report(|report| {
    ///     let json = report.to_json();
    ///     assert!(json.contains(r#""len":4,"jobs":2"#), "{json}");
    /// });
    /// call.per_chunk(|numbers| numbers.len());
    /// ```
    ///
    /// # Panics
    ///
    /// Never: all of it can be written as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("all of it can be written as JSON")
    }
}
