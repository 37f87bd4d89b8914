//! `guiche import`: a reader of another product, the domain that writes, and a report of what came and what stayed.

mod dry;
mod report;
mod run;

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result, anyhow};
use import_chatwoot::{Api, Asked, Database, Reading};
use kernel_base::SystemClock;
use plug_import::{Source, Trouble};
use tokio::runtime::Runtime;

use crate::cli::ChatwootArgs;
use crate::config::Config;
use crate::house;
use report::Report;

/// Brings an account of Chatwoot over; answers the report in words.
///
/// # Errors
/// When Chatwoot or the installation can't be used; what came until then is here, and the next run goes on.
pub(crate) fn chatwoot(runtime: &Runtime, config: &Config, what: &ChatwootArgs) -> Result<String> {
    let mut source = open(what)?;
    if what.dry_run {
        let report = dry::count(&mut *source)?;
        if let Some(path) = &what.report {
            report.save(path)?;
        }
        return Ok(report.words());
    }
    let core = {
        let _inside = runtime.enter();
        house::core(config, &config.data, Arc::new(SystemClock), config.url(config.listen.port()))?
    };
    let done = run::run(runtime, &core, &mut *source);
    let told = done.and_then(|report| keep(&report, config, what));
    runtime.block_on(core.store.close());
    told
}

fn keep(report: &Report, config: &Config, what: &ChatwootArgs) -> Result<String> {
    let usual = config.data.join("import-report.json");
    let path: &Path = what.report.as_deref().unwrap_or(&usual);
    report.save(path)?;
    Ok(format!("{}\nThe whole report: {}", report.words(), path.display()))
}

fn open(what: &ChatwootArgs) -> Result<Box<dyn Source>> {
    let api = match (&what.url, &what.token) {
        (Some(url), Some(token)) => {
            let asked = Asked { url: url.clone(), token: token.clone(), account: what.account };
            Some(Api::open(&asked).map_err(troubled)?)
        }
        _ => None,
    };
    match (&what.chatwoot_database_url, api) {
        (Some(url), web) => {
            let reading = Reading { url: url.clone(), account: what.account, storage: what.storage.clone() };
            Ok(Box::new(Database::open(&reading, web).map_err(troubled)?))
        }
        (None, Some(api)) => Ok(Box::new(api)),
        (None, None) => Err(anyhow!("give --url and --token, or --chatwoot-database-url")),
    }
}

/// What is wrong with the other side, and what helps.
fn troubled(trouble: Trouble) -> anyhow::Error {
    match trouble {
        Trouble::Refused(why) => anyhow!(why),
        Trouble::Gone(why) => anyhow!(why).context("Chatwoot can't be read; run the import again to go on"),
    }
}

/// Says how far it is, on standard error.
fn progress(words: &str) -> Result<()> {
    use std::io::Write as _;
    writeln!(std::io::stderr(), "{words}").context("writing to standard error")
}
