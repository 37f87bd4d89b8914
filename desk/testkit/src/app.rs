//! The product, whole, on a port of its own.

use std::sync::Arc;

use desk_api::{App, Facts, Surroundings};
use desk_core::auth::{Passwords, SignInLimits};
use desk_core::live::Live;
use desk_core::mail::Mailer;
use desk_core::seal::Sealer;
use desk_core::{Core, DeskPort, Doors, Registry, behind};
use kernel_base::{ManualClock, OsRng, Rng};
use kernel_blob::Blobs;
use kernel_db::testing::TestStore;
use kernel_db::{Migration, Runner};
use kernel_http::{Access, Asset, Assets, Outbound, Rate, Routes, ServeOptions, TrustedProxies, serve};
use kernel_mail::Dialer;
use kernel_text::{Catalog, Source};
use plug_channel::{ChannelKind, Ports};
use plug_feature::Feature;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::{Client, Engine};

/// What is plugged in.
#[derive(Clone, Copy)]
pub struct Plugs {
    /// Features.
    pub features: &'static [&'static Feature],
    /// Channels.
    pub channels: &'static [&'static ChannelKind],
}

/// A row of the table, as far as a test looks at it.
#[derive(Clone, Debug)]
pub struct Row {
    /// Method.
    pub method: String,
    /// Path.
    pub path: &'static str,
    /// Who may call it.
    pub access: Access,
}

/// The product under test. It ends when this goes away.
pub struct TestApp {
    /// The domain.
    pub core: Arc<Core>,
    /// The app.
    pub app: App,
    /// Every row of the table.
    pub rows: Vec<Row>,
    /// The clock.
    pub clock: ManualClock,
    /// The engine it runs on.
    pub engine: Engine,
    /// Where it is reached, without a trailing slash.
    pub url: String,
    /// Hash of [`crate::PASSWORD`], made once.
    pub(crate) hash: String,
    stop: Option<oneshot::Sender<()>>,
    store: TestStore,
    ports: Ports,
}

struct NoAssets;

impl Assets for NoAssets {
    fn get(&self, path: &str) -> Option<Asset> {
        let page = path == "desk/index.html";
        page.then(|| Asset {
            body: b"<!doctype html><title>desk</title>".as_slice().into(),
            brotli: None,
            content_type: "text/html; charset=utf-8",
            etag: "\"page\"".to_owned(),
        })
    }
}

impl TestApp {
    /// Starts the product on `engine` with `plugs`, without a limit on public routes.
    pub async fn start(engine: Engine, plugs: Plugs) -> Self {
        Self::start_with(engine, plugs, None, TrustedProxies::default()).await
    }

    /// Starts the product with a limit on public routes and proxies that are believed.
    pub async fn start_with(
        engine: Engine,
        plugs: Plugs,
        public_rate: Option<Rate>,
        proxies: TrustedProxies,
    ) -> Self {
        let features = plugs.features.iter().flat_map(|f| f.migrations);
        let migrations: Vec<Migration> = desk_core::MIGRATIONS.iter().chain(features).copied().collect();
        Self::over(engine.store(&migrations), engine, plugs, public_rate, proxies).await
    }

    /// Another node of the same installation: the same database, files and keys, a port of its own.
    ///
    /// # Panics
    /// On SQLite, which is one process's alone.
    pub async fn beside(&self) -> Self {
        let registry = &self.core.registry;
        let plugs =
            Plugs { features: registry.features.clone().leak(), channels: registry.channels.clone().leak() };
        Self::over(self.store.beside(), self.engine, plugs, None, TrustedProxies::default()).await
    }

