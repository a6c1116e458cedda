//! The tokens of a body. Each look at a token asks the compiler, so one pass has to do.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};

pub(super) struct Tokens {
    /// All tokens, without the invisible groups that `macro_rules` puts around its fragments.
    pub(super) stream: TokenStream,
    /// How deep groups are nested.
    pub(super) depth: usize,
    pub(super) name_the_input: bool,
    pub(super) ask_for_the_chunk: bool,
    has_invisible: bool,
}

impl Tokens {
    pub(super) fn of(stream: TokenStream, input: &Ident) -> Self {
        let mut tokens = Tokens {
            stream: TokenStream::new(),
            depth: 0,
            name_the_input: false,
            ask_for_the_chunk: false,
            has_invisible: false,
        };
        tokens.survey(stream.clone(), input, 1);
        tokens.stream = if tokens.has_invisible {
            uncovered(stream)
        } else {
            stream
        };
        tokens
    }

    fn survey(&mut self, stream: TokenStream, input: &Ident, depth: usize) {
        self.depth = self.depth.max(depth);
        for token in stream {
            match token {
                TokenTree::Ident(name) => {
                    self.name_the_input |= name == *input;
                    self.ask_for_the_chunk |= name == "current_chunk";
                }
                TokenTree::Group(group) => {
                    self.has_invisible |= group.delimiter() == Delimiter::None;
                    self.survey(group.stream(), input, depth + 1);
                }
                // `"{xs}"` names the input as well.
                TokenTree::Literal(text) if !self.name_the_input => {
                    self.name_the_input = text.to_string().contains(&format!("{{{input}"));
                }
                _ => {}
            }
        }
    }
}

/// The tokens without invisible groups.
pub(super) fn uncovered(stream: TokenStream) -> TokenStream {
    let mut plain = Vec::new();
    uncover(stream, &mut plain);
    plain.into_iter().collect()
}

fn uncover(stream: TokenStream, plain: &mut Vec<TokenTree>) {
    for token in stream {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
                uncover(group.stream(), plain);
            }
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), uncovered(group.stream()));
                inner.set_span(group.span());
                plain.push(inner.into());
            }
            token => plain.push(token),
        }
    }
}

/// The tokens at any depth, one behind the other, with spaces around each.
pub(super) fn flat(tokens: TokenStream) -> String {
    fn write(tokens: TokenStream, text: &mut String) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => {
                    text.push_str("( ");
                    write(group.stream(), text);
                    text.push_str(") ");
                }
                token => {
                    text.push_str(&token.to_string());
                    text.push(' ');
                }
            }
        }
    }
    let mut text = String::from(" ");
    write(tokens, &mut text);
    text
}
