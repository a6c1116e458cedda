//! The options `write_to_file` and `merge = spilled`: the same results, by way of files.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::marker::PhantomData;
use std::num::ParseIntError;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use parallelize::{Flatten, SpillError, Spilled, parallel, parallelize};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// In chunks of three: `[1, 2, 3]`, `[4, 5, 6]` and `[7]`.
const SEVEN: [u64; 7] = [1, 2, 3, 4, 5, 6, 7];

const MISSING: &str = "/no/such/directory";

/// What each written type becomes, with outputs in memory and in files.
macro_rules! same_by_way_of_files {
    ($($test:ident [$($options:tt)*] ($numbers:ident) -> $written:ty $body:block -> $returned:ty;)*) => {$(
        #[test]
        fn $test() {
            #[parallelize(jobs = 3, chunk_size = 3, $($options)*)]
            fn in_memory($numbers: &[u64]) -> $written $body

            #[parallelize(jobs = 3, chunk_size = 3, write_to_file = true, $($options)*)]
            fn in_files($numbers: &[u64]) -> $written $body

            for len in 0..=SEVEN.len() {
                let expected: $returned = in_memory(&SEVEN[..len]);
                let returned: $returned = in_files(&SEVEN[..len]);
                assert_eq!(returned, expected);
            }
        }
    )*};
}

same_by_way_of_files! {
    a_vec [] (numbers) -> Vec<u64> { numbers.to_vec() } -> Vec<u64>;
    a_vec_in_a_result [] (numbers) -> Result<Vec<u64>, String> { no_five(numbers) }
        -> Result<Vec<u64>, String>;
    a_value [] (numbers) -> u64 { numbers.iter().sum() } -> Vec<u64>;
    a_value_in_a_result [] (numbers) -> Result<usize, String> { Ok(no_five(numbers)?.len()) }
        -> Result<Vec<usize>, String>;
    an_option [] (numbers) -> Option<u64> { numbers.first().copied() } -> Vec<Option<u64>>;
    vecs_apart [merge = per_chunk] (numbers) -> Vec<u64> { numbers.to_vec() } -> Vec<Vec<u64>>;
    results_apart [merge = per_chunk] (numbers) -> Result<Vec<u64>, String> { no_five(numbers) }
        -> Vec<Result<Vec<u64>, String>>;
    a_string [merge = flatten] (numbers) -> String { numbers.iter().map(u64::to_string).collect() }
        -> String;
    a_map [merge = flatten] (numbers) -> BTreeMap<u64, u64> {
        numbers.iter().map(|n| (n % 3, *n)).collect()
    } -> BTreeMap<u64, u64>;
    a_map_in_a_result [merge = flatten] (numbers) -> Result<HashMap<u64, u64>, String> {
        Ok(no_five(numbers)?.iter().map(|n| (n % 3, *n)).collect())
    } -> Result<HashMap<u64, u64>, String>;
    a_vec_in_an_option [merge = flatten] (numbers) -> Option<Vec<u64>> { no_five(numbers).ok() }
        -> Option<Vec<u64>>;
    a_pair [merge = flatten] (numbers) -> (Vec<u64>, String) {
        (numbers.to_vec(), "x".repeat(numbers.len()))
    } -> (Vec<u64>, String);
}

/// Fails for chunks that hold 5.
fn no_five(numbers: &[u64]) -> Result<Vec<u64>, String> {
    if numbers.contains(&5) {
        return Err("five".to_owned());
    }
    Ok(numbers.to_vec())
}

#[test]
fn arguments_are_handed_to_the_body_and_may_be_what_says_where() {
    #[parallelize(jobs = 3, write_to_file = directory)]
    fn in_directory(numbers: &[u64], factor: u64, directory: PathBuf) -> io::Result<Vec<u64>> {
        Ok(numbers.iter().map(|n| n * factor).collect())
    }

    #[parallelize(write_to_file = numbers.len() > limit)]
    fn if_large(numbers: Vec<u64>, limit: usize) -> Vec<u64> {
        numbers
    }

    #[parallelize(jobs = 2, write_to_file = std::env::temp_dir().join(name))]
    fn below(numbers: &mut [u64], name: &str) -> io::Result<Vec<u64>> {
        Ok(numbers.to_vec())
    }

    let doubled = in_directory(&SEVEN, 2, std::env::temp_dir()).unwrap();
    assert_eq!(doubled, [2, 4, 6, 8, 10, 12, 14]);
    let error = in_directory(&SEVEN, 2, MISSING.into()).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::NotFound);
    for limit in [0, 100] {
        assert_eq!(if_large(SEVEN.into(), limit), SEVEN);
    }
    assert_eq!(below(&mut [1, 2], "").unwrap(), [1, 2]);
    assert!(below(&mut [1, 2], "is not there").is_err());
}

