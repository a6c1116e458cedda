//! `append` of a writer: each chunk writes to a buffer, and the call writes the buffers in slice order.

use std::fmt;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::rc::Rc;

use parallelize::parallelize;

const WORDS: [&str; 5] = ["to", "be", "or", "not", "to"];
const LINES: &str = "to\nbe\nor\nnot\nto\n";

#[parallelize(jobs = 3, append = out)]
fn opaque(words: &[&str], out: &mut impl Write) -> io::Result<()> {
    words.iter().try_for_each(|word| writeln!(out, "{word}"))
}

#[parallelize(jobs = 3, append = out)]
fn opaque_text(words: &[&str], out: &mut (impl fmt::Write + ?Sized)) -> fmt::Result {
    words.iter().try_for_each(|word| writeln!(out, "{word}"))
}

#[parallelize(jobs = 3, append = out)]
fn object(words: &[&str], out: &mut dyn Write) -> io::Result<()> {
    let again: &mut dyn Write = out;
    words.iter().try_for_each(|word| writeln!(again, "{word}"))
}

#[parallelize(jobs = 3, append = out)]
fn sent_object(words: &[&str], out: &mut (dyn Write + Send)) -> io::Result<()> {
    lines(words, out)
}

fn lines(words: &[&str], out: &mut (dyn Write + Send)) -> io::Result<()> {
    words.iter().try_for_each(|word| writeln!(out, "{word}"))
}

#[parallelize(jobs = 3, append = out)]
fn named_lifetime<'a>(words: &[&str], out: &'a mut (dyn Write + 'a)) -> io::Result<()> {
    words.iter().try_for_each(|word| writeln!(out, "{word}"))
}

#[parallelize(jobs = 3, append = out)]
fn text_object(words: &[&str], out: &mut dyn fmt::Write) -> fmt::Result {
    words.iter().try_for_each(|word| writeln!(out, "{word}"))
}

#[parallelize(jobs = 3, append = out)]
fn parameter<W: Write>(words: &[&str], out: &mut W) -> io::Result<()> {
    words.iter().try_for_each(|word| writeln!(out, "{word}"))
}

fn line<W>(word: &str, out: &mut W) -> fmt::Result
where
    W: fmt::Write + ?Sized,
{
    writeln!(out, "{word}")
}

#[parallelize(jobs = 3, append = out)]
fn parameter_by_name<W>(words: &[&str], out: &mut W) -> fmt::Result
where
    W: ?Sized + std::fmt::Write,
{
    words.iter().try_for_each(|word| line::<W>(word, out))
}

#[parallelize(jobs = 3, append(out as io::Write))]
fn concrete(words: &[&str], out: &mut BufWriter<File>) -> io::Result<()> {
    words.iter().try_for_each(|word| writeln!(out, "{word}"))
}

#[parallelize(jobs = 3, append = out as ::std::fmt::Write)]
fn formatter(words: &[&str], out: &mut fmt::Formatter<'_>) -> fmt::Result {
    words.iter().try_for_each(|word| writeln!(out, "{word}"))
}

struct Words;

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter(&WORDS, f)
    }
}

fn bytes(run: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) {
    let mut out = b"begin\n".to_vec();
    run(&mut out).unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), format!("begin\n{LINES}"));
}

fn text(run: impl FnOnce(&mut String) -> fmt::Result) {
    let mut out = "begin\n".to_owned();
    run(&mut out).unwrap();
    assert_eq!(out, format!("begin\n{LINES}"));
}

#[test]
fn what_chunks_write_is_written_in_slice_order() {
    bytes(|out| opaque(&WORDS, out));
    bytes(|out| object(&WORDS, out));
    bytes(|out| sent_object(&WORDS, out));
    bytes(|out| named_lifetime(&WORDS, out));
    bytes(|out| parameter(&WORDS, out));
    text(|out| opaque_text(&WORDS, out));
    text(|out| text_object(&WORDS, out));
    text(|out| parameter_by_name(&WORDS, out));
    text(|out| parameter_by_name::<dyn fmt::Write>(&WORDS, out));
}

#[test]
fn a_concrete_writer_is_named_with_its_trait() {
    let path = std::env::temp_dir().join(format!("parallelize-{}.txt", std::process::id()));
    let mut out = BufWriter::new(File::create(&path).unwrap());
    concrete(&WORDS, &mut out).unwrap();
    drop(out);
    let written = std::fs::read_to_string(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert_eq!(written, LINES);
    assert_eq!(Words.to_string(), LINES);
}

/// A writer that stays on its thread.
struct Local(Rc<std::cell::RefCell<Vec<u8>>>);

impl Write for Local {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_writer_need_not_be_sent() {
    let written = Rc::default();
    opaque(&WORDS, &mut Local(Rc::clone(&written))).unwrap();
    assert_eq!(*written.borrow(), LINES.as_bytes());
}

#[derive(Debug)]
struct Failure(String);

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure(error.to_string())
    }
}

