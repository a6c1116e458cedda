// Functions that raise lints, each with and without the attribute: the line with the attribute is left out then. The
// test `lints` compiles this file; no other code does.

pub mod m_needless_pass_by_value {

    #[parallelize::parallelize]
    pub fn f(x: &[u32], k: String) -> Vec<u32> {
        x.iter().map(|x| x + k.len() as u32).collect()
    }
}

pub mod m_ptr_arg {

    #[parallelize::parallelize]
    pub fn f(x: &[u32], k: &Vec<u32>, s: &String) -> Vec<u32> {
        x.iter()
            .map(|x| x + k.len() as u32 + s.len() as u32)
            .collect()
    }
}

pub mod m_needless_return {

    #[parallelize::parallelize]
    pub fn f(x: &[u32]) -> Vec<u32> {
        return x.to_vec();
    }
}

pub mod m_needless_return2 {

    #[parallelize::parallelize]
    pub fn f(x: &[u32]) -> Vec<u32> {
        if x.len() > 3 {
            return x.to_vec();
        } else {
            return Vec::new();
        }
    }
}

pub mod m_needless_lifetimes {

    #[parallelize::parallelize]
    pub fn f<'a>(x: &'a [u32]) -> Vec<&'a u32> {
        x.iter().collect()
    }
}

pub mod m_missing_const_for_fn {

    #[parallelize::parallelize]
    pub fn f(x: &[u32], k: usize) -> usize {
        k + 1
    }
}

pub mod m_unnecessary_wraps {

    #[parallelize::parallelize]
    fn f(x: &[u32]) -> Result<Vec<u32>, String> {
        Ok(x.to_vec())
    }
    pub fn user() {
        let _ = f(&[]);
    }
}

pub mod m_unsafe_op {

    #[parallelize::parallelize]
    pub unsafe fn f(x: &[usize]) -> Vec<u32> {
        x.iter().map(|x| (*x as *const u32).read()).collect()
    }
}

pub mod m_let_and_return {

    #[parallelize::parallelize]
    pub fn f(x: &[u32]) -> Vec<u32> {
        let y = x.to_vec();
        y
    }
}

pub mod m_too_many_arguments {

    #[parallelize::parallelize]
    pub fn f(x: &[u32], a: u8, b: u8, c: u8, d: u8, e: u8, g: u8, h: u8, i: u8) -> Vec<u32> {
        let _ = (a, b, c, d, e, g, h, i);
        x.to_vec()
    }
}

pub mod m_trivially_copy {

    #[parallelize::parallelize]
    pub fn f(x: &[u32], a: &u8) -> Vec<u32> {
        x.iter().map(|x| x + u32::from(*a)).collect()
    }
}

pub mod m_mut_pass_by_ref {

    #[parallelize::parallelize]
    pub fn f(x: &mut [u32]) -> usize {
        x.len()
    }
}

pub mod m_unused_mut {

    #[parallelize::parallelize]
    pub fn f(x: &[u32], mut k: u32) -> Vec<u32> {
        x.iter().map(|x| x + k).collect()
    }
}

pub mod m_unused_var {

    #[parallelize::parallelize]
    pub fn f(x: &[u32], k: u32) -> Vec<u32> {
        let z = 1;
        x.to_vec()
    }
}

pub mod m_unused_assign {

    #[parallelize::parallelize]
    pub fn f(x: &[u32]) -> Vec<u32> {
        let mut z = 1;
        z = 2;
        x.to_vec()
    }
}

pub mod m_boxed_local {

    #[parallelize::parallelize]
    pub fn f(x: &[u32], k: Box<u32>) -> Vec<u32> {
        x.iter().map(|x| x + *k).collect()
    }
}

pub mod m_dead_code {

    #[parallelize::parallelize]
    fn f(x: &[u32]) -> Vec<u32> {
        x.to_vec()
    }
}

pub mod m_vec_box {

    #[parallelize::parallelize]
    pub fn f(x: Vec<Box<u32>>) -> Vec<u32> {
        x.iter().map(|x| **x).collect()
    }
}

pub mod m_needless_range {

    #[parallelize::parallelize]
    pub fn f(x: &[u32]) -> u32 {
        let mut s = 0;
        for i in 0..x.len() {
            s += x[i];
        }
        s
    }
}

pub mod m_cast {

    #[parallelize::parallelize]
    pub fn f(x: &[u64]) -> Vec<u32> {
        x.iter().map(|x| *x as u32).collect()
    }
}

pub mod m_unwrap {

    #[parallelize::parallelize]
    pub fn f(x: &[u64]) -> Vec<u32> {
        x.iter().map(|x| u32::try_from(*x).unwrap()).collect()
    }
}

