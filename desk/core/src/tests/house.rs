//! A domain on an empty store, with two channels of its own: one that people poll, and one that sends.

use std::sync::Arc;

use desk_model::{Conversation, Role, Viewer};
use kernel_base::{AccountId, AccountScope, Clock, InboxId, Locale, OsRng, Problem, Rng, TeamId, UserId};
use kernel_blob::Blobs;
use kernel_db::Tx;
use kernel_db::testing::TestStore;
use kernel_http::Routes;
use kernel_text::Catalog;
use parking_lot::Mutex;
use plug_channel::{
    Capabilities, Channel, ChannelKind, InboxConfig, NewMessage, NewVisitor, OutMessage, Receipt, SendError,
    Visitor, VisitorRef,
};
use serde_json::{Map, Value};

use crate::accounts::{NewAccount, create_account};
use crate::auth::{Passwords, SignInLimits};
use crate::inboxes::{self, InboxChanges, create_inbox};
use crate::live::Live;
use crate::mail::Mailer;
use crate::messages::{Draft, reply};
use crate::people::{NewMembership, NewUser, add_membership, insert_user};
use crate::seal::Sealer;
use crate::teams::{MembersVerb, TeamChanges, change_team_members, create_team};
use crate::{Core, Doors, Registry, conversations};

const PLAIN: Capabilities = Capabilities {
    text_max: 10_000,
    file_max: 1024 * 1024,
    files_max: 3,
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
};

/// What the sending channel answers next; without an answer it takes the message.
pub(super) static ANSWERS: Mutex<Vec<SendError>> = Mutex::new(Vec::new());

struct Wire;

#[async_trait::async_trait]
impl Channel for Wire {
    async fn send(&self, message: &OutMessage) -> Result<Receipt, SendError> {
        match ANSWERS.lock().pop() {
            Some(refused) => Err(refused),
            None => Ok(Receipt { external_id: Some(format!("wire-{}", message.id)) }),
        }
    }
}

fn kind(id: &'static str, capabilities: Capabilities) -> ChannelKind {
    ChannelKind {
        id,
        wire: "Channel::Test",
        create_type: id,
        icon: "test",
        settings: &[],
        capabilities,
        routes: Routes::new,
        check: |_, _| Ok(()),
        inbox_json: |_: &InboxConfig, _, _| Map::new(),
        events_url: None,
        reaches: |_| true,
        reply_hours: None,
        connect: |_, _| Arc::new(Wire),
        locales: ["{}", "{}", "{}"],
    }
}

/// A domain with an account, its administrator and one inbox.
pub(super) struct House {
    pub(super) core: Arc<Core>,
    pub(super) doors: Doors,
    pub(super) test: TestStore,
    pub(super) account: AccountId,
    pub(super) admin: Viewer,
    pub(super) inbox: InboxId,
}

impl House {
    /// A domain whose inbox claims on reply.
    pub(super) async fn on(test: TestStore) -> Self {
        Self::with(test, "room").await
    }

    /// A domain whose inbox is of this channel: `room` or `wire`.
    pub(super) async fn with(test: TestStore, channel: &'static str) -> Self {
        let core = Arc::new(core(&test));
        let made = {
            let core = Arc::clone(&core);
            let new = NewAccount {
                account: "Loja".into(),
                name: "Helena Prado".into(),
                email: "helena@loja.com.br".into(),
                password_hash: "x".into(),
                locale: Locale::PtBr,
                only_first: true,
            };
            test.store.write(move |tx| create_account(tx, &core.registry, &new)).await.expect("account")
        };
        let admin = Viewer::preset(made.account, made.user, Role::Administrator);
        let doors = Doors(Arc::clone(&core));
        let mut house = Self { core, doors, test, account: made.account, admin, inbox: InboxId(0) };
        house.inbox = house.open_inbox("Site", channel).await;
        house
    }

    pub(super) fn scope(&self) -> AccountScope {
        AccountScope::new(self.account)
    }

    /// Runs a use case as a transaction.
    pub(super) async fn write<T, F>(&self, run: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>, &Core) -> Result<T, Problem> + Send + 'static,
    {
        let core = Arc::clone(&self.core);
        self.test.store.write(move |tx| run(tx, &core)).await
    }

    pub(super) async fn read<T, F>(&self, run: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>, &Core) -> Result<T, Problem> + Send + 'static,
    {
        let core = Arc::clone(&self.core);
        self.test.store.read(move |tx| run(tx, &core)).await
    }

    pub(super) async fn open_inbox(&self, name: &'static str, channel: &'static str) -> InboxId {
        let by = self.admin.clone();
        self.write(move |tx, core| {
            let changes = InboxChanges { name: Some(name.into()), ..InboxChanges::default() };
            let kind = core.registry.channel(channel).ok_or_else(Problem::not_found)?;
            Ok(create_inbox(tx, core, &by, kind, &changes)?.id)
        })
        .await
        .expect("inbox")
    }

    pub(super) async fn change_inbox(&self, changes: InboxChanges) {
        let (by, id) = (self.admin.clone(), self.inbox);
        self.write(move |tx, core| inboxes::change_inbox(tx, core, &by, id, &changes).map(|_| ()))
            .await
            .expect("changed inbox");
    }

