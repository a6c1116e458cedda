//! Mutated input: the attribute must never panic, and never drop a function without a word.

use proc_macro2::{Group, TokenStream, TokenTree};

use super::property::check;
use super::tokens;

/// How many inputs the test feeds; `MUTATIONS=1000000` in the environment asks for more.
const INPUTS: u64 = 20_000;

const OPTIONS: [&str; 26] = [
    "sequential = Self::g, report = |r| println!(\"{k}\")",
    "zip = a, b, append = c, d",
    "reduce: |a, b| a, num_threads = 3, combine = f::<A, B>",
    "reduce = Stats::merge, jobs = r#c, progress = a + b, report = move |r| k.add(r)",
    "sequential = f, reduce = \"sum\", write_to_file = 3 + 4",
    "",
    "jobs = 4",
    "jobs = config.threads, chunk_size = 10",
    "min_len = n * 2,",
    "zip = out",
    "zip(a, b), merge = flatten",
    "merge = per_chunk",
    "merge = first",
    "reduce = |a, b| a + b",
    "reduce = Stats::<u8>::merge, sequential = f_seq",
    "write_to_file = false, crate = my::path",
    "multiple_of(xs = 3, out = k), zip = out, overlap = 1",
    "chunk_by = |a, b| a.key == b.key, multiple_of = 4",
    "delimiter = b'\\n', min_len = 9",
    "overlap(before = n, after = 0), split = out",
    "split = xs, delimiter = '\\n'",
    "append(out, a as io::Write), jobs = 2",
    "scratch = out, append = a as fmt::Write",
    "reduce(out = Stats::add, a = |a, b| *a += b), reduce = f",
    "jo",
    "jobs =",
];

const ITEMS: [&str; 28] = [
    "#[rstest] #[case(&[1], 2)] #[expect(clippy::ptr_arg, unused, reason = \"x\")] fn f(#[case] #[allow(x)] xs: &[u8], #[case(k)] k: usize, #[values(1, 2)] _v: u8) -> usize { xs.len() + k }",
    "#[tracing::instrument(skip(xs), fields(a = ?a))] #[cfg_attr(x, expect(y), inline)] pub fn f(xs: &mut [u8], #[builder(default = 3)] (a, b): (u8, u8), #[wasm_bindgen(js_name = \"c\")] r#c: &Self) {}",
    "#[parallelize] #[wasm_bindgen] unsafe fn f(self: Arc<Self>, #[doc = \"x\"] #[deny(y)] xs: Vec<u8>, out: &mut W) -> Pin<Box<dyn Future<Output = u8>>> { Self::f(xs) }",
    "#[no_mangle] #[expect(z)] extern \"C\" fn f(self: Pin<&Self>, #[warn(x)] lines: &'a mut dyn Iterator<Item = u8>, #[forbid(y)] Some(x): Option<u8>) -> [u8] { stringify!(f(x)) }",
    "#[async_trait] async fn f(xs: Arc<[u8]>, #[serde(skip)] m: &HashMap<K, V>, [a, .., b]: [u8; 3]) -> dyn Fn() { impl A for B { fn g() -> Self { Self } } struct S; f(xs) }",
    "fn f(xs: &[u64]) -> Vec<u64> { xs.to_vec() }",
    "pub(crate) fn f<T: Clone>(xs: &mut [T], out: &mut [T], n: usize) where T: Send { }",
    "#[inline] /// doc
     fn f<'a, const N: usize>(&'a self, xs: &'a [u8], k: [u8; N]) -> Result<Vec<&'a u8>, E> { xs }",
    "unsafe extern \"C\" fn f(xs: Vec<u8>, (a, b): (u8, u8), ..) -> Option<u8> { f(xs) }",
    "async fn f(xs: &Vec<u8>, g: impl Fn(u8) -> u8) -> impl Iterator { }",
    "const fn f(mut self, xs: &str) -> ! { loop {} }",
    "fn f(#[cfg(x)] xs: Range<usize>, ref mut y: Box<dyn Fn() + Send>) -> io::Result<()> { #![allow(x)] }",
    "fn f(xs: Box<[u8]>, a: &mut Vec<u8>, b: &dyn Fn()) -> ();",
    "fn f();",
    "fn f<I>(xs: &mut I, ys: impl IntoIterator<Item = u8>) -> Vec<I::Item> where I: Iterator + ?Sized, I::Item: Send { let ys: I = xs; xs.zip(ys).collect() }",
    "fn f(mut xs: Box<dyn Iterator<Item = &'a u8> + Send + 'a>, out: &mut impl Write) -> io::Result<()> { for x in xs { writeln!(out, \"{x}\")?; } Ok(()) }",
    "fn f(#[allow(x)] xs: &mut (dyn DoubleEndedIterator<Item: Into<u8>> + 'static), a: impl Iterator) -> u8 { xs.enumerate().skip(1).rev().map(|(i, x)| x).sum() }",
    "fn f<W: Write + ?Sized>(xs: &[u8], out: &mut W, a: &mut (dyn io::Write + Send)) -> io::Result<u8> { g::<W>(out, a) }",
    "fn f(xs: &[u8], mut out: &mut Vec<u8>, a: &mut impl fmt::Write, b: &mut [f32]) -> Result<(), E> { out.extend(xs); write!(a, \"{b:?}\") }",
    "default fn f(xs: &[u8; 4]) -> Vec<Vec<u8>> { Self::f(xs); self.f(xs); f::<u8>(xs) }",
    "struct S { xs: u8 }",
    "mod m { fn f(xs: &[u8]) {} }",
    "impl S { fn f(&self) {} }",
    "static X: u8 = 1;",
    "fn f(xs: &[u64], ys: &[u64], mut k: u64) -> Vec<u64> {
        let mut out = vec![0; xs.len()]; let n = xs.len() / 2;
        for (i, x) in xs.iter().enumerate() { if i + 1 < n { break; } out[i] = xs[i + 1] + ys[i] * k; k += x; }
        while n < xs.len() { match xs { [first, rest @ ..] if *first > 0 => return Ok(out), _ => {} } }
        out
     }",
    "fn f(xs: &mut [f64]) { let m = xs.iter().map(|x| x.abs()).fold(0.0, |a, b| a.max(b)); xs.chunks_exact_mut(4).zip(&mut y).for_each(|(c, y)| *y = c[0] / m); xs.sort_by(|a, b| b.cmp(a)); }",
    "fn f(xs: &[u8]) -> HashMap<u8, usize> { let mut n = HashMap::new(); for x in &xs[1..] { *n.entry(*x).or_insert(0) += 1; println!(\"{x} {}\", n.len()); } assert_eq!(xs.len() % 2, 0, \"{n:?}\"); n }",
    "fn f(xs: Vec<u8>) -> String { let Some((a, b)) = xs.split_first() else { panic!() }; let mut it = b.iter().peekable(); while let Some(y) = it.next() { s.push(y) } f(b).or(xs.windows(3).rev().skip(1).last()) }",
];