#[test]
fn everything_that_names_a_directory_does() {
    let dir = std::env::temp_dir();
    let text = dir
        .to_str()
        .expect("a directory for tests has a plain name");
    let identity = |numbers: &[u64]| numbers.to_vec();
    let call = || parallel(&SEVEN).jobs(2);
    assert_eq!(call().write_to_file(text).flatten(identity).unwrap(), SEVEN);
    assert_eq!(
        call()
            .write_to_file(text.to_owned())
            .flatten(identity)
            .unwrap(),
        SEVEN
    );
    assert_eq!(call().write_to_file(&dir).flatten(identity).unwrap(), SEVEN);
    assert_eq!(
        call()
            .write_to_file(dir.as_path())
            .flatten(identity)
            .unwrap(),
        SEVEN
    );
    assert_eq!(
        call()
            .write_to_file(dir.as_os_str())
            .flatten(identity)
            .unwrap(),
        SEVEN
    );
    assert_eq!(
        call().write_to_file(false).flatten(identity).unwrap(),
        SEVEN
    );
    assert_eq!(call().write_to_file(dir).flatten(identity).unwrap(), SEVEN);
}

#[derive(Debug)]
enum Error {
    File(io::Error),
    Number,
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Error::File(error)
    }
}

impl From<ParseIntError> for Error {
    fn from(_: ParseIntError) -> Self {
        Error::Number
    }
}

#[test]
fn a_function_whose_error_is_made_of_io_errors_returns_what_went_wrong_with_files() {
    #[parallelize(jobs = 2, write_to_file = to)]
    fn parsed(words: &[&str], to: &Path) -> Result<Vec<u64>, Error> {
        Ok(words
            .iter()
            .map(|word| word.parse())
            .collect::<Result<_, _>>()?)
    }

    #[parallelize(jobs = 2, write_to_file = to)]
    fn boxed(words: &[&str], to: &Path) -> Result<usize, Box<dyn std::error::Error + Send + Sync>> {
        Ok(words.len())
    }

    #[parallelize(jobs = 2, merge = spilled, write_to_file = to)]
    fn generic<T, E>(items: &[T], to: &Path, check: fn(&T) -> Result<(), E>) -> Result<Vec<T>, E>
    where
        T: Clone + Send + Sync + Serialize + DeserializeOwned,
        E: From<io::Error> + Send,
    {
        items
            .iter()
            .map(|item| check(item).map(|()| item.clone()))
            .collect()
    }

    let here = std::env::temp_dir();
    let missing = Path::new(MISSING);
    assert_eq!(parsed(&["1", "2"], &here).unwrap(), [1, 2]);
    assert!(matches!(parsed(&["1", "x"], &here), Err(Error::Number)));
    let Err(Error::File(error)) = parsed(&["1", "2"], missing) else {
        panic!("the directory is missing");
    };
    let inside = error
        .get_ref()
        .and_then(|inside| inside.downcast_ref::<SpillError>());
    assert!(inside.expect("it is inside").to_string().contains(MISSING));
    assert_eq!(boxed(&["1", "2"], &here).unwrap(), [1, 1]);
    assert!(
        boxed(&["1", "2"], missing)
            .unwrap_err()
            .to_string()
            .contains(MISSING)
    );
    let spilled = generic(&[1, 2], &here, |_| Ok::<_, Error>(())).unwrap();
    assert_eq!(spilled.into_vec().unwrap(), [1, 2]);
    assert!(matches!(
        generic(&[1, 2], missing, |_| Ok(())),
        Err(Error::File(_))
    ));
}

#[derive(Debug)]
struct OwnError(SpillError);

impl From<SpillError> for OwnError {
    fn from(error: SpillError) -> Self {
        OwnError(error)
    }
}

#[test]
fn a_function_whose_error_is_made_of_spill_errors_returns_them_as_they_are() {
    #[parallelize(jobs = 2, write_to_file = MISSING)]
    fn itself(numbers: &[u64]) -> Result<Vec<u64>, SpillError> {
        Ok(numbers.to_vec())
    }

    #[parallelize(jobs = 2, merge = spilled, write_to_file = MISSING)]
    fn made_of_it(numbers: &[u64]) -> Result<Vec<u64>, OwnError> {
        Ok(numbers.to_vec())
    }

    assert!(itself(&SEVEN).unwrap_err().to_string().contains(MISSING));
    let OwnError(error) = made_of_it(&SEVEN).unwrap_err();
    assert!(error.to_string().contains(MISSING));
}

#[test]
fn types_with_what_looks_like_a_reference_in_them_are_taken() {
    #[parallelize(jobs = 2, write_to_file = true)]
    fn arrays(numbers: &[u64]) -> Vec<([u64; 3 & 6], PhantomData<&'static str>)> {
        numbers.iter().map(|&n| ([n; 2], PhantomData)).collect()
    }

    assert_eq!(
        arrays(&[1, 2]),
        [([1, 1], PhantomData), ([2, 2], PhantomData)]
    );
}

