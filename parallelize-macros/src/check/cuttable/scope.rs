//! Names in the body, block by block, and the `mut` locals behind them.

use std::collections::HashMap;

use proc_macro2::Span;
use syn::{Expr, Lit};

use super::value::Value;

/// What a `mut` local begins with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Made {
    /// An empty list or string.
    Empty,
    /// A list with something in it.
    Filled,
    /// An array: mostly a buffer, which each round fills anew.
    Array,
    /// Anything else.
    Other,
}

/// Whose a local is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Whose {
    Body,
    /// The chunk's own clone of an argument.
    Clone,
    /// The caller's: an argument that chunks add to.
    Caller,
    /// The chunk's own value of an argument, which a function merges with those of other chunks.
    Fold,
}

/// A local whose value may change.
#[derive(Clone, Debug)]
pub(super) struct Local {
    pub(super) name: String,
    pub(super) span: Span,
    /// In how many loops over what is cut the local is declared.
    pub(super) depth: usize,
    pub(super) value: Value,
    pub(super) made: Made,
    pub(super) of: Whose,
    /// Whether the local has one element for each one of what is cut.
    pub(super) is_as_long: bool,
    pub(super) is_returned: bool,
    pub(super) changes: Changes,
}

impl Local {
    pub(super) fn is_input(&self) -> bool {
        matches!(self.value, Value::Input)
    }
}

/// What happens to a local in a loop over what is cut that it outlives.
#[derive(Clone, Default, Debug)]
#[allow(clippy::struct_excessive_bools)] // each is a thing that happens or not
pub(super) struct Changes {
    pub(super) is_set: bool,
    pub(super) is_grown: bool,
    /// Each round of the loop puts something new in its place.
    pub(super) is_replaced: bool,
    /// The loop puts something in its place that says nothing of what was there.
    pub(super) is_reset: bool,
    /// What it holds is a position.
    pub(super) is_position: bool,
    /// Goes out of the loop as it is.
    pub(super) given_out: Option<Span>,
    pub(super) is_raised: bool,
    pub(super) is_lowered: bool,
    /// Read in the loop before anything sets it in that round.
    pub(super) read: Option<Span>,
    /// Read when the loop is over.
    pub(super) read_after: Option<Span>,
    /// Something in the loop looks at its end, or looks something up.
    pub(super) looked_at: Option<(Span, String)>,
    pub(super) looked_up: Option<(Span, String)>,
    /// Entries are changed in the loop.
    pub(super) updated: Option<Span>,
    /// Brought in order outside of the loop.
    pub(super) sorted: Option<(Span, String)>,
    /// Places are changed that do not follow the input's positions.
    pub(super) scattered: Option<Span>,
    /// The places follow what the elements are.
    pub(super) is_marked: bool,
    /// A method of an unknown kind was called in the loop.
    pub(super) called: Option<Span>,
    /// Something outside of the loop changes it.
    pub(super) is_set_outside: bool,
    /// Grown outside of the loop.
    pub(super) grown_outside: Option<(Span, String)>,
    /// The round of the loop has set it.
    pub(super) is_fresh: bool,
}

#[derive(Default)]
pub(super) struct Scopes {
    blocks: Vec<HashMap<String, Value>>,
    pub(super) locals: Vec<Local>,
}

impl Scopes {
    pub(super) fn open(&mut self) {
        self.blocks.push(HashMap::new());
    }

    pub(super) fn close(&mut self) {
        self.blocks.pop();
    }

    pub(super) fn bind(&mut self, name: String, value: Value) {
        if let Some(block) = self.blocks.last_mut() {
            block.insert(name, value);
        }
    }

    pub(super) fn declare(&mut self, local: Local) {
        let value = Value::Local(self.locals.len());
        self.bind(local.name.clone(), value);
        self.locals.push(local);
    }

    pub(super) fn find(&self, name: &str) -> Option<&Value> {
        self.blocks.iter().rev().find_map(|block| block.get(name))
    }
}

/// Whether a type is a list, a string, a map or a set, by its name.
fn is_collection(name: &str) -> bool {
    [
        "Vec", "String", "Map", "Set", "List", "Heap", "Bytes", "Default", "Buf", "Deque",
    ]
    .iter()
    .any(|part| name.contains(part))
}

/// What a local begins with.
pub(super) fn made(init: &Expr) -> Made {
    match init {
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => match path.path.segments.last() {
                Some(last)
                    if (last.ident == "new"
                        || last.ident == "with_capacity"
                        || last.ident == "default")
                        && path
                            .path
                            .segments
                            .iter()
                            .rev()
                            .nth(1)
                            .is_none_or(|ty| is_collection(&ty.ident.to_string())) =>
                {
                    Made::Empty
                }
                Some(last) if last.ident == "from" && path.path.segments.len() > 1 => Made::Filled,
                _ => Made::Other,
            },
            _ => Made::Other,
        },
        Expr::Macro(call) if call.mac.path.is_ident("vec") => {
            if call.mac.tokens.is_empty() {
                Made::Empty
            } else {
                Made::Filled
            }
        }
        Expr::Macro(call) if call.mac.path.is_ident("format") => Made::Filled,
        Expr::Array(_) | Expr::Repeat(_) => Made::Array,
        Expr::MethodCall(call) if call.method == "to_string" || call.method == "to_owned" => {
            match &*call.receiver {
                Expr::Lit(lit) if matches!(&lit.lit, Lit::Str(text) if text.value().is_empty()) => {
                    Made::Empty
                }
                Expr::Lit(_) => Made::Filled,
                _ => Made::Other,
            }
        }
        Expr::Group(group) => made(&group.expr),
        Expr::Paren(paren) => made(&paren.expr),
        _ => Made::Other,
    }
}
