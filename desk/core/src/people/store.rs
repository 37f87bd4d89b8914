//! Rows of users and of their memberships.

use desk_model::{Role, Status, Visibility};
use kernel_base::{AccountId, AccountScope, Locale, Micros, UserId};
use kernel_db::{DbError, Json, Row, Tx};
use serde_json::Value;

use super::{Availability, Membership, Person};

/// A user about to be stored.
pub(crate) struct NewUser<'a> {
    pub(crate) email: &'a str,
    pub(crate) email_fold: &'a str,
    pub(crate) name: &'a str,
    pub(crate) password_hash: Option<&'a str>,
    pub(crate) locale: Option<Locale>,
    pub(crate) confirmed: bool,
}

pub(crate) fn insert_user(tx: &mut Tx<'_>, new: &NewUser<'_>) -> Result<UserId, DbError> {
    let now = tx.now();
    tx.query_one(
        "INSERT INTO users (email, email_fold, name, password_hash, locale, ui_settings, token_epoch, confirmed_at, \
         created_at, updated_at) VALUES ($1, $2, $3, $4, $5, '{}', 0, $6, $7, $7) RETURNING id",
        &[
            &new.email,
            &new.email_fold,
            &new.name,
            &new.password_hash,
            &new.locale.map(Locale::tag),
            &new.confirmed.then_some(now),
            &now,
        ],
        |row| row.get(0),
    )
}

pub(crate) fn any_user(tx: &mut Tx<'_>) -> Result<bool, DbError> {
    Ok(tx.query_opt("SELECT 1 FROM users LIMIT 1", &[], |_| Ok(()))?.is_some())
}

const PERSON: &str = "id, email, name, display_name, avatar_key, locale, ui_settings, message_signature, \
     token_epoch, confirmed_at IS NOT NULL";

fn person(row: &Row<'_>) -> Result<Person, DbError> {
    person_from(row, 0)
}

fn person_from(row: &Row<'_>, at: usize) -> Result<Person, DbError> {
    Ok(Person {
        id: row.get(at)?,
        email: row.get(at + 1)?,
        name: row.get(at + 2)?,
        display_name: row.get(at + 3)?,
        avatar_key: row.get(at + 4)?,
        locale: row.get::<Option<String>>(at + 5)?.as_deref().and_then(Locale::parse),
        ui_settings: json(&row.get::<Json>(at + 6)?),
        message_signature: row.get(at + 7)?,
        token_epoch: row.get(at + 8)?,
        confirmed: row.get(at + 9)?,
    })
}

fn json(text: &Json) -> Value {
    serde_json::from_str(&text.0).unwrap_or(Value::Null)
}

pub(crate) fn user_by_email(tx: &mut Tx<'_>, email_fold: &str) -> Result<Option<Person>, DbError> {
    tx.query_opt(&format!("SELECT {PERSON} FROM users WHERE email_fold = $1"), &[&email_fold], person)
}

pub(super) fn user(tx: &mut Tx<'_>, id: UserId) -> Result<Option<Person>, DbError> {
    tx.query_opt(&format!("SELECT {PERSON} FROM users WHERE id = $1"), &[&id], person)
}

pub(super) fn password_hash(tx: &mut Tx<'_>, id: UserId) -> Result<Option<String>, DbError> {
    let hash = tx.query_opt("SELECT password_hash FROM users WHERE id = $1", &[&id], |r| r.get(0))?;
    Ok(hash.flatten())
}

/// Sets the password and voids socket tokens.
pub(super) fn set_password(tx: &mut Tx<'_>, id: UserId, hash: &str) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "UPDATE users SET password_hash = $2, token_epoch = token_epoch + 1, updated_at = $3 WHERE id = $1",
        &[&id, &hash, &now],
    )?;
    Ok(())
}

pub(super) fn confirm(tx: &mut Tx<'_>, id: UserId, name: &str, hash: Option<&str>) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "UPDATE users SET name = $2, password_hash = $3, confirmed_at = $4, updated_at = $4 \
         WHERE id = $1 AND confirmed_at IS NULL",
        &[&id, &name, &hash, &now],
    )?;
    Ok(())
}

pub(super) fn update_user(tx: &mut Tx<'_>, p: &Person, email_fold: &str) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "UPDATE users SET email = $2, email_fold = $3, name = $4, display_name = $5, avatar_key = $6, locale = $7, \
         ui_settings = $8, message_signature = $9, updated_at = $10 WHERE id = $1",
        &[
            &p.id,
            &p.email,
            &email_fold,
            &p.name,
            &p.display_name,
            &p.avatar_key,
            &p.locale.map(Locale::tag),
            &Json::of(&p.ui_settings),
            &p.message_signature,
            &now,
        ],
    )?;
    Ok(())
}

