//! What the handlers work with, and how all tables become one router.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use desk_core::{Core, DeskPort};
use desk_model::Permission;
use kernel_base::Locale;
use kernel_http::{Access, Assets, Rate, Routes, Site, TrustedProxies};
use kernel_oidc::Provider;
use plug_channel::Ports;
use plug_feature::{Ctx, Desk};

use crate::behalf;
use crate::callers::Callers;
use crate::gate::Doorkeeper;
use crate::realtime::Hub;

/// What is told of the installation to who has not signed in.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The program's version.
    pub version: String,
    /// E-mail and password of the demo, where it runs as one.
    pub demo: Option<(String, String)>,
    /// Who else vouches for people.
    pub sso: Option<SingleSignOn>,
}

/// A provider of identities that the operator set up.
#[derive(Clone, Debug)]
pub struct SingleSignOn {
    /// What the button says it is.
    pub name: String,
    /// The provider.
    pub provider: Arc<Provider>,
}

/// The state of the desk's own routes. Clones share everything.
#[derive(Clone)]
pub struct App {
    /// The domain.
    pub core: Arc<Core>,
    /// Who is behind a credential, remembered for a moment.
    pub callers: Arc<Callers>,
    /// The open sockets.
    pub hub: Hub,
    /// The built interface.
    pub assets: Arc<dyn Assets>,
    /// What is told of the installation.
    pub facts: Arc<Facts>,
}

/// What the router is made with beside the app.
pub struct Surroundings {
    /// The domain as features see it.
    pub desk: Arc<dyn Desk>,
    /// What channels are given.
    pub ports: Ports,
    /// Proxies that are believed about the caller's address.
    pub proxies: TrustedProxies,
    /// How often one address may call what is public; `None` without a limit.
    pub public_rate: Option<Rate>,
    /// Further routes of this installation, like a demo's page.
    pub more: Routes<()>,
}

impl App {
    /// The app over `core`. Must be called inside a runtime: it listens to what changes about people.
    #[must_use]
    pub fn new(core: Arc<Core>, assets: Arc<dyn Assets>, facts: Facts) -> Self {
        let callers = Callers::new(Arc::clone(&core));
        let hub = Hub::start(&core);
        Self { core, callers, hub, assets, facts: Arc::new(facts) }
    }

    /// What one address may call by default of what is public: a page with its files and sockets, many times over.
    #[must_use]
    pub const fn usual_rate() -> Rate {
        Rate { burst: 1000, every: Duration::from_millis(20) }
    }

    /// Whether the product is reached by https.
    #[must_use]
    pub fn https(&self) -> bool {
        self.core.public_url.starts_with("https://")
    }

    /// Every route there is: the desk's, the features', the channels', and the description of them all.
    #[must_use]
    pub fn table(&self, desk: Arc<dyn Desk>, ports: &Ports, more: Routes<()>) -> Routes<()> {
        let mut table = crate::own().with_state(self.clone());
        let uploads = crate::uploads::Uploads::new(self, &ports.http);
        table = table.merge(crate::uploads::routes().with_state(uploads));
        let ctx = Ctx { desk, ..DeskPort(Arc::clone(&self.core)).ctx(ports) };
        for feature in &self.core.registry.features {
            table = table.merge((feature.routes)().with_state(ctx.clone()));
        }
        for channel in &self.core.registry.channels {
            table = table.merge((channel.routes)().with_state(ports.clone()));
        }
        crate::openapi::describe(table.merge(more), &self.facts.version, &self.core.public_url)
    }

    /// The router over [`Self::table`].
    ///
    /// # Errors
    /// A route that names an unknown permission, or one that stands twice.
    pub fn router(&self, around: Surroundings) -> Result<Router, String> {
        let mut table = self.table(around.desk, &around.ports, around.more);
        self.core.store.watch(self.core.registry.audited());
        for row in &mut table.rows {
            let core = Arc::clone(&self.core);
            let behalf =
                from_fn(move |request: Request, next: Next| behalf::layer(Arc::clone(&core), request, next));
            row.handler = std::mem::take(&mut row.handler).layer(behalf);
        }
        let permissions = self.permissions();
        for row in &table.rows {
            if let Access::Member(name) = row.access
                && !permissions.contains_key(name)
            {
                return Err(format!("{} {} names an unknown permission {name}", row.method, row.path));
            }
        }
        let texts = Arc::clone(&self.core.texts);
        let words =
            move |locale: Locale, key: &str, args: &[(&'static str, String)]| texts.text(locale, key, args);
        let gate = Doorkeeper::new(Arc::clone(&self.callers), permissions, &self.core.public_url);
        let site = Site {
            gate: Arc::new(gate),
            words: Arc::new(words),
            proxies: around.proxies,
            public_rate: around.public_rate,
            https: self.https(),
            cross_origin: &["/public/api/", "/packs/"],
        };
        kernel_http::router(table, site)
    }

    /// Every permission by its name.
    fn permissions(&self) -> HashMap<&'static str, Permission> {
        self.core.registry.permissions().map(|p| (p.name, p)).collect()
    }
}
