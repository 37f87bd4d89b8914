//! Rows of customers, their identities and addresses.

pub(crate) mod claims;
pub(super) mod lists;
pub(super) mod transfers;

use desk_model::{Contact, ContactInbox, Identity};
use kernel_base::{AccountScope, ContactId, ContactInboxId, InboxId, sort_key};
use kernel_db::{DbError, Json, Row, Tx};

use crate::conversations::store::{json, object};

macro_rules! columns {
    () => {
        "c.id, c.name, c.email, c.phone, c.identifier, c.avatar_key, c.additional_attributes, c.custom_attributes, \
         c.blocked, c.last_activity_at, c.created_at, c.updated_at, c.email_verified, c.phone_verified"
    };
}

fn read(row: &Row<'_>) -> Result<Contact, DbError> {
    Ok(Contact {
        id: row.get(0)?,
        name: row.get(1)?,
        email: row.get(2)?,
        phone: row.get(3)?,
        identifier: row.get(4)?,
        avatar_key: row.get(5)?,
        additional_attributes: object(&row.get::<Json>(6)?),
        custom_attributes: object(&row.get::<Json>(7)?),
        blocked: row.get(8)?,
        last_activity_at: row.get(9)?,
        created_at: row.get(10)?,
        updated_at: row.get(11)?,
        email_verified: row.get(12)?,
        phone_verified: row.get(13)?,
    })
}

pub(crate) fn by_id(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: ContactId,
) -> Result<Option<Contact>, DbError> {
    tx.query_opt(
        concat!("SELECT ", columns!(), " FROM contacts c WHERE c.account_id = $1 AND c.id = $2"),
        &[&scope.id(), &id],
        read,
    )
}

/// A customer kept for this transaction until its end.
pub(crate) fn lock(tx: &mut Tx<'_>, scope: &AccountScope, id: ContactId) -> Result<Option<Contact>, DbError> {
    tx.query_opt(
        concat!("SELECT ", columns!(), " FROM contacts c WHERE c.account_id = $1 AND c.id = $2 @for_update"),
        &[&scope.id(), &id],
        read,
    )
}

/// Customers with these row ids, in no order.
pub(crate) fn by_ids(tx: &mut Tx<'_>, scope: &AccountScope, ids: &[i64]) -> Result<Vec<Contact>, DbError> {
    tx.query(
        concat!(
            "SELECT ",
            columns!(),
            " FROM @ints($2) AS wanted CROSS JOIN contacts c WHERE c.account_id = $1 AND c.id = wanted.value"
        ),
        &[&scope.id(), &Json::ints(ids)],
        read,
    )
}

/// Writes a new row; `c.id` is not read.
pub(crate) fn insert(tx: &mut Tx<'_>, scope: &AccountScope, c: &Contact) -> Result<ContactId, DbError> {
    tx.query_one(
        "INSERT INTO contacts (account_id, name, name_sort, folded, email, phone, identifier, avatar_key, \
         additional_attributes, custom_attributes, blocked, last_activity_at, created_at, updated_at, email_verified, \
         phone_verified) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) RETURNING id",
        &[
            &scope.id(),
            &c.name,
            &sort_key(&c.name),
            &c.folded(),
            &c.email,
            &c.phone,
            &c.identifier,
            &c.avatar_key,
            &json(&c.additional_attributes),
            &json(&c.custom_attributes),
            &c.blocked,
            &c.last_activity_at,
            &c.created_at,
            &c.updated_at,
            &c.email_verified,
            &c.phone_verified,
        ],
        |r| r.get(0),
    )
}

