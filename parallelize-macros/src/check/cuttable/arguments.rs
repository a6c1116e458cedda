//! What is known before the body is read: the arguments, and how outputs come together.

use syn::{Pat, ReturnType, Type};

use super::cuts::Cuts;
use super::reader::{About, Found, Here, Output, Reader};
use super::scope::{Changes, Local, Made, Scopes, Whose};
use super::sign::Merging;
use super::value::Value;
use super::verdict;
use crate::check::mutable::mutable;
use crate::parse::item::Item;
use crate::plan::Plan;
use crate::plan::outputs::{Content, Kind, Outputs};
use crate::plan::params::Param;
use crate::plan::roles::{Gathering, Role};
use crate::syntax::{last_name, peel, text};

pub(super) fn reader<'a>(item: &'a Item, plan: &Plan, knows_chunk: bool) -> Reader<'a> {
    let output = match output(&item.sig.output) {
        Output::Unordered if adds_in_order(plan) => Output::Other,
        output => output,
    };
    let merging = match plan.outputs {
        Outputs::Flatten if output != Output::Unordered && is_own_type(&item.sig.output) => {
            Merging::Folded
        }
        Outputs::Flatten if is_folded_into_arguments(item, plan) => Merging::Folded,
        Outputs::Flatten | Outputs::Spilled | Outputs::TrySpilled => Merging::Joined,
        // What is changed in place is not folded.
        Outputs::Reduce if matches!(Kind::of(&item.sig.output), Kind::Unit) => Merging::Joined,
        Outputs::Reduce | Outputs::TryReduce | Outputs::First => Merging::Folded,
        Outputs::PerChunk | Outputs::TryPerChunk => Merging::Apart,
    };
    let name = item.sig.ident.to_string();
    let is_own_input = plan
        .params
        .first()
        .is_some_and(|first| !is_sequence(&first.ty) && !is_range(&first.ty))
        && plan.stream.is_none();
    let mut reader = Reader {
        about: About {
            function: &item.sig.ident,
            is_method: item.sig.receiver().is_some(),
            merging,
            is_first: matches!(plan.outputs, Outputs::First),
            output,
            is_search: text(&item.sig.output).ends_with("Option<usize>")
                || (output == Output::Number && names_a_position(&name)),
            arguments: plan
                .params
                .iter()
                .map(|param| param.name.to_string())
                .collect(),
            searches_batches: plan.stream.is_some()
                && matches!(plan.outputs, Outputs::PerChunk)
                && is_answer(&item.sig.output),
            is_own_input,
            knows_chunk,
            cuts: Cuts::of(&plan.cuts),
        },
        scopes: Scopes::default(),
        found: Found::default(),
        here: Here::default(),
    };
    reader.scopes.open();
    reader.found.is_walked = is_own_input; // who knows
    for (index, param) in plan.params.iter().enumerate() {
        let value = match &param.role {
            Role::Gathered(Gathering::Append | Gathering::Write(_)) => {
                declare(&mut reader, param, Made::Empty, Whose::Caller);
                continue;
            }
            Role::Gathered(Gathering::Fold(_)) if merging == Merging::Joined => {
                declare(&mut reader, param, Made::Other, Whose::Fold);
                continue;
            }
            Role::Scratch | Role::Gathered(Gathering::Fold(_)) => {
                reader.scopes.bind(param.name.to_string(), Value::Plain);
                continue;
            }
            Role::Cut if is_range(&param.ty) => Value::walk_of(Value::Plain),
            Role::Cut if plan.stream.is_some() => Value::walk_of(Value::Element),
            Role::Cut => Value::Input,
            _ if is_list(&param.ty) && !is_own_input => Value::Other(index),
            _ => Value::Plain,
        };
        bind(&mut reader, param, value);
    }
    reader
}

/// Whether a type is that of a search's output.
fn is_answer(output: &ReturnType) -> bool {
    match output {
        ReturnType::Default => false,
        ReturnType::Type(_, ty) => match peel(ty) {
            Type::Path(path) => ["bool", "Option"].contains(&&*last_name(path)),
            _ => false,
        },
    }
}

/// Whether an output is joined in a way of its own, which may well add.
fn is_own_type(written: &ReturnType) -> bool {
    match written {
        ReturnType::Type(_, ty)
            if matches!(
                Kind::of(written),
                Kind::Other | Kind::Result(Content::Other)
            ) =>
        {
            matches!(peel(ty), Type::Path(_)) && verdict::collection(ty).is_none()
        }
        _ => false,
    }
}

/// Whether what the chunks find goes into arguments that have a merge of their own, and nowhere else.
fn is_folded_into_arguments(item: &Item, plan: &Plan) -> bool {
    let is_unit = matches!(
        Kind::of(&item.sig.output),
        Kind::Unit | Kind::Result(Content::Unit)
    );
    let mut cut = plan.cut();
    let mut gathered = plan.gathered().peekable();
    is_unit
        && gathered.peek().is_some()
        && gathered.all(|(_, gathering)| matches!(gathering, Gathering::Fold(_)))
        && (plan.stream.is_some() || cut.all(|param| mutable(&param.ty).is_none()))
}