pub mod m_panic_doc {

    #[parallelize::parallelize]
    pub fn f(x: &[u64]) -> usize {
        assert!(!x.is_empty());
        x.len()
    }
}

pub mod m_errors_doc {

    #[parallelize::parallelize]
    pub fn f(x: &[u64]) -> Result<Vec<u64>, String> {
        if x.is_empty() {
            Err(String::new())
        } else {
            Ok(x.to_vec())
        }
    }
}

pub mod m_safety_doc {

    #[parallelize::parallelize]
    pub unsafe fn f(x: &[u64]) -> Vec<u64> {
        x.to_vec()
    }
}

pub mod m_must_use {

    #[parallelize::parallelize]
    pub fn f(x: &[u64]) -> Vec<u64> {
        x.to_vec()
    }
}

pub mod m_non_snake {

    #[parallelize::parallelize]
    pub fn F(X: &[u64], Kk: u64) -> Vec<u64> {
        let Yy = Kk;
        X.iter().map(|x| x + Yy).collect()
    }
}

pub mod m_single_char {

    #[parallelize::parallelize]
    pub fn f(x: &[u64], a: u64, b: u64, c: u64, d: u64) -> Vec<u64> {
        x.iter().map(|y| y + a + b + c + d).collect()
    }
}

pub mod m_similar {

    #[parallelize::parallelize]
    pub fn f(item_x: &[u64], item_y: u64) -> Vec<u64> {
        item_x.iter().map(|y| y + item_y).collect()
    }
}

pub mod m_shadow {

    #[parallelize::parallelize]
    pub fn f(x: &[u64]) -> Vec<u64> {
        let x = x.to_vec();
        x
    }
}

pub mod m_question {

    #[parallelize::parallelize]
    pub fn f(x: &[u64]) -> Option<u64> {
        let y = x.iter().max()?;
        Some(*y)
    }
}

pub mod m_clone_copy {

    #[parallelize::parallelize]
    pub fn f(x: &[u64]) -> Vec<u64> {
        x.iter().map(|y| y.clone()).collect()
    }
}

pub mod m_redundant_closure {

    #[parallelize::parallelize]
    pub fn f(x: &[String]) -> Vec<usize> {
        x.iter().map(|y| y.len()).collect()
    }
}

pub mod m_manual {

    #[parallelize::parallelize]
    pub fn f(x: &[u64]) -> Vec<u64> {
        let mut v = Vec::new();
        for y in x {
            v.push(*y);
        }
        v
    }
}

pub mod m_extra_lt {

    #[parallelize::parallelize]
    pub fn f<'a>(x: &[u64]) -> Vec<u64> {
        x.to_vec()
    }
}

pub mod m_unused_self {
    pub struct S;
    impl S {
        #[parallelize::parallelize]
        pub fn f(&self, x: &[u64]) -> Vec<u64> {
            x.to_vec()
        }
    }
}

pub mod m_self_named {
    pub struct S;
    impl S {
        #[parallelize::parallelize]
        pub fn to_f(self: &Self, x: &[u64]) -> Vec<u64> {
            x.to_vec()
        }
        pub fn is_f(&mut self) {}
    }
}

pub mod m_type_complexity {

    #[parallelize::parallelize]
    pub fn f(
        x: &[u64],
        k: &Option<
            Box<
                dyn Fn(Vec<Vec<Box<u8>>>, Option<Option<u8>>) -> Result<Vec<u8>, Vec<Vec<u8>>>
                    + Sync,
            >,
        >,
    ) -> Vec<u64> {
        let _ = k;
        x.to_vec()
    }
}

pub mod m_option_option {

    #[parallelize::parallelize]
    pub fn f(x: &[u64]) -> Option<Option<u64>> {
        Some(x.iter().max().copied())
    }
}

pub mod m_rc_buffer {

    #[parallelize::parallelize]
    pub fn f(x: &[u64], k: std::sync::Arc<Vec<u8>>) -> Vec<u64> {
        let _ = &k;
        x.to_vec()
    }
}

pub mod m_ref_option {

    #[parallelize::parallelize]
    pub fn f(x: &[u64], k: &Option<String>) -> Vec<u64> {
        let _ = k;
        x.to_vec()
    }
}

pub mod m_fn_params_bools {

    #[parallelize::parallelize]
    pub fn f(x: &[u64], a: bool, b: bool, c: bool, d: bool) -> Vec<u64> {
        let _ = (a, b, c, d);
        x.to_vec()
    }
}

pub mod m_implicit_hasher {