    async fn over(
        store: TestStore,
        engine: Engine,
        plugs: Plugs,
        public_rate: Option<Rate>,
        proxies: TrustedProxies,
    ) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let clock = store.clock.clone();
        let core = Arc::new(core(&store, plugs, &url));
        let hash = core.passwords.hash(crate::PASSWORD).await.unwrap();
        let app = App::new(
            Arc::clone(&core),
            Arc::new(NoAssets),
            Facts { version: "test".into(), ..Facts::default() },
        );
        let around = || surroundings(&core, &app, public_rate, proxies.clone());
        let seen = around();
        let table = app.table(seen.desk, &seen.ports, Routes::new());
        let rows =
            table.rows.iter().map(|r| Row { method: r.method.to_string(), path: r.path, access: r.access });
        let rows = rows.collect();
        let router = app.router(around()).unwrap();
        let ports = around().ports;
        let (stop, stopped) = oneshot::channel::<()>();
        let until = async move {
            let _gone = stopped.await;
        };
        tokio::spawn(serve(listener, router, ServeOptions::default(), until));
        Self { core, app, rows, clock, engine, url, hash, stop: Some(stop), store, ports }
    }

    /// Starts what goes on behind the commits: jobs, timers and the features' consumers.
    pub async fn behind(&self) -> Runner {
        let registry = self.core.registry.clone();
        let scheduled: Result<(), kernel_base::Problem> =
            self.core.store.write(move |tx| behind::schedule(tx, &registry)).await;
        scheduled.unwrap();
        let mut consumers = behind::consumers();
        consumers.extend(behind::feature_consumers(&self.core, &self.ports));
        let handlers = behind::handlers(&self.core, &self.ports);
        Runner::start(&self.core.store, handlers, consumers).await.unwrap()
    }

    /// The folder of its data.
    #[must_use]
    pub fn folder(&self) -> &std::path::Path {
        self.store.folder()
    }

    /// A client that nobody knows.
    #[must_use]
    pub fn anonymous(&self) -> Client {
        Client::new(&self.url)
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _already_gone = stop.send(());
        }
    }
}

fn core(store: &TestStore, plugs: Plugs, url: &str) -> Core {
    let registry = Registry { features: plugs.features.to_vec(), channels: plugs.channels.to_vec() };
    let mut sources: Vec<Source<'_>> = desk_core::LOCALES.to_vec();
    sources.extend(plugs.features.iter().map(|f| (f.name, f.locales)));
    sources.extend(plugs.channels.iter().map(|c| (c.id, c.locales)));
    let clock: Arc<dyn kernel_base::Clock> = Arc::new(store.clock.clone());
    let rng: Arc<dyn Rng> = Arc::new(OsRng);
    let sealer = Sealer::open(store.folder(), None, &*rng).unwrap();
    let files = store.folder().join("files");
    let loopback = "127.0.0.0/8".parse().unwrap();
    Core {
        store: store.store.clone(),
        live: Live::new(Arc::clone(&clock)),
        tallies: desk_core::conversations::Tallies::default(),
        passwords: Passwords::new(Arc::clone(&rng)),
        sign_ins: SignInLimits::default(),
        mail: Mailer::new(Dialer::new(vec![loopback], None).unwrap(), None),
        clock,
        texts: Arc::new(Catalog::load(&sources).unwrap()),
        registry,
        blobs: Blobs::open(files, &sealer.derive("files"), Arc::clone(&rng)).unwrap(),
        rng,
        sealer: Arc::new(sealer),
        public_url: url.into(),
    }
}

fn surroundings(
    core: &Arc<Core>,
    app: &App,
    public_rate: Option<Rate>,
    proxies: TrustedProxies,
) -> Surroundings {
    let doors = Arc::new(Doors(Arc::clone(core)));
    let loopback = "127.0.0.0/8".parse().unwrap();
    Surroundings {
        desk: Arc::new(DeskPort(Arc::clone(core))),
        ports: Ports {
            inboxes: Arc::clone(&doors) as _,
            visitors: doors,
            http: Outbound::new(vec![loopback]).unwrap(),
            assets: Arc::clone(&app.assets),
            clock: Arc::clone(&core.clock),
            rng: Arc::clone(&core.rng),
            public_url: Arc::clone(&core.public_url),
        },
        proxies,
        public_rate,
        more: Routes::new(),
    }
}
