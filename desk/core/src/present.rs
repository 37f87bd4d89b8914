//! The domain's objects as Chatwoot's JSON, read in few statements for many at once, with what features add.
//! REST, sockets, webhooks and jobs all take them from here.

mod facts;
mod one;
mod store;
mod webhook;
mod window;

use std::collections::HashMap;

use desk_model::{Conversation, Message};
use kernel_base::{AccountScope, ContactId, ContactInboxId, Problem, UserId};
use kernel_db::Tx;
use plug_feature::Decorate;
use serde_json::{Map, Value};

use crate::Core;
use crate::conversations::store as conversation_rows;
use crate::messages::store as message_rows;
use facts::Facts;

pub use one::{file, upload};
pub(crate) use one::{message_with, visitor_messages, visitor_one};
pub(crate) use store::{contact_name, person_name, source_id};
pub use webhook::{webhook, webhook_inbox, webhook_message, webhook_names};

/// Conversations by row id as JSON, in the order asked for; those that are gone are left out.
///
/// # Errors
/// What the store says.
pub fn conversations(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    ids: &[i64],
) -> Result<Vec<Value>, Problem> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = in_order(conversation_rows::by_ids(tx, scope, ids)?, ids, |c| c.id.0);
    conversations_of(tx, core, scope, &rows)
}

/// The same for rows that are read already.
///
/// # Errors
/// What the store says.
pub fn conversations_of(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    rows: &[Conversation],
) -> Result<Vec<Value>, Problem> {
    let ids: Vec<i64> = rows.iter().map(|c| c.id.0).collect();
    let mut wanted: Vec<i64> = message_rows::last_said(tx, scope, &ids, false)?;
    wanted.extend(rows.iter().filter_map(|c| c.last_message).map(|m| m.0));
    wanted.sort_unstable();
    wanted.dedup();
    let messages = message_rows::by_ids(tx, scope, &wanted)?;
    let mut facts = Facts::of_conversations(tx, core, scope, rows)?;
    facts.add_messages(tx, core, scope, &messages)?;
    let written = rows.iter().filter_map(|c| Some((c.id.0, facts.conversation(c, &messages)?)));
    let written: Vec<(i64, Value)> =
        written.map(|(id, json)| Ok((id, to_value(json)?))).collect::<Result<_, Problem>>()?;
    let decorators: Vec<Decorate> =
        core.registry.features.iter().filter_map(|f| f.decorate_conversations).collect();
    decorated(tx, scope, written, &decorators)
}

/// Messages by row id as JSON, in the order asked for; those that are gone are left out.
///
/// # Errors
/// What the store says.
pub fn messages(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    ids: &[i64],
) -> Result<Vec<Value>, Problem> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = in_order(message_rows::by_ids(tx, scope, ids)?, ids, |m| m.id.0);
    let mut of: Vec<i64> = rows.iter().map(|m| m.conversation.0).collect();
    of.sort_unstable();
    of.dedup();
    let conversations = conversation_rows::by_ids(tx, scope, &of)?;
    let mut facts = Facts::of_messages(tx, scope, &conversations)?;
    facts.add_messages(tx, core, scope, &rows)?;
    let by_id: HashMap<i64, &Conversation> = conversations.iter().map(|c| (c.id.0, c)).collect();
    let written = rows.iter().filter_map(|m| Some(facts.message(by_id.get(&m.conversation.0)?, m)));
    written.map(to_value).collect()
}

/// Messages of one conversation as JSON, in their order.
///
/// # Errors
/// What the store says.
pub fn messages_of(
    tx: &mut Tx<'_>,
    core: &Core,
    c: &Conversation,
    rows: Vec<Message>,
) -> Result<Vec<Value>, Problem> {
    let scope = c.scope();
    let mut facts = Facts::of_messages(tx, &scope, std::slice::from_ref(c))?;
    facts.add_messages(tx, core, &scope, &rows)?;
    rows.iter().map(|m| to_value(facts.message(c, m))).collect()
}

/// Contacts by row id as JSON, in the order asked for; those that are gone are left out.
///
/// # Errors
/// What the store says.
pub fn contacts(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    ids: &[i64],
) -> Result<Vec<Value>, Problem> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = in_order(crate::contacts::store::by_ids(tx, scope, ids)?, ids, |c| c.id.0);
    let now = tx.now();
    let mut written = Vec::with_capacity(rows.len());
    for c in &rows {
        let picture = facts::picture(core, c.avatar_key.as_deref(), now);
        let online = core.live.is_contact_here(scope.account(), c.id);
        written.push((c.id.0, to_value(desk_wire::contact(c, picture.as_deref(), online))?));
    }
    let decorators: Vec<Decorate> =
        core.registry.features.iter().filter_map(|f| f.decorate_contacts).collect();
    decorated(tx, scope, written, &decorators)
}

