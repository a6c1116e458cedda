//! Progress bars, on the screen of a terminal.

#![cfg(target_os = "linux")]

use std::io::Write;
use std::ops::Range;
use std::panic::{self, catch_unwind};
use std::process;
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use parallelize::progress::{Stderr, multi_progress, suspend};
use parallelize::{parallel, parallelize};

use crate::support::screen::{Screen, shown_on_a_long_screen, wait_for_gate};
use crate::support::{happens, run_again};

/// Half of the elements are done before the gate opens.
#[parallelize(chunk_size = 1000, jobs = 2, progress = true)]
fn half_waits(numbers: Range<usize>) -> Vec<usize> {
    if numbers.start >= 2000 {
        wait_for_gate();
    }
    numbers.collect()
}

fn waiting(_: Range<usize>) {
    wait_for_gate();
}

/// What is left on the screen, without the lines of the test harness.
fn rest(lines: &[String]) -> Vec<&str> {
    let is_own = |line: &&str| {
        !line.is_empty()
            && !line.starts_with("test ")
            && !line.starts_with("running 1")
            && *line != "ok"
    };
    lines.iter().map(String::as_str).filter(is_own).collect()
}

#[test]
fn a_bar_counts_elements_and_is_gone_when_the_call_ends() {
    let name = "a_bar_counts_elements_and_is_gone_when_the_call_ends";
    let Some(screen) = Screen::run_again(name, &[]) else {
        println!("before");
        assert!(half_waits(0..4000).into_iter().eq(0..4000));
        println!("after");
        return;
    };
    let bar = screen.wait_for(|line| line.contains("2,000/4,000"));
    let words: Vec<&str> = bar.split(' ').collect();
    assert_eq!(words[0], "half_waits", "{bar}");
    assert!(words[1].contains('█'), "{bar}");
    assert!(words.iter().any(|word| word.ends_with("/s,")), "{bar}");
    assert!(bar.ends_with(" left"), "{bar}");
    assert!(bar.chars().count() <= 80, "{bar}");
    let (lines, _) = screen.end();
    assert_eq!(rest(&lines), ["before", "after"]);
}

#[test]
fn a_bar_counts_the_own_elements_of_chunks_that_overlap() {
    let name = "a_bar_counts_the_own_elements_of_chunks_that_overlap";
    let Some(screen) = Screen::run_again(name, &[]) else {
        let call = parallel(0..4000_usize).chunk_size(1000).jobs(2);
        call.overlap(500, 500).progress(true).flatten(|numbers| {
            if numbers.start >= 1500 {
                wait_for_gate();
            }
        });
        return;
    };
    screen.wait_for(|line| line.contains("2,000/4,000"));
    screen.end();
}

#[test]
fn a_bar_is_ascii_where_the_locale_is_not_utf_8() {
    let name = "a_bar_is_ascii_where_the_locale_is_not_utf_8";
    let Some(screen) = Screen::run_again(name, &[("LC_ALL", "C")]) else {
        half_waits(0..4000);
        return;
    };
    let bar = screen.wait_for(|line| line.contains("2,000/4,000"));
    assert!(bar.is_ascii() && bar.contains("##"), "{bar}");
    screen.end();
}

#[parallelize(jobs = 2, progress = format!("{label} again"))]
fn labelled(numbers: Vec<u8>, label: String) -> Vec<usize> {
    wait_for_gate();
    vec![label.len() + numbers.len()]
}

#[test]
fn a_label_can_be_computed_from_the_arguments() {
    let name = "a_label_can_be_computed_from_the_arguments";
    let Some(screen) = Screen::run_again(name, &[]) else {
        assert_eq!(labelled(vec![1, 2], "Counting".into()), [9, 9]);
        return;
    };
    screen.wait_for(|line| line.starts_with("Counting again ") && line.contains("0/2"));
    screen.end();
}

/// The lines of a message from a panic, from the line that names the thread on.
fn message<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    let is_first = |line: &&str| line.starts_with("thread '");
    let first = lines.iter().position(is_first);
    lines[first.unwrap_or_else(|| panic!("no message: {lines:#?}"))..].to_vec()
}

