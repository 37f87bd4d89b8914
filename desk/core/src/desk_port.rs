//! The port that features get, over the domain.

mod roles;
mod serving;

use std::sync::Arc;

use desk_model::conditions::{Subject, read_conditions};
use desk_model::{Conversation, Sender, Viewer};
use kernel_base::{
    AccountId, AccountScope, ContactId, ConversationId, InboxId, Locale, MessageId, Micros, Problem, TeamId,
    UserId,
};
use kernel_db::{Event, Tx};
use plug_channel::Ports;
use plug_feature::{
    Activity, ConversationRef, Ctx, Deed, Desk, Ending, InboxRef, Letter, NewPost, PersonRef, Sorting,
};
use serde_json::{Map, Value};

use crate::messages::{Line, write_line};
use crate::{
    Actor, Core, accounts, conditions, contacts, conversations, deeds, inboxes, live, mail, messages, people,
    platform, present, teams,
};

/// The domain as features reach it.
#[derive(Clone)]
pub struct DeskPort(pub Arc<Core>);

impl DeskPort {
    /// What features are given: their routes' state, and what their jobs and consumers are made with.
    #[must_use]
    pub fn ctx(&self, ports: &Ports) -> Ctx {
        Ctx {
            store: self.0.store.clone(),
            desk: Arc::new(self.clone()),
            clock: Arc::clone(&self.0.clock),
            rng: Arc::clone(&self.0.rng),
            texts: Arc::clone(&self.0.texts),
            blobs: self.0.blobs.clone(),
            http: ports.http.clone(),
            public_url: Arc::clone(&self.0.public_url),
        }
    }
}

fn reference(c: &Conversation) -> ConversationRef {
    ConversationRef { id: c.id, number: c.number, contact: c.contact, reach: c.reach() }
}

impl Desk for DeskPort {
    fn sorting(&self, name: &str) -> Option<Sorting> {
        self.0.registry.features.iter().flat_map(|f| f.sortings).find(|s| s.name == name).copied()
    }

    fn conversation(
        &self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        number: i64,
    ) -> Result<ConversationRef, Problem> {
        Ok(reference(&conversations::find(tx, viewer, number)?))
    }

    fn conversation_held(
        &self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        number: i64,
    ) -> Result<ConversationRef, Problem> {
        Ok(reference(&conversations::find_held(tx, viewer, number)?))
    }

    fn contact(&self, tx: &mut Tx<'_>, scope: &AccountScope, id: ContactId) -> Result<(), Problem> {
        contacts::contact(tx, scope, id).map(|_| ())
    }

    fn activity(
        &self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        to: &ConversationRef,
        line: &Activity,
    ) -> Result<(), Problem> {
        let found = conversations::store::lock(tx, &viewer.scope(), to.id)?;
        let mut c = found.ok_or_else(Problem::not_found)?;
        let written = line.args.iter().fold(Line::new(line.key), |l, (name, value)| l.with(name, value));
        write_line(tx, &self.0, &mut c, Actor::Member(viewer), &written)?;
        Ok(conversations::store::save_after_message(tx, &c)?)
    }

    fn conversation_changed(
        &self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        which: &ConversationRef,
    ) -> Result<(), Problem> {
        let found = conversations::store::lock(tx, &viewer.scope(), which.id)?;
        let mut c = found.ok_or_else(Problem::not_found)?;
        c.updated_at = tx.now();
        conversations::store::save_after_message(tx, &c)?;
        conversations::tell(tx, "conversation.updated", &c, Some(viewer.user), None);
        Ok(())
    }

    fn contact_changed(&self, tx: &mut Tx<'_>, viewer: &Viewer, which: ContactId) -> Result<(), Problem> {
        contacts::tell(tx, &viewer.scope(), "contact.updated", which, Some(viewer.user));
        Ok(())
    }

    fn cache_changed(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        list: &'static str,
    ) -> Result<(), Problem> {
        accounts::list_changed(tx, scope, list)
    }

