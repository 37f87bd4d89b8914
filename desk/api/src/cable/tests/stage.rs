//! A server with an account, an inbox and people, over a real store and a real port.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use desk_core::accounts::{NewAccount, create_account};
use desk_core::auth::{Passwords, SignInLimits, access_token};
use desk_core::inboxes::{InboxChanges, change_inbox_members, config, create_inbox};
use desk_core::live::{self, Live};
use desk_core::mail::Mailer;
use desk_core::messages::{Draft, reply};
use desk_core::people::{Invitation, accept, invite};
use desk_core::seal::Sealer;
use desk_core::teams::MembersVerb;
use desk_core::{Core, DeskPort, Doors, Registry};
use desk_model::{Role, Viewer};
use kernel_base::{AccountScope, Clock, Locale, Problem, Rng, SeededRng, UserId};
use kernel_blob::Blobs;
use kernel_db::Tx;
use kernel_db::testing::TestStore;
use kernel_http::{Asset, Assets, Outbound, Routes, ServeOptions, TrustedProxies};
use kernel_text::Catalog;
use plug_channel::{
    Capabilities, Channel, ChannelKind, InboxConfig, NewMessage, NewVisitor, OutMessage, Ports, Receipt,
    SendError, Visitor, VisitorRef,
};
use serde_json::{Map, Value};

use super::client::Client;
use crate::{App, Facts, Surroundings};

/// The channel of the tests' inboxes: customers reach it by our own ports alone.
static PLAIN: ChannelKind = ChannelKind {
    id: "plain",
    wire: "Channel::Plain",
    create_type: "plain",
    icon: "chat",
    settings: &[],
    capabilities: Capabilities {
        text_max: 10_000,
        file_max: 1 << 20,
        files_max: 5,
        quotes: true,
        typing: true,
        receipts: true,
        starts: true,
        sends: false,
        reactions: true,
        edits: true,
        deletes: true,
        voice: true,
        stickers: true,
        signature_line: false,
    },
    routes: Routes::new,
    check: |_, _| Ok(()),
    inbox_json: |_, _, _| Map::new(),
    events_url: None,
    reaches: |_| true,
    reply_hours: None,
    connect: |_, _| Arc::new(Nowhere),
    locales: ["{}", "{}", "{}"],
};

struct Nowhere;

#[async_trait::async_trait]
impl Channel for Nowhere {
    async fn send(&self, _: &OutMessage) -> Result<Receipt, SendError> {
        Ok(Receipt::default())
    }
}

struct NoPages;

impl Assets for NoPages {
    fn get(&self, _: &str) -> Option<Asset> {
        None
    }
}

/// A running server and what stands in it.
pub(super) struct Stage {
    pub(super) store: TestStore,
    pub(super) core: Arc<Core>,
    pub(super) app: App,
    pub(super) addr: SocketAddr,
    pub(super) admin: Viewer,
    pub(super) inbox: InboxConfig,
    _files: tempfile::TempDir,
    _stop: tokio::sync::oneshot::Sender<()>,
}

impl Stage {
    /// A server over `store` with an account, its administrator and one inbox.
    pub(super) async fn open(store: TestStore) -> Self {
        let files = tempfile::tempdir().unwrap();
        let clock: Arc<dyn Clock> = Arc::new(store.clock.clone());
        let rng: Arc<dyn Rng> = Arc::new(SeededRng::new(11));
        let registry = Registry { features: Vec::new(), channels: vec![&PLAIN] };
        let core = Arc::new(Core {
            store: store.store.clone(),
            live: Live::new(Arc::clone(&clock)),
            tallies: desk_core::conversations::Tallies::default(),
            passwords: Passwords::new(Arc::clone(&rng)),
            sign_ins: SignInLimits::default(),
            mail: Mailer::default(),
            texts: Arc::new(Catalog::load(desk_core::LOCALES).unwrap()),
            registry,
            sealer: Arc::new(Sealer::new(&[5; 32])),
            blobs: Blobs::open(files.path(), b"links", Arc::clone(&rng)).unwrap(),
            public_url: "http://guiche.test".into(),
            clock,
            rng,
        });
        let (addr, app, stop) = serve(&core).await;
        let admin = account(&core, "Aurora", "helena@aurora.test").await;
        let inbox = inbox(&core, &admin, "Site").await;
        Self { store, core, app, addr, admin, inbox, _files: files, _stop: stop }
    }

