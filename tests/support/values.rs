//! Values that note in the [book](super::faults) when they are made and dropped, and what users write
//! around them.

use std::collections::VecDeque;

use parallelize::{Flatten, Split};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::faults::{Event, Fired, as_user, drop_value, happen, make};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Input,
    Output,
    Argument,
    Error,
    Payload,
}

/// A value of any kind: an element of the input or an output, or what others are made of.
#[derive(Debug)]
pub(crate) struct Token {
    id: usize,
    kind: Kind,
    /// Of an element and an output the place in the whole, of an error the chunk.
    pub(crate) number: usize,
    /// The chunk that an output or an error comes from.
    pub(crate) chunk: Option<usize>,
}

impl Token {
    pub(crate) fn new(kind: Kind, number: usize, chunk: Option<usize>) -> Self {
        let id = make(kind, false);
        Token {
            id,
            kind,
            number,
            chunk,
        }
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        drop_value(self.id, self.kind, self.chunk);
    }
}

/// Elements of an input.
pub(crate) fn elements(len: usize) -> Vec<Token> {
    let element = |number| Token::new(Kind::Input, number, None);
    (0..len).map(element).collect()
}

/// The payload of a planned panic.
#[derive(Debug)]
pub(crate) struct Thrown {
    pub(crate) fired: Fired,
    token: Token,
}

impl Thrown {
    pub(crate) fn new(fired: Fired) -> Self {
        let is_second = fired.event == Event::Drop(Kind::Payload);
        let token = Token {
            id: make(Kind::Payload, is_second),
            kind: Kind::Payload,
            number: 0,
            chunk: None,
        };
        Thrown { fired, token }
    }
}

#[derive(Debug)]
pub(crate) struct Argument(Token);

impl Argument {
    pub(crate) fn new() -> Self {
        Argument(Token::new(Kind::Argument, 0, None))
    }
}

impl Clone for Argument {
    fn clone(&self) -> Self {
        happen(Event::Clone, None);
        Argument::new()
    }
}

impl Serialize for Token {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        happen(Event::Serialize, None);
        (self.number, self.chunk).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Token {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (number, chunk) = <(usize, Option<usize>)>::deserialize(deserializer)?;
        happen(Event::Deserialize, None);
        Ok(Token::new(Kind::Output, number, chunk))
    }
}

/// An input of the user's own.
pub(crate) struct Pieces(pub(crate) Vec<Token>);

impl Split for Pieces {
    fn element_count(&self) -> usize {
        as_user(|| happen(Event::Count, None));
        self.0.len()
    }

    fn cut(mut self, at: usize) -> (Self, Self) {
        as_user(move || {
            happen(Event::Cut, None);
            let later = Pieces(self.0.split_off(at));
            (self, later)
        })
    }
}

/// An output of the user's own.
#[derive(Debug, Default, serde::Serialize, serde::Deserialize)]
pub(crate) struct Heap {
    tokens: Vec<Token>,
    /// Whether it is a failure.
    gave_up: bool,
}

impl Flatten for Heap {
    fn append(&mut self, later: Self) {
        as_user(move || {
            happen(Event::Flatten, None);
            self.tokens.extend(later.tokens);
        });
    }

    fn is_failure(&self) -> bool {
        let chunk = self.tokens.first().and_then(|token| token.chunk);
        as_user(|| happen(Event::IsFailure, chunk));
        self.gave_up
    }
}

/// A type of outputs, made of the numbers of a chunk.
pub(crate) trait Output: Sized {
    fn make(tokens: Vec<Token>) -> Self;

    /// The numbers of all, in order.
    fn numbers(&self) -> Vec<usize>;
}

impl Output for Vec<Token> {
    fn make(tokens: Vec<Token>) -> Self {
        tokens
    }

    fn numbers(&self) -> Vec<usize> {
        self.iter().map(|token| token.number).collect()
    }
}

impl Output for VecDeque<Token> {
    fn make(tokens: Vec<Token>) -> Self {
        tokens.into()
    }

    fn numbers(&self) -> Vec<usize> {
        self.iter().map(|token| token.number).collect()
    }
}

impl Output for Heap {
    fn make(tokens: Vec<Token>) -> Self {
        Heap {
            tokens,
            gave_up: false,
        }
    }

    fn numbers(&self) -> Vec<usize> {
        self.tokens.numbers()
    }
}

impl Heap {
    pub(crate) fn give_up(self) -> Self {
        Heap {
            gave_up: true,
            ..self
        }
    }
}

/// None of them, where a chunk has no output but a hit.
impl Output for () {
    fn make(tokens: Vec<Token>) -> Self {
        as_user(move || drop(tokens));
    }

    fn numbers(&self) -> Vec<usize> {
        vec![0]
    }
}

/// The first of them, where a chunk has one output.
impl Output for Token {
    fn make(mut tokens: Vec<Token>) -> Self {
        as_user(move || {
            let first = tokens.remove(0);
            drop(tokens);
            first
        })
    }

    fn numbers(&self) -> Vec<usize> {
        vec![self.number]
    }
}