    fn conversation_by_id(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        id: ConversationId,
    ) -> Result<Option<ConversationRef>, Problem> {
        let found = conversations::store::there(tx, scope, id)?;
        Ok(found.as_ref().map(reference))
    }

    fn viewer(&self, tx: &mut Tx<'_>, scope: &AccountScope, user: UserId) -> Result<Option<Viewer>, Problem> {
        live::viewer(tx, scope, user)
    }

    fn people(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        users: &[UserId],
    ) -> Result<Vec<PersonRef>, Problem> {
        people::references(tx, scope, users)
    }

    fn present_agents(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        users: &[UserId],
    ) -> Result<Vec<Value>, Problem> {
        present::agents(tx, &self.0, scope, users)
    }

    fn present_conversations(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        ids: &[i64],
    ) -> Result<Vec<Value>, Problem> {
        present::conversations(tx, &self.0, scope, ids)
    }

    fn present_messages(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        ids: &[i64],
    ) -> Result<Vec<Value>, Problem> {
        present::messages(tx, &self.0, scope, ids)
    }

    fn present_contacts(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        ids: &[i64],
    ) -> Result<Vec<Value>, Problem> {
        present::contacts(tx, &self.0, scope, ids)
    }

    fn post_message(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        to: ConversationId,
        post: &NewPost,
    ) -> Result<MessageId, Problem> {
        messages::post(tx, &self.0, scope, to, post)
    }

    fn team(&self, tx: &mut Tx<'_>, scope: &AccountScope, id: TeamId) -> Result<(), Problem> {
        teams::team(tx, scope, id).map(|_| ())
    }

    fn check_conditions(
        &self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        about: Subject,
        payload: &Value,
    ) -> Result<(), Problem> {
        let read = read_conditions(payload)?;
        conditions::prepare(tx, &self.0, viewer, about, &read, 0).map(|_| ())
    }

    fn check_deed(
        &self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        about: Subject,
        deed: &Deed,
    ) -> Result<(), Problem> {
        deeds::check(tx, &self.0, viewer, about, deed)
    }

    fn act(
        &self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        about: Subject,
        which: i64,
        deed: &Deed,
    ) -> Result<Option<Deed>, Problem> {
        deeds::act(tx, self, viewer, about, which, deed)
    }

    fn matching(
        &self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        about: Subject,
        payload: &Value,
        offset: i64,
        limit: usize,
    ) -> Result<Vec<i64>, Problem> {
        let read = read_conditions(payload)?;
        let ready = conditions::prepare(tx, &self.0, viewer, about, &read, offset)?;
        match about {
            Subject::Conversation => conversations::matching(tx, viewer, ready, limit),
            Subject::Contact => contacts::matching(tx, &viewer.scope(), &ready, limit),
        }
    }

    fn ending(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        id: ConversationId,
    ) -> Result<Option<Ending>, Problem> {
        conversations::ending(tx, &self.0, scope, id)
    }

    fn submit(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        message: MessageId,
        values: &Map<String, Value>,
    ) -> Result<(), Problem> {
        let m = messages::store::by_id(tx, scope, message)?.ok_or_else(Problem::not_found)?;
        let found = conversations::store::lock(tx, scope, m.conversation)?;
        let c = found.ok_or_else(Problem::not_found)?;
        messages::submit(tx, &c, m.id, values).map(|_| ())
    }

    fn tell_user(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        user: UserId,
        event: &'static str,
        data: Value,
    ) {
        live::tell_user(tx, scope, user, event, data);
    }

    fn muted(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        id: ConversationId,
    ) -> Result<Vec<UserId>, Problem> {
        conversations::muted_by(tx, scope, id)
    }

    fn inbox_members(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        inbox: InboxId,
    ) -> Result<Vec<UserId>, Problem> {
        inboxes::inbox_members(tx, scope, inbox)
    }

    fn is_looking(&self, account: AccountId, user: UserId, at: ConversationId) -> bool {
        self.0.live.is_looking(account, user, at)
    }

    fn post_letter(&self, tx: &mut Tx<'_>, letter: &Letter) -> Result<(), Problem> {
        mail::Post::plain(letter.clone(), None).queue(tx, &self.0)
    }

