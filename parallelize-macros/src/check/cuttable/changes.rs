//! What the body does to its locals, as it is read.

use proc_macro2::{Ident, Span, TokenStream};

use super::reader::Reader;
use super::words::{self, OfLocal};
use crate::syntax::mentions;

impl Reader<'_> {
    pub(super) fn read(&mut self, index: usize, span: Span) {
        let is_assigned = self.here.assigned == Some(index);
        let depth = self.depth();
        let local = &mut self.scopes.locals[index];
        let changes = &mut local.changes;
        if depth > local.depth {
            if !changes.is_fresh && !is_assigned {
                changes.read.get_or_insert(span);
            }
        } else if changes.is_set || changes.updated.is_some() {
            changes.read_after.get_or_insert(span);
        }
    }

    /// The local is set to something, at this place of the body.
    pub(super) fn set(&mut self, index: usize) {
        let depth = self.depth();
        let local = &mut self.scopes.locals[index];
        if depth > local.depth {
            local.changes.is_set = true;
            if self.here.bases[local.depth] == self.here.branches {
                local.changes.is_fresh = true;
            }
        } else {
            local.changes.is_set_outside = true;
        }
    }

    /// The loop puts something else in the place of a local. State that each round replaces is what the element
    /// before has left, which may belong to the group before.
    pub(super) fn reset(&mut self, index: usize) {
        let follows_elements = self.about.cuts.follow_elements();
        let is_inside = self.depth() > self.scopes.locals[index].depth;
        let changes = &mut self.scopes.locals[index].changes;
        changes.is_reset |= is_inside && (follows_elements || !changes.is_fresh);
    }

    /// A function that is not known may put something else in the place of a local, when a record or run ends.
    pub(super) fn may_reset(&mut self, index: usize) {
        if self.about.cuts.follow_elements() {
            self.reset(index);
        }
    }

    /// Whether an expression uses what a loop has left over: of a record or run, or of the input.
    pub(super) fn uses_rest(&self, tokens: &TokenStream) -> bool {
        let mut locals = self.scopes.locals.iter();
        self.about.cuts.keep_units()
            && locals.any(|local| {
                let is_state = local.changes.is_reset && !self.found.has_units;
                let is_left = local.is_input() && local.changes.is_set;
                (is_state || is_left)
                    && local.depth == self.depth()
                    && mentions(tokens.clone(), &local.name)
            })
    }

    /// A method that changes or reads a local; `adds_rest` says that its arguments are what a loop has left over.
    pub(super) fn local_method(
        &mut self,
        index: usize,
        method: &Ident,
        adds_rest: bool,
        is_statement: bool,
    ) {
        let span = method.span();
        let name = method.to_string();
        let is_inside = self.depth() > self.scopes.locals[index].depth;
        let mut kind = words::of_local(&name);
        let changes = &mut self.scopes.locals[index].changes;
        if kind == Some(OfLocal::Grow) && name == "insert" && !is_statement {
            // Whether the element was there already matters.
            changes.is_grown |= is_inside;
            kind = Some(OfLocal::Look);
        }
        match kind {
            Some(OfLocal::Grow) if is_inside => changes.is_grown = true,
            Some(OfLocal::Grow) if adds_rest => {}
            Some(OfLocal::Grow) => {
                changes
                    .grown_outside
                    .get_or_insert((span, format!("`{name}`")));
            }
            Some(OfLocal::Reset) => {
                self.set(index);
                self.reset(index);
            }
            Some(OfLocal::Take) => {
                self.read(index, span);
                let is_fresh = self.scopes.locals[index].changes.is_fresh;
                self.set(index);
                self.scopes.locals[index].changes.is_fresh = is_fresh;
                if name == "take" || name == "replace" {
                    self.reset(index);
                }
            }
            Some(OfLocal::LookAtEnd) if is_inside && !changes.is_fresh => {
                changes.looked_at.get_or_insert((span, name));
            }
            Some(OfLocal::Update) if is_inside && !changes.is_fresh => {
                changes.updated.get_or_insert(span);
            }
            Some(OfLocal::Update | OfLocal::Reserve) => {}
            Some(OfLocal::Order) if is_inside => {}
            Some(OfLocal::Order) => {
                changes.is_set_outside = true;
                changes.sorted.get_or_insert((span, name));
            }
            Some(OfLocal::Look) => {
                if is_inside && !changes.is_fresh {
                    changes.looked_up.get_or_insert((span, name));
                }
                self.read(index, span);
            }
            Some(OfLocal::LookAtEnd | OfLocal::Read) => self.read(index, span),
            None if is_inside => {
                if !changes.is_fresh {
                    changes.called.get_or_insert(span);
                    self.may_reset(index);
                }
            }
            None => {
                changes.is_set_outside = true;
                self.read(index, span);
            }
        }
    }
}
