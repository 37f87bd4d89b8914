//! Look-ups around conversations and messages, many at once.

use desk_model::{Availability, MessageType, Role};
use desk_wire::{Person, TeamJson, team};
use kernel_base::{
    AccountScope, ContactId, ContactInboxId, ConversationId, InboxId, Micros, Problem, UserId,
};
use kernel_db::{DbError, Json, Row, Tx};

/// A member with what their JSON is made of.
pub(super) struct PersonRow {
    pub(super) person: Person,
    pub(super) avatar_key: Option<String>,
}

/// Members by row id; also those who left, whose messages stay.
pub(super) fn people(tx: &mut Tx<'_>, scope: &AccountScope, ids: &[i64]) -> Result<Vec<PersonRow>, DbError> {
    tx.query(
        "SELECT u.id, u.name, u.display_name, u.email, u.avatar_key, u.confirmed_at IS NOT NULL, m.role, \
           m.availability, m.auto_offline, m.invited_name, m.custom_role_id, m.present \
         FROM users u LEFT JOIN account_users m ON m.account_id = $1 AND m.user_id = u.id WHERE u.id IN @ints($2)",
        &[&scope.id(), &Json::ints(ids)],
        person,
    )
}

fn person(row: &Row<'_>) -> Result<PersonRow, DbError> {
    let confirmed: bool = row.get(5)?;
    let invited: Option<String> = row.get(9)?;
    let name: String = row.get(1)?;
    let auto_offline = row.get::<Option<bool>>(8)?.unwrap_or(true);
    let chosen = Availability::from_number(row.get::<Option<i64>>(7)?.unwrap_or(2));
    let present = row.get::<Option<bool>>(11)?.unwrap_or(false);
    let person = Person {
        id: row.get(0)?,
        name: invited.filter(|_| !confirmed).unwrap_or(name),
        display_name: row.get(2)?,
        email: row.get(3)?,
        avatar_url: None,
        role: row.get::<Option<i64>>(6)?.and_then(Role::from_number).unwrap_or(Role::Agent),
        custom_role: row.get(10)?,
        availability: chosen.shown(present, auto_offline).wire(),
        auto_offline,
        confirmed,
    };
    Ok(PersonRow { person, avatar_key: row.get(4)? })
}

/// The name shown to others.
pub(crate) fn person_name(tx: &mut Tx<'_>, scope: &AccountScope, user: UserId) -> Result<String, Problem> {
    let found = people(tx, scope, &[user.0])?.pop();
    Ok(found.map(|p| p.person.available_name().to_owned()).unwrap_or_default())
}

/// A customer's name, or what else they are known by.
pub(crate) fn contact_name(tx: &mut Tx<'_>, scope: &AccountScope, id: ContactId) -> Result<String, Problem> {
    let found = crate::contacts::store::by_id(tx, scope, id)?;
    Ok(found
        .map(|c| if c.name.is_empty() { c.email.or(c.phone).unwrap_or_default() } else { c.name })
        .unwrap_or_default())
}

/// An address with its inbox.
pub(super) struct AddressRow {
    pub(super) id: ContactInboxId,
    pub(super) contact: ContactId,
    pub(super) source_id: String,
    pub(super) verified: bool,
    pub(super) inbox: InboxId,
    pub(super) inbox_name: String,
    pub(super) channel: String,
    pub(super) avatar_key: Option<String>,
}

macro_rules! addresses {
    ($column:literal) => {
        concat!(
            "SELECT a.id, a.contact_id, a.source_id, a.hmac_verified, i.id, i.name, i.channel, i.avatar_key \
             FROM @ints($2) AS wanted CROSS JOIN contact_inboxes a CROSS JOIN inboxes i \
             WHERE a.account_id = $1 AND ",
            $column,
            " = wanted.value AND i.account_id = $1 AND i.id = a.inbox_id ORDER BY a.id"
        )
    };
}

fn address(row: &Row<'_>) -> Result<AddressRow, DbError> {
    Ok(AddressRow {
        id: row.get(0)?,
        contact: row.get(1)?,
        source_id: row.get(2)?,
        verified: row.get(3)?,
        inbox: row.get(4)?,
        inbox_name: row.get(5)?,
        channel: row.get(6)?,
        avatar_key: row.get(7)?,
    })
}

/// Addresses of these contacts.
pub(super) fn addresses(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    contacts: &[i64],
) -> Result<Vec<AddressRow>, DbError> {
    tx.query(addresses!("a.contact_id"), &[&scope.id(), &Json::ints(contacts)], address)
}

/// Addresses by row id.
pub(super) fn addresses_by_id(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    ids: &[i64],
) -> Result<Vec<AddressRow>, DbError> {
    tx.query(addresses!("a.id"), &[&scope.id(), &Json::ints(ids)], address)
}

/// The address behind a row id.
pub(crate) fn source_id(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: ContactInboxId,
) -> Result<String, Problem> {
    let found = tx.query_opt(
        "SELECT source_id FROM contact_inboxes WHERE account_id = $1 AND id = $2",
        &[&scope.id(), &id],
        |r| r.get(0),
    )?;
    found.ok_or_else(Problem::not_found)
}

/// Inboxes with their channel's id.
pub(super) fn channels(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    ids: &[i64],
) -> Result<Vec<(i64, String)>, DbError> {
    tx.query(
        "SELECT i.id, i.channel FROM @ints($2) AS wanted CROSS JOIN inboxes i \
         WHERE i.account_id = $1 AND i.id = wanted.value",
        &[&scope.id(), &Json::ints(ids)],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

/// When a customer last wrote in a conversation.
pub(super) fn last_incoming(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversation: ConversationId,
) -> Result<Option<Micros>, DbError> {
    tx.query_opt(
        "SELECT created_at FROM messages WHERE account_id = $1 AND conversation_id = $2 AND kind = $3
         ORDER BY id DESC LIMIT 1",
        &[&scope.id(), &conversation, &MessageType::Incoming.number()],
        |r| r.get(0),
    )
}

/// Teams by row id.
pub(super) fn teams(tx: &mut Tx<'_>, scope: &AccountScope, ids: &[i64]) -> Result<Vec<TeamJson>, DbError> {
    tx.query(
        "SELECT id, name, description, allow_auto_assign FROM teams WHERE account_id = $1 AND id IN @ints($2)",
        &[&scope.id(), &Json::ints(ids)],
        |r| {
            let (name, description): (String, Option<String>) = (r.get(1)?, r.get(2)?);
            Ok(team(scope.account(), r.get(0)?, &name, description.as_deref(), r.get(3)?, false))
        },
    )
}
