//! What looks unusual and is right compiles and runs: a form that a function or its options may have in each file.

mod allowed_warnings;
mod bounded_closure;
mod boxed_error;
mod cfg_on_function;
mod custom_split;
mod elided_output;
mod empty_parentheses;
mod half_known_types;
mod minimal;
mod patterns;
mod reduce;
mod same_type_recursion;
mod sequential_recursion;
mod shared_closure;
mod trait_impl;
mod unsafe_and_extern;
mod zip;