    #[parallelize::parallelize]
    pub fn f(x: &[u64], a: &std::collections::HashMap<u8, u8>) -> Vec<u64> {
        let _ = a;
        x.to_vec()
    }
}

pub mod m_unreachable {

    #[parallelize::parallelize]
    pub fn f(x: &[u64]) -> Vec<u64> {
        return x.to_vec();
        x.to_vec()
    }
}

pub mod m_todo {

    #[parallelize::parallelize]
    pub fn f(x: &[u64]) -> Vec<u64> {
        todo!()
    }
}

pub mod m_or_pattern {
    pub enum E {
        A(u64),
        B(u64),
    }

    #[parallelize::parallelize]
    pub fn f(x: &[u64], (E::A(k) | E::B(k)): E) -> Vec<u64> {
        x.iter().map(|x| x + k).collect()
    }
    impl Clone for E {
        fn clone(&self) -> Self {
            E::A(1)
        }
    }
}

pub mod m_unused_parens {

    #[parallelize::parallelize]
    pub fn f(x: &[u64], (k): u64) -> Vec<u64> {
        (x.iter().map(|x| x + k).collect())
    }
}

pub mod m_only_recursion {

    #[parallelize::parallelize]
    pub fn f(x: &[u64], k: u64) -> Vec<u64> {
        if x.len() < 2 {
            x.to_vec()
        } else {
            f(&x[1..], k)
        }
    }
}

pub mod m_unit_arg {

    #[parallelize::parallelize]
    pub fn f(x: &mut [u64]) {
        x.iter_mut().for_each(|x| {
            *x += 1;
        })
    }
}

pub mod m_unit_ret {

    #[parallelize::parallelize]
    pub fn f(x: &mut [u64]) -> () {
        x.iter_mut().for_each(|x| *x += 1);
    }
}

pub mod m_double_must {
    #[must_use]
    #[parallelize::parallelize]
    pub fn f(x: &[u64]) -> Result<Vec<u64>, u8> {
        if x.is_empty() {
            Err(1)
        } else {
            Ok(x.to_vec())
        }
    }
}

pub mod m_must_unit {
    #[must_use]
    #[parallelize::parallelize]
    pub fn f(x: &mut [u64]) {
        x[0] = 1;
    }
}

pub mod m_inline_always {
    #[inline(always)]
    #[parallelize::parallelize]
    pub fn f(x: &[u64]) -> Vec<u64> {
        x.to_vec()
    }
}

pub mod m_unused_async_attr {
    #[allow(clippy::needless_return)]
    #[parallelize::parallelize]
    pub fn f(x: &[u64]) -> Vec<u64> {
        return x.to_vec();
    }
}

pub mod m_box_return {

    #[parallelize::parallelize]
    pub fn f(x: &[u64]) -> Box<u64> {
        Box::new(x.len() as u64)
    }
}

pub mod m_missing_docs_inline {

    #[parallelize::parallelize]
    pub fn f(x: &[u64]) -> String {
        format!("{}", x.len())
    }
}

pub mod m_generics {

    #[parallelize::parallelize]
    pub fn f<T: Clone + Send + Sync, U>(x: &[T]) -> Vec<T>
    where
        T: Clone,
    {
        x.to_vec()
    }
}

pub mod m_trait_bounds {

    #[parallelize::parallelize]
    pub fn f<T: Clone + Send + Sync>(x: &[T], k: &T) -> Vec<T>
    where
        T: Default,
    {
        let _ = k;
        x.to_vec()
    }
}

pub mod m_cognitive {

    #[parallelize::parallelize]
    pub fn f(x: &[u64]) -> u64 {
        let mut s = 0;
        for a in x {
            if *a > 1 {
                if *a > 2 {
                    if *a > 3 {
                        for b in x {
                            if b > a {
                                s += 1;
                            } else if b < a {
                                s += 2;
                            } else {
                                match s {
                                    0 => s += 1,
                                    1 => s += 2,
                                    2 => s += 3,
                                    3 => s += 4,
                                    _ => s += 5,
                                }
                            }
                        }
                    }
                }
            }
        }
        s
    }
}

pub mod m_dyn {

    #[parallelize::parallelize]
    pub fn f(x: &[u64], k: &(dyn Fn(u64) -> u64 + Sync)) -> Vec<u64> {
        x.iter().map(|y| k(*y)).collect()
    }
}

pub mod m_underscore {

    #[parallelize::parallelize]
    pub fn f(x: &[u64], _k: u64) -> Vec<u64> {
        x.iter().map(|y| y + _k).collect()
    }
}

pub mod m_impl_trait {

