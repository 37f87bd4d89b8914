//! What the product says by itself when a customer writes: the greeting, that nobody is there, who they are.

mod store;

use desk_model::{Contact, ContentType, Conversation};
use kernel_base::{MessageId, Problem};
use kernel_db::Tx;
use plug_feature::{NewPost, Voice};
use serde_json::Map;

use super::post;
use crate::inboxes::Inbox;
use crate::{Core, accounts, conversations};

/// Says what is due after a customer's message; `fresh` is whether it began the conversation.
///
/// # Errors
/// What the store says.
pub(super) fn answer(
    tx: &mut Tx<'_>,
    core: &Core,
    c: &mut Conversation,
    inbox: &Inbox,
    contact: &Contact,
    fresh: bool,
) -> Result<(), Problem> {
    let mut due: Vec<(String, ContentType)> = Vec::new();
    if let Some(text) = away(tx, c, inbox)? {
        due.push((text, ContentType::Text));
    }
    let greeting = inbox.greeting_message.as_deref().map_or("", str::trim);
    if fresh && inbox.greeting_enabled && !greeting.is_empty() {
        due.push((greeting.to_owned(), ContentType::Text));
    }
    // A form can be filled in where the customer's screen is ours.
    let ours = core.registry.capabilities(&inbox.channel).is_some_and(|k| !k.sends);
    if fresh && ours && inbox.service.email_collect && contact.email.is_none() {
        let locale = accounts::account(tx, &c.scope())?.locale;
        due.push((core.texts.text(locale, "activity.ask_email", &[]), ContentType::InputEmail));
    }
    if due.is_empty() {
        return Ok(());
    }
    for (content, content_type) in due {
        say(tx, core, c, content, content_type)?;
    }
    if let Some(now) = conversations::store::lock(tx, &c.scope(), c.id)? {
        *c = now;
    }
    Ok(())
}

fn say(
    tx: &mut Tx<'_>,
    core: &Core,
    c: &Conversation,
    content: String,
    content_type: ContentType,
) -> Result<MessageId, Problem> {
    let message = NewPost {
        content,
        private: false,
        content_type,
        content_attributes: Map::new(),
        voice: Voice::System,
        echo_id: None,
    };
    post(tx, core, &c.scope(), c.id, &message)
}

/// That nobody is there, once for each time the inbox is closed.
fn away(tx: &mut Tx<'_>, c: &Conversation, inbox: &Inbox) -> Result<Option<String>, Problem> {
    let standing = inbox.service.standing(tx.now());
    let Some(text) = inbox.service.away_message(&standing) else { return Ok(None) };
    // The time it is closed is known by its end.
    let until = standing.opens.map_or(0, kernel_base::Micros::secs);
    let first = store::tell_once(tx, &c.scope(), c.id, &format!("away:{until}"))?;
    Ok(first.then_some(text))
}
