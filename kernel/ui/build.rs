//! Finds the built interface and lists it for embedding. Never runs npm, never reaches the network.
//!
//! A debug build embeds nothing (it reads `web/dist` when asked), so that a change of the interface compiles no
//! Rust. A release build without the interface fails and says what to do; `GUICHE_NO_UI=1` lets it pass.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

#[path = "src/etag.rs"]
mod etag;

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/etag.rs");
    println!("cargo::rerun-if-env-changed=GUICHE_NO_UI");
    let dist = PathBuf::from(var("CARGO_MANIFEST_DIR")?).join("../../web/dist");
    let list = PathBuf::from(var("OUT_DIR")?).join("embedded.rs");
    if env::var_os("CARGO_CFG_DEBUG_ASSERTIONS").is_some() {
        return fs::write(list, "&[]");
    }
    println!("cargo::rerun-if-changed={}", dist.display());
    if dist.join("desk/index.html").is_file() {
        return fs::write(list, listing(&dist)?);
    }
    if env::var("GUICHE_NO_UI").is_ok_and(|v| v == "1") {
        return fs::write(list, "&[]");
    }
    println!("cargo::error=the interface is not built. Run `npm ci` and `make ui`, or set GUICHE_NO_UI=1");
    Ok(())
}

fn var(name: &str) -> io::Result<String> {
    env::var(name).map_err(io::Error::other)
}

/// The Rust text of a sorted array of files.
fn listing(dist: &Path) -> io::Result<String> {
    let mut files = Vec::new();
    walk(dist, &mut files)?;
    files.sort();
    let mut out = String::from("&[\n");
    for file in &files {
        let relative = file.strip_prefix(dist).map_err(io::Error::other)?;
        let name = relative.to_string_lossy().replace('\\', "/");
        let file = fs::canonicalize(file)?;
        let packed = PathBuf::from(format!("{}.br", file.display()));
        let packed = if fresh(&file, &packed) {
            format!("Some(include_bytes!({:?}))", packed.display().to_string())
        } else {
            "None".to_owned()
        };
        let etag = etag::etag(&fs::read(&file)?);
        let path = file.display().to_string();
        writeln!(
            out,
            "Embedded {{ path: {name:?}, body: include_bytes!({path:?}), brotli: {packed}, etag: {etag:?} }},"
        )
        .map_err(io::Error::other)?;
    }
    out.push(']');
    Ok(out)
}

/// Whether the packed twin exists and was made from the file as it is now.
fn fresh(file: &Path, packed: &Path) -> bool {
    let time = |p: &Path| fs::metadata(p).and_then(|m| m.modified()).ok();
    match (time(file), time(packed)) {
        (Some(file), Some(packed)) => packed >= file,
        _ => false,
    }
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, files)?;
        } else if path.extension().is_none_or(|e| e != "br") {
            files.push(path);
        }
    }
    Ok(())
}
