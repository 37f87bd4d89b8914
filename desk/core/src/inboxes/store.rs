//! Rows of inboxes and their members.

use desk_model::Role;
use kernel_base::{AccountId, AccountScope, InboxId, UserId};
use kernel_db::{DbError, Json, Row, Tx};
use serde_json::{Map, Value};

use super::service::{read_hours, stored_hours};
use super::{Inbox, Service};

const INBOX: &str = "id, name, channel, token, secret_sealed, settings, greeting_enabled, greeting_message, \
     claim_on_reply, lock_to_single_conversation, allow_messages_after_resolved, avatar_key, created_at, \
     working_hours_enabled, timezone, hours, out_of_office_message, enable_email_collect, csat_survey_enabled, csat_config";

fn read(row: &Row<'_>) -> Result<Inbox, DbError> {
    Ok(Inbox {
        id: row.get(0)?,
        name: row.get(1)?,
        channel: row.get(2)?,
        token: row.get(3)?,
        secret_sealed: row.get(4)?,
        settings: object(&row.get::<Json>(5)?),
        greeting_enabled: row.get(6)?,
        greeting_message: row.get(7)?,
        claim_on_reply: row.get(8)?,
        lock_to_single_conversation: row.get(9)?,
        allow_messages_after_resolved: row.get(10)?,
        avatar_key: row.get(11)?,
        created_at: row.get(12)?,
        service: Service {
            hours_enabled: row.get(13)?,
            timezone: row.get(14)?,
            hours: read_hours(&Value::Object(object(&row.get::<Json>(15)?))),
            out_of_office_message: row.get(16)?,
            email_collect: row.get(17)?,
            csat_enabled: row.get(18)?,
            csat_config: object(&row.get::<Json>(19)?),
        },
    })
}

fn object(json: &Json) -> Map<String, Value> {
    match serde_json::from_str(&json.0) {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    }
}