/// A list that may say that later ones are superfluous.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Partial {
    items: Vec<u64>,
    is_last: bool,
}

impl Flatten for Partial {
    fn append(&mut self, later: Self) {
        self.items.extend(later.items);
        self.is_last = later.is_last;
    }

    fn is_failure(&self) -> bool {
        self.is_last
    }
}

#[test]
fn outputs_before_a_failure_are_joined_with_it_as_they_are_in_memory() {
    let body = |numbers: &[u64]| Partial {
        items: numbers.to_vec(),
        is_last: numbers.contains(&4),
    };
    let call = || parallel(&SEVEN).chunk_size(2);
    let expected = Partial {
        items: vec![1, 2, 3, 4],
        is_last: true,
    };
    assert_eq!(call().flatten(body), expected);
    assert_eq!(call().write_to_file(true).join(body).unwrap(), expected);
    let fallible = call().write_to_file(true);
    let joined = fallible.try_join(|numbers| Ok::<_, String>(body(numbers)));
    assert_eq!(joined.unwrap(), Ok(expected));
}

#[test]
fn any_other_function_panics_with_the_message() {
    #[parallelize(jobs = 2, write_to_file = MISSING)]
    fn plain(numbers: &[u64]) -> Vec<u64> {
        numbers.to_vec()
    }

    #[parallelize(jobs = 2, write_to_file = MISSING)]
    fn other_error(numbers: &[u64]) -> Result<Vec<u64>, String> {
        no_five(numbers)
    }

    #[parallelize(jobs = 2, write_to_file = MISSING)]
    fn unbound<E: Send>(numbers: &[u64], check: fn(&[u64]) -> Result<(), E>) -> Result<u64, E> {
        check(numbers).map(|()| 1)
    }

    let unbound = || drop(unbound(&SEVEN, |_| Ok::<_, io::Error>(())));
    for call in [
        || drop(plain(&SEVEN)),
        || drop(other_error(&SEVEN)),
        unbound,
    ] {
        let payload = catch_unwind(call).expect_err("the directory is missing");
        let message = payload
            .downcast::<String>()
            .expect("the message is formatted");
        assert!(message.contains("create a temporary file in `/no/such/directory`"));
        assert!(
            message.starts_with("`spill::write_to_file::any_other_function_"),
            "{message}"
        );
    }
}

struct Scale {
    factor: u64,
    directory: PathBuf,
}

trait Scaling {
    fn scaled(&self, numbers: &[u64]) -> Result<Spilled<u64>, SpillError>;
}

impl Scaling for Scale {
    #[parallelize(merge = spilled, write_to_file = self.directory)]
    fn scaled(&self, numbers: &[u64]) -> Vec<u64> {
        numbers.iter().map(|n| n * self.factor).collect()
    }
}

#[test]
fn methods_spill_as_well_and_can_implement_a_trait() {
    let directory = std::env::temp_dir();
    let scale = Scale {
        factor: 3,
        directory,
    };
    let scaled = scale.scaled(&SEVEN).unwrap();
    assert_eq!((scaled.len(), scaled.is_empty()), (7, false));
    let items: Result<Vec<u64>, _> = scaled.iter().collect();
    assert_eq!(items.unwrap(), [3, 6, 9, 12, 15, 18, 21]);
}

#[test]
fn spilled_outputs_of_every_length_are_those_in_memory() {
    for len in (0..300_usize).chain([16_384, 16_385, 100_000]) {
        let expected: Vec<usize> = (0..len).flat_map(|n| vec![n; n % 3]).collect();
        let spilled = parallel(0..len)
            .write_to_file(true)
            .spilled(|part| part.flat_map(|n| vec![n; n % 3]).collect())
            .unwrap();
        assert_eq!(spilled.len(), expected.len());
        assert!(
            spilled
                .iter()
                .map(Result::unwrap)
                .eq(expected.iter().copied())
        );
        assert_eq!(spilled.into_vec().unwrap(), expected);
    }
}

#[test]
fn jobs_leave_short_chunks_unless_there_is_one_job() {
    let lengths = |len: usize, jobs: usize| -> Vec<usize> {
        let call = parallel(0..len).jobs(jobs).write_to_file(true);
        call.flatten(|part| vec![part.len()]).unwrap()
    };
    for jobs in [2, 3] {
        assert_eq!(lengths(50, jobs), [1; 50]);
        assert_eq!(lengths(10_000, jobs).len(), 64 * jobs);
        let long = lengths(10_000_000, jobs);
        assert!(long.iter().all(|len| *len <= 16_384));
        assert_eq!(long.into_iter().sum::<usize>(), 10_000_000);
    }
    assert_eq!(lengths(10_000, 1), [10_000]);
}
