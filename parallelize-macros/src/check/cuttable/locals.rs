//! What the loops over the input do to the locals around them.

use super::reader::Reader;
use super::scope::{Local, Made, Whose};
use super::sign::Merging;
use super::value::Value;
use crate::parse::rules::Rule;

impl Reader<'_> {
    /// Notes the signs of all locals, when the body is read.
    pub(super) fn judge_locals(&mut self) {
        for local in self.scopes.locals.clone() {
            if let (true, Some(span)) = (local.changes.is_position, local.changes.given_out) {
                self.sign(Rule::Positions, span, "this position");
            }
            if local.of == Whose::Clone {
                self.judge_argument(&local);
            } else if local.of == Whose::Fold {
                self.judge_folded(&local);
            } else if self.is_what_is_left(&local) {
            } else if self.about.merging == Merging::Joined || local.of == Whose::Caller {
                self.judge_local(&local);
            } else if self.ends_with_units(local.changes.is_reset) {
            } else if let (true, Some(span)) = (local.changes.is_replaced, local.changes.read) {
                self.sign(Rule::Neighbours, span, format!("`{}`", local.name));
            }
        }
    }

    fn judge_argument(&mut self, local: &Local) {
        let changes = &local.changes;
        let is_changed = changes.is_set
            || changes.is_grown
            || changes.called.is_some()
            || changes.scattered.is_some();
        if is_changed || local.is_returned || changes.grown_outside.is_some() {
            self.sign(Rule::Copied, local.span, format!("`{}`", local.name));
        }
    }

    /// A value that merges with those of other chunks, and begins anew in each: what else comes out must not depend on it.
    fn judge_folded(&mut self, local: &Local) {
        let changes = &local.changes;
        let is_changed = changes.is_set || changes.is_grown || changes.updated.is_some();
        if let (true, Some(span)) = (is_changed, changes.read) {
            self.sign(Rule::Carried, span, format!("`{}`", local.name));
        }
    }

    fn judge_local(&mut self, local: &Local) {
        let changes = &local.changes;
        let name = format!("`{}`", local.name);
        if let (true, Some((span, method))) = (changes.is_grown, &changes.looked_at) {
            return self.sign(Rule::Runs, *span, format!("`{method}`"));
        }
        if let (Some(span), true) = (changes.scattered.or(changes.updated), local.is_returned) {
            let is_lent = local.of == Whose::Caller;
            let advice = format!("reduce({} = f)", local.name);
            return self.advise(Rule::Counts, span, name, is_lent.then_some(advice));
        }
        if let (Some((span, method)), true) = (&changes.sorted, local.is_returned) {
            return self.sign(Rule::Order, *span, format!("`{method}`"));
        }
        let is_looked_up = changes.looked_up.is_some() && changes.is_grown;
        let is_answered = self.ends_with_units(changes.is_reset);
        let is_kept = changes.is_set || is_looked_up || changes.is_marked || changes.is_grown;
        if let (true, Some(span)) = (is_kept && !is_answered, changes.read) {
            return self.sign(Rule::Carried, span, name);
        }
        let is_followed = !matches!(local.value, Value::Plain);
        let is_changed = (changes.is_set || changes.updated.is_some()) && !is_answered;
        if let (true, false, Some(span)) = (is_changed, is_followed, changes.read_after) {
            return self.sign(Rule::Carried, span, name);
        }
        let is_only_called = !changes.is_set_outside && local.made == Made::Other && !is_followed;
        let is_only_called = is_only_called && !is_answered;
        if let (true, Some(span)) = (is_only_called, changes.called) {
            return self.sign(Rule::Carried, span, name);
        }
        if changes.is_grown {
            if let Some((span, what)) = &changes.grown_outside {
                self.sign(Rule::Once, *span, what.clone());
            } else if local.made == Made::Filled && !local.is_as_long && local.depth == 0 {
                self.sign(Rule::Once, local.span, format!("what {name} begins with"));
            }
        }
    }
}
