//! A mistake is one error, whatever other options stand beside it. The functions of `ui` are compiled with each of
//! `sequential`, `zip`, `reduce` and `append` added: no error but the option's own conflicts may come with that.

use std::collections::BTreeMap;
use std::fs;

use quote::{ToTokens, quote};
use serde_json::Value;
use syn::visit_mut::VisitMut;
use syn::{Attribute, Block, FnArg, Ident, ImplItemFn, Item, ItemFn, ItemImpl, Meta, Signature};

use super::compiler;

/// The folders of `ui` with errors of ours.
const FOLDERS: [&str; 8] = [
    "bounds",
    "closures",
    "generic",
    "half_typed",
    "input",
    "options",
    "output",
    "signature",
];

/// What is added: a name for this test, the option's name, the option, and the parameter that it names.
const ADDED: [(&str, &str, &str, &str); 6] = [
    ("plain", "", "", ""),
    ("sequential", "sequential", "sequential = added_seq", ""),
    ("zip", "zip", "zip = added", "added: &mut [u64]"),
    ("append", "append", "append = added", "added: &mut Vec<u64>"),
    ("reduce", "reduce", "reduce = |a, _| a", ""),
    (
        "reduce_into",
        "reduce(..)",
        "reduce(added = |a, b| *a += b)",
        "added: &mut u64",
    ),
];

/// To an input of a type parameter without bounds, `zip` is a function that asks for `Split` and for `Send`, and the
/// compiler names both.
const TWO: [(&str, &str); 1] = [("generic/input", "zip")];

/// A variant, a file, and the place of an item in it.
type Place = (usize, String, usize);

#[test]
fn errors_stay_alone_beside_another_option() {
    let mut places = Vec::new();
    let mut source = String::new();
    let mut line = |text: &str, place: Option<Place>| {
        source.push_str(text);
        source.push('\n');
        places.push(place);
    };
    line("#![allow(dead_code, deprecated)]", None);
    for folder in FOLDERS {
        let mut files = super::sources(format!("ui/{folder}").as_ref());
        files.retain(|file| file.extension().is_some_and(|it| it == "rs"));
        files.sort();
        for file in files {
            let text = fs::read_to_string(&file).expect("a case is text");
            let name = format!("{folder}/{}", file.file_stem().unwrap().display());
            let module = name.replace('/', "_");
            for (variant, (added, ..)) in ADDED.iter().enumerate() {
                let items = items(&text, variant);
                line(&format!("mod {module}_{added} {{"), None);
                for (index, item) in items.iter().enumerate() {
                    let place = (variant, name.clone(), index);
                    line(&item.to_token_stream().to_string(), Some(place));
                }
                line("}", None);
            }
        }
    }
    let folder = tempfile::tempdir().expect("there is space");
    let messages = compiler::messages("rustc", &source, folder.path(), &["--edition=2024"]);
    let mut found: BTreeMap<Place, Vec<String>> = BTreeMap::new();
    for message in messages.expect("the compiler is there") {
        let Some(at) = compiler::line(&message) else {
            continue;
        };
        let at = usize::try_from(at).expect("a line");
        let place = places[at - 1].clone();
        let place = place.unwrap_or_else(|| panic!("{}", message["rendered"]));
        let module = ADDED[place.0].0;
        let module = format!("{}_{module}::", place.1.replace('/', "_"));
        let message = first_line(&message).replace(&module, "");
        found.entry(place).or_default().push(message);
    }
    let errors = found.values().flatten();
    let errors = errors.filter(|it| it.starts_with("error")).count();
    assert!(errors > 1500, "only {errors} errors");
    let mut follow_ups = Vec::new();
    for ((variant, file, index), messages) in &found {
        let (added, option, ..) = ADDED[*variant];
        if TWO.contains(&(file, added)) {
            continue;
        }
        let names = |message: &str, name: &str| message.contains(&format!("`{name}`"));
        // Of the added option, or of its argument.
        let is_own = |message: &String| {
            message.starts_with("error  ") && (names(message, option) || names(message, "added"))
        };
        let mut plain = found.get(&(0, file.clone(), *index)).cloned();
        let mut more: Vec<&String> = Vec::new();
        for message in messages.iter().filter(|message| !is_own(message)) {
            let same = |plain: &Vec<String>| plain.iter().position(|other| other == message);
            match plain.as_ref().and_then(same) {
                Some(same) => drop(plain.as_mut().map(|plain| plain.remove(same))),
                None => more.push(message),
            }
        }
        // One error can take the place of another.
        let errors = plain.iter().flatten().filter(|it| it.starts_with("error"));
        let (another, rest) = more.split_at(errors.count().min(more.len()));
        let warnings = another.iter().filter(|it| it.starts_with("warning"));
        for message in warnings.chain(rest) {
            follow_ups.push(format!("{file}, item {index}, with {added}: {message}"));
        }
    }
    assert!(follow_ups.is_empty(), "{}", follow_ups.join("\n"));
}