pub(super) fn inboxes(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<Inbox>, DbError> {
    tx.query(&format!("SELECT {INBOX} FROM inboxes WHERE account_id = $1 ORDER BY id"), &[&scope.id()], read)
}

pub(super) fn inbox(tx: &mut Tx<'_>, scope: &AccountScope, id: InboxId) -> Result<Option<Inbox>, DbError> {
    let sql = format!("SELECT {INBOX} FROM inboxes WHERE account_id = $1 AND id = $2");
    tx.query_opt(&sql, &[&scope.id(), &id], read)
}

/// The account and id behind a public token; the token is what authorises.
pub(super) fn find_by_token(
    tx: &mut Tx<'_>,
    channel: &str,
    token: &str,
) -> Result<Option<(AccountId, InboxId)>, DbError> {
    tx.query_opt(
        "SELECT account_id, id FROM inboxes WHERE token = $1 AND channel = $2",
        &[&token, &channel],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

pub(super) fn insert(tx: &mut Tx<'_>, scope: &AccountScope, new: &Inbox) -> Result<InboxId, DbError> {
    let now = tx.now();
    tx.query_one(
        "INSERT INTO inboxes (account_id, name, channel, token, secret_sealed, settings, greeting_enabled, \
         greeting_message, claim_on_reply, lock_to_single_conversation, allow_messages_after_resolved, created_at, \
         updated_at, working_hours_enabled, timezone, hours, out_of_office_message, enable_email_collect, \
         csat_survey_enabled, csat_config, avatar_key) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13, $14, $15, $16, $17, $18, $19, $20) \
         RETURNING id",
        &[
            &scope.id(),
            &new.name,
            &new.channel,
            &new.token,
            &new.secret_sealed,
            &Json::of(&Value::Object(new.settings.clone())),
            &new.greeting_enabled,
            &new.greeting_message,
            &new.claim_on_reply,
            &new.lock_to_single_conversation,
            &new.allow_messages_after_resolved,
            &now,
            &new.service.hours_enabled,
            &new.service.timezone,
            &Json::of(&stored_hours(&new.service.hours)),
            &new.service.out_of_office_message,
            &new.service.email_collect,
            &new.service.csat_enabled,
            &Json::of(&Value::Object(new.service.csat_config.clone())),
            &new.avatar_key,
        ],
        |r| r.get(0),
    )
}

pub(super) fn update(tx: &mut Tx<'_>, scope: &AccountScope, i: &Inbox) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "UPDATE inboxes SET name = $3, secret_sealed = $4, settings = $5, greeting_enabled = $6, \
         greeting_message = $7, claim_on_reply = $8, lock_to_single_conversation = $9, \
         allow_messages_after_resolved = $10, avatar_key = $11, updated_at = $12, \
         working_hours_enabled = $13, timezone = $14, hours = $15, out_of_office_message = $16, \
         enable_email_collect = $17, csat_survey_enabled = $18, csat_config = $19 \
         WHERE account_id = $1 AND id = $2",
        &[
            &scope.id(),
            &i.id,
            &i.name,
            &i.secret_sealed,
            &Json::of(&Value::Object(i.settings.clone())),
            &i.greeting_enabled,
            &i.greeting_message,
            &i.claim_on_reply,
            &i.lock_to_single_conversation,
            &i.allow_messages_after_resolved,
            &i.avatar_key,
            &now,
            &i.service.hours_enabled,
            &i.service.timezone,
            &Json::of(&stored_hours(&i.service.hours)),
            &i.service.out_of_office_message,
            &i.service.email_collect,
            &i.service.csat_enabled,
            &Json::of(&Value::Object(i.service.csat_config.clone())),
        ],
    )?;
    Ok(())
}

pub(super) fn has_conversations(tx: &mut Tx<'_>, scope: &AccountScope, id: InboxId) -> Result<bool, DbError> {
    let hit = tx.query_opt(
        "SELECT 1 FROM conversations WHERE account_id = $1 AND inbox_id = $2 LIMIT 1",
        &[&scope.id(), &id],
        |_| Ok(()),
    )?;
    Ok(hit.is_some())
}

pub(super) fn delete(tx: &mut Tx<'_>, scope: &AccountScope, id: InboxId) -> Result<(), DbError> {
    for table in ["inbox_members", "contact_inboxes"] {
        let sql = format!("DELETE FROM {table} WHERE account_id = $1 AND inbox_id = $2");
        tx.execute(&sql, &[&scope.id(), &id])?;
    }
    tx.execute("DELETE FROM inboxes WHERE account_id = $1 AND id = $2", &[&scope.id(), &id])?;
    Ok(())
}

pub(super) fn members(tx: &mut Tx<'_>, scope: &AccountScope, id: InboxId) -> Result<Vec<UserId>, DbError> {
    tx.query(
        "SELECT user_id FROM inbox_members WHERE account_id = $1 AND inbox_id = $2 ORDER BY user_id",
        &[&scope.id(), &id],
        |r| r.get(0),
    )
}

pub(super) fn administrators(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<UserId>, DbError> {
    tx.query(
        "SELECT user_id FROM account_users WHERE account_id = $1 AND role = $2 ORDER BY user_id",
        &[&scope.id(), &Role::Administrator.number()],
        |r| r.get(0),
    )
}

pub(crate) fn add_member(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: InboxId,
    user: UserId,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO inbox_members (account_id, inbox_id, user_id) VALUES ($1, $2, $3) \
         ON CONFLICT (account_id, inbox_id, user_id) DO NOTHING",
        &[&scope.id(), &id, &user],
    )?;
    Ok(())
}

pub(super) fn remove_member(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: InboxId,
    user: UserId,
) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM inbox_members WHERE account_id = $1 AND inbox_id = $2 AND user_id = $3",
        &[&scope.id(), &id, &user],
    )?;
    Ok(())
}
