//! The checkout as files with their texts: what the rules look at.

use std::path::Path;
use std::{fs, io};

/// Folders that hold nothing written by hand.
const SKIPPED: [&str; 12] = [
    ".git",
    "target",
    "node_modules",
    "dist",
    ".svelte-kit",
    "shots",
    "test-results",
    ".cache",
    "data",
    "snapshots",
    ".vite",
    ".venv",
];
/// Endings of the files that are read.
const READ: [&str; 17] = [
    "rs", "toml", "sql", "ts", "js", "mjs", "svelte", "css", "html", "json", "md", "yml", "yaml", "sh",
    "svg", "txt", "snap",
];

/// A file of the checkout.
pub(crate) struct File {
    /// Path from the root, with `/`.
    pub(crate) path: String,
    /// Content.
    pub(crate) text: String,
}

impl File {
    /// The ending after the last dot, empty without one.
    pub(crate) fn ending(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, e)| e)
    }

    /// The name without its folders.
    pub(crate) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// Whether it holds tests only.
    pub(crate) fn is_test(&self) -> bool {
        let path = &self.path;
        path.ends_with("/tests.rs")
            || path.contains("/tests/")
            || path.ends_with(".test.ts")
            || path.ends_with(".test.js")
            || path.starts_with("contract/")
            || path.starts_with("desk/testkit/")
    }
}

/// All files, in order of their paths.
pub(crate) struct Tree {
    /// The files.
    pub(crate) files: Vec<File>,
}

impl Tree {
    /// Reads the checkout at `root`.
    ///
    /// # Errors
    /// What the file system says.
    pub(crate) fn read(root: &Path) -> io::Result<Self> {
        let mut files = Vec::new();
        walk(root, root, &mut files)?;
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Self { files })
    }

    /// The files with this ending.
    pub(crate) fn with<'a>(&'a self, ending: &'a str) -> impl Iterator<Item = &'a File> {
        self.files.iter().filter(move |f| f.ending() == ending)
    }
}

fn walk(root: &Path, folder: &Path, files: &mut Vec<File>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() {
            if !SKIPPED.contains(&name.as_str()) {
                walk(root, &path, files)?;
            }
        } else if wanted(&name) {
            // A file that vanishes while we walk (an editor's own) is no finding.
            if let Ok(text) = fs::read_to_string(&path) {
                let relative = path.strip_prefix(root).map_err(io::Error::other)?;
                files.push(File { path: relative.to_string_lossy().replace('\\', "/"), text });
            }
        }
    }
    Ok(())
}

fn wanted(name: &str) -> bool {
    name == "Makefile"
        || name == "run"
        || (name != "package-lock.json" && name.rsplit_once('.').is_some_and(|(_, e)| READ.contains(&e)))
}
