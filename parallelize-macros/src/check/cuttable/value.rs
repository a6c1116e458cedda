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
    /// A position in what is cut.
    Position(Position),
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
    /// An element of what is cut, or what arithmetic makes of one.
    Element,
    /// Nothing that matters.
    Plain,
}

/// A position in what is cut.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Position {
    /// The method that made it, and its name.
    pub(super) origin: Option<(Span, &'static str)>,
    /// Whether something was added to the loop's own position.
    pub(super) is_moved: bool,
    /// Whether the position is in a group, which a multiple of the group's length says.
    pub(super) is_strided: bool,
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
        Value::Position(Position::default())
    }

    /// A position that the method at `span` gives.
    pub(super) fn position_of(span: Span, method: &'static str) -> Self {
        let origin = Some((span, method));
        Value::Position(Position {
            origin,
            ..Position::default()
        })
    }

    /// A position beside another one.
    pub(super) fn moved(at: Position) -> Self {
        let is_moved = true;
        Value::Position(Position { is_moved, ..at })
    }

    /// Where a group begins, or positions of its elements.
    pub(super) fn strided(self) -> Self {
        match self {
            Value::Position(at) => Value::Position(Position {
                is_strided: true,
                ..at
            }),
            Value::Walk(item) => Value::walk_of(item.strided()),
            value => value,
        }
    }

    pub(super) fn is_strided(&self) -> bool {
        matches!(self, Value::Position(at) if at.is_strided)
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
            (Value::Position(one), Value::Position(other)) => Value::moved(Position {
                is_strided: one.is_strided || other.is_strided,
                ..one
            }),
            (Value::Position(at), _) | (_, Value::Position(at)) => Value::moved(at),
            (Value::Element, _) | (_, Value::Element) => Value::Element,
            _ => Value::Plain,
        }
    }
}