#[parallelize(jobs = 3, append = out)]
fn lengths(words: &[&str], out: &mut impl Write) -> Result<Vec<usize>, Failure> {
    let line = |word: &&str| {
        writeln!(out, "{word}")?;
        Ok(word.len())
    };
    words.iter().map(line).collect()
}

#[parallelize(jobs = 3, append = out)]
fn lengths_per_chunk(words: &[&str], out: &mut impl Write) -> Result<usize, Failure> {
    words.iter().try_for_each(|word| writeln!(out, "{word}"))?;
    Ok(words.concat().len())
}

#[parallelize(jobs = 3, append = out, merge = per_chunk)]
fn results(words: &[&str], out: &mut impl Write) -> Result<usize, Failure> {
    words.iter().try_for_each(|word| writeln!(out, "{word}"))?;
    Ok(words.concat().len())
}

#[parallelize(jobs = 3, append = out, reduce = |a, b| a + b)]
fn length(words: &[&str], out: &mut impl Write) -> Result<usize, Failure> {
    words.iter().try_for_each(|word| writeln!(out, "{word}"))?;
    Ok(words.concat().len())
}

#[parallelize(jobs = 3, append = out, merge = flatten)]
fn concatenated(words: &[&str], out: &mut impl Write) -> Result<String, Failure> {
    words.iter().try_for_each(|word| writeln!(out, "{word}"))?;
    Ok(words.concat())
}

/// Fails at once.
struct Full;

impl Write for Full {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::Error::other("full"))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn outputs_are_merged_in_every_way_beside_a_writer() {
    let written = |run: &dyn Fn(&mut Vec<u8>)| {
        let mut out = Vec::new();
        run(&mut out);
        assert_eq!(out, LINES.as_bytes());
    };
    written(&|out| assert_eq!(lengths(&WORDS, out).unwrap(), [2, 2, 2, 3, 2]));
    written(&|out| assert_eq!(lengths_per_chunk(&WORDS, out).unwrap(), [4, 5, 2]));
    written(&|out| assert_eq!(length(&WORDS, out).unwrap(), 11));
    written(&|out| assert_eq!(concatenated(&WORDS, out).unwrap(), "tobeornotto"));
    written(&|out| {
        let results = results(&WORDS, out);
        let lengths: Vec<usize> = results.into_iter().map(Result::unwrap).collect();
        assert_eq!(lengths, [4, 5, 2]);
    });
}

#[test]
fn a_writer_that_fails_is_an_error_of_the_function() {
    assert_eq!(lengths(&WORDS, &mut Full).unwrap_err().0, "full");
    assert_eq!(length(&WORDS, &mut Full).unwrap_err().0, "full");
    let error = opaque(&WORDS, &mut Full).unwrap_err();
    assert_eq!(error.to_string(), "full");
}

#[parallelize(jobs = 3, append(even, odd), sequential = sorted_seq)]
fn sorted<W: Write, V: Write>(numbers: &[u32], even: &mut W, odd: &mut V) -> io::Result<()> {
    fn write<T: Write>(number: u32, out: &mut T) -> io::Result<()> {
        write!(out, "{number} ")
    }
    for number in numbers {
        if number % 2 == 0 {
            write::<W>(*number, even)?;
        } else {
            write::<V>(*number, odd)?;
        }
    }
    Ok(())
}

#[test]
fn two_writers_get_what_is_theirs() {
    let numbers: Vec<u32> = (0..10).collect();
    let (mut even, mut odd) = (Vec::new(), Vec::new());
    sorted(&numbers, &mut even, &mut odd).unwrap();
    assert_eq!(even, b"0 2 4 6 8 ");
    assert_eq!(odd, b"1 3 5 7 9 ");
    sorted_seq(&numbers, &mut even, &mut io::sink()).unwrap();
    assert_eq!(even, b"0 2 4 6 8 0 2 4 6 8 ");
}

#[parallelize(append = out)]
fn recursive(words: &[&str], out: &mut impl Write) -> io::Result<()> {
    match words {
        [] => Ok(()),
        [word] => writeln!(out, "{word}"),
        words => {
            let (left, right) = words.split_at(words.len() / 2);
            recursive(left, out)?;
            recursive(right, out)
        }
    }
}

#[test]
fn a_body_may_call_its_function_with_what_it_writes_to() {
    bytes(|out| recursive(&WORDS, out));
}
