//! Lines of the timeline: rendered in the account's language, and kept with key and values so that the desk can
//! draw them in the reader's.

use desk_model::{ContentType, Conversation, Message, MessageState, MessageType, Sender, bot_of};
use kernel_base::{Locale, MessageId, Problem};
use kernel_db::Tx;
use serde_json::{Map, Value, json};

use super::store;
use crate::conversations::event;
use crate::{Actor, Core, accounts, present};

/// A line of the timeline. Who did it is added when it is written, as `{who}`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    key: String,
    args: Vec<(&'static str, String)>,
    words: Vec<(&'static str, String)>,
    numbers: Vec<(&'static str, i64)>,
}

impl Line {
    /// A line of this key of the message catalogue.
    #[must_use]
    pub fn new(key: &str) -> Self {
        Self { key: key.to_owned(), ..Self::default() }
    }

    /// Fills a placeholder with a name or the like.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    /// Fills a placeholder with another key of the catalogue.
    #[must_use]
    pub fn word(mut self, name: &'static str, key: &str) -> Self {
        self.words.push((name, key.to_owned()));
        self
    }

    /// Keeps a number beside the words, for readers that draw the line themselves.
    #[must_use]
    pub fn number(mut self, name: &'static str, value: i64) -> Self {
        self.numbers.push((name, value));
        self
    }

    fn text(&self, core: &Core, locale: Locale) -> String {
        let mut args = self.args.clone();
        args.extend(self.words.iter().map(|(n, key)| (*n, core.texts.text(locale, key, &[]))));
        core.texts.text(locale, &self.key, &args)
    }

    /// `{key, kind, args, …}`: `kind` is the key without its namespace, the values stand once more beside it.
    fn data(&self) -> Value {
        let mut args = Map::new();
        args.extend(self.args.iter().chain(&self.words).map(|(n, v)| ((*n).to_owned(), json!(v))));
        args.extend(self.numbers.iter().map(|(n, v)| ((*n).to_owned(), json!(v))));
        let kind = self.key.strip_prefix("activity.").unwrap_or(&self.key);
        let mut data = args.clone();
        data.insert("key".to_owned(), json!(self.key));
        data.insert("kind".to_owned(), json!(kind));
        data.insert("args".to_owned(), Value::Object(args));
        Value::Object(data)
    }
}

/// Writes a line into a locked conversation. The caller saves the conversation, which now names the line as its
/// newest message.
///
/// # Errors
/// What the store says.
pub(crate) fn write_line(
    tx: &mut Tx<'_>,
    core: &Core,
    c: &mut Conversation,
    actor: Actor<'_>,
    line: &Line,
) -> Result<(), Problem> {
    let scope = c.scope();
    let who = match actor {
        Actor::Member(viewer) => Some(match bot_of(viewer.user) {
            Some(bot) => present::bot_name(tx, core, &scope, bot)?,
            None => present::person_name(tx, &scope, viewer.user)?,
        }),
        Actor::Contact(id) => Some(present::contact_name(tx, &scope, id)?),
        Actor::System => None,
    };
    let line = match who {
        Some(who) => line.clone().with("who", who),
        None => line.clone(),
    };
    let locale = accounts::account(tx, &scope)?.locale;
    let now = tx.now();
    let mut content_attributes = Map::new();
    content_attributes.insert("activity".to_owned(), line.data());
    let message = Message {
        id: MessageId(0),
        conversation: c.id,
        inbox: c.inbox,
        kind: MessageType::Activity,
        content: line.text(core, locale),
        private: false,
        state: MessageState::Sent,
        content_type: ContentType::Text,
        content_attributes,
        sender: Sender::SYSTEM,
        source_id: None,
        echo_id: None,
        failure: None,
        created_at: now,
        updated_at: now,
    };
    let id = store::insert(tx, &scope, &message)?.ok_or(kernel_db::DbError::NoRow)?;
    c.last_message = Some(id);
    c.last_activity_at = now;
    tx.emit(event("message.created", c, Some(id.0), actor.user(), None));
    Ok(())
}
