//! What `parallelize::check` says of a counterexample.

use parallelize::check;

#[test]
fn the_message_has_the_cut_and_both_results() {
    let windows = |numbers: &[u8]| numbers.windows(2).map(<[u8]>::to_vec).collect::<Vec<_>>();
    let found = check(&[1, 2, 3, 4, 5, 6]).flatten(windows).unwrap_err();
    let message = "in pieces, the function gives something else than on the whole
  input:  elements 0..2 of 6, cut at 1
  whole:  [[1, 2]]
  pieces: []
  first difference: index 0";
    assert_eq!(found.to_string(), message);
    assert_eq!(format!("{found:?}"), message, "as `unwrap` shows it");

    let found = check(&mut [2, 1]).flatten(<[u8]>::sort).unwrap_err();
    let message = "in pieces, the function makes something else of its input than on the whole
  input:  elements 0..2 of 2, cut at 1
  whole:  [1, 2]
  pieces: [2, 1]
  first difference: index 0";
    assert_eq!(found.to_string(), message);
}

#[test]
fn long_results_are_shown_around_their_first_difference() {
    let numbered = |numbers: &[u8]| {
        let lines = (0..1000).map(|line| if line == 500 { numbers.len() } else { line });
        lines.collect::<Vec<_>>()
    };
    let first = |a, _| a;
    let found = check(&[0; 2]).reduce(numbered, first).unwrap_err();
    assert_eq!(found.first_difference, Some(500));
    let message = found.to_string();
    assert!(message.len() < 600, "{message}");
    assert!(
        message.contains(" 499, 2, 501, ") && message.contains(" 499, 1, 501, "),
        "{message}"
    );
    assert!(found.whole.starts_with("[0, 1, 2, ") && found.whole.ends_with(" 999]"));
}

#[test]
fn the_first_difference_is_that_of_elements_whatever_they_print() {
    let odd = [r"a, [", "\"", "'", "(", "x\\", "end"];
    let but_the_last = |words: &[&str]| -> Option<Vec<(String, char)>> {
        let (_, words) = words.split_last()?;
        let pairs = words.iter().map(|word| ((*word).to_owned(), '\''));
        Some(pairs.collect())
    };
    let keep_first = |a, _| a;
    for len in 2..=odd.len() {
        let found = check(&odd[..len])
            .reduce(but_the_last, keep_first)
            .unwrap_err();
        assert_eq!(found.first_difference, Some(0), "{found}");
    }
    let tail = |words: &[&str]| [(odd, 0), (odd, words.len())];
    let found = check(&odd).reduce(tail, |a, _| a).unwrap_err();
    assert_eq!(found.first_difference, Some(1));
}
