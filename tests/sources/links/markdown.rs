//! What Markdown holds: links, pictures, and the headings that links can name.

use std::collections::HashMap;

use pulldown_cmark::{BrokenLink, Event, LinkType, Options, Parser, Tag, TagEnd};

#[derive(Debug)]
pub(super) struct Link {
    pub(super) to: String,
    pub(super) is_picture: bool,
    /// `[label]` or `[words][label]` without a definition of the label. rustdoc looks for an item of that name.
    pub(super) is_undefined: bool,
}

/// All links of a text.
pub(super) fn links(text: &str) -> Vec<Link> {
    let mut undefined =
        |link: BrokenLink<'_>| Some((link.reference.into_string().into(), "".into()));
    let parser = Parser::new_with_broken_link_callback(text, options(), Some(&mut undefined));
    let found = parser.filter_map(|event| {
        let (kind, to, is_picture) = match event {
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                ..
            }) => (link_type, dest_url, false),
            Event::Start(Tag::Image {
                link_type,
                dest_url,
                ..
            }) => (link_type, dest_url, true),
            _ => return None,
        };
        Some(Link {
            to: to.into_string(),
            is_picture,
            is_undefined: matches!(
                kind,
                LinkType::ReferenceUnknown | LinkType::CollapsedUnknown | LinkType::ShortcutUnknown
            ),
        })
    });
    found.collect()
}

/// What can stand behind `#`, as forges and rustdoc derive it from headings, and `id`s of HTML.
pub(super) fn anchors(text: &str) -> Vec<String> {
    let mut anchors = Vec::new();
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut heading: Option<String> = None;
    for event in Parser::new_ext(text, options()) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::Text(text) | Event::Code(text) => {
                if let Some(heading) = &mut heading {
                    heading.extend(text.chars().filter_map(in_anchor));
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                let anchor = heading.take().unwrap();
                let before = seen.entry(anchor.clone()).or_default();
                anchors.push(match *before {
                    0 => anchor,
                    before => format!("{anchor}-{before}"),
                });
                *before += 1;
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                let ids = html.split(" id=\"").skip(1);
                anchors.extend(ids.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())));
            }
            _ => {}
        }
    }
    anchors
}

fn in_anchor(c: char) -> Option<char> {
    match c {
        '-' | '_' => Some(c),
        _ if c.is_alphanumeric() => Some(c.to_ascii_lowercase()),
        _ if c.is_ascii_whitespace() => Some('-'),
        _ => None,
    }
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES
}

#[test]
fn headings_have_anchors() {
    let text = "# How `jobs` cuts\n## `&mut` arguments\n# How jobs cuts\n<a id=\"order\"></a> here";
    let expected = ["how-jobs-cuts", "mut-arguments", "how-jobs-cuts-1", "order"];
    assert_eq!(anchors(text), expected);
}

#[test]
fn links_are_found() {
    let text = "[a](x) [b][c] ![d][e] [f][g] [`h`] `[i](j)`\n\n[c]: y\n[e]: z";
    let found = links(text);
    let found: Vec<_> = found
        .iter()
        .map(|link| (link.to.as_str(), link.is_picture, link.is_undefined))
        .collect();
    let expected = [
        ("x", false, false),
        ("y", false, false),
        ("z", true, false),
        ("g", false, true),
        ("`h`", false, true),
    ];
    assert_eq!(found, expected);
}
