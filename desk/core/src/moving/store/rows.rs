//! Rows of the domain, with their own times and where they can the ids they had.

use desk_model::{Contact, Conversation, Message, Priority};
use kernel_base::{AccountId, AccountScope, InboxId, Locale, Micros, UserId, fold, sort_key};
use kernel_db::{DbError, Json, Tx};
use plug_import::{Home, Member, Person, Team};
use serde_json::Value;

use super::insert;
use crate::conversations::store::json;
use crate::inboxes::{Inbox, stored_hours};

pub(in crate::moving) fn account(
    tx: &mut Tx<'_>,
    home: &Home,
    settings: &Value,
    keep: bool,
) -> Result<AccountId, DbError> {
    let (locale, now): (Locale, Micros) = (home.locale, tx.now());
    let id = insert(
        tx,
        "accounts",
        "name, locale, settings, custom_attributes, conversation_number, created_at, updated_at",
        &[
            &home.name,
            &locale.tag(),
            &Json::of(settings),
            &json(&home.custom_attributes),
            &0_i64,
            &home.created_at,
            &now,
        ],
        keep.then_some(home.id),
    )?;
    tx.number_above("accounts", id)?;
    Ok(AccountId(id))
}

/// Lifts the counter of conversations to a number.
pub(in crate::moving) fn count_to(tx: &mut Tx<'_>, scope: &AccountScope, number: i64) -> Result<(), DbError> {
    tx.execute(
        "UPDATE accounts SET conversation_number = $2 WHERE id = $1 AND conversation_number < $2",
        &[&scope.id(), &number],
    )?;
    Ok(())
}

pub(in crate::moving) fn user(
    tx: &mut Tx<'_>,
    p: &Person,
    email: &str,
    keep: bool,
) -> Result<UserId, DbError> {
    let confirmed = p.member.is_some_and(|m| m.confirmed).then_some(p.created_at);
    let id = insert(
        tx,
        "users",
        "email, email_fold, name, display_name, password_hash, ui_settings, message_signature, token_epoch, \
         confirmed_at, created_at, updated_at",
        &[
            &email,
            &fold(email),
            &p.name,
            &p.display_name,
            &p.password_digest,
            &Json("{}".to_owned()),
            &p.signature,
            &0_i64,
            &confirmed,
            &p.created_at,
            &p.created_at,
        ],
        keep.then_some(p.id),
    )?;
    tx.number_above("users", id)?;
    Ok(UserId(id))
}

pub(in crate::moving) fn member(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    user: UserId,
    m: Member,
    name: &str,
    joined: Micros,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO account_users (account_id, user_id, role, availability, auto_offline, invited_name, accepted_at, \
         created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (account_id, user_id) DO NOTHING",
        &[
            &scope.id(),
            &user,
            &i64::from(m.administrator),
            &m.availability,
            &m.auto_offline,
            &(!m.confirmed).then_some(name),
            &m.confirmed.then_some(joined),
            &joined,
        ],
    )?;
    Ok(())
}

/// Which of these users are members.
pub(in crate::moving) fn is_member(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    user: UserId,
) -> Result<bool, DbError> {
    let hit = tx.query_opt(
        "SELECT 1 FROM account_users WHERE account_id = $1 AND user_id = $2",
        &[&scope.id(), &user],
        |_| Ok(()),
    )?;
    Ok(hit.is_some())
}

pub(in crate::moving) fn team_named(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    name: &str,
) -> Result<bool, DbError> {
    let hit = tx.query_opt(
        "SELECT 1 FROM teams WHERE account_id = $1 AND name_fold = $2",
        &[&scope.id(), &fold(name)],
        |_| Ok(()),
    )?;
    Ok(hit.is_some())
}

pub(in crate::moving) fn team(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    t: &Team,
    name: &str,
    keep: bool,
) -> Result<i64, DbError> {
    let now = tx.now();
    let id = insert(
        tx,
        "teams",
        "account_id, name, name_fold, description, allow_auto_assign, created_at, updated_at",
        &[&scope.id(), &name, &fold(name), &t.description, &t.allow_auto_assign, &now, &now],
        keep.then_some(t.id),
    )?;
    tx.number_above("teams", id)?;
    Ok(id)
}

pub(in crate::moving) fn team_member(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    team: i64,
    user: UserId,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO team_members (account_id, team_id, user_id) VALUES ($1, $2, $3) \
         ON CONFLICT (account_id, team_id, user_id) DO NOTHING",
        &[&scope.id(), &team, &user],
    )?;
    Ok(())
}

/// Whether an inbox of the installation is found by this token.
pub(in crate::moving) fn token_taken(tx: &mut Tx<'_>, token: &str) -> Result<bool, DbError> {
    // Across accounts: a token may lead to one inbox only.
    const TAKEN: &str = "SELECT 1 FROM inboxes WHERE token = $1";
    Ok(tx.query_opt(TAKEN, &[&token], |_| Ok(()))?.is_some())
}