/// A membership about to be stored.
pub(crate) struct NewMembership<'a> {
    pub(crate) user: UserId,
    pub(crate) role: Role,
    pub(crate) inviter: Option<UserId>,
    pub(crate) invited_name: Option<&'a str>,
    pub(crate) accepted: bool,
}

/// Adds a membership; `false` when there is one already.
pub(crate) fn add_membership(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    new: &NewMembership<'_>,
) -> Result<bool, DbError> {
    let now = tx.now();
    let added = tx.execute(
        "INSERT INTO account_users (account_id, user_id, role, availability, auto_offline, inviter_id, invited_name, \
         accepted_at, active_at, created_at) VALUES ($1, $2, $3, 0, $4, $5, $6, $7, NULL, $8) \
         ON CONFLICT (account_id, user_id) DO NOTHING",
        &[
            &scope.id(),
            &new.user,
            &new.role.number(),
            &true,
            &new.inviter,
            &new.invited_name,
            &new.accepted.then_some(now),
            &now,
        ],
    )?;
    Ok(added > 0)
}

pub(super) fn accept(tx: &mut Tx<'_>, scope: &AccountScope, user: UserId) -> Result<bool, DbError> {
    let now = tx.now();
    let changed = tx.execute(
        "UPDATE account_users SET accepted_at = $3, invited_name = NULL WHERE account_id = $1 AND user_id = $2",
        &[&scope.id(), &user, &now],
    )?;
    Ok(changed > 0)
}

const MEMBERSHIP: &str = "m.account_id, a.name, a.locale, a.created_at, m.user_id, m.role, m.availability, \
     m.auto_offline, m.inviter_id, m.accepted_at IS NOT NULL, m.active_at, m.custom_role_id, m.granted, m.visibility, \
     m.present";

fn membership(row: &Row<'_>) -> Result<Membership, DbError> {
    Ok(Membership {
        account: row.get(0)?,
        account_name: row.get(1)?,
        account_locale: row.get(2)?,
        account_created_at: row.get(3)?,
        user: row.get(4)?,
        // A number of a newer version counts as the lesser role.
        role: Role::from_number(row.get(5)?).unwrap_or(Role::Agent),
        availability: Availability::from_number(row.get(6)?),
        auto_offline: row.get(7)?,
        inviter: row.get(8)?,
        accepted: row.get(9)?,
        active_at: row.get::<Option<Micros>>(10)?,
        custom_role: row.get(11)?,
        granted: row.get::<Option<Json>>(12)?.map(|g| super::rights::names(&g)),
        visibility: row.get::<Option<i64>>(13)?.and_then(Visibility::from_number),
        present: row.get(14)?,
    })
}

pub(super) fn memberships_of(tx: &mut Tx<'_>, user: UserId) -> Result<Vec<Membership>, DbError> {
    let sql = format!(
        "SELECT {MEMBERSHIP} FROM account_users m JOIN accounts a ON a.id = m.account_id \
         WHERE m.user_id = $1 AND m.accepted_at IS NOT NULL AND a.closed_at IS NULL AND NOT a.suspended \
         ORDER BY m.account_id"
    );
    tx.query(&sql, &[&user], membership)
}

/// Accounts that someone was invited to and has not accepted.
pub(super) fn waiting_in(tx: &mut Tx<'_>, user: UserId) -> Result<Vec<AccountId>, DbError> {
    tx.query(
        "SELECT account_id FROM account_users WHERE user_id = $1 AND accepted_at IS NULL ORDER BY account_id",
        &[&user],
        |r| r.get(0),
    )
}

/// Members with their person. Of someone who has not accepted, only what the inviter typed is told.
pub(super) fn members(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    only: Option<UserId>,
) -> Result<Vec<(Membership, Person)>, DbError> {
    let sql = format!(
        "SELECT {MEMBERSHIP}, m.invited_name, u.{} FROM account_users m \
         JOIN accounts a ON a.id = m.account_id JOIN users u ON u.id = m.user_id \
         WHERE m.account_id = $1 AND ($2 = 0 OR m.user_id = $2) ORDER BY m.created_at, m.user_id",
        PERSON.replace(", ", ", u.")
    );
    tx.query(&sql, &[&scope.id(), &only.map_or(0, |u| u.0)], |row| {
        let (member, mut person) = (membership(row)?, person_from(row, 16)?);
        if !member.accepted {
            let invited: Option<String> = row.get(15)?;
            person = Person {
                name: invited.unwrap_or_else(|| super::shown_name(&person.email)),
                display_name: None,
                avatar_key: None,
                locale: None,
                ui_settings: Value::Null,
                message_signature: None,
                confirmed: false,
                ..person
            };
        }
        Ok((member, person))
    })
}

