//! Notifications as Chatwoot's JSON, for the list and the socket alike.

use std::collections::HashMap;

use kernel_base::{AccountScope, Locale, Micros, Problem, UserId};
use kernel_db::Tx;
use plug_feature::{Ctx, PersonRef};
use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use crate::store::Notice;
use crate::words::{self, Subject};

/// A notification.
#[derive(Serialize, ToSchema)]
#[schema(as = Notification)]
pub(crate) struct NoticeJson {
    id: i64,
    /// `conversation_assignment`, `conversation_mention`…
    notification_type: &'static str,
    /// One line that says what happened, in the reader's language.
    push_message_title: String,
    /// What was said, if something was.
    push_message_body: String,
    /// Always `Conversation`.
    primary_actor_type: &'static str,
    /// The conversation's number.
    primary_actor_id: i64,
    /// The conversation.
    #[schema(value_type = Object)]
    primary_actor: Value,
    /// The message, if it is about one.
    #[schema(value_type = Option<Object>)]
    secondary_actor: Option<Value>,
    /// Whom it is for.
    #[schema(value_type = Object)]
    user: Value,
    /// When it was read, ISO 8601.
    read_at: Option<String>,
    /// Until when it is snoozed, ISO 8601.
    snoozed_until: Option<String>,
    created_at: i64,
    last_activity_at: i64,
    account_id: i64,
    #[schema(value_type = Object)]
    meta: Map<String, Value>,
    /// Who caused it, of the team.
    #[schema(value_type = Option<Object>)]
    actor: Option<Value>,
}

/// What is needed of others to show notifications.
pub(crate) struct Around {
    conversations: HashMap<i64, Value>,
    messages: HashMap<i64, Value>,
    people: HashMap<i64, PersonRef>,
}

impl Around {
    /// Reads what these notifications are about.
    pub(crate) fn of(
        tx: &mut Tx<'_>,
        ctx: &Ctx,
        scope: &AccountScope,
        notices: &[Notice],
    ) -> Result<Self, Problem> {
        let distinct = |ids: Vec<i64>| {
            let mut ids = ids;
            ids.sort_unstable();
            ids.dedup();
            ids
        };
        let conversations = distinct(notices.iter().map(|n| n.conversation.0).collect());
        let messages = distinct(notices.iter().filter_map(|n| n.message).collect());
        let people = notices.iter().flat_map(|n| n.actor.into_iter().chain([n.user]));
        let people: Vec<UserId> = distinct(people.map(|u| u.0).collect()).into_iter().map(UserId).collect();
        let people = ctx.desk.people(tx, scope, &people)?;
        Ok(Self {
            // Conversations are known by their numbers outside.
            conversations: by_id(ctx.desk.present_conversations(tx, scope, &conversations)?),
            messages: by_id(ctx.desk.present_messages(tx, scope, &messages)?),
            people: people.into_iter().map(|p| (p.id.0, p)).collect(),
        })
    }

    /// The person it is for.
    pub(crate) fn person(&self, user: UserId) -> Option<&PersonRef> {
        self.people.get(&user.0)
    }

    /// What it is about; `None` when the conversation is gone.
    pub(crate) fn subject(&self, n: &Notice) -> Option<Subject<'_>> {
        Some(Subject {
            conversation: self.conversations.get(&n.number)?,
            message: n.message.and_then(|id| self.messages.get(&id)),
            actor: n.actor.and_then(|id| self.people.get(&id.0)).map(|p| p.name.as_str()),
        })
    }

    /// A notification as JSON; `None` when what it is about is gone.
    pub(crate) fn json(
        &self,
        ctx: &Ctx,
        scope: &AccountScope,
        locale: Locale,
        n: &Notice,
    ) -> Option<NoticeJson> {
        let about = self.subject(n)?;
        let mut meta = Map::new();
        if let Some(at) = n.last_snoozed_at.and_then(Micros::iso) {
            meta.insert("last_snoozed_at".to_owned(), at.into());
        }
        Some(NoticeJson {
            id: n.id,
            notification_type: n.reason.wire(),
            push_message_title: words::title(&ctx.texts, locale, n.reason, &about),
            push_message_body: words::excerpt(&ctx.texts, locale, about.message),
            primary_actor_type: "Conversation",
            primary_actor_id: n.number,
            primary_actor: about.conversation.clone(),
            secondary_actor: about.message.cloned(),
            user: self.person(n.user).map(person).unwrap_or_default(),
            read_at: n.read_at.and_then(Micros::iso),
            snoozed_until: n.snoozed_until.and_then(Micros::iso),
            created_at: n.created_at.secs(),
            last_activity_at: n.last_activity_at.secs(),
            account_id: scope.id(),
            meta,
            actor: n.actor.and_then(|id| self.people.get(&id.0)).map(person),
        })
    }
}

fn person(p: &PersonRef) -> Value {
    json!({ "id": p.id.0, "name": p.name, "available_name": p.name, "type": "user" })
}

fn by_id(objects: Vec<Value>) -> HashMap<i64, Value> {
    objects.into_iter().filter_map(|o| Some((o.get("id")?.as_i64()?, o))).collect()
}
