//! The ports that channels get, over the domain.

use std::sync::Arc;

use async_trait::async_trait;
use desk_model::Sender;
use kernel_base::{AccountScope, InboxId, Problem};
use plug_channel::{
    ContactChanges, InboxConfig, Inboxes, NewConversation, NewMessage, NewUpload, NewVisitor, Upload,
    Visitor, VisitorRef,
};
use serde_json::{Map, Value};

use super::{identify, talks};
use crate::messages::{Announced, Draft, FileLimits, Handed, NewFile, Span, announce, keep, named};
use crate::transcript::send_to_customer;
use crate::{Core, contacts, inboxes, live, present};

/// The domain as channels reach it.
#[derive(Clone)]
pub struct Doors(pub Arc<Core>);

impl Doors {
    /// Stores a visitor's files, after what is cheap to check was checked.
    async fn keep(&self, who: &VisitorRef, files: Vec<Upload>) -> Result<Vec<NewFile>, Problem> {
        if files.is_empty() {
            return Ok(Vec::new());
        }
        let limits = self.limits(who).await?;
        let files = files.into_iter().map(|f| Handed { name: f.name, data: f.data, voice: f.voice });
        keep(&self.0, limits, files.collect()).await
    }

    /// What the inbox's channel takes of files.
    async fn limits(&self, who: &VisitorRef) -> Result<FileLimits, Problem> {
        let (scope, inbox) = (talks::scope(who), who.inbox);
        let channel = self.0.store.read(move |tx| inboxes::stored(tx, &scope, inbox)).await?.channel;
        self.0.registry.capabilities(&channel).map(FileLimits::from).ok_or_else(Problem::not_found)
    }

    async fn draft(&self, who: &VisitorRef, mut new: NewMessage) -> Result<Draft, Problem> {
        let files = std::mem::take(&mut new.files);
        let mut kept = self.keep(who, files).await?;
        if !new.uploads.is_empty() {
            let (scope, by) = (talks::scope(who), Sender::contact(who.contact));
            let tokens = std::mem::take(&mut new.uploads);
            let ahead = self.0.store.read(move |tx| named(tx, &scope, by, &tokens)).await?;
            kept.extend(ahead.into_iter().map(|u| u.file));
            self.limits(who).await?.check(&kept)?;
        }
        talks::draft(&new, kept)
    }
}

#[async_trait]
impl Inboxes for Doors {
    async fn by_token(&self, kind: &'static str, token: &str) -> Result<InboxConfig, Problem> {
        let (core, token) = (self.0.clone(), token.to_owned());
        self.0.store.read(move |tx| inboxes::by_token(tx, &core.sealer, kind, &token)).await
    }

    async fn members(&self, inbox: &InboxConfig) -> Result<Vec<Value>, Problem> {
        let (core, scope, id) = (self.0.clone(), AccountScope::new(inbox.account), inbox.id);
        self.0
            .store
            .read(move |tx| {
                let users = inboxes::inbox_members(tx, &scope, id)?;
                present::inbox_members(tx, &core, &scope, &users)
            })
            .await
    }
}

#[async_trait]
impl Visitor for Doors {
    async fn find(&self, inbox: InboxId, source_id: &str) -> Result<VisitorRef, Problem> {
        let (core, source_id) = (self.0.clone(), source_id.to_owned());
        self.0.store.read(move |tx| identify::find(tx, &core, inbox, &source_id)).await
    }

    async fn begin(&self, inbox: &InboxConfig, new: NewVisitor) -> Result<VisitorRef, Problem> {
        let (core, scope, id) = (self.0.clone(), AccountScope::new(inbox.account), inbox.id);
        self.0.store.write(move |tx| identify::begin(tx, &core, &scope, id, &new)).await
    }