    /// An agent of these inboxes and teams.
    pub(super) async fn agent(&self, name: &'static str, inboxes: &[InboxId], teams: &[TeamId]) -> Viewer {
        let (scope, by) = (self.scope(), self.admin.clone());
        let (rooms, groups) = (inboxes.to_vec(), teams.to_vec());
        let user = self
            .write(move |tx, _| {
                let email = format!("{name}@loja.com.br");
                let new = NewUser {
                    email: &email,
                    email_fold: &email,
                    name,
                    password_hash: Some("x"),
                    locale: None,
                    confirmed: true,
                };
                let user = insert_user(tx, &new)?;
                let place = NewMembership {
                    user,
                    role: Role::Agent,
                    inviter: None,
                    invited_name: None,
                    accepted: true,
                };
                add_membership(tx, &scope, &place)?;
                for inbox in &rooms {
                    inboxes::change_inbox_members(tx, &by, *inbox, MembersVerb::Add, &[user.0])?;
                }
                for team in &groups {
                    change_team_members(tx, &by, *team, MembersVerb::Add, &[user.0])?;
                }
                Ok(user)
            })
            .await
            .expect("agent");
        Viewer {
            inboxes: inboxes.to_vec(),
            teams: teams.to_vec(),
            ..Viewer::preset(self.account, user, Role::Agent)
        }
    }

    pub(super) async fn team(&self, name: &'static str) -> TeamId {
        let by = self.admin.clone();
        self.write(move |tx, _| {
            let new = TeamChanges { name: Some(name.into()), ..TeamChanges::default() };
            Ok(create_team(tx, &by, &new)?.id)
        })
        .await
        .expect("team")
    }

    pub(super) async fn config(&self) -> InboxConfig {
        let (scope, id) = (self.scope(), self.inbox);
        self.read(move |tx, core| inboxes::config(tx, &core.sealer, &scope, id)).await.expect("config")
    }

    /// Someone new at the inbox.
    pub(super) async fn visitor(&self) -> VisitorRef {
        self.doors.begin(&self.config().await, NewVisitor::default()).await.expect("visitor")
    }

    /// A visitor writes; answers the conversation's number.
    pub(super) async fn says(&self, who: &VisitorRef, text: &str) -> i64 {
        let new = NewMessage { content: text.into(), ..NewMessage::default() };
        let said = self.doors.post(who, None, new).await.expect("said");
        said["conversation_id"].as_i64().expect("a number")
    }

    /// An agent replies.
    pub(super) async fn answers(&self, who: &Viewer, number: i64, text: &str) -> Result<Value, Problem> {
        self.writes(who, number, Draft { content: text.into(), ..Draft::default() }).await
    }

    pub(super) async fn writes(&self, who: &Viewer, number: i64, draft: Draft) -> Result<Value, Problem> {
        let who = who.clone();
        let draft = draft.checked()?;
        self.write(move |tx, core| Ok(reply(tx, core, &who, number, &draft)?.json)).await
    }

    /// The conversation as it is.
    pub(super) async fn talk(&self, number: i64) -> Conversation {
        let admin = self.admin.clone();
        self.read(move |tx, _| conversations::find(tx, &admin, number)).await.expect("a conversation")
    }

    /// Texts of the whole conversation, as members see it.
    pub(super) async fn texts(&self, number: i64) -> Vec<String> {
        let admin = self.admin.clone();
        let span = crate::messages::Span::default();
        let read = move |tx: &mut Tx<'_>, core: &Core| {
            let found = crate::messages::messages(tx, core, &admin, number, span)?.messages;
            Ok(found.iter().map(|m| m["content"].as_str().unwrap_or_default().to_owned()).collect())
        };
        self.read(read).await.expect("messages")
    }
}

fn core(test: &TestStore) -> Core {
    let channels: Vec<&'static ChannelKind> = vec![
        Box::leak(Box::new(kind("room", PLAIN))),
        Box::leak(Box::new(kind(
            "wire",
            Capabilities { sends: true, edits: false, reactions: false, signature_line: true, ..PLAIN },
        ))),
    ];
    let rng: Arc<dyn Rng> = Arc::new(OsRng);
    let clock: Arc<dyn Clock> = Arc::new(test.clock.clone());
    let sealer = Sealer::open(test.folder(), None, &*rng).expect("a key");
    Core {
        store: test.store.clone(),
        live: Live::new(Arc::clone(&clock)),
        tallies: crate::conversations::Tallies::default(),
        passwords: Passwords::new(Arc::clone(&rng)),
        sign_ins: SignInLimits::default(),
        mail: Mailer::default(),
        clock,
        texts: Arc::new(Catalog::load(crate::LOCALES).expect("words")),
        registry: Registry { features: Vec::new(), channels },
        blobs: Blobs::open(test.folder().join("files"), b"secret", Arc::clone(&rng)).expect("files"),
        rng,
        sealer: Arc::new(sealer),
        public_url: "http://localhost".into(),
    }
}

/// The users of ids.
pub(super) fn ids(users: &[UserId]) -> Vec<i64> {
    users.iter().map(|u| u.0).collect()
}
