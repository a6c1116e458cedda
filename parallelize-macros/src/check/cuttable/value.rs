//! What an expression stands for, as far as the law cares.

use proc_macro2::Span;

/// How many values a tuple may have, at any depth.
const MOST: usize = 64;

#[derive(Clone, Debug)]
pub(super) enum Value {
    /// What is cut: all of the chunk.
    Input,
    /// A list with what was made of each element.
    Derived,
    /// A part of what is cut, by position.
    Part,
    /// What groups of a fixed length leave over.
    Rest,
    /// An iterator over what is cut, with its items.
    Walk(Box<Value>),
    /// Several values.
    Tuple(Vec<Value>),
    /// A position in what is cut; `origin` is the method that made it.
    Position {
        origin: Option<Span>,
        is_moved: bool,
    },
    /// The length of what is cut, or (`!is_plain`) a number computed from the length.
    Length { span: Span, is_plain: bool },
    /// A value made of all elements, by the method at the span.
    Total { span: Span, name: String },
    /// Another argument that is a list (by its index), or an iterator over it.
    Other(usize),
    /// The length of another argument.
    OtherLength(usize),
    /// A `mut` local, by its index.
    Local(usize),
    /// Nothing that matters.
    Plain,
}

impl Value {
    pub(super) fn walk_of(item: Value) -> Self {
        Value::Walk(Box::new(item))
    }

    pub(super) fn pair(one: Value, other: Value) -> Self {
        Value::tuple(vec![one, other])
    }

    /// Several values. Too many mean nothing: each name for such a tuple could double its size.
    pub(super) fn tuple(parts: Vec<Value>) -> Self {
        if parts.iter().map(Value::size).sum::<usize>() > MOST {
            return Value::Plain;
        }
        Value::Tuple(parts)
    }

    fn size(&self) -> usize {
        match self {
            Value::Walk(item) => item.size(),
            Value::Tuple(parts) => parts.iter().map(Value::size).sum(),
            _ => 1,
        }
    }

    pub(super) fn position() -> Self {
        Value::Position {
            origin: None,
            is_moved: false,
        }
    }

    /// What an arithmetic operation makes of two values.
    pub(super) fn combined(self, other: Value) -> Self {
        match (self, other) {
            (Value::Total { span, name }, _) | (_, Value::Total { span, name }) => {
                Value::Total { span, name }
            }
            (Value::Length { span, .. }, _) | (_, Value::Length { span, .. }) => Value::Length {
                span,
                is_plain: false,
            },
            (Value::Position { origin, .. }, _) | (_, Value::Position { origin, .. }) => {
                Value::Position {
                    origin,
                    is_moved: true,
                }
            }
            _ => Value::Plain,
        }
    }
}