pub(super) fn update_membership(tx: &mut Tx<'_>, m: &Membership) -> Result<(), DbError> {
    tx.execute(
        "UPDATE account_users SET role = $3, availability = $4, auto_offline = $5, active_at = $6, \
         custom_role_id = $7, granted = $8, visibility = $9 WHERE account_id = $1 AND user_id = $2",
        &[
            &m.account,
            &m.user,
            &m.role.number(),
            &m.availability.number(),
            &m.auto_offline,
            &m.active_at,
            &m.custom_role,
            &m.granted.as_ref().map(|g| Json::of(&serde_json::json!(g))),
            &m.visibility.map(Visibility::number),
        ],
    )?;
    Ok(())
}

pub(super) fn set_invited_name(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    user: UserId,
    name: &str,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE account_users SET invited_name = $3 \
         WHERE account_id = $1 AND user_id = $2 AND accepted_at IS NULL",
        &[&scope.id(), &user, &name],
    )?;
    Ok(())
}

/// Numbers of the conversations that someone has and that are not finished.
pub(super) fn unfinished_of(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    user: UserId,
) -> Result<Vec<i64>, DbError> {
    tx.query(
        "SELECT number FROM conversations WHERE account_id = $1 AND assignee_id = $2 AND status <> $3 \
         ORDER BY number",
        &[&scope.id(), &user, &Status::Resolved.number()],
        |r| r.get(0),
    )
}

/// Names of the inboxes or teams (`place`) someone is a member of, in order.
pub(super) fn names_of_places(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    user: UserId,
    place: &'static str,
) -> Result<Vec<String>, DbError> {
    let (all, one) = if place == "inbox" { ("inboxes", "inbox") } else { ("teams", "team") };
    let sql = format!(
        "SELECT p.name FROM {one}_members m JOIN {all} p ON p.account_id = m.account_id AND p.id = m.{one}_id \
         WHERE m.account_id = $1 AND m.user_id = $2 ORDER BY p.name"
    );
    tx.query(&sql, &[&scope.id(), &user], |row| row.get(0))
}

/// Removes the membership with its places in inboxes, teams and conversations.
pub(super) fn delete_membership(tx: &mut Tx<'_>, scope: &AccountScope, user: UserId) -> Result<(), DbError> {
    for table in
        ["inbox_members", "team_members", "conversation_participants", "account_users", "member_states"]
    {
        let sql = format!("DELETE FROM {table} WHERE account_id = $1 AND user_id = $2");
        tx.execute(&sql, &[&scope.id(), &user])?;
    }
    tx.execute(
        "DELETE FROM one_time_tokens WHERE account_id = $1 AND user_id = $2 AND purpose = 'invitation'",
        &[&scope.id(), &user],
    )?;
    Ok(())
}

/// Other administrators who have accepted.
pub(super) fn other_administrators(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    user: UserId,
) -> Result<i64, DbError> {
    tx.query_one(
        "SELECT COUNT(*) FROM account_users \
         WHERE account_id = $1 AND user_id <> $2 AND role = $3 AND accepted_at IS NOT NULL",
        &[&scope.id(), &user, &Role::Administrator.number()],
        |r| r.get(0),
    )
}

/// Holds the account's row, so that of two who change roles at once the second sees what the first did.
pub(super) fn hold_account(tx: &mut Tx<'_>, account: AccountId) -> Result<(), DbError> {
    tx.execute("UPDATE accounts SET updated_at = updated_at WHERE id = $1", &[&account])?;
    Ok(())
}

/// Which of `users` are members of the account.
pub(super) fn members_among(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    users: &[i64],
) -> Result<Vec<UserId>, DbError> {
    let mut found = Vec::new();
    for user in users {
        let hit: Option<UserId> = tx.query_opt(
            "SELECT user_id FROM account_users WHERE account_id = $1 AND user_id = $2",
            &[&scope.id(), user],
            |r| r.get(0),
        )?;
        found.extend(hit);
    }
    Ok(found)
}

/// Who, name, e-mail and own language.
pub(super) type Reference = (UserId, String, String, Option<Locale>);

/// Name, e-mail and own language of members, in order of their ids.
pub(super) fn references(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    users: &[UserId],
) -> Result<Vec<Reference>, DbError> {
    let ids: Vec<i64> = users.iter().map(|u| u.0).collect();
    tx.query(
        "SELECT u.id, COALESCE(NULLIF(u.display_name, ''), u.name), u.email, u.locale
         FROM account_users m JOIN users u ON u.id = m.user_id
         WHERE m.account_id = $1 AND m.user_id IN @ints($2) AND m.accepted_at IS NOT NULL ORDER BY u.id",
        &[&scope.id(), &Json::ints(&ids)],
        |row| {
            let locale: Option<String> = row.get(3)?;
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, locale.as_deref().and_then(Locale::parse)))
        },
    )
}
