//! Sizes of the program and of what browsers load first, packed as they travel.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};

use crate::server::House;

pub(crate) fn run(house: &House, web: &Path) -> Result<()> {
    let program = std::fs::metadata(&house.guiche)?.len();
    println!("program, interface inside      {:>8.1} MB", program as f64 / 1e6);
    show("widget: loader", &[web.join("sdk.js")])?;
    show("widget: first load", &first_load(web, "widget")?)?;
    show("desk: first load", &first_load(web, "desk")?)
}

/// The page and what it names: scripts, what they preload, styles.
fn first_load(web: &Path, app: &str) -> Result<Vec<PathBuf>> {
    let folder = web.join(app);
    let page = folder.join("index.html");
    let html = std::fs::read_to_string(&page)
        .with_context(|| format!("{} is missing: `make ui`", page.display()))?;
    let named = html.split(['"', '\'']).filter(|text| text.ends_with(".js") || text.ends_with(".css"));
    let mut files = vec![page];
    for name in named {
        // The page is served under a base of its own.
        let asset = name.trim_start_matches('/').split_once('/').map_or(name, |(_, rest)| rest);
        let file =
            [folder.join(asset), web.join(name.trim_start_matches('/'))].into_iter().find(|f| f.exists());
        files.extend(file.filter(|f| !files.contains(f)));
    }
    Ok(files)
}

fn show(what: &str, files: &[PathBuf]) -> Result<()> {
    let mut packed = 0;
    for file in files {
        packed += gzipped(file)?;
    }
    println!("{what:<30} {:>8.2} kB gz  ({} files)", packed as f64 / 1000.0, files.len());
    Ok(())
}

fn gzipped(file: &Path) -> Result<usize> {
    let packed = Command::new("gzip").args(["-9", "-c"]).arg(file).stderr(Stdio::inherit()).output()?;
    ensure!(packed.status.success(), "gzip failed on {}", file.display());
    Ok(packed.stdout.len())
}
