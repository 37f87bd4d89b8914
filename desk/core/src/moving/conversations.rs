//! Conversations under their numbers, with their messages.

use desk_model::{Conversation as Row, Priority, Status};
use kernel_base::{ContactId, ContactInboxId, ConversationId, InboxId, Micros, Problem, TeamId, UserId};
use kernel_db::Tx;
use plug_import::{Address, Conversation, Left};
use serde_json::json;

use super::contacts::{CONTACT, address_of};
use super::messages::{Brought, write};
use super::{Came, Moving, contacts, store, things};
use crate::conversations::{store as conversations, tell, wake_job};

pub(super) const CONVERSATION: &str = "conversation";

/// Some messages of a conversation.
#[derive(Clone, Debug, Default)]
pub struct Chunk {
    /// Oldest first.
    pub messages: Vec<Brought>,
    /// Whether no more follow.
    pub last: bool,
}

/// What is noted of when a conversation had last changed there; below zero as long as messages of it are to come.
fn stamp(c: &Conversation, brought: &Chunk) -> Micros {
    if brought.last { c.updated_at } else { Micros(-c.updated_at.0) }
}

/// A conversation with the first of its messages, or what is new of it. What people did to it here meanwhile stays.
///
/// # Errors
/// What the store says.
pub fn conversation(tx: &mut Tx<'_>, m: &Moving, c: &Conversation, brought: &Chunk) -> Result<Came, Problem> {
    match m.item(tx, CONVERSATION, c.number)? {
        Some(item) => renew(tx, m, c, item, brought),
        None => make(tx, m, c, brought),
    }
}

/// Further messages of a conversation that is here.
///
/// # Errors
/// What the store says; 404 if it is not here.
pub fn more(tx: &mut Tx<'_>, m: &Moving, c: &Conversation, brought: &Chunk) -> Result<Came, Problem> {
    let item = m.item(tx, CONVERSATION, c.number)?.ok_or_else(Problem::not_found)?;
    let mut row = locked(tx, m, item.id)?;
    let (upto, left) = write(tx, m, &mut row, item.upto, &brought.messages)?;
    settle(tx, m, c, &mut row, store::Item { upto, stamp: stamp(c, brought), ..item })?;
    Ok(Came { id: Some(item.id), new: false, left })
}

fn make(tx: &mut Tx<'_>, m: &Moving, c: &Conversation, brought: &Chunk) -> Result<Came, Problem> {
    let name = format!("#{}", c.number);
    let behind = |why: &str| Ok(Came::behind(Left::new(CONVERSATION, c.number, &name, why)));
    let Some(inbox) = m.found(tx, "inbox", Some(c.inbox))? else { return behind("its inbox did not come") };
    let person = contacts::contact(tx, m, &c.contact)?;
    let mut left = person.left;
    let Some(contact) = person.id else { return behind("its customer did not come") };
    let named = c.source_id.clone().map(|source_id| Address {
        inbox: c.inbox,
        source_id,
        verified: false,
        created_at: c.created_at,
    });
    let Some(address) = address_of(tx, m, contact, named, (c.inbox, inbox))? else {
        return behind("its customer has no address in its inbox");
    };
    let mut number = c.number;
    if number < 1 || conversations::by_number(tx, &m.scope, number)?.is_some() {
        number = conversations::next_number(tx, &m.scope)?;
        let why = format!("its number is another's here; it is #{number}");
        left.push(Left::new(CONVERSATION, c.number, &name, why));
    }
    let mut row = Row {
        id: ConversationId(0),
        account: m.scope.account(),
        number,
        uuid: c.uuid.clone().unwrap_or_else(|| fresh_uuid(m)),
        inbox: InboxId(inbox),
        contact: ContactId(contact),
        contact_inbox: address.id,
        ..blank(c)
    };
    apply(tx, m, c, &mut row)?;
    row.id = ConversationId(store::rows::conversation(tx, &row, c.id.and_then(|id| m.kept(id)))?);
    store::rows::count_to(tx, &m.scope, number)?;
    around(tx, m, c, row.id)?;
    let (upto, lines) = write(tx, m, &mut row, 0, &brought.messages)?;
    left.extend(lines);
    let id = row.id.0;
    settle(tx, m, c, &mut row, store::Item { id, upto, stamp: stamp(c, brought) })?;
    Ok(Came::now(id, left))
}

/// What is new of a conversation that came before.
fn renew(
    tx: &mut Tx<'_>,
    m: &Moving,
    c: &Conversation,
    item: store::Item,
    brought: &Chunk,
) -> Result<Came, Problem> {
    let mut row = locked(tx, m, item.id)?;
    let mut left = Vec::new();
    let noted = Micros(item.stamp.0.abs());
    if row.updated_at == noted {
        apply(tx, m, c, &mut row)?;
        row.last_activity_at = c.last_activity_at;
        row.updated_at = c.updated_at;
        around(tx, m, c, row.id)?;
    } else if c.updated_at > noted {
        let why = "changed on both sides since the last run: only its new messages came";
        left.push(Left::new(CONVERSATION, c.number, format!("#{}", c.number), why));
    }
    let (upto, lines) = write(tx, m, &mut row, item.upto, &brought.messages)?;
    left.extend(lines);
    settle(tx, m, c, &mut row, store::Item { upto, stamp: stamp(c, brought), ..item })?;
    Ok(Came { id: Some(item.id), new: upto > item.upto, left })
}