    fn locale(&self, tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Locale, Problem> {
        Ok(accounts::account(tx, scope)?.locale)
    }

    fn uploads(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        user: UserId,
        named: &[String],
    ) -> Result<Vec<Value>, Problem> {
        let now = tx.now();
        let found = messages::still_there(tx, scope, Sender::user(user), named)?;
        let shown = found.iter().map(|u| serde_json::to_value(present::upload(&self.0, u, now)));
        shown.collect::<Result<_, _>>().map_err(Problem::internal)
    }

    fn hold_uploads(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        user: UserId,
        named: &[String],
        until: Micros,
    ) -> Result<(), Problem> {
        if named.is_empty() { Ok(()) } else { messages::hold(tx, scope, Sender::user(user), named, until) }
    }

    fn seal(&self, place: &str, secret: &str) -> Result<String, Problem> {
        self.0.sealer.seal(&*self.0.rng, place, secret)
    }

    fn open(&self, place: &str, sealed: &str) -> Result<String, Problem> {
        self.0.sealer.open_sealed(place, sealed)
    }

    fn webhook_names(&self, event: &Event) -> &'static [&'static str] {
        present::webhook_names(event)
    }

    fn webhook_inbox(&self, event: &Event) -> Option<InboxId> {
        present::webhook_inbox(event)
    }

    fn webhook(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        event: &Event,
        name: &str,
    ) -> Result<Option<Value>, Problem> {
        present::webhook(tx, &self.0, scope, event, name)
    }

    fn inbox_hook(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        inbox: InboxId,
    ) -> Result<Option<(String, String)>, Problem> {
        inboxes::hook(tx, &self.0, scope, inbox)
    }

    fn inboxes(&self, tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<InboxRef>, Problem> {
        let channel = |i: &inboxes::Inbox| self.0.registry.channel_wire(&i.channel).to_owned();
        let all = inboxes::all(tx, scope)?;
        Ok(all.into_iter().map(|i| InboxRef { id: i.id, channel: channel(&i), name: i.name }).collect())
    }

    fn open_secs(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        inbox: InboxId,
        from: Micros,
        to: Micros,
    ) -> Result<i64, Problem> {
        let service = inboxes::known(tx, scope, inbox)?.map(|i| i.service).unwrap_or_default();
        Ok(service.open_secs(from, to))
    }

    fn inbox_name(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        inbox: InboxId,
    ) -> Result<Option<String>, Problem> {
        Ok(inboxes::known(tx, scope, inbox)?.map(|i| i.name))
    }

    fn open_for_people(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        id: ConversationId,
        line: &Activity,
    ) -> Result<bool, Problem> {
        let written = line.args.iter().fold(Line::new(line.key), |l, (name, value)| l.with(name, value));
        conversations::open_for_people(tx, &self.0, scope, id, &written)
    }

    fn platform_app(&self, tx: &mut Tx<'_>, token: &str) -> Result<i64, Problem> {
        platform::app_by_token(tx, token).map(|app| app.0)
    }

    fn platform_account(&self, tx: &mut Tx<'_>, app: i64, account: AccountId) -> Result<(), Problem> {
        platform::may(tx, platform::App(app), platform::Object::Account(account.0))
    }

    fn platform_made(&self, tx: &mut Tx<'_>, app: i64, kind: &'static str) -> Result<Vec<i64>, Problem> {
        platform::all_made(tx, platform::App(app), kind)
    }

    fn platform_note(
        &self,
        tx: &mut Tx<'_>,
        app: Option<i64>,
        kind: &'static str,
        id: i64,
    ) -> Result<(), Problem> {
        let what = platform::Object::Of(kind, id);
        match app {
            Some(app) => platform::made(tx, platform::App(app), what),
            None => platform::unmade(tx, what),
        }
    }

    fn administrators(&self, tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<PersonRef>, Problem> {
        let ids = inboxes::administrators(tx, scope)?;
        people::references(tx, scope, &ids)
    }
}