    /// Runs a use case.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        f: impl Fn(&mut Tx<'_>, &Core) -> Result<T, Problem> + Send + 'static,
    ) -> T {
        let core = Arc::clone(&self.core);
        self.core.store.write(move |tx| f(tx, &core)).await.unwrap()
    }

    /// Another account with its administrator.
    pub(super) async fn other_account(&self) -> Viewer {
        account(&self.core, "Outra", "dono@outra.test").await
    }

    /// An agent who has accepted, in the inbox or not.
    pub(super) async fn agent(&self, name: &'static str, in_inbox: bool) -> Viewer {
        let (admin, inbox) = (self.admin.clone(), self.inbox.id);
        let user = self
            .write(move |tx, core| {
                let new = Invitation {
                    name: Some(name.to_owned()),
                    email: format!("{name}@aurora.test"),
                    role: Role::Agent,
                };
                let invited = invite(tx, core, &admin, &new)?;
                accept(tx, &invited.token, Some((name, "no hash")))?;
                if in_inbox {
                    change_inbox_members(tx, &admin, inbox, MembersVerb::Add, &[invited.user.0])?;
                }
                Ok(invited.user)
            })
            .await;
        self.viewer(user).await
    }

    /// A member as they are now.
    pub(super) async fn viewer(&self, user: UserId) -> Viewer {
        let scope = self.admin.scope();
        self.write(move |tx, _| live::viewer(tx, &scope, user)).await.unwrap()
    }

    /// A customer at the inbox.
    pub(super) async fn visitor(&self) -> VisitorRef {
        Doors(Arc::clone(&self.core)).begin(&self.inbox, NewVisitor::default()).await.unwrap()
    }

    /// A customer writes; answers the conversation's number.
    pub(super) async fn says(&self, who: &VisitorRef, text: &str) -> i64 {
        let new = NewMessage { content: text.to_owned(), ..NewMessage::default() };
        let said = Doors(Arc::clone(&self.core)).post(who, None, new).await.unwrap();
        said["conversation_id"].as_i64().unwrap()
    }

    /// A member writes, to the customer or as a private note.
    pub(super) async fn answers(&self, who: &Viewer, number: i64, text: &str, private: bool) {
        let (who, text) = (who.clone(), text.to_owned());
        self.write(move |tx, core| {
            let draft = Draft { content: text.clone(), private, ..Draft::default() };
            reply(tx, core, &who, number, &draft)
        })
        .await;
    }

    /// The account's last event.
    pub(super) async fn head(&self) -> i64 {
        let scope = self.admin.scope();
        self.write(move |tx, _| live::head(tx, &scope)).await
    }

    /// The identifier of a member's subscription.
    pub(super) fn identifier(&self, who: &Viewer) -> String {
        let token = live::user_token(&self.core.sealer, who.user, 0);
        format!(
            r#"{{"channel":"RoomChannel","pubsub_token":"{token}","account_id":{},"user_id":{}}}"#,
            who.account, who.user
        )
    }

    /// A member's socket, subscribed.
    pub(super) async fn socket(&self, who: &Viewer) -> Client {
        Client::subscribed(self.addr, &self.identifier(who)).await
    }

    /// A customer's socket, subscribed.
    pub(super) async fn visitor_socket(&self, who: &VisitorRef) -> Client {
        let identifier = format!(r#"{{"channel":"RoomChannel","pubsub_token":"{}"}}"#, who.pubsub_token);
        Client::subscribed(self.addr, &identifier).await
    }

    /// A member's access token.
    pub(super) async fn token(&self, who: &Viewer) -> String {
        let user = who.user;
        self.write(move |tx, core| access_token(tx, &core.sealer, &*core.rng, user)).await
    }

    /// What REST says a member missed.
    pub(super) async fn missed(&self, who: &Viewer, after: i64) -> Value {
        let token = self.token(who).await;
        let url =
            format!("http://{}/api/v1/accounts/{}/events?after={after}&limit=500", self.addr, who.account);
        let answer = reqwest::Client::new().get(url).header("api_access_token", token).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        answer.json().await.unwrap()
    }

    /// Waits until so many sockets are open.
    pub(super) async fn until_open(&self, wanted: usize, within: Duration) {
        let end = tokio::time::Instant::now() + within;
        while self.app.hub.sockets() != wanted {
            assert!(tokio::time::Instant::now() < end, "{} sockets are open", self.app.hub.sockets());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

async fn serve(core: &Arc<Core>) -> (SocketAddr, App, tokio::sync::oneshot::Sender<()>) {
    let app = App::new(Arc::clone(core), Arc::new(NoPages), Facts::default());
    let doors = Arc::new(Doors(Arc::clone(core)));
    let ports = Ports {
        inboxes: doors.clone(),
        visitors: doors,
        http: Outbound::new(Vec::new()).unwrap(),
        assets: Arc::clone(&app.assets),
        clock: Arc::clone(&core.clock),
        rng: Arc::clone(&core.rng),
        public_url: Arc::clone(&core.public_url),
    };
    let around = Surroundings {
        desk: Arc::new(DeskPort(Arc::clone(core))),
        ports,
        proxies: TrustedProxies::default(),
        public_rate: None,
        more: Routes::new(),
    };
    let router = app.router(around).unwrap();
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let addr = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let until = async move {
        stopped.await.unwrap_or_default();
    };
    tokio::spawn(async move { kernel_http::serve(listener, router, ServeOptions::default(), until).await });
    (addr, app, stop)
}

async fn account(core: &Arc<Core>, name: &'static str, email: &'static str) -> Viewer {
    let asked = Arc::clone(core);
    core.store
        .write(move |tx| {
            let new = NewAccount {
                account: name.to_owned(),
                name: "Helena Prado".to_owned(),
                email: email.to_owned(),
                password_hash: "no hash".to_owned(),
                locale: Locale::PtBr,
                only_first: false,
            };
            let made = create_account(tx, &asked.registry, &new)?;
            let viewer = live::viewer(tx, &AccountScope::new(made.account), made.user)?;
            viewer.ok_or_else(Problem::not_found)
        })
        .await
        .unwrap()
}

async fn inbox(core: &Arc<Core>, admin: &Viewer, name: &'static str) -> InboxConfig {
    let (asked, admin) = (Arc::clone(core), admin.clone());
    core.store
        .write(move |tx| {
            let new = InboxChanges { name: Some(name.to_owned()), ..InboxChanges::default() };
            let made = create_inbox(tx, &asked, &admin, &PLAIN, &new)?;
            config(tx, &asked.sealer, &admin.scope(), made.id)
        })
        .await
        .unwrap()
}
