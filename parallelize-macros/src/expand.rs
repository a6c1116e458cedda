//! The last stage, which cannot fail: the wrapper, as a person would have written it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Attribute, Expr, ExprLit, FnArg, Lit, Pat, ReturnType, Safety, Signature};

use crate::item::Item;
use crate::options::Count;
use crate::params::{self, Param, mentions};
use crate::plan::Plan;
use crate::return_type::{self, Outputs};

/// Tuples of more elements than this implement none of the standard traits.
const LONGEST_TUPLE: usize = 12;

pub(crate) fn wrapper(item: &Item, plan: &Plan) -> TokenStream {
    let Item {
        attrs,
        vis,
        defaultness,
        ..
    } = item;
    let sig = wrapper_signature(&item.sig, plan);
    let allow = allowed_lints(item, plan);
    let lets = plan.counts.iter().filter_map(count_binding);
    let call = call(item, plan);
    let sequential = plan.sequential.as_ref().map(|name| sequential(item, name));
    quote! {
        #(#attrs)*
        #allow
        #vis #defaultness #sig {
            #(#lets)*
            #call
        }
        #sequential
    }
}

/// The function as far as it can be emitted beside errors: callers find it, with the type that
/// they will see, and the body is still checked.
pub(crate) fn placeholder(item: &Item, plan: &Plan) -> TokenStream {
    let Item {
        attrs,
        vis,
        defaultness,
        ..
    } = item;
    let mut sig = item.sig.clone();
    sig.variadic = None;
    let body = match &item.body {
        None => quote!(;),
        Some(body) if plan.outputs.change_type() && sig.asyncness.is_none() => {
            let written = written_type(&sig);
            sig.output = plan.output.clone();
            // A body that calls its function would raise errors about the changed type.
            let checked = (!plan.calls_itself).then(|| quote!(let _ = || #written #body;));
            quote!({
                #checked
                loop {}
            })
        }
        Some(body) => body.to_token_stream(),
    };
    quote! {
        #(#attrs)*
        #[allow(unused)]
        #vis #defaultness #sig #body
    }
}

fn wrapper_signature(sig: &Signature, plan: &Plan) -> Signature {
    let mut wrapper = sig.clone();
    let mut params = params::collect(sig).into_iter();
    for arg in &mut wrapper.inputs {
        if let FnArg::Typed(_) = arg {
            *arg = params
                .next()
                .map_or_else(|| arg.clone(), |param| param.declaration());
        }
    }
    wrapper.output = plan.output.clone();
    wrapper
}

/// Lints that handing the arguments to the body raises, and the body alone would not.
fn allowed_lints(item: &Item, plan: &Plan) -> Option<TokenStream> {
    let params = || plan.cut.iter().chain(&plan.cloned);
    let is_unused = |param: &Param| param.name.to_string().starts_with('_');
    let lints = [
        // Whether the body of an `unsafe fn` is an unsafe block itself depends on the edition.
        matches!(item.sig.safety, Safety::Unsafe(_)).then(|| quote!(unused_unsafe)),
        params()
            .any(is_unused)
            .then(|| quote!(clippy::used_underscore_binding)),
    ];
    let lints: Vec<TokenStream> = lints.into_iter().flatten().collect();
    (!lints.is_empty()).then(|| quote!(#[allow(#(#lints),*)]))
}

/// The original function under another name. Only one function can have a symbol's name.
fn sequential(item: &Item, name: &Ident) -> TokenStream {
    let Item {
        vis,
        defaultness,
        body,
        ..
    } = item;
    let attrs = item.attrs.iter().filter(|attr| !names_symbol(attr));
    let mut sig = item.sig.clone();
    sig.ident = name.clone();
    quote! {
        #(#attrs)*
        #vis #defaultness #sig #body
    }
}

/// `#[no_mangle]` and `#[export_name]`, also inside `unsafe(..)`.
fn names_symbol(attr: &Attribute) -> bool {
    let tokens = attr.meta.to_token_stream().to_string();
    let tokens = tokens
        .trim_start_matches("unsafe")
        .trim_start_matches([' ', '(']);
    tokens.starts_with("no_mangle") || tokens.starts_with("export_name")
}

/// Options are evaluated before the arguments move. A literal can stand where it is used.
fn count_binding(count: &Count) -> Option<TokenStream> {
    let value = &count.value;
    let binding = count_value(count);
    (!is_literal(value)).then(|| quote!(let #binding = #value;))
}

fn count_value(count: &Count) -> TokenStream {
    let value = &count.value;
    if is_literal(value) {
        return value.to_token_stream();
    }
    let span = Span::mixed_site().located_at(value.span());
    Ident::new(&count.name.to_string(), span).to_token_stream()
}

fn is_literal(value: &Expr) -> bool {
    matches!(
        value,
        Expr::Lit(ExprLit {
            lit: Lit::Int(_),
            ..
        })
    )
}

fn call(item: &Item, plan: &Plan) -> TokenStream {
    let krate = &plan.krate;
    let input = tuple_unless_single(plan.cut.iter().map(|param| &param.name));
    let counts = plan.counts.iter().map(|count| {
        let method = Ident::new(&count.name.to_string(), Span::mixed_site());
        let value = count_value(count);
        quote!(.#method(#value))
    });
    let with = with(&plan.cloned);
    let method = method(item, plan);
    let body = closure(item, plan);
    let reduce = plan.reduce.as_ref().map(|reduce| quote!(, #reduce));
    quote! {
        #krate::parallel(#input)
            #(#counts)*
            #with
            .#method(#body #reduce)
    }
}

/// `.with(..)`, located where an argument without `Clone` or `Send` is to be shown.
fn with(cloned: &[Param]) -> Option<TokenStream> {
    let args = nested_tuple(&names(cloned));
    let args = match cloned {
        [] => return None,
        [arg] => return_type::respan(&args, arg.name.span()),
        _ => args,
    };
    Some(quote!(.with(#args)))
}

/// The method that runs the call, located where a `reduce` of another type or an output without
/// `Send` or `Flatten` is to be shown.
fn method(item: &Item, plan: &Plan) -> Ident {
    let name = match plan.outputs {
        Outputs::Flatten => "flatten",
        Outputs::Map => "map",
        Outputs::TryMap => "try_map",
        Outputs::Reduce => "reduce",
        Outputs::TryReduce => "try_reduce",
    };
    let shown = match (&plan.reduce, &item.sig.output) {
        (Some(reduce), _) => reduce.span(),
        (None, ReturnType::Type(_, ty)) => ty.span(),
        (None, ReturnType::Default) => Span::call_site(),
    };
    Ident::new(name, Span::mixed_site().located_at(shown))
}

/// The original body as a closure over the chunk and the other arguments.
fn closure(item: &Item, plan: &Plan) -> TokenStream {
    let chunk = tuple_unless_single(plan.cut.iter().map(binding));
    let args = (!plan.cloned.is_empty()).then(|| {
        let bindings: Vec<TokenStream> = plan.cloned.iter().map(binding).collect();
        let bindings = nested_tuple(&bindings);
        quote!(, #bindings)
    });
    let output = written_type(&item.sig);
    let body = closure_body(item, plan);
    // Where a `self` without `Sync` is to be shown.
    let receiver = item.sig.receiver().map(Spanned::span);
    let span = Span::mixed_site().located_at(receiver.unwrap_or_else(Span::call_site));
    let bar = quote_spanned!(span=> |);
    quote!(#bar #chunk #args #bar #output #body)
}

/// The closure needs a written return type where the function has none: `()` and not whatever
/// the last expression gives.
fn written_type(sig: &Signature) -> TokenStream {
    match &sig.output {
        ReturnType::Default => {
            let span = Span::mixed_site().located_at(sig.ident.span());
            quote_spanned!(span=> -> ())
        }
        written @ ReturnType::Type(..) => written.to_token_stream(),
    }
}

fn closure_body(item: &Item, plan: &Plan) -> TokenStream {
    let params = || plan.cut.iter().chain(&plan.cloned);
    let attributed = params().filter(|param| !param.attrs.is_empty());
    let mut first: Vec<TokenStream> = attributed
        .map(
            |Param {
                 attrs,
                 fresh,
                 pattern,
                 ..
             }| quote!(#(#attrs)* let #pattern = #fresh;),
        )
        .collect();
    // An argument that only an option uses is not unused.
    first.extend(
        params()
            .filter(|param| is_used_by_option(param, plan))
            .map(|param| {
                let name = &param.name;
                quote!(let _ = &#name;)
            }),
    );
    let body = &item.body;
    match item.sig.safety {
        Safety::Unsafe(_) => quote!({ #(#first)* unsafe #body }),
        _ if first.is_empty() => body.to_token_stream(),
        _ => quote!({ #(#first)* #body }),
    }
}

/// What the closure binds: the written pattern, unless attributes need a `let` to stand on.
fn binding(param: &Param) -> TokenStream {
    if param.attrs.is_empty() {
        param.pattern.to_token_stream()
    } else {
        param.fresh.to_token_stream()
    }
}

fn is_used_by_option(param: &Param, plan: &Plan) -> bool {
    let is_plain = matches!(&param.pattern, Pat::Ident(pattern) if pattern.subpat.is_none());
    let counts = plan.counts.iter().map(|count| &count.value);
    let mut values = counts.chain(&plan.reduce);
    is_plain && values.any(|value| mentions(value.to_token_stream(), &param.name))
}

fn names(params: &[Param]) -> Vec<TokenStream> {
    let names = params.iter().map(|param| param.name.to_token_stream());
    names.collect()
}

fn tuple_unless_single<T: ToTokens>(values: impl ExactSizeIterator<Item = T>) -> TokenStream {
    if values.len() == 1 {
        quote!(#(#values)*)
    } else {
        quote!((#(#values),*))
    }
}

/// A tuple, or a tuple of tuples where one would be too long.
fn nested_tuple(values: &[TokenStream]) -> TokenStream {
    if values.len() <= LONGEST_TUPLE {
        return quote!((#(#values,)*));
    }
    let groups: Vec<TokenStream> = values.chunks(LONGEST_TUPLE).map(nested_tuple).collect();
    nested_tuple(&groups)
}
