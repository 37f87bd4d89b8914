//! Skeletons of a feature and a channel: one folder and the line to add to the list.

use std::io::Write as _;
use std::path::Path;
use std::{fs, io};

use anyhow::ensure;

const MANIFEST: &str = "[package]
name = \"@NAME@\"
version.workspace = true
edition.workspace = true
rust-version.workspace = true
license.workspace = true
publish.workspace = true

[lib]
doctest = false

[lints]
workspace = true

[dependencies]
kernel-base.workspace = true
kernel-http.workspace = true
desk-model.workspace = true
@PLUG@.workspace = true
";

const FEATURE: &str = "//! @NAME@: what it is for, in one sentence. What it never does.

use plug_feature::Feature;

/// The feature, listed in `guiche/src/features.rs`.
pub static FEATURE: Feature = Feature {
    locales: [
        include_str!(\"../locales/pt-BR.json\"),
        include_str!(\"../locales/en.json\"),
        include_str!(\"../locales/es.json\"),
    ],
    ..Feature::named(\"@ID@\")
};
";

const CHANNEL: &str =
    "//! @NAME@: which messages arrive and leave by it. It never sees SQL: everything goes through its ports.

use std::sync::Arc;

use async_trait::async_trait;
use kernel_http::Routes;
use plug_channel::{Capabilities, Channel, ChannelKind, OutMessage, Receipt, SendError};
use serde_json::Map;

/// The channel, listed in `guiche/src/channels.rs`.
pub static KIND: ChannelKind = ChannelKind {
    id: \"@ID@\",
    wire: \"Channel::@CLASS@\",
    create_type: \"@ID@\",
    icon: \"message-circle\",
    settings: &[],
    capabilities: Capabilities {
        text_max: 4096,
        file_max: 16 * 1024 * 1024,
        files_max: 1,
        quotes: false,
        typing: false,
        receipts: false,
        starts: false,
        sends: true,
        reactions: false,
        edits: false,
        deletes: false,
        voice: false,
        stickers: false,
        signature_line: true,
    },
    routes: Routes::new,
    check: |_, _| Ok(()),
    inbox_json: |_, _, _| Map::new(),
    events_url: None,
    reaches: |_| true,
    reply_hours: None,
    connect: |_, _| Arc::new(Live),
    locales: [
        include_str!(\"../locales/pt-BR.json\"),
        include_str!(\"../locales/en.json\"),
        include_str!(\"../locales/es.json\"),
    ],
};

struct Live;

#[async_trait]
impl Channel for Live {
    async fn send(&self, _message: &OutMessage) -> Result<Receipt, SendError> {
        Err(SendError::Refused(\"not connected\".to_owned()))
    }
}
";

/// Writes the skeleton of a feature and says which line to add.
///
/// # Errors
/// A name that is no name, a folder that exists, or what the file system says.
pub(crate) fn feature(root: &Path, name: &str) -> anyhow::Result<()> {
    let krate = format!("feature-{}", name.replace('_', "-"));
    let folder = write(root, "features", name, &krate, FEATURE, "plug-feature")?;
    say(&format!(
        "{folder} is there. Add to Cargo.toml: {krate} = {{ path = \"{folder}\" }}\n\
         to guiche/Cargo.toml: {krate}.workspace = true\n\
         and to guiche/src/features.rs: &{}::FEATURE,",
        krate.replace('-', "_")
    ))
}

/// Writes the skeleton of a channel and says which line to add.
///
/// # Errors
/// A name that is no name, a folder that exists, or what the file system says.
pub(crate) fn channel(root: &Path, name: &str) -> anyhow::Result<()> {
    let krate = format!("channel-{}", name.replace('_', "-"));
    let folder = write(root, "channels", name, &krate, CHANNEL, "plug-channel")?;
    let manifest = root.join(&folder).join("Cargo.toml");
    let text = fs::read_to_string(&manifest)? + "async-trait.workspace = true\nserde_json.workspace = true\n";
    fs::write(manifest, text)?;
    say(&format!(
        "{folder} is there. Add to Cargo.toml: {krate} = {{ path = \"{folder}\" }}\n\
         to guiche/Cargo.toml: {krate}.workspace = true\n\
         and to guiche/src/channels.rs: &{}::KIND,",
        krate.replace('-', "_")
    ))
}

fn write(root: &Path, group: &str, name: &str, krate: &str, lib: &str, plug: &str) -> anyhow::Result<String> {
    let plain =
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    ensure!(plain, "a name is of a–z, 0–9 and _");
    let folder = format!("{group}/{name}");
    let at = root.join(&folder);
    ensure!(!at.exists(), "{folder} exists");
    fs::create_dir_all(at.join("src"))?;
    fs::create_dir_all(at.join("locales"))?;
    let fill = |text: &str| {
        text.replace("@NAME@", krate)
            .replace("@ID@", name)
            .replace("@CLASS@", &class(name))
            .replace("@PLUG@", plug)
    };
    fs::write(at.join("Cargo.toml"), fill(MANIFEST))?;
    fs::write(at.join("src/lib.rs"), fill(lib))?;
    fs::write(
        at.join("README.md"),
        format!("# {name}\n\nWhat it is for, what it never does, how to try it.\n"),
    )?;
    for tag in ["pt-BR", "en", "es"] {
        fs::write(at.join(format!("locales/{tag}.json")), "{}\n")?;
    }
    Ok(folder)
}

/// `sms_channel` becomes `SmsChannel`.
fn class(name: &str) -> String {
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    name.split('_').filter(|w| !w.is_empty()).map(capital).collect()
}

fn say(text: &str) -> anyhow::Result<()> {
    writeln!(io::stdout(), "{text}")?;
    Ok(())
}

#[cfg(test)]
mod tests;
