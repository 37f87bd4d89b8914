//! `guiche serve`: the start in order, the one line when ready, the end in order.

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use desk_api::Facts;
use desk_core::Core;
use desk_core::accounts::setup_needed;
use desk_core::{inboxes, nodes};
use kernel_base::{AccountId, AccountScope, Clock, InboxId, Problem, SystemClock};
use kernel_db::Target;
use kernel_http::{ServeOptions, serve as serve_http};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::config::Config;
use crate::demo::{self, StoryClock};
use crate::house;

/// Open files under which ten thousand sockets would not fit.
const FILES_WANTED: u64 = 12_000;

/// Serves until SIGTERM or SIGINT.
///
/// # Errors
/// What keeps it from starting.
pub(crate) async fn serve(config: Config) -> Result<()> {
    let listener = TcpListener::bind(config.listen);
    let listener = listener.await.with_context(|| format!("listening on {}", config.listen))?;
    let address = listener.local_addr()?;
    let url = config.url(address.port());
    let told = if config.demo { tell_demo(&config, &url).await? } else { None };
    let core = house::core(&config, &config.data, Arc::new(SystemClock), url.clone())?;
    let demo = match told {
        Some(told) => demo_of(&core, &told).await?,
        None => None,
    };
    let (token, demo) = demo.unzip();
    let sso = house::sso(&config, &url)?;
    let facts = Facts { version: house::VERSION.to_owned(), demo: demo.clone(), sso };
    let (router, ports) = house::router(&core, &config, facts, token.as_deref())?;
    let runner = house::behind(&core, &ports).await?;
    if let Some(nats) = &config.nats_url {
        nodes::join(&core, nats).await.context("--nats-url")?;
    }
    warn_of_few_files();
    ready(&url, demo.as_ref())?;
    serve_http(listener, router, ServeOptions::default(), stopped()).await;
    runner.stop().await;
    core.store.close().await;
    Ok(())
}

/// Which account and inbox the demo was told into; kept beside the data, written when all is told.
#[derive(Debug, Serialize, Deserialize)]
struct Told {
    account: i64,
    inbox: i64,
}

/// Tells the demo into an empty installation, once. In an installation that is in use nothing happens.
async fn tell_demo(config: &Config, url: &str) -> Result<Option<Told>> {
    let mark = config.data.join("demo.json");
    if let Ok(text) = std::fs::read_to_string(&mark) {
        return Ok(Some(serde_json::from_str(&text).with_context(|| format!("in {}", mark.display()))?));
    }
    // What was begun and cut off is begun again: told in a folder of its own that is moved into place when whole.
    let aside = config.data.join("demo.part");
    let embedded = matches!(config.target(&config.data), Target::Sqlite(file) if !file.exists());
    let data = if embedded { aside.clone() } else { config.data.clone() };
    if embedded {
        remove(&aside)?;
    }
    let clock = Arc::new(StoryClock::default());
    let core = house::core(config, &data, Arc::clone(&clock) as Arc<dyn Clock>, url.to_owned())?;
    let fresh = core.store.read(setup_needed).await.map_err(anyhow::Error::new)?;
    let told = if fresh {
        let (router, _) = house::router(&core, config, Facts::default(), None)?;
        Some(demo::tell(&core, router, &clock).await.context("telling the demo")?)
    } else {
        tracing::warn!("the installation is in use, or the demo was cut off: it is not told");
        None
    };
    core.store.close().await;
    drop(core);
    if embedded {
        move_into(&aside, &config.data)?;
    }
    let Some((account, inbox)) = told else { return Ok(None) };
    let told = Told { account, inbox };
    std::fs::write(&mark, serde_json::to_string(&told)?)
        .with_context(|| format!("writing {}", mark.display()))?;
    Ok(Some(told))
}

fn remove(folder: &Path) -> Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
            Err(e).with_context(|| format!("removing {}", folder.display()))
        }
        _ => Ok(()),
    }
}

/// Moves everything of `from` into `to`, the database last, so that a cut leaves no half installation behind.
fn move_into(from: &Path, to: &Path) -> Result<()> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(from)? {
        names.push(entry?.file_name());
    }
    names.sort_by_key(|name| name.to_string_lossy().starts_with("guiche.db"));
    for name in names {
        let (old, new) = (from.join(&name), to.join(&name));
        if new.is_dir() {
            remove(&new)?;
        }
        std::fs::rename(&old, &new)
            .with_context(|| format!("moving {} to {}", old.display(), new.display()))?;
    }
    remove(from)
}

/// The demo's website token, e-mail and password; `None` when its inbox is no longer there.
async fn demo_of(core: &Arc<Core>, told: &Told) -> Result<Option<(String, (String, String))>> {
    let shop = demo::shop()?;
    let (scope, inbox) = (AccountScope::new(AccountId(told.account)), InboxId(told.inbox));
    let found =
        core.store.read(move |tx| -> Result<_, Problem> { Ok(inboxes::stored(tx, &scope, inbox).ok()) });
    let Some(inbox) = found.await.map_err(anyhow::Error::new)? else { return Ok(None) };
    let chief = shop.people.first().context("the shop has nobody")?;
    Ok(Some((inbox.token, (chief.email.clone(), shop.password.clone()))))
}

/// The one line that says where it serves; the demo adds how to try it.
fn ready(url: &str, demo: Option<&(String, String)>) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "Guichê serves at {url}")?;
    if let Some((email, password)) = demo {
        writeln!(out, "  sign in as {email} with {password}")?;
        writeln!(out, "  the shop's page with the chat: {url}/demo")?;
    }
    Ok(out.flush()?)
}

/// Ends when the process is asked to.
async fn stopped() {
    let (Ok(mut term), Ok(mut int)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
    }
}

/// Says so when the limit of open files would turn sockets away. Raising it is the operator's to do: the
/// standard library can't, and this program has no unsafe code.
fn warn_of_few_files() {
    let Ok(text) = std::fs::read_to_string("/proc/self/limits") else { return };
    let soft = text
        .lines()
        .find_map(|l| l.strip_prefix("Max open files"))
        .and_then(|l| l.split_whitespace().next()?.parse::<u64>().ok());
    if let Some(files) = soft.filter(|f| *f < FILES_WANTED) {
        tracing::info!(files, "few open files are allowed; each visitor takes one (ulimit -n)");
    }
}