    async fn change(&self, who: &VisitorRef, changes: ContactChanges) -> Result<VisitorRef, Problem> {
        let (core, who) = (self.0.clone(), who.clone());
        let write = move |tx: &mut kernel_db::Tx<'_>| {
            identify::change(tx, &core, &talks::scope(&who), &who, &changes)
        };
        self.0.store.write(write).await
    }

    async fn drop_attributes(&self, who: &VisitorRef, keys: Vec<String>) -> Result<(), Problem> {
        let (core, scope, contact) = (self.0.clone(), talks::scope(who), who.contact);
        self.0
            .store
            .write(move |tx| contacts::drop_attributes(tx, &core, &scope, contact, &keys, None).map(|_| ()))
            .await
    }

    async fn contact(&self, who: &VisitorRef) -> Result<Value, Problem> {
        let who = who.clone();
        self.0.store.read(move |tx| talks::contact(tx, &who)).await
    }

    async fn conversations(&self, who: &VisitorRef) -> Result<Vec<Value>, Problem> {
        let (core, who) = (self.0.clone(), who.clone());
        self.0.store.read(move |tx| talks::list(tx, &core, &who)).await
    }

    async fn open(&self, who: &VisitorRef, mut new: NewConversation) -> Result<Value, Problem> {
        let first = match new.message.take() {
            Some(message) => Some(self.draft(who, message).await?),
            None => None,
        };
        let (core, who) = (self.0.clone(), who.clone());
        self.0.store.write(move |tx| talks::open(tx, &core, &who, &new, first.as_ref())).await
    }

    async fn messages(
        &self,
        who: &VisitorRef,
        conversation: Option<i64>,
        before: Option<i64>,
        after: Option<i64>,
    ) -> Result<Vec<Value>, Problem> {
        let (core, who) = (self.0.clone(), who.clone());
        let span = Span { before, after, ..Span::default() };
        self.0.store.read(move |tx| talks::messages(tx, &core, &who, conversation, span)).await
    }

    async fn post(
        &self,
        who: &VisitorRef,
        conversation: Option<i64>,
        new: NewMessage,
    ) -> Result<Value, Problem> {
        let draft = self.draft(who, new).await?;
        let (core, who) = (self.0.clone(), who.clone());
        self.0.store.write(move |tx| talks::post(tx, &core, &who, conversation, &draft)).await
    }

    async fn submit(
        &self,
        who: &VisitorRef,
        message: i64,
        values: Map<String, Value>,
    ) -> Result<Value, Problem> {
        let (core, who) = (self.0.clone(), who.clone());
        self.0.store.write(move |tx| talks::submit(tx, &core, &who, message, &values)).await
    }

    async fn announce(&self, who: &VisitorRef, file: NewUpload) -> Result<String, Problem> {
        let limits = self.limits(who).await?;
        let NewUpload { name, size, checksum, content_type } = file;
        let file = Announced { name, size, checksum, content_type };
        announce(&self.0, talks::scope(who), Sender::contact(who.contact), limits, file).await
    }

    async fn react(&self, who: &VisitorRef, message: i64, emoji: Option<String>) -> Result<Value, Problem> {
        let (core, who) = (self.0.clone(), who.clone());
        self.0.store.write(move |tx| talks::react(tx, &core, &who, message, emoji.as_deref())).await
    }

    async fn opened(&self, who: &VisitorRef, info: Map<String, Value>) -> Result<(), Problem> {
        let who = who.clone();
        self.0.store.write(move |tx| identify::opened(tx, &who, &info)).await
    }

    async fn typing(&self, who: &VisitorRef, conversation: Option<i64>, on: bool) -> Result<(), Problem> {
        let own = who.clone();
        let c = self
            .0
            .store
            .read(move |tx| match talks::is_blocked(tx, &own)? {
                true => Ok(None),
                false => talks::find(tx, &own, conversation, false).map(Some),
            })
            .await?;
        if let Some(c) = c {
            self.0.live.typing(talks::typing(who, &c, on));
        }
        Ok(())
    }

    async fn seen(&self, who: &VisitorRef, conversation: Option<i64>) -> Result<(), Problem> {
        let who = who.clone();
        self.0.store.write(move |tx| talks::seen(tx, &who, conversation)).await
    }

    async fn label(&self, who: &VisitorRef, title: &str, on: bool) -> Result<(), Problem> {
        let (core, who, title) = (self.0.clone(), who.clone(), title.to_owned());
        self.0.store.write(move |tx| talks::label(tx, &core, &who, &title, on)).await
    }

    async fn toggle_status(&self, who: &VisitorRef, conversation: Option<i64>) -> Result<Value, Problem> {
        let (core, who) = (self.0.clone(), who.clone());
        self.0.store.write(move |tx| talks::toggle_status(tx, &core, &who, conversation)).await
    }

    async fn transcript(&self, who: &VisitorRef, conversation: Option<i64>) -> Result<(), Problem> {
        let (core, who) = (self.0.clone(), who.clone());
        self.0
            .store
            .write(move |tx| {
                let c = talks::find(tx, &who, conversation, false)?;
                send_to_customer(tx, &core, &c)
            })
            .await
    }

    async fn conversation_attributes(
        &self,
        who: &VisitorRef,
        changes: Map<String, Value>,
    ) -> Result<(), Problem> {
        let who = who.clone();
        self.0.store.write(move |tx| talks::attributes(tx, &who, &changes)).await
    }

    async fn events(&self, who: &VisitorRef, cursor: Option<&str>) -> Result<Value, Problem> {
        let (core, who, cursor) = (self.0.clone(), who.clone(), cursor.map(str::to_owned));
        self.0
            .store
            .read(move |tx| {
                live::visitor_missed(tx, &core, who.account, who.contact_inbox, cursor.as_deref())
            })
            .await
    }
}
