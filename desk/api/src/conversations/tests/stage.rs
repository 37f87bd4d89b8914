//! The product with an account, an inbox, two agents and a stranger.

use std::sync::Arc;

use desk_core::{Doors, inboxes};
use desk_testkit::{Account, Engine, Inbox, Member, Plugs, TestApp};
use kernel_base::{AccountId, AccountScope, InboxId};
use kernel_http::Routes;
use plug_channel::{
    Capabilities, Channel, ChannelKind, NewMessage, NewVisitor, OutMessage, Receipt, SendError, Visitor,
    VisitorRef,
};
use serde_json::Map;

struct Nowhere;

#[async_trait::async_trait]
impl Channel for Nowhere {
    async fn send(&self, _: &OutMessage) -> Result<Receipt, SendError> {
        Ok(Receipt::default())
    }
}

const fn kind(id: &'static str, sends: bool) -> ChannelKind {
    ChannelKind {
        id,
        wire: "Channel::Test",
        create_type: id,
        icon: "test",
        settings: &[],
        capabilities: Capabilities {
            text_max: 10_000,
            file_max: 1 << 20,
            files_max: 3,
            quotes: true,
            typing: true,
            receipts: true,
            starts: true,
            sends,
            reactions: true,
            edits: true,
            deletes: true,
            voice: true,
            stickers: true,
            signature_line: sends,
        },
        routes: Routes::new,
        check: |_, _| Ok(()),
        inbox_json: |_, _, _| Map::new(),
        events_url: None,
        reaches: |_| true,
        reply_hours: None,
        connect: |_, _| Arc::new(Nowhere),
        locales: ["{}", "{}", "{}"],
    }
}

static ROOM: ChannelKind = kind("room", false);
static WIRE: ChannelKind = kind("wire", true);
static CHANNELS: &[&ChannelKind] = &[&ROOM, &WIRE];

/// The product and the people in it.
pub(super) struct Stage {
    pub(super) app: TestApp,
    pub(super) account: Account,
    pub(super) inbox: Inbox,
    pub(super) ana: Member,
    pub(super) rui: Member,
    /// An agent who answers in no inbox.
    pub(super) out: Member,
}

impl Stage {
    pub(super) async fn on(engine: Engine) -> Self {
        Self::with(engine, "room").await
    }

    pub(super) async fn with(engine: Engine, channel: &str) -> Self {
        let app = TestApp::start(engine, Plugs { features: &[], channels: CHANNELS }).await;
        let account = app.account("Loja").await;
        let inbox = account.inbox("Site", channel).await;
        let ana = app.agent(&account, "Ana").await;
        let rui = app.agent(&account, "Rui").await;
        let out = app.agent(&account, "Fora").await;
        account.join(&inbox, &[&ana, &rui]).await;
        Self { app, account, inbox, ana, rui, out }
    }

    /// A path of the account.
    pub(super) fn path(&self, rest: &str) -> String {
        self.account.path(rest)
    }

    /// Someone new who writes; answers them and the conversation's number.
    pub(super) async fn customer(&self, text: &str) -> (VisitorRef, i64) {
        let doors = Doors(Arc::clone(&self.app.core));
        let (core, scope) = (Arc::clone(&self.app.core), AccountScope::new(AccountId(self.account.id)));
        let id = InboxId(self.inbox.id);
        let read = move |tx: &mut kernel_db::Tx<'_>| inboxes::config(tx, &core.sealer, &scope, id);
        let config = self.app.core.store.read(read).await.expect("an inbox");
        let who = doors.begin(&config, NewVisitor::default()).await.expect("a visitor");
        let new = NewMessage { content: text.into(), ..NewMessage::default() };
        let said = doors.post(&who, None, new).await.expect("said");
        (who, said["conversation_id"].as_i64().expect("a number"))
    }
}
