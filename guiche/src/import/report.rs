//! What came, what was here already, and what stayed behind and why: as JSON and in words.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use plug_import::Left;
use serde_json::{Value, json};

/// How many of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    /// Came now, or on a dry run would come into an empty installation.
    pub(crate) came: u64,
    /// Were here already.
    pub(crate) known: u64,
    /// Stayed behind.
    pub(crate) left: u64,
}

/// The report of a run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Report {
    pub(crate) source: String,
    pub(crate) dry: bool,
    /// The account that was filled.
    pub(crate) account: Option<i64>,
    pub(crate) counts: BTreeMap<String, Count>,
    pub(crate) left: Vec<Left>,
    /// Old and new ids, by what they are of; only where they differ.
    pub(crate) moved: BTreeMap<&'static str, Vec<(i64, i64)>>,
    /// Whether passwords came along.
    pub(crate) passwords: bool,
    /// E-mail and link of those who came without a password.
    pub(crate) links: Vec<(String, String)>,
}

/// Things that stayed behind and are named one by one in words; the JSON has all.
const NAMED: usize = 40;

impl Report {
    pub(crate) fn count(&mut self, noun: &str) -> &mut Count {
        self.counts.entry(noun.to_owned()).or_default()
    }

    fn json(&self) -> Value {
        let counts: BTreeMap<&str, Value> = self
            .counts
            .iter()
            .map(|(noun, c)| (noun.as_str(), json!({ "came": c.came, "known": c.known, "left": c.left })))
            .collect();
        let left: Vec<Value> = self
            .left
            .iter()
            .map(|l| json!({ "noun": l.noun, "id": l.id, "name": l.name, "why": l.why }))
            .collect();
        let links: Vec<Value> =
            self.links.iter().map(|(email, link)| json!({ "email": email, "link": link })).collect();
        json!({
            "source": self.source,
            "dry_run": self.dry,
            "account_id": self.account,
            "counts": counts,
            "left": left,
            "changed_ids": self.moved,
            "passwords": if self.passwords { "kept" } else { "by link" },
            "password_links": links,
        })
    }

    /// Writes it as JSON, readable by its owner only: it may hold links that open accounts.
    pub(crate) fn save(&self, path: &Path) -> Result<()> {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).with_context(|| format!("writing {}", path.display()))?;
        let text = serde_json::to_string_pretty(&self.json())?;
        writeln!(file, "{text}").with_context(|| format!("writing {}", path.display()))
    }

    /// In words.
    pub(crate) fn words(&self) -> String {
        let mut lines = vec![if self.dry {
            format!(
                "Dry run over {}: nothing was written. Into an empty installation would come:",
                self.source
            )
        } else {
            format!("From {} into account {}:", self.source, self.account.unwrap_or_default())
        }];
        for (noun, c) in &self.counts {
            let mut line = format!("  {noun}: {}", c.came);
            if c.known > 0 {
                line.push_str(&format!(", {} here already", c.known));
            }
            if c.left > 0 {
                line.push_str(&format!(", {} left behind", c.left));
            }
            lines.push(line);
        }
        let moved: Vec<String> = self
            .moved
            .iter()
            .filter(|(_, ids)| !ids.is_empty())
            .map(|(n, ids)| format!("{} {n}", ids.len()))
            .collect();
        if !moved.is_empty() {
            lines.push(format!("Under new ids, because the old ones are taken here: {}.", moved.join(", ")));
        }
        if self.passwords {
            lines.push("Passwords came along: everyone signs in as before.".to_owned());
        } else {
            lines.push(
                "Passwords do not come through the API: each person chooses a new one by a link.".to_owned(),
            );
            lines.extend(self.links.iter().map(|(email, link)| format!("  {email}  {link}")));
        }
        if !self.left.is_empty() {
            lines.push("Left behind, or not as it was:".to_owned());
            let one = |l: &Left| format!("  {} {} {}: {}", l.noun, l.id, l.name, l.why);
            lines.extend(self.left.iter().take(NAMED).map(one));
            if self.left.len() > NAMED {
                lines.push(format!("  and {} more, all of them in the report", self.left.len() - NAMED));
            }
        }
        lines.join("\n")
    }
}