fn first_line(message: &Value) -> String {
    let code = message["code"]["code"].as_str().unwrap_or_default();
    let text = message["message"].as_str().unwrap_or_default();
    let text = text.lines().next().unwrap_or_default();
    format!(
        "{} {code} {text}",
        message["level"].as_str().unwrap_or_default()
    )
}

/// The items of a file, with what a variant adds to the annotated functions.
fn items(text: &str, variant: usize) -> Vec<Item> {
    let mut file = syn::parse_file(text).expect("a case parses");
    let (_, _, option, param) = ADDED[variant];
    Adding { option, param }.visit_file_mut(&mut file);
    // Its calls have the arguments as they were.
    let is_main = |item: &Item| matches!(item, Item::Fn(function) if function.sig.ident == "main");
    if !param.is_empty() || option.starts_with("reduce") {
        file.items.retain(|item| !is_main(item));
    }
    file.items
}

struct Adding {
    option: &'static str,
    param: &'static str,
}

impl Adding {
    fn add(&self, attrs: &mut [Attribute], sig: &mut Signature, block: &mut Block) {
        let body = block.to_token_stream().to_string();
        let is_ours = |attr: &&mut Attribute| attr.path().is_ident("parallelize");
        let Some(attr) = attrs.iter_mut().find(is_ours) else {
            return;
        };
        let calls_itself = body.contains(&sig.ident.to_string());
        let has_input = sig.inputs.iter().any(|arg| matches!(arg, FnArg::Typed(_)));
        let can_be_given_more = has_input && !calls_itself;
        if self.option.is_empty() || !(can_be_given_more || self.param.is_empty()) {
            return;
        }
        let option: proc_macro2::TokenStream = self.option.parse().unwrap();
        let option = own(option, &sig.ident);
        let options = match &attr.meta {
            Meta::List(list) if !list.tokens.is_empty() => {
                let written = &list.tokens;
                let ends = written.to_string().trim_end().ends_with(',');
                let comma = (!ends).then(|| quote!(,));
                quote!(#written #comma #option)
            }
            _ => option,
        };
        attr.meta = syn::parse_quote!(parallelize(#options));
        if !self.param.is_empty() {
            let param: FnArg = syn::parse_str(self.param).unwrap();
            sig.inputs.push(param);
            block
                .stmts
                .insert(0, syn::parse_quote!(let _ = &mut *added;));
        }
    }
}

/// The names of the original functions differ.
fn own(option: proc_macro2::TokenStream, function: &Ident) -> proc_macro2::TokenStream {
    let named = option.into_iter().map(|token| match token {
        proc_macro2::TokenTree::Ident(ident) if ident == "added_seq" => {
            quote::format_ident!("{function}_added_seq").into()
        }
        token => token,
    });
    named.collect()
}

impl VisitMut for Adding {
    fn visit_item_fn_mut(&mut self, item: &mut ItemFn) {
        self.add(&mut item.attrs, &mut item.sig, &mut item.block);
    }

    fn visit_item_impl_mut(&mut self, item: &mut ItemImpl) {
        // A trait says which functions there are.
        if item.trait_.is_none() {
            syn::visit_mut::visit_item_impl_mut(self, item);
        }
    }

    fn visit_impl_item_fn_mut(&mut self, item: &mut ImplItemFn) {
        self.add(&mut item.attrs, &mut item.sig, &mut item.block);
    }
}
