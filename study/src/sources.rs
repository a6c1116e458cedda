//! Where the sources of a crate are. Cargo fetches them.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::lists::Function;

/// All that the study writes.
pub(crate) fn work_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/study")
}

pub(crate) fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")))
}

/// The folder with the sources of the function's crate.
pub(crate) fn folder(function: &Function) -> Result<PathBuf, String> {
    let request = work_folder().join("requests").join(&function.krate);
    let answer = request.join("sources.txt");
    if let Ok(known) = fs::read_to_string(&answer) {
        if Path::new(&known).is_dir() {
            return Ok(known.into());
        }
    }
    eprintln!("fetching {}", function.krate);
    let folder = fetch(function, &request);
    let folder = folder.map_err(|error| format!("fetching {}: {error}", function.krate))?;
    fs::write(&answer, &folder).map_err(|error| error.to_string())?;
    Ok(folder.into())
}

/// Lets cargo fetch a package that depends on the crate, and asks where the sources of the crate are.
fn fetch(function: &Function, request: &Path) -> Result<String, String> {
    let (name, version) = function.package();
    let manifest = format!(
        "[package]\nname = \"request\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n\
         [workspace]\n\n[dependencies]\n{name} = \"={version}\"\n"
    );
    let write = || {
        fs::create_dir_all(request.join("src"))?;
        fs::write(request.join("src/lib.rs"), "")?;
        fs::write(request.join("Cargo.toml"), manifest)
    };
    write().map_err(|error| error.to_string())?;
    let output = cargo()
        .args(["metadata", "--format-version", "1"])
        .current_dir(request)
        .output()
        .map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let metadata: Value =
        serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let mut fitting = packages.filter(|package| package["name"] == name);
    let package = fitting.find(|package| package["version"] == version);
    let manifest = package.and_then(|package| package["manifest_path"].as_str());
    let folder = manifest.and_then(|path| path.strip_suffix("Cargo.toml"));
    folder
        .map(str::to_owned)
        .ok_or_else(|| "cargo names no such package".to_owned())
}