    #[parallelize::parallelize]
    pub fn f(x: &[u64], k: impl Fn(u64) -> u64 + Sync + Clone) -> Vec<u64> {
        x.iter().map(|y| k(*y)).collect()
    }
}

pub mod m_indexing {

    #[parallelize::parallelize]
    pub fn f(x: &[u64]) -> u64 {
        x[0]
    }
}

pub mod m_arith {

    #[parallelize::parallelize]
    pub fn f(x: &[u64], k: u64) -> Vec<u64> {
        x.iter().map(|y| y * k - 1).collect()
    }
}

pub mod m_print {

    #[parallelize::parallelize]
    pub fn f(x: &[u64]) -> Vec<u64> {
        for y in x {
            println!("{}", y);
        }
        x.to_vec()
    }
}

pub mod m_extern {

    #[parallelize::parallelize]
    pub extern "C" fn f(x: &[u64]) -> usize {
        x.len()
    }
}

pub mod m_result_large {

    #[parallelize::parallelize]
    pub fn f(x: &[u64]) -> Result<Vec<u64>, [u64; 100]> {
        if x.is_empty() {
            Err([0; 100])
        } else {
            Ok(x.to_vec())
        }
    }
}

pub mod m_result_unit {

    #[parallelize::parallelize]
    pub fn f(x: &[u64]) -> Result<Vec<u64>, ()> {
        if x.is_empty() {
            Err(())
        } else {
            Ok(x.to_vec())
        }
    }
}

pub mod m_needless_q {

    #[parallelize::parallelize]
    pub fn f(x: &[u64]) -> Result<Vec<u64>, String> {
        Ok(g(x)?)
    }
    pub fn g(x: &[u64]) -> Result<Vec<u64>, String> {
        if x.is_empty() {
            Err(String::new())
        } else {
            Ok(x.to_vec())
        }
    }
}

pub mod m_extra_tp {

    #[parallelize::parallelize]
    pub fn f<T>(x: &[u64]) -> Vec<u64> {
        x.to_vec()
    }
}

pub mod m_large_types {

    #[parallelize::parallelize]
    pub fn f(x: &[u64], k: [u64; 100]) -> Vec<u64> {
        x.iter().map(|y| y + k[0]).collect()
    }
}

pub mod m_by_mut {

    #[parallelize::parallelize]
    pub fn f(x: &mut [u64], k: &u64) -> u64 {
        x.iter().sum::<u64>() + k
    }
}

pub mod m_ref_mut_arg {

    #[parallelize::parallelize]
    pub fn f(x: &[u64], mut k: Vec<u64>) -> Vec<u64> {
        k.push(1);
        x.iter().map(|x| x + k[0]).collect()
    }
}

pub mod m_self_conv {
    #[derive(Clone, Copy)]
    pub struct S;
    impl S {
        #[parallelize::parallelize]
        pub fn to_f(&self, x: &[u64]) -> Vec<u64> {
            let _ = self;
            x.to_vec()
        }
    }
}

pub mod m_elidable {
    pub struct W<'a>(&'a u8);

    #[parallelize::parallelize]
    pub fn f<'a>(x: &[W<'a>]) -> Vec<&'a u8> {
        x.iter().map(|w| w.0).collect()
    }
}

pub mod m_opt_unwrap {

    #[parallelize::parallelize]
    pub fn f(x: &[u64]) -> Vec<u64> {
        match x.first() {
            Some(y) => vec![*y],
            None => vec![],
        }
    }
}

pub mod m_panic_in_result {

    #[parallelize::parallelize]
    pub fn f(x: &[u64]) -> Result<Vec<u64>, String> {
        if x.is_empty() {
            panic!("a")
        } else {
            Ok(x.to_vec())
        }
    }
}

pub mod m_redundant_clone {

    #[parallelize::parallelize]
    pub fn f(x: &[u64], k: String) -> Vec<String> {
        let m = k.clone();
        x.iter().map(|x| format!("{x}{m}")).collect()
    }
}

pub mod m_diverge {

    #[parallelize::parallelize]
    pub fn f(x: &[u64]) -> Vec<u64> {
        loop {
            if x.len() > 3 {
                break;
            }
        }
        x.to_vec()
    }
}

pub mod m_static_mut {

    #[parallelize::parallelize]
    pub fn f(x: &[u64]) -> Vec<u64> {
        static mut A: u64 = 0;
        unsafe {
            A += 1;
        }
        x.to_vec()
    }
}

pub mod m_items_after {

    #[parallelize::parallelize]
    pub fn f(x: &[u64]) -> Vec<u64> {
        let a = 1;
        const B: u64 = 2;
        x.iter().map(|y| y + a + B).collect()
    }
}