pub(in crate::moving) fn inbox(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    i: &Inbox,
    keep: Option<i64>,
) -> Result<InboxId, DbError> {
    let now = tx.now();
    let id = insert(
        tx,
        "inboxes",
        "account_id, name, channel, token, secret_sealed, settings, greeting_enabled, greeting_message, claim_on_reply, \
         lock_to_single_conversation, allow_messages_after_resolved, created_at, updated_at, working_hours_enabled, \
         timezone, hours, out_of_office_message, enable_email_collect, csat_survey_enabled, csat_config",
        &[
            &scope.id(),
            &i.name,
            &i.channel,
            &i.token,
            &i.secret_sealed,
            &json(&i.settings),
            &i.greeting_enabled,
            &i.greeting_message,
            &i.claim_on_reply,
            &i.lock_to_single_conversation,
            &i.allow_messages_after_resolved,
            &now,
            &now,
            &i.service.hours_enabled,
            &i.service.timezone,
            &Json::of(&stored_hours(&i.service.hours)),
            &i.service.out_of_office_message,
            &i.service.email_collect,
            &i.service.csat_enabled,
            &json(&i.service.csat_config),
        ],
        keep,
    )?;
    tx.number_above("inboxes", id)?;
    Ok(InboxId(id))
}

pub(in crate::moving) fn contact(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    c: &Contact,
    keep: Option<i64>,
) -> Result<i64, DbError> {
    let id = insert(
        tx,
        "contacts",
        "account_id, name, name_sort, folded, email, phone, identifier, additional_attributes, custom_attributes, \
         blocked, last_activity_at, created_at, updated_at",
        &[
            &scope.id(),
            &c.name,
            &sort_key(&c.name),
            &c.folded(),
            &c.email,
            &c.phone,
            &c.identifier,
            &json(&c.additional_attributes),
            &json(&c.custom_attributes),
            &c.blocked,
            &c.last_activity_at,
            &c.created_at,
            &c.updated_at,
        ],
        keep,
    )?;
    tx.number_above("contacts", id)?;
    Ok(id)
}

pub(in crate::moving) fn conversation(
    tx: &mut Tx<'_>,
    c: &Conversation,
    keep: Option<i64>,
) -> Result<i64, DbError> {
    let id = insert(
        tx,
        "conversations",
        "account_id, number, uuid, inbox_id, contact_id, contact_inbox_id, status, automated, assignee_id, team_id, \
         priority, snoozed_until, queued_at, waiting_since, first_reply_at, last_activity_at, agent_last_seen_at, \
         assignee_last_seen_at, contact_last_seen_at, unread_count, additional_attributes, custom_attributes, \
         created_at, updated_at",
        &[
            &c.account,
            &c.number,
            &c.uuid,
            &c.inbox,
            &c.contact,
            &c.contact_inbox,
            &c.status.number(),
            &c.automated,
            &c.assignee,
            &c.team,
            &c.priority.map(Priority::number),
            &c.snoozed_until,
            &c.queued_at,
            &c.waiting_since,
            &c.first_reply_at,
            &c.last_activity_at,
            &c.agent_last_seen_at,
            &c.assignee_last_seen_at,
            &c.contact_last_seen_at,
            &c.unread_count,
            &json(&c.additional_attributes),
            &json(&c.custom_attributes),
            &c.created_at,
            &c.updated_at,
        ],
        keep,
    )?;
    tx.number_above("conversations", id)?;
    Ok(id)
}

/// The customer's messages since a moment.
pub(in crate::moving) fn unseen(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversation: i64,
    since: Option<Micros>,
) -> Result<i64, DbError> {
    tx.query_one(
        "SELECT count(*) FROM messages WHERE account_id = $1 AND conversation_id = $2 AND kind = 0 AND created_at > $3",
        &[&scope.id(), &conversation, &since.unwrap_or(Micros(0))],
        |r| r.get(0),
    )
}

pub(in crate::moving) fn message(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    m: &Message,
    keep: Option<i64>,
) -> Result<i64, DbError> {
    insert(
        tx,
        "messages",
        "account_id, conversation_id, inbox_id, kind, content, private, state, content_type, content_attributes, \
         sender_kind, sender_id, source_id, failure, created_at, updated_at",
        &[
            &scope.id(),
            &m.conversation,
            &m.inbox,
            &m.kind.number(),
            &m.content,
            &m.private,
            &m.state.number(),
            &m.content_type.number(),
            &json(&m.content_attributes),
            &m.sender.kind.number(),
            &m.sender.id,
            &m.source_id,
            &m.failure,
            &m.created_at,
            &m.updated_at,
        ],
        keep,
    )
}
