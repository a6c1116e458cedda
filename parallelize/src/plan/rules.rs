//! What the options say of where a cut may be.

use std::fmt;
use std::slice;

/// Where a cut may be, if not anywhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rules {
    rule: Option<Rule>,
    /// How many elements before its own and behind its own a chunk has as well.
    overlap: Option<[usize; 2]>,
}

/// The option that says where a cut may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    MultipleOf(usize),
    /// A unit for each input of a tuple.
    Units(Box<[usize]>),
    ChunkBy,
    Delimiter,
}

impl Rule {
    fn name(&self) -> &'static str {
        match self {
            Rule::MultipleOf(_) => "multiple_of",
            Rule::Units(_) => "units",
            Rule::ChunkBy => "chunk_by",
            Rule::Delimiter => "delimiter",
        }
    }

    /// The units that the inputs are cut into, if the rule is about units.
    fn units(&self) -> &[usize] {
        match self {
            Rule::MultipleOf(unit) => slice::from_ref(unit),
            Rule::Units(units) => units,
            Rule::ChunkBy | Rule::Delimiter => &[],
        }
    }

    /// Whether places are found by a look at the elements.
    fn is_search(&self) -> bool {
        self.units().is_empty()
    }
}

impl Rules {
    /// # Panics
    ///
    /// If the rule does not go together with what is set already.
    #[track_caller]
    pub(crate) fn set(&mut self, rule: Rule) {
        let name = rule.name();
        if let Some(other) = self.rule.as_ref().map(Rule::name) {
            assert!(
                other == name,
                "a call has both `{other}` and `{name}`: give one of them"
            );
        }
        assert!(
            self.overlap.is_none() || !rule.is_search(),
            "a call has both `overlap` and `{name}`: give one of them"
        );
        self.rule = Some(rule);
    }

    /// # Panics
    ///
    /// As `set`.
    #[track_caller]
    pub(crate) fn set_overlap(&mut self, before: usize, after: usize) {
        if let Some(rule) = &self.rule {
            assert!(
                !rule.is_search(),
                "a call has both `{}` and `overlap`: give one of them",
                rule.name()
            );
        }
        self.overlap = Some([before, after]);
    }

    pub(crate) fn overlap(&self) -> Option<[usize; 2]> {
        self.overlap
    }

    /// Whether places are found by a look at the elements.
    pub(crate) fn are_searched(&self) -> bool {
        self.rule.as_ref().is_some_and(Rule::is_search)
    }

    /// The unit that the input, or the first of a tuple, is cut into.
    pub(crate) fn unit(&self) -> Option<usize> {
        let units = self.rule.as_ref()?.units();
        units.first().copied()
    }

    /// Refuses units of 0, of which there are no multiples. `call` is what cuts the input, for the message.
    pub(crate) fn check(&self, call: impl fmt::Display) -> Result<(), String> {
        const WHY: &str = "a unit has at least one element";
        match &self.rule {
            Some(Rule::MultipleOf(0)) => Err(format!(
                "`multiple_of` of {call} is 0: {WHY} (leave the option out to cut anywhere)"
            )),
            // The attribute calls this `multiple_of`, as it does for a single input.
            Some(Rule::Units(units)) => match units.iter().position(|&unit| unit == 0) {
                Some(input) => Err(format!(
                    "the unit of the {} input that {call} cuts is 0: {WHY} (leave out `multiple_of` or `units` to cut anywhere)",
                    ORDINALS[input],
                )),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }
}

/// The inputs of a tuple, for messages.
const ORDINALS: [&str; 6] = ["first", "second", "third", "fourth", "fifth", "sixth"];

/// As in the attribute.
impl fmt::Display for Rules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.rule {
            None => {}
            Some(Rule::MultipleOf(unit)) => write!(f, "multiple_of = {unit}")?,
            Some(Rule::Units(units)) => write!(f, "units = {units:?}")?,
            Some(rule) => f.write_str(rule.name())?,
        }
        if let Some([before, after]) = self.overlap {
            let separator = if self.rule.is_some() { ", " } else { "" };
            write!(f, "{separator}overlap(before = {before}, after = {after})")?;
        }
        Ok(())
    }
}

/// The first multiple of `unit` from `at` on where an input of `len` elements may be cut. The last whole unit and
/// a shorter rest stay together.
pub(crate) fn next_multiple(unit: usize, at: usize, len: usize) -> Option<usize> {
    let last = (len / unit).saturating_sub(1) * unit;
    let next = at.checked_next_multiple_of(unit)?;
    (next <= last).then_some(next)
}