fn locked(tx: &mut Tx<'_>, m: &Moving, id: i64) -> Result<Row, Problem> {
    conversations::lock(tx, &m.scope, ConversationId(id))?.ok_or_else(Problem::not_found)
}

fn blank(c: &Conversation) -> Row {
    Row {
        id: ConversationId(0),
        account: kernel_base::AccountId(0),
        number: 0,
        uuid: String::new(),
        inbox: InboxId(0),
        contact: ContactId(0),
        contact_inbox: ContactInboxId(0),
        status: Status::Open,
        automated: false,
        assignee: None,
        team: None,
        priority: None,
        snoozed_until: None,
        queued_at: c.created_at,
        waiting_since: None,
        first_reply_at: None,
        last_activity_at: c.last_activity_at,
        agent_last_seen_at: None,
        assignee_last_seen_at: None,
        contact_last_seen_at: None,
        unread_count: 0,
        last_message: None,
        additional_attributes: serde_json::Map::new(),
        custom_attributes: serde_json::Map::new(),
        created_at: c.created_at,
        updated_at: c.updated_at,
        participants: Vec::new(),
    }
}

/// What may change of a conversation, as it stands there.
fn apply(tx: &mut Tx<'_>, m: &Moving, c: &Conversation, row: &mut Row) -> Result<(), Problem> {
    row.status = Status::from_number(c.status).unwrap_or(Status::Open);
    row.automated = row.status == Status::Pending
        && c.assignee.is_none()
        && m.core.registry.automates(tx, &m.scope, row.inbox)?;
    row.assignee = match m.found(tx, "user", c.assignee)?.map(UserId) {
        Some(user) if store::rows::is_member(tx, &m.scope, user)? => Some(user),
        _ => None,
    };
    row.team = m.found(tx, "team", c.team)?.map(TeamId);
    row.priority = c.priority.and_then(Priority::from_number);
    row.snoozed_until = c.snoozed_until.filter(|_| row.status == Status::Snoozed);
    row.waiting_since = c.waiting_since.filter(|_| row.status != Status::Resolved);
    row.first_reply_at = c.first_reply_at;
    row.agent_last_seen_at = c.agent_last_seen_at;
    row.assignee_last_seen_at = c.assignee_last_seen_at;
    row.contact_last_seen_at = c.contact_last_seen_at;
    row.additional_attributes.clone_from(&c.additional_attributes);
    row.custom_attributes.clone_from(&c.custom_attributes);
    Ok(())
}

/// What lies around a conversation: labels and those who take part.
fn around(tx: &mut Tx<'_>, m: &Moving, c: &Conversation, id: ConversationId) -> Result<(), Problem> {
    things::hand(tx, m, "conversation_labels", &json!({ "id": id.0, "labels": c.labels }))?;
    for old in &c.participants {
        let user = m.found(tx, "user", Some(*old))?.map(UserId);
        if let Some(user) = user
            && store::rows::is_member(tx, &m.scope, user)?
        {
            conversations::add_participant(tx, &m.scope, id, user)?;
        }
    }
    Ok(())
}

/// Writes what the messages changed, and notes how far they came.
fn settle(
    tx: &mut Tx<'_>,
    m: &Moving,
    c: &Conversation,
    row: &mut Row,
    item: store::Item,
) -> Result<(), Problem> {
    row.unread_count = match row.status {
        Status::Resolved => 0,
        _ => store::rows::unseen(tx, &m.scope, row.id.0, row.agent_last_seen_at)?,
    };
    conversations::save(tx, row)?;
    // Nobody is told of it; what is counted reads it anew.
    tell(tx, "conversation.brought", row, None, None);
    if let Some(at) = row.snoozed_until {
        tx.enqueue(wake_job(row, at))?;
    }
    Ok(store::put_item(tx, &m.scope, (CONVERSATION, c.number), item)?)
}

/// Of a conversation that is here: the old id of its newest message, and when it had last changed there, below zero as long
/// as messages of it are to come.
///
/// # Errors
/// What the store says.
pub fn noted(tx: &mut Tx<'_>, m: &Moving, number: i64) -> Result<Option<(i64, Micros)>, Problem> {
    Ok(m.item(tx, CONVERSATION, number)?.map(|i| (i.upto, i.stamp)))
}

/// The customer of a conversation, if they came.
pub(super) fn customer(tx: &mut Tx<'_>, m: &Moving, old: i64) -> Result<Option<i64>, Problem> {
    m.found(tx, CONTACT, Some(old))
}

/// A random outside id.
pub(super) fn fresh_uuid(m: &Moving) -> String {
    let mut bytes = [0u8; 16];
    m.core.rng.fill(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}
