//! What a `&mut` argument can be besides the input, by its type as written.

use proc_macro2::Ident;
use syn::{Generics, PathArguments, Signature, Type, TypeParamBound, TypePath, TypeReference};

use super::input_type::number;
use crate::diagnostics::Errors;
use crate::plan::Plan;
use crate::plan::outputs::Kind;
use crate::plan::params::Param;
use crate::plan::roles::Role;
use crate::plan::writers::{Writer, bounds};
use crate::syntax::{last_name, peel, text, type_argument};

/// Refuses a further `&mut` argument that no option names.
pub(super) fn check(param: &Param, sig: &Signature, plan: &Plan, errors: &mut Errors) {
    let Some(reference) = mutable(&param.ty).filter(|_| matches!(param.role, Role::Cloned)) else {
        return;
    };
    let (and, mutability) = (&reference.and_token, &reference.mutability);
    let tokens = quote::quote!(#and #mutability);
    if !param.is_named {
        let message = "chunks run at once and cannot all change this argument; give the argument a name, and say by an option what the argument is";
        return errors.at(tokens, message);
    }
    let name = &param.name;
    let helps = helps(param, reference, sig, plan);
    errors.at(
        tokens,
        format!("chunks run at once and cannot all change `{name}`; say what `{name}` is\n{helps}"),
    );
}

pub(super) fn mutable(ty: &Type) -> Option<&TypeReference> {
    match peel(ty) {
        Type::Reference(reference) if reference.mutability.is_some() => Some(reference),
        _ => None,
    }
}

/// What a `&mut` leads to.
pub(super) enum Target {
    Slice,
    Array,
    /// A `Vec` or the like.
    List,
    Text,
    Map,
    Set,
    /// A writer by its type.
    Writer,
    /// A type that is, or may be, a writer; with the trait.
    Written {
        bound: String,
        is_sure: bool,
    },
    Number(String),
    Random,
    /// An `Option`, or a tuple that holds one.
    Optional,
    /// What has no properties but those of a trait.
    Opaque,
    /// A trait object.
    Object,
    /// A type of any kind; with the name of a type that can have functions.
    Other(Option<Ident>),
}

impl Target {
    pub(super) fn of(param: &Param, reference: &TypeReference, generics: &Generics) -> Self {
        if Writer::of(&param.ty, None, generics).is_some() {
            return Target::Writer;
        }
        let target = peel(&reference.elem);
        let name = param.name.to_string();
        let written = text(target);
        let is_random = |name: &str| {
            name.to_lowercase()
                .split('_')
                .any(|word| word == "rng" || word == "random")
        };
        if is_random(&name) || written.contains("Rng") || written.contains("Random") {
            return Target::Random;
        }
        let bounds = bounds(target, generics);
        if let Some(bound) = bounds.iter().find_map(|bound| named_write(bound)) {
            return Target::Written {
                bound,
                is_sure: true,
            };
        }
        match target {
            Type::Slice(_) => Target::Slice,
            Type::Array(_) => Target::Array,
            Type::Tuple(tuple) if tuple.elems.iter().any(is_optional) => Target::Optional,
            Type::TraitObject(_) => Target::Object,
            Type::ImplTrait(_) => Target::Opaque,
            Type::Path(path) => Target::of_path(path, target, generics),
            _ => Target::Other(None),
        }
    }

    fn of_path(path: &TypePath, target: &Type, generics: &Generics) -> Self {
        if let Some(number) = number(target) {
            return Target::Number(number);
        }
        if generics
            .type_params()
            .any(|param| path.path.is_ident(&param.ident))
        {
            return Target::Other(None);
        }
        let name = last_name(path);
        let io = |is_sure| Target::Written {
            bound: "std::io::Write".to_owned(),
            is_sure,
        };
        match name.as_str() {
            "Vec" | "VecDeque" | "LinkedList" | "BinaryHeap" => Target::List,
            "String" => Target::Text,
            "HashMap" | "BTreeMap" => Target::Map,
            "HashSet" | "BTreeSet" => Target::Set,
            "Option" => Target::Optional,
            "Box" => match type_argument(path).map(peel) {
                Some(Type::TraitObject(object)) => {
                    let bound = object.bounds.iter().find_map(named_write);
                    bound.map_or(Target::Object, |bound| Target::Written {
                        bound,
                        is_sure: true,
                    })
                }
                _ => Target::Other(None),
            },
            "Formatter" => Target::Written {
                bound: "std::fmt::Write".to_owned(),
                is_sure: true,
            },
            "BufWriter" | "LineWriter" | "File" | "Stdout" | "StdoutLock" | "Stderr"
            | "StderrLock" | "TcpStream" => io(true),
            name if name.ends_with("Writer") || name.ends_with("File") => io(false),
            _ => Target::Other(path.path.segments.last().map(|last| last.ident.clone())),
        }
    }
}

/// The trait of that name among the bounds, as written.
fn named_write(bound: &TypeParamBound) -> Option<String> {
    match bound {
        TypeParamBound::Trait(bound) => {
            let last = bound.path.segments.last()?;
            let is_write = last.ident == "Write" && matches!(last.arguments, PathArguments::None);
            is_write.then(|| text(&bound.path))
        }
        _ => None,
    }
}

fn is_optional(ty: &Type) -> bool {
    match peel(ty) {
        Type::Path(path) => last_name(path) == "Option",
        Type::Tuple(tuple) => tuple.elems.iter().any(is_optional),
        _ => false,
    }
}

/// A line for each option that the argument's type allows, the shortest first.
pub(super) fn helps(
    param: &Param,
    reference: &TypeReference,
    sig: &Signature,
    plan: &Plan,
) -> String {
    let target = Target::of(param, reference, &sig.generics);
    let name = &param.name;
    let input = plan.cut().next().filter(|input| input.is_named);
    let input = input.map_or_else(
        || "the first argument".to_owned(),
        |input| format!("`{}`", input.name),
    );
    let scratch = format!("`scratch = {name}`: each chunk works in its own copy, which is dropped");
    let append = format!(
        "`append = {name}`: each chunk adds to an empty one, and the call appends these in order"
    );
    let ty = text(&reference.elem);
    let reduce = |function: &str| {
        format!(
            "`reduce({name} = {function})`: each chunk fills a default value, and a `fn(&mut {ty}, {ty})` of yours merges two of these"
        )
    };
    let write = |option: &str| {
        let returned = match Kind::of(&sig.output) {
            Kind::Result(_) => "",
            _ => "; return a `Result`, which callers then handle",
        };
        let lost = match ty.split('<').next().unwrap_or_default() {
            "Formatter" | "fmt::Formatter" | "std::fmt::Formatter" => {
                "; the buffer is a `fmt::Write` without width and flags, so what it is handed to takes `&mut impl fmt::Write`"
            }
            _ => "",
        };
        format!(
            "`{option}`: each chunk writes to a buffer, and the call writes the buffers in order{lost}{returned}"
        )
    };
    let lines = match target {
        // Nothing can be cut along with a stream.
        Target::Slice if plan.stream.is_some() => vec![
            format!("take a `&mut Vec`, and write {append}"),
            scratch,
        ],
        Target::Slice => vec![
            format!("`zip = {name}`: each chunk gets its own part, cut along with {input}"),
            scratch,
            format!("`split = {name}`: `{name}` is split, and each chunk sees all of {input}"),
        ],
        Target::Array | Target::Optional | Target::Other(None) => vec![reduce("f"), scratch],
        Target::List | Target::Set => vec![append, scratch, reduce("f")],
        Target::Text => vec![append, scratch],
        Target::Map => vec![
            format!("{append}; of two values for one key, the later one wins"),
            scratch,
            reduce("f"),
        ],
        Target::Writer => vec![write(&format!("append = {name}"))],
        Target::Written { bound, is_sure } => {
            let written = write(&format!("append({name} as {bound})"));
            if is_sure { vec![written] } else { vec![written, reduce("f"), scratch] }
        }
        Target::Number(number) => {
            let example = if number == "bool" { "|a, b| *a |= b" } else { "|a, b| *a += b" };
            vec![format!("{}, such as `{example}`", reduce("f")), scratch]
        }
        Target::Random => vec![
            "make a generator in the body, seeded by `parallelize::current_chunk()`: from one seed, all chunks get the same numbers".to_owned(),
        ],
        Target::Opaque | Target::Object => vec![
            "return the values instead: the outputs are merged".to_owned(),
            "share an atomic or a `Mutex` by `&`".to_owned(),
        ],
        Target::Other(Some(name)) => vec![reduce(&format!("{name}::merge")), scratch],
    };
    format!("\nhelp: {}", lines.join("\nhelp: "))
}