/// Addresses of contacts with their inboxes, as JSON by contact.
///
/// # Errors
/// What the store says.
pub fn contact_inboxes(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    contacts: &[i64],
) -> Result<HashMap<i64, Vec<Value>>, Problem> {
    let now = tx.now();
    let mut by_contact: HashMap<i64, Vec<Value>> = HashMap::new();
    for row in store::addresses(tx, scope, contacts)? {
        let picture = facts::picture(core, row.avatar_key.as_deref(), now);
        let wire = core.registry.channel_wire(&row.channel);
        let inbox = desk_wire::InboxSlim::new(row.inbox, &row.inbox_name, wire, picture.as_deref());
        let json = to_value(desk_wire::ContactInboxJson { source_id: row.source_id, inbox })?;
        by_contact.entry(row.contact.0).or_default().push(json);
    }
    Ok(by_contact)
}

/// A member as an assignee is shown.
///
/// # Errors
/// What the store says.
pub fn agent(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    user: UserId,
) -> Result<Option<Value>, Problem> {
    let mut people = facts::people(tx, core, scope, &[user.0])?;
    people.remove(&user.0).map(|p| to_value(desk_wire::agent(scope.account(), &p))).transpose()
}

/// Members as agents are shown, in order of their ids.
///
/// # Errors
/// What the store says.
pub fn agents(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    users: &[UserId],
) -> Result<Vec<Value>, Problem> {
    let ids: Vec<i64> = users.iter().map(|u| u.0).collect();
    let mut people: Vec<_> = facts::people(tx, core, scope, &ids)?.into_values().collect();
    people.sort_by_key(|p| p.id);
    people.iter().map(|p| to_value(desk_wire::agent(scope.account(), p))).collect()
}

/// Members of an inbox who are online now, as visitors see them.
///
/// # Errors
/// What the store says.
pub(crate) fn inbox_members(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    users: &[UserId],
) -> Result<Vec<Value>, Problem> {
    let ids: Vec<i64> = users.iter().map(|u| u.0).collect();
    let mut people: Vec<_> = facts::people(tx, core, scope, &ids)?.into_values().collect();
    people.retain(|p| p.availability != "offline");
    people.sort_by_key(|p| p.id);
    Ok(people
        .iter()
        .map(|p| {
            serde_json::json!({
                "id": p.id.0,
                "name": p.available_name(),
                "avatar_url": p.avatar_url.clone().unwrap_or_default(),
                "availability_status": p.availability,
            })
        })
        .collect())
}

/// A contact and the address, for the `contact` of other objects.
///
/// # Errors
/// What the store says.
pub fn contact(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    id: ContactId,
) -> Result<Option<Value>, Problem> {
    Ok(contacts(tx, core, scope, &[id.0])?.pop())
}

/// The address of a contact's presence in an inbox.
///
/// # Errors
/// What the store says.
pub fn address(tx: &mut Tx<'_>, scope: &AccountScope, id: ContactInboxId) -> Result<String, Problem> {
    source_id(tx, scope, id)
}

/// The name of a bot, by whichever feature keeps it.
///
/// # Errors
/// What the store says.
pub(crate) fn bot_name(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    bot: i64,
) -> Result<String, Problem> {
    for speakers in core.registry.features.iter().filter_map(|f| f.speakers) {
        if let Some(found) = speakers(tx, scope, &[bot])?.remove(&bot) {
            return Ok(found.get("name").and_then(Value::as_str).unwrap_or_default().to_owned());
        }
    }
    Ok(String::new())
}

fn to_value(object: impl serde::Serialize) -> Result<Value, Problem> {
    serde_json::to_value(object).map_err(Problem::internal)
}

/// Adds what features know of the objects.
fn decorated(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    mut written: Vec<(i64, Value)>,
    decorators: &[Decorate],
) -> Result<Vec<Value>, Problem> {
    let ids: Vec<i64> = written.iter().map(|(id, _)| *id).collect();
    for decorate in decorators {
        let mut extras = decorate(tx, scope, &ids)?;
        for (id, json) in &mut written {
            if let (Some(extra), Value::Object(object)) = (extras.remove(id), json) {
                extend(object, extra);
            }
        }
    }
    Ok(written.into_iter().map(|(_, json)| json).collect())
}

/// Adds a feature's keys; an object there is already, like `meta`, is extended and not replaced.
fn extend(object: &mut Map<String, Value>, extra: Map<String, Value>) {
    for (key, value) in extra {
        match (object.get_mut(&key), value) {
            (Some(Value::Object(there)), Value::Object(more)) => there.extend(more),
            (_, value) => drop(object.insert(key, value)),
        }
    }
}

fn in_order<T>(rows: Vec<T>, ids: &[i64], id: impl Fn(&T) -> i64) -> Vec<T> {
    let mut by_id: HashMap<i64, T> = rows.into_iter().map(|r| (id(&r), r)).collect();
    ids.iter().filter_map(|i| by_id.remove(i)).collect()
}
