//! The rooms put together: store, core, registry, router.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result, anyhow};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use desk_api::{App, Facts, SingleSignOn, Surroundings};
use desk_core::auth::{Passwords, SignInLimits};
use desk_core::live::Live;
use desk_core::mail::Mailer;
use desk_core::seal::Sealer;
use desk_core::{Core, DeskPort, Doors, Registry, behind};
use kernel_base::{Clock, Locale, OsRng, Problem, Rng};
use kernel_blob::Blobs;
use kernel_db::{Migration, Runner, Store};
use kernel_http::{Outbound, Routes};
use kernel_mail::Dialer;
use kernel_oidc::{Provider, Settings};
use kernel_text::{Catalog, Source};
use plug_channel::Ports;
use tower::ServiceExt as _;

use crate::channels::CHANNELS;
use crate::config::Config;
use crate::features::FEATURES;

/// The program's version.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What is plugged into this binary.
fn registry() -> Registry {
    Registry { features: FEATURES.to_vec(), channels: CHANNELS.to_vec() }
}

/// Every migration of this binary.
fn migrations() -> Vec<Migration> {
    let features = FEATURES.iter().flat_map(|f| f.migrations);
    desk_core::MIGRATIONS.iter().chain(features).copied().collect()
}

/// Every word of this binary.
fn texts() -> Result<Catalog> {
    let mut sources: Vec<Source<'_>> = desk_core::LOCALES.to_vec();
    sources.extend(FEATURES.iter().map(|f| (f.name, f.locales)));
    sources.extend(CHANNELS.iter().map(|c| (c.id, c.locales)));
    Catalog::load(&sources).context("the catalogues of words")
}

/// The domain over the installation in `data`: opened, backed up and migrated where needed. Blocks.
///
/// # Errors
/// When the folder, the master key, the database or the files can't be used.
pub(crate) fn core(
    config: &Config,
    data: &Path,
    clock: Arc<dyn Clock>,
    public_url: String,
) -> Result<Arc<Core>> {
    std::fs::create_dir_all(data).with_context(|| format!("making {}", data.display()))?;
    let rng: Arc<dyn Rng> = Arc::new(OsRng);
    let sealer = Sealer::open(data, config.master_key.as_deref(), &*rng).context("the master key")?;
    let target = config.target(data);
    let options = kernel_db::Options { target, clock: Arc::clone(&clock), migrations: migrations() };
    let store = Store::open(options).context("opening the database")?;
    let blobs = Blobs::open(data.join("files"), &sealer.derive("files"), Arc::clone(&rng))
        .context("opening the folder of files")?;
    let dialer = Dialer::new(config.allowed.clone(), config.smtp_ca.as_deref())
        .context("--smtp-ca is no certificate")?;
    Ok(Arc::new(Core {
        store,
        live: Live::new(Arc::clone(&clock)),
        tallies: desk_core::conversations::Tallies::default(),
        passwords: Passwords::new(Arc::clone(&rng)),
        sign_ins: SignInLimits::default(),
        mail: Mailer::new(dialer, config.smtp.clone()),
        clock,
        rng,
        texts: Arc::new(texts()?),
        registry: registry(),
        sealer: Arc::new(sealer),
        blobs,
        public_url: public_url.into(),
    }))
}

/// The provider of identities that the operator set up, for an installation reached at `url`.
///
/// # Errors
/// When its settings can't be.
pub(crate) fn sso(config: &Config, url: &str) -> Result<Option<SingleSignOn>> {
    let Some(oidc) = config.oidc.clone() else { return Ok(None) };
    let provider = Provider::new(Settings {
        issuer: oidc.issuer,
        client_id: oidc.client_id,
        client_secret: oidc.client_secret,
        redirect: format!("{url}/auth/oidc/callback"),
    });
    let provider = provider.context("--oidc-issuer")?;
    Ok(Some(SingleSignOn { name: oidc.name, provider }))
}

