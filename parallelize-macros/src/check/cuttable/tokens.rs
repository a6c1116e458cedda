//! The tokens of a body. Each look at a token asks the compiler, so one pass has to do.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use crate::plan::params::Param;

pub(super) struct Tokens {
    /// All tokens, without the invisible groups that `macro_rules` puts around its fragments.
    pub(super) stream: TokenStream,
    /// How deep groups are nested.
    pub(super) depth: usize,
    /// The arguments that are named.
    pub(super) names: Vec<String>,
    pub(super) ask_for_the_chunk: bool,
    has_invisible: bool,
}

impl Tokens {
    pub(super) fn of(stream: TokenStream, params: &[Param]) -> Self {
        let mut tokens = Tokens {
            stream: TokenStream::new(),
            depth: 0,
            names: Vec::new(),
            ask_for_the_chunk: false,
            has_invisible: false,
        };
        let names: Vec<String> = params.iter().map(|param| param.name.to_string()).collect();
        tokens.survey(stream.clone(), &names, 1);
        tokens.stream = if tokens.has_invisible {
            uncovered(stream)
        } else {
            stream
        };
        tokens
    }

    fn survey(&mut self, stream: TokenStream, arguments: &[String], depth: usize) {
        self.depth = self.depth.max(depth);
        for token in stream {
            match token {
                TokenTree::Ident(name) => {
                    let name = name.to_string();
                    self.ask_for_the_chunk |= name == "current_chunk";
                    if arguments.contains(&name) && !self.names.contains(&name) {
                        self.names.push(name);
                    }
                }
                TokenTree::Group(group) => {
                    self.has_invisible |= group.delimiter() == Delimiter::None;
                    self.survey(group.stream(), arguments, depth + 1);
                }
                // `"{xs}"` names an argument as well.
                TokenTree::Literal(text) => {
                    let text = text.to_string();
                    let named = arguments
                        .iter()
                        .filter(|name| text.contains(&format!("{{{name}")));
                    self.names.extend(named.cloned());
                }
                TokenTree::Punct(_) => {}
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
