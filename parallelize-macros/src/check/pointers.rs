//! Lists behind pointers and in other wrappings, as the argument to split.

use syn::{Type, TypePath, TypeReference};

use super::input_type::is_list;
use crate::diagnostics::Errors;
use crate::plan::outputs::type_arguments;
use crate::syntax::{last_name, peel, text, type_argument};

/// Refuses a pointer to a list, an optional list, an array of `ndarray`, and what has no order.
pub(super) fn check_path(path: &TypePath, written: &Type, errors: &mut Errors) {
    let name = last_name(path);
    let instead = match (name.as_str(), type_argument(path)) {
        ("Cow" | "Arc" | "Rc" | "Box", Some(content)) => match pointed_slice(&name, content) {
            Some(slice) => {
                let pointer = name.to_lowercase().replace("box", "boxed");
                format!("take `{slice}` (callers can pass `&{pointer}`)")
            }
            None => return,
        },
        ("Option", Some(content)) if is_list(content) => format!(
            "take `{}` (callers can pass `option.unwrap_or_default()`)",
            text(content)
        ),
        ("Array" | "Array1" | "Array2" | "Array3" | "ArrayD", Some(_)) => {
            let arguments = path.path.segments.last().map(|last| &last.arguments);
            let view = format!(
                "{}{}",
                name.replacen("Array", "ArrayView", 1),
                text(arguments)
            );
            format!(
                "take `{view}` (callers can pass `array.view()`), with the feature `ndarray` of `parallelize`"
            )
        }
        _ => return not_in_order(path, written, errors),
    };
    let article = if name.starts_with(['A', 'O']) {
        "an"
    } else {
        "a"
    };
    errors.at(
        written,
        format!("{article} `{}` cannot be split; {instead}", text(written)),
    );
}

/// The slice that a pointer leads to, or to a list of which.
fn pointed_slice(pointer: &str, content: &Type) -> Option<String> {
    match peel(content) {
        // A `Box` of a slice can be split.
        Type::Slice(slice) if pointer != "Box" => Some(format!("&{}", text(slice))),
        Type::Array(array) => Some(format!("&[{}]", text(&array.elem))),
        Type::Path(path) if last_name(path) == "Vec" => {
            type_argument(path).map(|element| format!("&[{}]", text(element)))
        }
        _ => None,
    }
}

/// Refuses a map or a set, which has no places to cut at.
pub(super) fn not_in_order(path: &TypePath, written: &Type, errors: &mut Errors) {
    let arguments = path
        .path
        .segments
        .last()
        .into_iter()
        .flat_map(type_arguments);
    let arguments: Vec<String> = arguments.map(text).collect();
    let element = match (last_name(path).as_str(), &arguments[..]) {
        ("HashMap" | "BTreeMap", [key, value, ..]) => format!("(&{key}, &{value})"),
        ("HashSet" | "BTreeSet", [item, ..]) => format!("&{item}"),
        _ => return,
    };
    errors.at(
        written,
        format!(
            "a `{}` has no places to cut at; take `impl Iterator<Item = {element}>`, a stream (callers can pass `.iter()`)",
            text(written)
        ),
    );
}

/// A reference to an array of the crate `ndarray`, which has views for it.
pub(super) fn array_of_ndarray(path: &TypePath, reference: &TypeReference, errors: &mut Errors) {
    let name = last_name(path);
    let Some(arguments) = path.path.segments.last().map(|last| &last.arguments) else {
        return;
    };
    let (view, method) = match reference.mutability {
        Some(_) => (name.replacen("Array", "ArrayViewMut", 1), "view_mut"),
        None => (name.replacen("Array", "ArrayView", 1), "view"),
    };
    errors.at(
        path,
        format!(
            "a `{}` cannot be split; take `{view}{}` (callers can pass `array.{method}()`), with the feature `ndarray` of `parallelize`",
            text(reference),
            text(arguments),
        ),
    );
}