/// The router over everything, and the ports that its channels were given.
///
/// # Errors
/// When the client that dials out can't be made, or two routes are the same.
pub(crate) fn router(
    core: &Arc<Core>,
    config: &Config,
    facts: Facts,
    demo: Option<&str>,
) -> Result<(Router, Ports)> {
    let app = App::new(Arc::clone(core), kernel_ui::assets(), facts);
    let doors = Arc::new(Doors(Arc::clone(core)));
    let ports = Ports {
        inboxes: Arc::clone(&doors) as _,
        visitors: doors,
        http: Outbound::new(config.allowed.clone()).context("the client that dials out")?,
        assets: Arc::clone(&app.assets),
        clock: Arc::clone(&core.clock),
        rng: Arc::clone(&core.rng),
        public_url: Arc::clone(&core.public_url),
    };
    let more = demo
        .map_or_else(Routes::new, |token| channel_web_widget::demo::routes(token).with_state(ports.clone()));
    let around = Surroundings {
        desk: Arc::new(DeskPort(Arc::clone(core))),
        ports: ports.clone(),
        proxies: config.proxies.clone(),
        public_rate: Some(App::usual_rate()),
        more,
    };
    let router = app.router(around).map_err(|e| anyhow!(e))?;
    Ok((router, ports))
}

/// Starts what goes on behind the commits: jobs, timers, the search.
///
/// # Errors
/// What the store says.
pub(crate) async fn behind(core: &Arc<Core>, ports: &Ports) -> Result<Runner> {
    let asked = Arc::clone(core);
    let scheduled = core.store.write(move |tx| behind::schedule(tx, &asked.registry));
    scheduled.await.map_err(|p: Problem| anyhow!(p))?;
    let mut consumers = behind::consumers();
    consumers.extend(behind::feature_consumers(core, ports));
    let runner = Runner::start(&core.store, behind::handlers(core, ports), consumers);
    runner.await.context("starting jobs")
}

/// The description of the API, as `/api/openapi.json` serves it.
///
/// # Errors
/// When the product can't be put together.
pub(crate) async fn openapi(config: Config) -> Result<String> {
    let aside = tempfile_dir()?;
    let config = Config { database_url: None, ..config };
    let core = core(&config, &aside, Arc::new(kernel_base::SystemClock), config.url(config.listen.port()))?;
    let (router, _) =
        router(&core, &config, Facts { version: VERSION.to_owned(), ..Facts::default() }, None)?;
    let asked = Request::get("/api/openapi.json").body(Body::empty())?;
    let answer = router.oneshot(asked).await?;
    let bytes = to_bytes(answer.into_body(), usize::MAX).await?;
    core.store.close().await;
    std::fs::remove_dir_all(&aside).with_context(|| format!("removing {}", aside.display()))?;
    String::from_utf8(bytes.to_vec()).context("the description is not text")
}

/// A folder for something short-lived.
fn tempfile_dir() -> Result<std::path::PathBuf> {
    let path = std::env::temp_dir().join(format!("guiche-{}", std::process::id()));
    std::fs::create_dir_all(&path).with_context(|| format!("making {}", path.display()))?;
    Ok(path)
}

/// Brings the database to this version and ends.
///
/// # Errors
/// As [`core`].
pub(crate) fn migrate(config: &Config) -> Result<()> {
    let target = config.target(&config.data);
    std::fs::create_dir_all(&config.data).with_context(|| format!("making {}", config.data.display()))?;
    let clock = Arc::new(kernel_base::SystemClock);
    let options = kernel_db::Options { target, clock, migrations: migrations() };
    Store::open(options).context("migrating the database")?;
    Ok(())
}

/// What is wrong, in words.
pub(crate) fn said(core: &Core, locale: Locale, problem: Problem) -> anyhow::Error {
    let word = |key, args: &[_]| core.texts.text(locale, key, args);
    let mut lines: Vec<String> =
        problem.fields.iter().map(|f| format!("{}: {}", f.field, word(f.key, &f.args))).collect();
    if lines.is_empty() {
        lines.push(word(problem.key, &problem.args));
    }
    match problem.source {
        Some(source) => anyhow!(source).context(lines.join("; ")),
        None => anyhow!(lines.join("; ")),
    }
}