#[test]
fn the_message_of_a_panic_has_its_own_lines_and_the_bar_goes() {
    let name = "the_message_of_a_panic_has_its_own_lines_and_the_bar_goes";
    let Some(screen) = Screen::run_again(name, &[]) else {
        let body = |_| {
            wait_for_gate();
            panic!("a message to be read");
        };
        let call = || parallel(0..1_usize).progress("Falling").per_chunk(body);
        let payload = catch_unwind(call).unwrap_err();
        assert_eq!(payload.downcast_ref(), Some(&"a message to be read"));
        println!("after");
        return;
    };
    screen.wait_for(|line| line.starts_with("Falling "));
    let (lines, _) = screen.end();
    let rest = rest(&lines);
    let [first, second, note, last] = rest[..] else {
        panic!("{rest:#?}");
    };
    assert!(
        first.starts_with("thread '") && first.ends_with(':'),
        "{rest:#?}"
    );
    assert_eq!(second, "a message to be read");
    assert!(note.starts_with("note: run with `RUST_BACKTRACE=1`"));
    assert_eq!(last, "after");
}

/// Runs a call with three bars, one of which panics, and lets the other bars be drawn for a while.
fn one_of_three_panics(body: fn()) {
    thread::scope(|scope| {
        for label in ["First", "Second"] {
            let call = parallel(0..2_usize).jobs(2).progress(label);
            let waiting = |_| {
                wait_for_gate();
                thread::sleep(Duration::from_millis(400));
            };
            scope.spawn(move || call.per_chunk(waiting));
        }
        let call = parallel(0..1_usize).progress("Falling");
        let falling = |_| {
            wait_for_gate();
            body();
        };
        let thread = scope.spawn(move || call.per_chunk(falling));
        assert!(thread.join().is_err());
    });
}

#[test]
fn a_message_stays_whole_while_other_bars_are_drawn() {
    let name = "a_message_stays_whole_while_other_bars_are_drawn";
    let Some(screen) = Screen::run_again(name, &[]) else {
        one_of_three_panics(|| assert_eq!(1 + 1, 3, "a message to be read"));
        return;
    };
    for label in ["First ", "Second ", "Falling "] {
        screen.wait_for(|line| line.starts_with(label));
    }
    let (lines, _) = screen.end();
    let rest = rest(&lines);
    let [first, second, left, right, note] = rest[..] else {
        panic!("{rest:#?}");
    };
    assert!(
        first.starts_with("thread '") && first.ends_with(':'),
        "{rest:#?}"
    );
    assert_eq!(
        second,
        "assertion `left == right` failed: a message to be read"
    );
    assert_eq!((left, right), ("  left: 2", " right: 3"));
    assert!(note.starts_with("note: run with `RUST_BACKTRACE=1`"));
}

#[test]
fn a_backtrace_loses_nothing_to_bars_that_are_drawn_meanwhile() {
    let name = "a_backtrace_loses_nothing_to_bars_that_are_drawn_meanwhile";
    let Some(screen) = Screen::run_again(name, &[("RUST_BACKTRACE", "1")]) else {
        one_of_three_panics(|| panic!("a message to be read"));
        return;
    };
    for label in ["First ", "Second ", "Falling "] {
        screen.wait_for(|line| line.starts_with(label));
    }
    let (_, bytes) = screen.end();
    let shown = shown_on_a_long_screen(&bytes);
    let lines = message(&rest(&shown));
    assert_eq!(lines[1], "a message to be read", "{lines:#?}");
    assert_eq!(lines[2], "stack backtrace:", "{lines:#?}");
    let number = |line: &&str| line.split_once(": ")?.0.trim().parse::<usize>().ok();
    let frames: Vec<usize> = lines.iter().filter_map(number).collect();
    assert!(frames.len() > 3, "{lines:#?}");
    assert!(frames.iter().copied().eq(0..frames.len()), "{lines:#?}");
    let last = lines[lines.len() - 1];
    assert!(last.starts_with("note: Some details are omitted"), "{last}");
}

#[test]
fn a_hook_that_is_set_while_there_is_a_bar_prints_as_without() {
    let name = "a_hook_that_is_set_while_there_is_a_bar_prints_as_without";
    let Some(screen) = Screen::run_again(name, &[]) else {
        let body = |_| {
            wait_for_gate();
            panic::set_hook(Box::new(|_| eprint!("no line of its own, 1 ..")));
            let _ = catch_unwind(|| panic!("not printed"));
            thread::sleep(Duration::from_millis(300)); // the bar is drawn
            eprintln!(" 2");
        };
        parallel(0..1_usize).progress("Hooked").per_chunk(body);
        return;
    };
    screen.wait_for(|line| line.starts_with("Hooked "));
    let (lines, _) = screen.end();
    assert_eq!(rest(&lines), ["no line of its own, 1 .. 2"]);
}