pub mod m_unused_must {

    #[parallelize::parallelize]
    pub fn f(x: &[u64]) -> Vec<u64> {
        x.iter().map(|y| y + 1);
        x.to_vec()
    }
}

pub mod m_useless_vec {

    #[parallelize::parallelize]
    pub fn f(x: &[u64]) -> Vec<u64> {
        let v = vec![1, 2];
        x.iter().map(|y| y + v[0]).collect()
    }
}

pub mod m_semicolon {

    #[parallelize::parallelize]
    pub fn f(x: &mut [u64]) {
        x[0] = 2
    }
}

pub mod m_let_unit {

    #[parallelize::parallelize]
    pub fn f(x: &mut [u64]) {
        let () = x[0] = 2;
    }
}

pub mod m_float {

    #[parallelize::parallelize]
    pub fn f(x: &[f64]) -> Vec<f64> {
        x.iter().filter(|y| **y == 1.0).copied().collect()
    }
}

pub mod m_match_ref {

    #[parallelize::parallelize]
    pub fn f(x: &[u64], k: Option<u64>) -> Vec<u64> {
        if let Some(_) = k {
            x.to_vec()
        } else {
            vec![]
        }
    }
}

pub mod m_named_impl {

    #[parallelize::parallelize]
    pub fn f(x: &[u64], k: &(impl Fn() -> u64 + Sync)) -> u64 where {
        let _ = std::ptr::from_ref(k);
        x[0]
    }
}

pub mod m_large_const {

    #[parallelize::parallelize]
    pub fn f(x: Vec<u64>) -> usize {
        x.len()
    }
}

pub mod m_iter_arg {

    #[parallelize::parallelize]
    pub fn f(x: impl Iterator<Item = u64>) -> Vec<u64> {
        x.map(|y| y + 1).collect()
    }
}

pub mod m_box_iter {

    #[parallelize::parallelize]
    pub fn f(x: Box<dyn Iterator<Item = u64> + Send>) -> Vec<u64> {
        x.map(|y| y + 1).collect()
    }
}

pub mod m_str {

    #[parallelize::parallelize]
    pub fn f(x: &[&str], k: &'static str) -> Vec<String> {
        x.iter().map(|y| y.to_string() + k).collect()
    }
}

pub mod levels_on_functions {
    #[parallelize::parallelize]
    #[deny(unused_variables, clippy::redundant_closure_for_method_calls)]
    pub fn denied(x: &[String], k: u64) -> Vec<usize> {
        x.iter().map(|y| y.len()).collect()
    }

    #[parallelize::parallelize]
    #[forbid(unused_mut, clippy::clone_on_copy, clippy::used_underscore_binding)]
    pub fn forbidden(x: &[u64], _k: u64) -> Vec<u64> {
        let mut z = 1;
        x.iter().map(|y| y.clone() + z).collect()
    }

    #[parallelize::parallelize]
    #[allow(unused, clippy::ptr_arg, clippy::cast_possible_truncation)]
    pub fn allowed(x: &[u64], k: &Vec<u64>) -> Vec<u32> {
        x.iter().map(|y| *y as u32).collect()
    }

    #[parallelize::parallelize]
    #[expect(
        unused_variables,
        clippy::needless_pass_by_value,
        clippy::needless_return,
        clippy::ptr_arg
    )]
    pub fn expected(x: &[u64], k: String, l: &Vec<u64>, never: u64) -> usize {
        return k.len() + l.len();
    }

    #[parallelize::parallelize]
    #[expect(unused_mut, unused_variables, reason = "the first is not there")]
    pub fn missed(x: &[u64], k: u64) -> Vec<u64> {
        x.to_vec()
    }
}

pub mod levels_on_modules {
    #![forbid(unused, clippy::needless_pass_by_ref_mut, clippy::pedantic)]

    #[parallelize::parallelize]
    pub fn forbidden(x: &[u64], mut k: u64) -> Vec<u32> {
        let z = 1;
        x.iter().map(|y| *y as u32).collect()
    }

    #[parallelize::parallelize]
    pub unsafe fn unsafe_forbidden(x: &[usize], _k: u64) -> Vec<u32> {
        unsafe { x.iter().map(|x| (*x as *const u32).read()).collect() }
    }
}

pub mod expected_on_modules {
    #![expect(unused_variables, clippy::clone_on_copy, unused_parens)]

    #[parallelize::parallelize]
    pub fn expected(x: &[u64], k: u64) -> Vec<u64> {
        (x.iter().map(|y| y.clone()).collect())
    }
}