/// Writes everything that may change.
pub(crate) fn save(tx: &mut Tx<'_>, scope: &AccountScope, c: &Contact) -> Result<(), DbError> {
    tx.execute(
        "UPDATE contacts SET name = $3, name_sort = $4, folded = $5, email = $6, phone = $7, identifier = $8, \
         avatar_key = $9, additional_attributes = $10, custom_attributes = $11, blocked = $12, updated_at = $13, \
         email_verified = $14, phone_verified = $15 WHERE account_id = $1 AND id = $2",
        &[
            &scope.id(),
            &c.id,
            &c.name,
            &sort_key(&c.name),
            &c.folded(),
            &c.email,
            &c.phone,
            &c.identifier,
            &c.avatar_key,
            &json(&c.additional_attributes),
            &json(&c.custom_attributes),
            &c.blocked,
            &c.updated_at,
            &c.email_verified,
            &c.phone_verified,
        ],
    )?;
    Ok(())
}

/// Keeps that the customer wrote just now.
pub(crate) fn touch(tx: &mut Tx<'_>, scope: &AccountScope, id: ContactId) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "UPDATE contacts SET last_activity_at = $3 WHERE account_id = $1 AND id = $2",
        &[&scope.id(), &id, &now],
    )?;
    Ok(())
}

pub(crate) fn delete(tx: &mut Tx<'_>, scope: &AccountScope, id: ContactId) -> Result<(), DbError> {
    for statement in [
        "DELETE FROM contact_identities WHERE account_id = $1 AND contact_id = $2",
        "DELETE FROM contact_claims WHERE account_id = $1 AND contact_id = $2",
        "DELETE FROM contact_inboxes WHERE account_id = $1 AND contact_id = $2",
        "DELETE FROM reactions WHERE account_id = $1 AND sender_kind = 1 AND sender_id = $2",
        "DELETE FROM contacts WHERE account_id = $1 AND id = $2",
    ] {
        tx.execute(statement, &[&scope.id(), &id])?;
    }
    Ok(())
}

/// Whose identity this is.
pub(crate) fn owner(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    identity: &Identity,
) -> Result<Option<ContactId>, DbError> {
    tx.query_opt(
        "SELECT contact_id FROM contact_identities WHERE account_id = $1 AND kind = $2 AND value = $3",
        &[&scope.id(), &identity.kind, &identity.value],
        |r| r.get(0),
    )
}

/// Takes an identity for a customer, unless it is someone's already.
pub(crate) fn take_identity(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    identity: &Identity,
    contact: ContactId,
) -> Result<bool, DbError> {
    let taken = tx.execute(
        "INSERT INTO contact_identities (account_id, kind, value, contact_id) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (account_id, kind, value) DO NOTHING",
        &[&scope.id(), &identity.kind, &identity.value, &contact],
    )?;
    Ok(taken == 1)
}

/// Gives up one identity of a customer.
pub(crate) fn drop_identity(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    identity: &Identity,
    contact: ContactId,
) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM contact_identities WHERE account_id = $1 AND kind = $2 AND value = $3 AND contact_id = $4",
        &[&scope.id(), &identity.kind, &identity.value, &contact],
    )?;
    Ok(())
}

fn read_address(row: &Row<'_>) -> Result<ContactInbox, DbError> {
    Ok(ContactInbox {
        id: row.get(0)?,
        contact: row.get(1)?,
        inbox: row.get(2)?,
        source_id: row.get(3)?,
        verified: row.get(4)?,
        created_at: row.get(5)?,
    })
}

pub(crate) fn address_by_source(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    inbox: InboxId,
    source_id: &str,
) -> Result<Option<ContactInbox>, DbError> {
    tx.query_opt(
        "SELECT a.id, a.contact_id, a.inbox_id, a.source_id, a.hmac_verified, a.created_at FROM contact_inboxes a \
         WHERE a.account_id = $1 AND a.inbox_id = $2 AND a.source_id = $3",
        &[&scope.id(), &inbox, &source_id],
        read_address,
    )
}

pub(crate) fn address(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: ContactInboxId,
) -> Result<Option<ContactInbox>, DbError> {
    tx.query_opt(
        "SELECT a.id, a.contact_id, a.inbox_id, a.source_id, a.hmac_verified, a.created_at FROM contact_inboxes a \
         WHERE a.account_id = $1 AND a.id = $2",
        &[&scope.id(), &id],
        read_address,
    )
}