#[test]
fn a_bar_is_gone_after_an_error() {
    let name = "a_bar_is_gone_after_an_error";
    let Some(screen) = Screen::run_again(name, &[]) else {
        let body = |_| {
            wait_for_gate();
            Err::<(), _>("no")
        };
        let outcome = parallel(0..2_usize)
            .jobs(2)
            .progress("Failing")
            .try_per_chunk(body);
        assert_eq!(outcome, Err("no"));
        return;
    };
    screen.wait_for(|line| line.starts_with("Failing "));
    let (lines, _) = screen.end();
    assert!(rest(&lines).is_empty(), "{lines:#?}");
}

#[test]
fn calls_inside_of_a_call_with_a_bar_have_none() {
    let name = "calls_inside_of_a_call_with_a_bar_have_none";
    let Some(screen) = Screen::run_again(name, &[]) else {
        let inner = |numbers| {
            parallel(numbers)
                .jobs(2)
                .progress("Inner")
                .per_chunk(waiting)
        };
        let between = |numbers| parallel(numbers).jobs(2).per_chunk(inner);
        parallel(0..8_usize)
            .jobs(2)
            .progress("Outer")
            .per_chunk(between);
        return;
    };
    screen.wait_for(|line| line.starts_with("Outer "));
    thread::sleep(Duration::from_millis(300)); // others would appear
    let (lines, bytes) = screen.end();
    assert!(rest(&lines).is_empty(), "{lines:#?}");
    assert!(!bytes.contains("Inner"), "{bytes}");
}

#[test]
fn calls_at_the_same_time_have_a_line_each() {
    let name = "calls_at_the_same_time_have_a_line_each";
    let Some(screen) = Screen::run_again(name, &[]) else {
        thread::scope(|scope| {
            for label in ["First", "Second", "Third"] {
                let call = parallel(0..2_usize).jobs(2).progress(label);
                scope.spawn(|| call.per_chunk(waiting));
            }
        });
        return;
    };
    for label in ["First ", "Second ", "Third "] {
        screen.wait_for(|line| line.starts_with(label));
    }
    let lines = screen.lines();
    let bars = lines.iter().filter(|line| line.contains(" 0/2 "));
    assert_eq!(bars.count(), 3, "{lines:#?}");
    let (lines, _) = screen.end();
    assert!(rest(&lines).is_empty(), "{lines:#?}");
}

#[test]
fn output_in_between_has_lines_of_its_own() {
    let name = "output_in_between_has_lines_of_its_own";
    let Some(screen) = Screen::run_again(name, &[]) else {
        let body = |numbers: Range<usize>| {
            wait_for_gate();
            for number in numbers {
                suspend(|| println!("line {number} of stdout"));
                writeln!(Stderr, "line {number} of stderr").unwrap();
            }
        };
        parallel(0..4_usize).jobs(2).progress(true).per_chunk(body);
        return;
    };
    screen.wait_for(|line| line.contains(" 0/4 "));
    let (lines, _) = screen.end();
    let mut rest = rest(&lines);
    rest.sort_unstable();
    let numbers = 0..4;
    let expected = numbers.flat_map(|n| ["stderr", "stdout"].map(|to| format!("line {n} of {to}")));
    assert!(rest.iter().copied().eq(expected), "{rest:#?}");
}

#[test]
fn a_report_is_printed_when_the_bar_is_gone() {
    let name = "a_report_is_printed_when_the_bar_is_gone";
    let Some(screen) = Screen::run_again(name, &[]) else {
        parallel(0..2_usize)
            .jobs(2)
            .progress("Both")
            .print_report()
            .per_chunk(waiting);
        return;
    };
    screen.wait_for(|line| line.starts_with("Both "));
    let (lines, _) = screen.end();
    let rest = rest(&lines);
    assert!(rest[0].starts_with("Completed waiting in "), "{rest:#?}");
    assert!(rest[1].starts_with("  2 elements, 2 chunks, "), "{rest:#?}");
}

/// Long enough for a bar.
fn slow(_: Range<usize>) {
    thread::sleep(Duration::from_millis(300));
}

