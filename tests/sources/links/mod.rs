//! Links, offline: each names a file, a heading or an item that is there. rustdoc looks at links to items, but not
//! at what stands behind `#`.

mod documented;
mod markdown;
mod site;

use std::fs;

use self::site::{Site, markdown_files};
use crate::{root, sources};

#[test]
fn no_link_is_dead() {
    let site = Site::read();
    let (mut links, mut dead) = (0, Vec::new());
    let mut note = |place: &str, to: &str, wrong: Option<String>| {
        links += 1;
        dead.extend(wrong.map(|wrong| format!("{place}: `{to}`: {wrong}")));
    };
    for file in &site.files {
        let text = fs::read_to_string(file).unwrap();
        for link in markdown::links(&text) {
            let wrong = if link.is_undefined {
                Some("no definition of this label".into())
            } else {
                site.dead_in_file(file, &text, &link.to)
            };
            note(&file.display().to_string(), &link.to, wrong);
        }
    }
    for item in &site.items {
        let place = format!("{}, {} {}", item.file.display(), item.kind, item.name);
        for link in markdown::links(&item.text) {
            if link.is_undefined {
                continue;
            }
            note(&place, &link.to, site.dead_in_item(&item.text, &link.to));
        }
    }
    // Addresses in messages.
    for file in ["parallelize-macros", "parallelize", "parallelize-mpi"]
        .iter()
        .flat_map(|name| sources(&root().join(name).join("src")))
    {
        let source = fs::read_to_string(&file).unwrap();
        for (start, _) in source.match_indices("https://docs.rs/parallelize") {
            let ends = |c: char| c.is_whitespace() || "`\"')>]\\{".contains(c);
            let address = source[start..].split(ends).next().unwrap();
            note(
                &file.display().to_string(),
                address,
                site.dead_address(address),
            );
        }
    }
    assert!(links > 150, "only {links} links");
    assert!(dead.is_empty(), "\n{}", dead.join("\n"));
}

#[test]
fn every_kind_of_dead_link_is_found() {
    let site = Site::read();
    let readme = root().join("README.md");
    let docs = "https://docs.rs/parallelize/latest/parallelize";
    let forge = &site.repository;
    let text = "# Here";
    for (alive, dead) in [
        ("#here", "#there"),
        ("CHANGELOG.md#unreleased", "CHANGELOG.md#released"),
        ("examples/README.md", "examples/README.txt"),
        (
            &format!("{docs}/guide/streams/"),
            &format!("{docs}/guide/rivers/"),
        ),
        (
            &format!("{docs}/struct.Spilled.html"),
            &format!("{docs}/struct.Spoiled.html"),
        ),
        (
            &format!("{docs}/struct.Spilled.html#method.save"),
            &format!("{docs}/struct.Spilled.html#method.safe"),
        ),
        (
            &format!("{docs}/attr.parallelize.html#options"),
            &format!("{docs}/attr.parallelize.html#opinions"),
        ),
        (
            &format!("{docs}/check/"),
            "https://docs.rs/parallelize/0.1/parallelize/check/",
        ),
        (
            &format!("{forge}/blob/main/deny.toml"),
            &format!("{forge}/blob/main/allow.toml"),
        ),
        (
            &format!("{forge}/actions/workflows/ci.yml"),
            &format!("{forge}/actions/workflows/di.yml"),
        ),
    ] {
        assert_eq!(site.dead_in_file(&readme, text, alive), None, "{alive}");
        assert!(site.dead_in_file(&readme, text, dead).is_some(), "{dead}");
    }
    for (alive, dead) in [
        ("#here", "#there"),
        (
            "macro@crate::parallelize#options",
            "macro@crate::parallelize#opinions",
        ),
        ("crate::parallel()", "parallelize/docs/check.md"),
        (
            "crate::guide::threads_and_rayon#with-rayon",
            "crate::guide::threads_and_rayon#without-rayon",
        ),
    ] {
        assert_eq!(site.dead_in_item(text, alive), None, "{alive}");
        assert!(site.dead_in_item(text, dead).is_some(), "{dead}");
    }
}

/// docs.rs and crates.io have no files of the repository.
#[test]
fn pictures_of_the_readme_are_in_the_repository_or_badges() {
    let site = Site::read();
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let forge = &site.repository;
    let starts = [
        format!("{forge}/raw/main/"),
        format!("{forge}/actions/workflows/"),
        "https://img.shields.io/".to_owned(),
    ];
    let links = markdown::links(&readme);
    let pictures = links.iter().filter(|link| link.is_picture);
    let other: Vec<_> = pictures
        .filter(|picture| !starts.iter().any(|start| picture.to.starts_with(start)))
        .collect();
    assert!(other.is_empty(), "{other:?}");
}

#[test]
fn every_page_is_in_the_documentation() {
    let items = documented::items("parallelize");
    for page in markdown_files(&root().join("parallelize/docs")) {
        let text = fs::read_to_string(&page).unwrap();
        let is_there = items.iter().any(|item| item.text.contains(&text));
        assert!(is_there, "nothing includes {}", page.display());
    }
}

/// The first paragraph of an item stands on the pages of others as well, which have other headings.
#[test]
fn summaries_do_not_link_to_their_own_page() {
    for item in Site::read().items {
        let summary = item.text.split("\n\n").next().unwrap();
        let links = markdown::links(summary);
        let own = links.iter().find(|link| link.to.starts_with('#'));
        assert!(own.is_none(), "{} {}: {own:?}", item.kind, item.name);
    }
}
