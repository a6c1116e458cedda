//! Names of functions, for messages, reports, bars and spans.

use std::any::type_name;
use std::fmt;

/// The name of the function that a body stands in. Nothing is computed before somebody asks for the name.
#[derive(Clone, Copy)]
pub(crate) struct FunctionName(fn() -> &'static str);

impl FunctionName {
    /// The function that a body of type `F` stands in: the type of a closure names that function.
    pub(crate) fn of<F>() -> Self {
        FunctionName(type_name::<F>)
    }

    /// The name that `path` returns.
    pub(crate) fn from_path(path: fn() -> &'static str) -> Self {
        FunctionName(path)
    }

    /// The full path, such as `my_crate::fourth_powers`.
    pub(crate) fn path(self) -> &'static str {
        (self.0)().trim_end_matches("::{{closure}}")
    }

    /// The name without its path, such as `fourth_powers`.
    #[cfg(any(feature = "progress", feature = "tracing"))]
    pub(crate) fn last_segment(self) -> &'static str {
        last_segment(self.path())
    }
}

impl fmt::Display for FunctionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.path())
    }
}

impl fmt::Debug for FunctionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FunctionName").field(&self.path()).finish()
    }
}

/// The last segment of a path, without type arguments. Angle brackets can hold further paths.
pub(crate) fn last_segment(path: &str) -> &str {
    let mut depth = 0;
    let mut start = 0;
    let mut last = '\0';
    for (position, character) in path.char_indices() {
        match character {
            '<' => depth += 1,
            '>' if last != '-' => depth -= 1,
            ':' if last == ':' && depth == 0 && !path[position + 1..].starts_with('<') => {
                start = position + 1;
            }
            _ => {}
        }
        last = character;
    }
    let segment = &path[start..];
    let end = segment.find('<').filter(|&end| end > 0);
    &segment[..end.unwrap_or(segment.len())]
}

#[cfg(test)]
mod tests {
    use super::{FunctionName, last_segment};

    #[test]
    fn the_name_of_a_function_is_the_last_segment_of_its_path() {
        assert_eq!(last_segment("work"), "work");
        assert_eq!(last_segment("a::b::work"), "work");
        assert_eq!(last_segment("<a::B as c::D>::work"), "work");
        assert_eq!(last_segment("a::work<b::C>"), "work");
        assert_eq!(last_segment("a::work<fn(b::C) -> d::E>"), "work");
    }

    #[test]
    fn a_closure_has_the_name_of_the_function_that_it_stands_in() {
        fn name_of<F>(_: F) -> FunctionName {
            FunctionName::of::<F>()
        }
        let named = name_of(|| ());
        let expected = "::a_closure_has_the_name_of_the_function_that_it_stands_in";
        assert!(named.path().ends_with(expected), "{named}");
        let inside = || name_of(|| ());
        assert_eq!(inside().path(), named.path());
        assert_eq!(named.to_string(), named.path());
    }
}
