//! What is known before the body is read: the arguments, and how outputs come together.

use syn::{Pat, Type};

use super::reader::Reader;
use super::scope::{Changes, Local, Made, Scopes};
use super::sign::Merging;
use super::value::Value;
use crate::parse::item::Item;
use crate::plan::Plan;
use crate::plan::outputs::{Content, Kind, Outputs};
use crate::plan::params::{Param, Role};
use crate::syntax::peel;

pub(super) fn reader<'a>(item: &'a Item, plan: &Plan) -> Reader<'a> {
    let merging = match plan.outputs {
        Outputs::Flatten | Outputs::Spilled | Outputs::TrySpilled => Merging::Joined,
        Outputs::Reduce | Outputs::TryReduce => Merging::Folded,
        Outputs::PerChunk | Outputs::TryPerChunk => Merging::Apart,
    };
    let kind = Kind::of(&item.sig.output);
    let mut reader = Reader {
        function: &item.sig.ident,
        is_method: item.sig.receiver().is_some(),
        merging,
        gives_list: !matches!(kind, Kind::Unit | Kind::Result(Content::Unit)),
        is_search: crate::syntax::text(&item.sig.output).contains("Option<usize>"),
        arguments: plan.params.iter().map(|param| param.name.to_string()).collect(),
        scopes: Scopes::default(),
        signs: Vec::new(),
        weak: Vec::new(),
        is_walked: false,
        is_rest_used: false,
        is_seeded: false,
        bases: Vec::new(),
        branches: 0,
        loops: Vec::new(),
        closures: 0,
        checks: 0,
        assigned: None,
        is_statement: false,
    };
    reader.scopes.open();
    for (index, param) in plan.params.iter().enumerate() {
        bind(&mut reader, index, param);
    }
    reader
}

fn bind(reader: &mut Reader<'_>, index: usize, param: &Param) {
    let value = match param.role {
        Role::Cut if is_range(&param.ty) => Value::walk_of(Value::Plain),
        Role::Cut => Value::Input,
        _ if is_list(&param.ty) => Value::Other(index),
        _ => Value::Plain,
    };
    let is_mutable = matches!(&param.pattern, Pat::Ident(pat) if pat.mutability.is_some());
    if is_mutable {
        let is_reference = matches!(peel(&param.ty), Type::Reference(_));
        reader.scopes.declare(Local {
            name: param.name.to_string(),
            span: param.name.span(),
            depth: 0,
            value,
            made: Made::Other,
            is_argument: param.role != Role::Cut && !is_reference,
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

/// Whether a type is a list whose elements could belong to those of another.
fn is_list(ty: &Type) -> bool {
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