#[test]
fn there_is_no_bar_where_the_environment_says_so() {
    let name = "there_is_no_bar_where_the_environment_says_so";
    for variable in [("NO_COLOR", "1"), ("TERM", "dumb")] {
        let Some(screen) = Screen::run_again(name, &[variable]) else {
            parallel(0..2_usize).progress("Hidden").per_chunk(slow);
            return;
        };
        let (_, bytes) = screen.end();
        assert!(
            !bytes.contains("Hidden") && !bytes.contains('\x1b'),
            "{bytes:?}"
        );
    }
}

#[test]
fn there_is_no_bar_where_stderr_is_no_terminal() {
    let name = "there_is_no_bar_where_stderr_is_no_terminal";
    let Some(output) = run_again(name, "TERM", "xterm") else {
        parallel(0..2_usize).progress("Hidden").per_chunk(slow);
        return;
    };
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && errors.is_empty(), "{errors}");
}

#[test]
fn a_short_call_shows_nothing() {
    let name = "a_short_call_shows_nothing";
    let Some(screen) = Screen::run_again(name, &[]) else {
        parallel(0..100_usize).progress("Short").per_chunk(drop);
        return;
    };
    let (_, bytes) = screen.end();
    assert!(!bytes.contains("Short"), "{bytes:?}");
}

#[test]
fn a_bar_of_the_program_stands_beside_those_of_calls_and_leaves_no_line() {
    let name = "a_bar_of_the_program_stands_beside_those_of_calls_and_leaves_no_line";
    let Some(screen) = Screen::run_again(name, &[]) else {
        let style = ProgressStyle::with_template("files {pos}/{len}").unwrap();
        let files = multi_progress().add(ProgressBar::new(3).with_style(style));
        for _ in 0..3 {
            files.inc(1);
            assert_eq!(half_waits(0..4000).len(), 4000);
            writeln!(Stderr, "a file is done").unwrap();
        }
        files.finish_and_clear();
        return;
    };
    screen.wait_for(|line| line.contains("2,000/4,000"));
    let lines = screen.lines();
    assert!(lines.iter().any(|line| line == "files 1/3"), "{lines:#?}");
    let (lines, _) = screen.end();
    assert_eq!(rest(&lines), ["a file is done"; 3]);
}

#[test]
fn who_has_stderr_locked_can_wait_for_a_call_with_a_bar() {
    let name = "who_has_stderr_locked_can_wait_for_a_call_with_a_bar";
    let Some(screen) = Screen::run_again(name, &[]) else {
        let stderr = std::io::stderr().lock();
        assert!(half_waits(0..4000).into_iter().eq(0..4000));
        drop(stderr);
        return;
    };
    screen.wait_for(|line| line.contains("2,000/4,000"));
    let (lines, _) = screen.end();
    assert!(rest(&lines).is_empty(), "{lines:#?}");
}

#[test]
fn what_suspends_the_bars_can_wait_for_a_call_with_a_bar() {
    let name = "what_suspends_the_bars_can_wait_for_a_call_with_a_bar";
    let Some(screen) = Screen::run_again(name, &[]) else {
        let call = thread::spawn(|| half_waits(0..4000));
        // The bar of this one is on the screen until the gate opens.
        parallel(0..1_usize).progress("Outer").per_chunk(waiting);
        suspend(|| assert!(call.join().unwrap().into_iter().eq(0..4000)));
        return;
    };
    screen.wait_for(|line| line.contains("2,000/4,000"));
    screen.end();
}

#[test]
fn what_runs_when_a_thread_panics_can_wait_for_a_call_with_a_bar() {
    let name = "what_runs_when_a_thread_panics_can_wait_for_a_call_with_a_bar";
    let Some(screen) = Screen::run_again(name, &[]) else {
        let hook = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if thread::current().name() != Some("panics") {
                return hook(panic);
            }
            // Long enough for a bar.
            let body = |_| thread::sleep(Duration::from_millis(300));
            parallel(0..1_usize).progress(true).per_chunk(body);
        }));
        let panics = thread::Builder::new().name("panics".into());
        let thread = panics.spawn(|| panic!("at the hook")).expect("a thread");
        if !happens(|| thread.is_finished()) {
            process::exit(1); // a panic here would wait as well
        }
        return;
    };
    screen.end();
}
