//! The house's own tools: `cargo run -p xtask -- tidy | new-feature NAME | new-channel NAME`.
//!
//! `tidy` is also a test (`cargo test -p xtask`), so that the rules of ARCHITECTURE.md hold at every change.
//! To add a rule: a file in `tidy/` with a function over the [`tree::Tree`], a line in [`tidy::run`], and a test in
//! `tidy/tests.rs` that plants the fault and sees it found.

mod skeleton;
mod tidy;
mod tree;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, bail};

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<bool> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["tidy"] => tidy_all(),
        ["new-feature", name] => skeleton::feature(&root()?, name).map(|()| true),
        ["new-channel", name] => skeleton::channel(&root()?, name).map(|()| true),
        _ => bail!("usage: cargo run -p xtask -- tidy | new-feature NAME | new-channel NAME"),
    }
}

fn tidy_all() -> anyhow::Result<bool> {
    let findings = tidy::run(&root()?)?;
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    let errors = findings.iter().filter(|f| f.grave).count();
    let mut out = std::io::stdout().lock();
    for line in &lines {
        writeln!(out, "{line}")?;
    }
    writeln!(out, "tidy: {errors} errors, {} warnings", findings.len() - errors)?;
    Ok(errors == 0)
}

/// The checkout's root: the folder above this crate.
fn root() -> anyhow::Result<PathBuf> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.parent().map(PathBuf::from).context("xtask lies in the checkout")
}