/// The account of an inbox, for a visitor of whom only the inbox is known.
pub(crate) fn account_of(tx: &mut Tx<'_>, inbox: InboxId) -> Result<Option<i64>, DbError> {
    tx.query_opt("SELECT account_id FROM inboxes WHERE id = $1", &[&inbox], |r| r.get(0))
}

/// The customer's newest address in an inbox.
pub(crate) fn address_in(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    contact: ContactId,
    inbox: InboxId,
) -> Result<Option<ContactInbox>, DbError> {
    tx.query_opt(
        "SELECT a.id, a.contact_id, a.inbox_id, a.source_id, a.hmac_verified, a.created_at FROM contact_inboxes a \
         WHERE a.account_id = $1 AND a.contact_id = $2 AND a.inbox_id = $3 ORDER BY a.id DESC LIMIT 1",
        &[&scope.id(), &contact, &inbox],
        read_address,
    )
}

/// Writes a new address; `None` when the inbox knows it already.
pub(crate) fn insert_address(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    a: &ContactInbox,
) -> Result<Option<ContactInboxId>, DbError> {
    tx.query_opt(
        "INSERT INTO contact_inboxes (account_id, contact_id, inbox_id, source_id, hmac_verified, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (account_id, inbox_id, source_id) DO NOTHING RETURNING id",
        &[&scope.id(), &a.contact, &a.inbox, &a.source_id, &a.verified, &a.created_at],
        |r| r.get(0),
    )
}

/// Keeps that the identity at an address was proved.
pub(crate) fn verify_address(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: ContactInboxId,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE contact_inboxes SET hmac_verified = $3 WHERE account_id = $1 AND id = $2",
        &[&scope.id(), &id, &true],
    )?;
    Ok(())
}

/// Hands all that belongs to `from` over to `to`; answers the conversations that changed hands.
pub(crate) fn hand_over(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    from: ContactId,
    to: ContactId,
) -> Result<Vec<i64>, DbError> {
    tx.execute(
        "UPDATE messages SET sender_id = $3 WHERE account_id = $1 AND sender_kind = 1 AND sender_id = $2 \
         AND conversation_id IN (SELECT c.id FROM conversations c WHERE c.account_id = $1 AND c.contact_id = $2)",
        &[&scope.id(), &from, &to],
    )?;
    // Who reacted as both keeps what they reacted with as the one who stays.
    tx.execute(
        "DELETE FROM reactions WHERE account_id = $1 AND sender_kind = 1 AND sender_id = $2 AND message_id IN \
         (SELECT r.message_id FROM reactions r WHERE r.account_id = $1 AND r.sender_kind = 1 AND r.sender_id = $3)",
        &[&scope.id(), &from, &to],
    )?;
    for statement in [
        "UPDATE reactions SET sender_id = $3 WHERE account_id = $1 AND sender_kind = 1 AND sender_id = $2",
        "UPDATE contact_inboxes SET contact_id = $3 WHERE account_id = $1 AND contact_id = $2",
        "UPDATE contact_identities SET contact_id = $3 WHERE account_id = $1 AND contact_id = $2",
    ] {
        tx.execute(statement, &[&scope.id(), &from, &to])?;
    }
    claims::hand_over(tx, scope, from, to)?;
    tx.query(
        "UPDATE conversations SET contact_id = $3 WHERE account_id = $1 AND contact_id = $2 RETURNING id",
        &[&scope.id(), &from, &to],
        |r| r.get(0),
    )
}

/// Row ids of a customer's conversations.
pub(crate) fn conversations_of(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    contact: ContactId,
) -> Result<Vec<i64>, DbError> {
    tx.query(
        "SELECT id FROM conversations WHERE account_id = $1 AND contact_id = $2 ORDER BY id",
        &[&scope.id(), &contact],
        |r| r.get(0),
    )
}
