//! The rules of the house, checked over the checkout's files.

mod arrows;
mod channels;
mod lengths;
mod lexer;
mod locales;
mod sql;
mod words;

use std::fmt;
use std::path::Path;

use crate::tree::Tree;

/// Something that breaks a rule, or soon will.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    /// Where: a file, with `:line` where known.
    pub(crate) place: String,
    /// What is wrong and what to do.
    pub(crate) what: String,
    /// Whether it fails the check; otherwise it is a warning.
    pub(crate) grave: bool,
}

impl Finding {
    /// A fault that fails the check.
    pub(crate) fn error(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self { place: place.into(), what: what.into(), grave: true }
    }

    /// Something to mend soon.
    pub(crate) fn warning(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self { place: place.into(), what: what.into(), grave: false }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let grade = if self.grave { "error" } else { "warning" };
        write!(f, "{grade}: {}: {}", self.place, self.what)
    }
}

/// Checks every rule over the checkout at `root`, the grave findings first.
///
/// # Errors
/// When the checkout can't be read or `cargo metadata` fails.
pub(crate) fn run(root: &Path) -> anyhow::Result<Vec<Finding>> {
    let mut findings = arrows::check(&arrows::read(root)?);
    findings.extend(check_files(&Tree::read(root)?));
    findings.sort_by_key(|f| !f.grave);
    Ok(findings)
}

/// Checks the rules that look at files alone.
pub(crate) fn check_files(tree: &Tree) -> Vec<Finding> {
    let rules = [channels::check, lengths::check, locales::check, sql::check, words::check];
    rules.iter().flat_map(|rule| rule(tree)).collect()
}

#[cfg(test)]
mod tests;
