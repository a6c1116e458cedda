//! Tests of the whole pipeline, tokens in and tokens out.

mod advice;
mod cut_rules;
mod cuttable;
mod cuttable_arguments;
mod cuttable_streams;
mod mutations;
mod property;
mod snapshots;

use std::str::FromStr;

use proc_macro2::TokenStream;

/// What the attribute makes of `item` with `options`.
fn rewrite(options: &str, item: &str) -> TokenStream {
    crate::rewrite::rewrite(tokens(options), &tokens(item))
}

fn tokens(text: &str) -> TokenStream {
    TokenStream::from_str(text).expect("the text is made of tokens")
}

#[test]
fn a_body_that_is_being_typed_is_passed_on() {
    let expansion = rewrite("", "fn f(xs: &[u64]) -> Vec<u64> { let ys = xs.iter(). }");
    let expansion = expansion.to_string();
    assert!(expansion.contains("let ys = xs . iter () ."), "{expansion}");
    assert!(!expansion.contains("compile_error"), "{expansion}");
}

#[test]
fn the_function_is_emitted_beside_its_errors() {
    for options in ["jo", "jobs =", "jobs = 0, zip = nobody", "jobs = numbers."] {
        let expansion = rewrite(options, "pub fn f(xs: &[u64]) -> u64 { xs.iter().sum() }");
        let expansion = expansion.to_string();
        assert!(expansion.contains("compile_error"), "{expansion}");
        let signature = "pub fn f (xs : & [u64]) -> :: parallelize :: __private :: Vec < u64 >";
        assert!(expansion.contains(signature), "{expansion}");
    }
}

#[test]
fn errors_need_no_path_that_some_crates_lack() {
    for item in ["struct S;", "const fn f(xs: &[u64]) {}"] {
        let expansion = rewrite("", item).to_string();
        assert!(expansion.starts_with("compile_error ! {"), "{expansion}");
    }
}

#[test]
fn an_option_that_could_mean_either_of_two_arguments_is_refused() {
    // Macros write such signatures, with a hygiene that plain text does not have.
    for (options, item) in [
        ("zip = a", "fn f(n: &[u8], a: &[u8], a: &[u8]) {}"),
        ("zip = a", "fn f(a: &[u8], a: &mut [u8]) {}"),
        ("zip(b, a)", "fn f(a: &[u8], b: &mut [u8], a: u8) {}"),
        ("split = a", "fn f(n: u8, a: &[u8], a: &mut [u8]) {}"),
        ("split = a", "fn f(a: u8, a: &[u8]) {}"),
        ("multiple_of(a = 3)", "fn f(a: &[u8], a: u8) {}"),
        ("append = a", "fn f(n: &[u8], a: &mut Vec<u8>, a: u8) {}"),
        ("scratch = a", "fn f(n: &[u8], a: &[u8], a: &mut [u8]) {}"),
        ("reduce(a = f)", "fn f(a: &[u8], a: &mut u8) {}"),
        (
            "zip = b, multiple_of(a = 3, b = 4)",
            "fn f(a: &[u8], b: &[u8], a: u8) {}",
        ),
    ] {
        let expansion = rewrite(options, item).to_string();
        assert_eq!(expansion.matches("compile_error").count(), 1, "{expansion}");
        let message = "2 arguments are called `a`, and `";
        assert!(expansion.contains(message), "{expansion}");
    }
    // What no option names may be called alike, and a pattern has no name.
    for item in [
        "fn f(n: &[u8], b: &[u8], a: u8, a: u8) {}",
        "fn f(a: &[u8], b: &[u8], a: u8) {}",
    ] {
        let expansion = rewrite("zip = b", item).to_string();
        assert!(!expansion.contains("compile_error"), "{expansion}");
    }
    let expansion = rewrite("zip = argument_1", "fn f(a: &[u8], (b, c): (u8, u8)) {}");
    let expansion = expansion.to_string();
    assert!(
        expansion.contains("`argument_1` is not an argument"),
        "{expansion}"
    );
}