#[test]
fn mutated_input_gets_an_expansion_or_an_error_and_never_a_panic() {
    let inputs = std::env::var("MUTATIONS").ok();
    let inputs = inputs
        .and_then(|count| count.parse().ok())
        .unwrap_or(INPUTS);
    let options: Vec<TokenStream> = OPTIONS.map(tokens).to_vec();
    let items: Vec<TokenStream> = ITEMS.map(tokens).to_vec();
    for seed in 0..inputs {
        let mut random = Random::new(seed);
        let option = mutate(random.pick(&options), &options, &mut random);
        let item = mutate(random.pick(&items), &items, &mut random);
        let written = format!("seed {seed}: #[parallelize({option})] {item}");
        check(option, &item, &written);
    }
}

/// Applies a few random changes.
fn mutate(tokens: &TokenStream, corpus: &[TokenStream], random: &mut Random) -> TokenStream {
    let mut mutated = tokens.clone();
    for _ in 0..random.below(4) {
        mutated = mutate_once(mutated, corpus, random);
    }
    mutated
}

fn mutate_once(tokens: TokenStream, corpus: &[TokenStream], random: &mut Random) -> TokenStream {
    let mut trees: Vec<TokenTree> = tokens.into_iter().collect();
    if trees.is_empty() {
        return random.pick(corpus).clone();
    }
    let at = random.below(trees.len());
    match random.below(6) {
        // Into a group, where there is one.
        0 | 1 => {
            if let TokenTree::Group(group) = &trees[at] {
                let inner = mutate_once(group.stream(), corpus, random);
                trees[at] = TokenTree::Group(Group::new(group.delimiter(), inner));
            } else {
                trees.remove(at);
            }
        }
        2 => {
            trees.remove(at);
        }
        3 => trees.insert(at, trees[at].clone()),
        4 => {
            let other = random.below(trees.len());
            trees.swap(at, other);
        }
        _ => trees[at] = any_token(random.pick(corpus), random),
    }
    trees.into_iter().collect()
}

/// A token of another input, from any depth.
fn any_token(tokens: &TokenStream, random: &mut Random) -> TokenTree {
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    if trees.is_empty() {
        return TokenTree::Ident(quote::format_ident!("x"));
    }
    match random.pick(&trees) {
        TokenTree::Group(group) if random.below(2) == 0 => any_token(&group.stream(), random),
        tree => tree.clone(),
    }
}

/// Sebastiano Vigna's `splitmix64`: small, and the same on every machine.
struct Random(u64);

impl Random {
    fn new(seed: u64) -> Self {
        Random(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    #[allow(clippy::cast_possible_truncation)] // bounds are far below 2^32
    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    fn pick<'a, T>(&mut self, values: &'a [T]) -> &'a T {
        &values[self.below(values.len())]
    }
}