/// Whether chunks add to an argument that keeps their order.
fn adds_in_order(plan: &Plan) -> bool {
    plan.gathered().any(|(param, gathering)| match gathering {
        Gathering::Write(_) => true,
        Gathering::Append => !is_unordered(&text(&param.ty)),
        Gathering::Fold(_) => false,
    })
}

fn is_unordered(ty: &str) -> bool {
    ty.contains("Map<") || ty.contains("Set<")
}

/// What comes out through an argument is like a local. What chunks add to is as if the function returned it.
fn declare(reader: &mut Reader<'_>, param: &Param, made: Made, of: Whose) {
    reader.scopes.declare(Local {
        name: param.name.to_string(),
        span: param.name.span(),
        depth: 0,
        value: Value::Plain,
        made,
        of,
        is_as_long: false,
        is_returned: of == Whose::Caller,
        changes: Changes::default(),
    });
}

const NUMBERS: [&str; 14] = [
    "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize", "f32",
    "f64",
];

fn is_number(ty: &Type) -> bool {
    NUMBERS.contains(&text(peel(ty)).as_str())
}

fn names_a_position(function: &str) -> bool {
    ["find", "first", "position", "index", "offset", "search"]
        .iter()
        .any(|word| function.contains(word))
}

fn bind(reader: &mut Reader<'_>, param: &Param, value: Value) {
    let is_mutable = matches!(&param.pattern, Pat::Ident(pat) if pat.mutability.is_some());
    if is_mutable {
        let is_reference = matches!(peel(&param.ty), Type::Reference(_));
        reader.scopes.declare(Local {
            name: param.name.to_string(),
            span: param.name.span(),
            depth: 0,
            value,
            made: Made::Other,
            of: if matches!(param.role, Role::Cut) || is_reference {
                Whose::Body
            } else {
                Whose::Clone
            },
            is_as_long: false,
            is_returned: false,
            changes: Changes::default(),
        });
    } else if param.is_named {
        reader.scopes.bind(param.name.to_string(), value);
    } else {
        reader.bind(&param.pattern, Value::Plain, Made::Other);
    }
}

/// The elements of a range are what they are, wherever the range is cut.
fn is_range(ty: &Type) -> bool {
    matches!(peel(ty), Type::Path(path) if path.path.segments.last()
        .is_some_and(|last| last.ident.to_string().starts_with("Range")))
}

/// Whether a type is a list, or so written that it may be one.
fn is_sequence(ty: &Type) -> bool {
    match peel(ty) {
        Type::Reference(reference) => is_sequence(&reference.elem),
        Type::Slice(_) => true,
        Type::Path(path) => path.path.segments.last().is_some_and(|last| {
            ["Vec", "VecDeque", "Box", "str"]
                .iter()
                .any(|name| last.ident == name)
        }),
        _ => false,
    }
}

fn output(written: &ReturnType) -> Output {
    let text = match written {
        ReturnType::Default => String::new(),
        ReturnType::Type(_, ty) => text(ty),
    };
    let is_unit = matches!(Kind::of(written), Kind::Unit | Kind::Result(Content::Unit));
    if is_unit || is_unordered(&text) {
        Output::Unordered
    } else if NUMBERS.contains(&text.as_str()) {
        Output::Number
    } else if text == "bool" || text.starts_with("Option<") {
        Output::Answer
    } else {
        Output::Other
    }
}

/// Whether a type is a list whose elements could belong to those of another.
pub(super) fn is_list(ty: &Type) -> bool {
    match peel(ty) {
        Type::Reference(reference) => is_list(&reference.elem),
        Type::Slice(_) | Type::Array(_) => true,
        Type::Path(path) => path
            .path
            .segments
            .last()
            .is_some_and(|last| last.ident == "Vec" || last.ident == "VecDeque"),
        _ => false,
    }
}

/// Working memory that is all that the body could change: the function returns nothing, and has no argument through
/// which a chunk could hand anything out.
pub(super) fn only_scratch<'a>(item: &Item, plan: &'a Plan) -> Option<&'a Param> {
    let returns_nothing = matches!(
        Kind::of(&item.sig.output),
        Kind::Unit | Kind::Result(Content::Unit)
    );
    let hands_out = |param: &Param| match &param.role {
        Role::Cut => mutable(&param.ty).is_some() || !is_list(&param.ty),
        Role::Scratch => false,
        Role::Cloned => !is_number(&param.ty),
        Role::Shared | Role::Gathered(_) => true,
    };
    let is_quiet = item.sig.receiver().is_none() && !plan.params.iter().any(hands_out);
    let mut params = plan.params.iter();
    let scratch = params.find(|param| matches!(param.role, Role::Scratch));
    scratch.filter(|_| returns_nothing && is_quiet)
}

/// The option that hands out what the body leaves in the argument.
pub(super) fn instead_of_scratch(param: &Param) -> String {
    let name = &param.name;
    let ty = text(&param.ty);
    if mutable(&param.ty).is_some_and(|reference| matches!(peel(&reference.elem), Type::Slice(_))) {
        format!("zip = {name}")
    } else if is_unordered(&ty)
        || ["Vec<", "VecDeque<", "String"]
            .iter()
            .any(|list| ty.contains(list))
    {
        format!("append = {name}")
    } else {
        format!("reduce({name} = f)")
    }
}
