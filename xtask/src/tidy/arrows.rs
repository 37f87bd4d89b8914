//! Who may import whom: the table of ARCHITECTURE.md over `cargo metadata`.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, ensure};
use serde_json::Value;

use super::Finding;

/// A crate of the workspace and the workspace crates it uses.
#[derive(Clone, Debug)]
pub(crate) struct Crate {
    /// Its name.
    pub(crate) name: String,
    /// Its folder below the root.
    pub(crate) folder: String,
    /// Workspace crates it needs to build.
    pub(crate) uses: Vec<String>,
    /// Workspace crates its tests need beside those.
    pub(crate) tests_use: Vec<String>,
}

/// The kernel from the ground up: each may use only those before it.
const KERNEL: [&str; 9] = [
    "kernel-base",
    "kernel-text",
    "kernel-db",
    "kernel-blob",
    "kernel-bus",
    "kernel-http",
    "kernel-mail",
    "kernel-oidc",
    "kernel-ui",
];
/// What each crate of the desk may use, kernel crates aside where the second part says so.
const DESK: [(&str, &[&str], Kernel); 8] = [
    ("desk-model", &[], Kernel::Pure),
    ("desk-wire", &["desk-model"], Kernel::Pure),
    ("plug-channel", &["desk-model"], Kernel::NoStore),
    ("plug-feature", &["desk-model"], Kernel::Any),
    ("plug-import", &[], Kernel::Pure),
    ("desk-core", &["desk-model", "desk-wire", "plug-channel", "plug-feature", "plug-import"], Kernel::Any),
    ("desk-api", &["desk-model", "desk-wire", "plug-channel", "plug-feature", "desk-core"], Kernel::Any),
    (
        "desk-testkit",
        &["desk-model", "desk-wire", "plug-channel", "plug-feature", "desk-core", "desk-api"],
        Kernel::Any,
    ),
];
/// Tools that may use everything, and that nothing may use.
const TOPS: [&str; 3] = ["guiche", "xtask", "guiche-bench"];

#[derive(Clone, Copy)]
enum Kernel {
    Pure,
    NoStore,
    Any,
}

impl Kernel {
    fn has(self, name: &str) -> bool {
        match self {
            Self::Pure => matches!(name, "kernel-base" | "kernel-text"),
            Self::NoStore => matches!(name, "kernel-base" | "kernel-text" | "kernel-http" | "kernel-blob"),
            Self::Any => name.starts_with("kernel-"),
        }
    }
}

/// The workspace's crates, by `cargo metadata`.
///
/// # Errors
/// When cargo fails.
pub(crate) fn read(root: &Path) -> anyhow::Result<Vec<Crate>> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let args = ["metadata", "--no-deps", "--offline", "--format-version", "1"];
    let out = Command::new(cargo).args(args).current_dir(root).output().context("cargo metadata")?;
    ensure!(out.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&out.stderr));
    let meta: Value = serde_json::from_slice(&out.stdout)?;
    let packages = meta["packages"].as_array().context("packages")?;
    let names: Vec<&str> = packages.iter().filter_map(|p| p["name"].as_str()).collect();
    let root = root.canonicalize()?;
    Ok(packages.iter().map(|package| one(package, &names, &root)).collect())
}

fn one(package: &Value, names: &[&str], root: &Path) -> Crate {
    let (mut uses, mut tests_use) = (Vec::new(), Vec::new());
    for dependency in package["dependencies"].as_array().into_iter().flatten() {
        let Some(name) = dependency["name"].as_str().filter(|n| names.contains(n)) else { continue };
        let list = if dependency["kind"] == "dev" { &mut tests_use } else { &mut uses };
        list.push(name.to_owned());
    }
    let manifest = Path::new(package["manifest_path"].as_str().unwrap_or_default());
    let folder = manifest.parent().and_then(|p| p.strip_prefix(root).ok());
    Crate {
        name: package["name"].as_str().unwrap_or_default().to_owned(),
        folder: folder.map(|f| f.to_string_lossy().replace('\\', "/")).unwrap_or_default(),
        uses,
        tests_use,
    }
}

/// Forbidden arrows, and crates that stand in no room.
pub(crate) fn check(crates: &[Crate]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for from in crates {
        let place = format!("{}/Cargo.toml", from.folder);
        if !known(from) {
            findings.push(Finding::error(&*place, format!("`{}` stands in no room of the table", from.name)));
        }
        for to in &from.uses {
            if !may(from, to) {
                findings.push(Finding::error(&*place, format!("`{}` may not use `{to}`", from.name)));
            }
        }
        for to in &from.tests_use {
            if *to != from.name && !may(from, to) && !may_in_tests(from, to) {
                findings
                    .push(Finding::error(&*place, format!("tests of `{}` may not use `{to}`", from.name)));
            }
        }
    }
    findings
}

fn known(which: &Crate) -> bool {
    let name = which.name.as_str();
    TOPS.contains(&name)
        || KERNEL.contains(&name)
        || DESK.iter().any(|row| row.0 == name)
        || (name.starts_with("feature-") && which.folder.starts_with("features/"))
        || (name.starts_with("channel-") && which.folder.starts_with("channels/"))
        || (name.starts_with("import-") && which.folder.starts_with("import/"))
}

fn may(from: &Crate, to: &str) -> bool {
    let name = from.name.as_str();
    if TOPS.contains(&to) || to == "desk-testkit" {
        return false;
    }
    if TOPS.contains(&name) {
        return true;
    }
    if let Some(height) = KERNEL.iter().position(|k| *k == name) {
        return KERNEL[..height].contains(&to);
    }
    if let Some((_, desk, kernel)) = DESK.iter().find(|row| row.0 == name) {
        return desk.contains(&to) || kernel.has(to);
    }
    if name.starts_with("feature-") {
        return matches!(to, "plug-feature" | "desk-model" | "desk-wire") || to.starts_with("kernel-");
    }
    if name.starts_with("channel-") {
        return matches!(to, "plug-channel" | "desk-model") || Kernel::NoStore.has(to);
    }
    if name.starts_with("import-") {
        return to == "plug-import" || Kernel::Pure.has(to);
    }
    false
}

/// Tests may stand the whole desk up, with the kit that does it; never a neighbour.
fn may_in_tests(from: &Crate, to: &str) -> bool {
    let plugged = from.name.starts_with("feature-") || from.name.starts_with("channel-");
    let desk = DESK.iter().any(|row| row.0 == from.name);
    (plugged || desk)
        && (to == "desk-testkit"
            || to.starts_with("plug-")
            || to == "desk-core"
            || to == "desk-api"
            || to.starts_with("kernel-"))
        || TOPS.contains(&from.name.as_str())
}
