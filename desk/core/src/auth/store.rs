//! Rows of sessions, access tokens and links that work once. Tables of the installation, not of an account.

use kernel_base::{AccountId, InboxId, Micros, TeamId, UserId};
use kernel_db::{DbError, Row, Tx};

use super::{NewSession, SessionKind, SessionRow};

pub(super) fn insert_session(
    tx: &mut Tx<'_>,
    new: &NewSession,
    client: &str,
    token_hash: &str,
    expires_at: Micros,
) -> Result<i64, DbError> {
    let now = tx.now();
    tx.query_one(
        "INSERT INTO sessions (user_id, kind, client, token_hash, ip, user_agent, created_at, last_used_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8) RETURNING id",
        &[&new.user, &new.kind.name(), &client, &token_hash, &new.ip, &new.user_agent, &now, &expires_at],
        |row| row.get(0),
    )
}

/// Drops what has expired and all but the `keep` sessions used last.
pub(super) fn prune_sessions(tx: &mut Tx<'_>, user: UserId, keep: i64) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "DELETE FROM sessions WHERE user_id = $1 AND (expires_at <= $2 OR id IN \
         (SELECT id FROM sessions WHERE user_id = $1 ORDER BY last_used_at DESC, id DESC LIMIT 1000 OFFSET $3))",
        &[&user, &now, &keep],
    )?;
    Ok(())
}

const SESSION: &str = "id, user_id, kind, client, ip, user_agent, created_at, last_used_at, expires_at";

fn session(row: &Row<'_>) -> Result<SessionRow, DbError> {
    Ok(SessionRow {
        id: row.get(0)?,
        user: row.get(1)?,
        kind: SessionKind::of(&row.get::<String>(2)?),
        client: row.get(3)?,
        ip: row.get(4)?,
        user_agent: row.get(5)?,
        created_at: row.get(6)?,
        last_used_at: row.get(7)?,
        expires_at: row.get(8)?,
    })
}

pub(super) fn session_by_hash(tx: &mut Tx<'_>, token_hash: &str) -> Result<Option<SessionRow>, DbError> {
    let sql = format!("SELECT {SESSION} FROM sessions WHERE token_hash = $1");
    tx.query_opt(&sql, &[&token_hash], session)
}

pub(super) fn sessions_of(tx: &mut Tx<'_>, user: UserId) -> Result<Vec<SessionRow>, DbError> {
    let now = tx.now();
    let sql = format!(
        "SELECT {SESSION} FROM sessions WHERE user_id = $1 AND expires_at > $2 ORDER BY last_used_at DESC, id DESC"
    );
    tx.query(&sql, &[&user, &now], session)
}

pub(super) fn has_signed_in_from(tx: &mut Tx<'_>, user: UserId, ip: &str) -> Result<bool, DbError> {
    let hit =
        tx.query_opt("SELECT 1 FROM sessions WHERE user_id = $1 AND ip = $2 LIMIT 1", &[&user, &ip], |_| {
            Ok(())
        })?;
    Ok(hit.is_some())
}

pub(super) fn touch_session(tx: &mut Tx<'_>, id: i64, before: Micros) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "UPDATE sessions SET last_used_at = $2 WHERE id = $1 AND last_used_at < $3",
        &[&id, &now, &before],
    )?;
    Ok(())
}

pub(super) fn delete_session(tx: &mut Tx<'_>, user: UserId, id: i64) -> Result<u64, DbError> {
    tx.execute("DELETE FROM sessions WHERE user_id = $1 AND id = $2", &[&user, &id])
}

pub(super) fn delete_sessions(tx: &mut Tx<'_>, user: UserId, except: Option<i64>) -> Result<u64, DbError> {
    tx.execute("DELETE FROM sessions WHERE user_id = $1 AND id <> $2", &[&user, &except.unwrap_or(0)])
}

pub(super) fn user_by_access_token(tx: &mut Tx<'_>, token_hash: &str) -> Result<Option<UserId>, DbError> {
    tx.query_opt("SELECT user_id FROM access_tokens WHERE token_hash = $1", &[&token_hash], |r| r.get(0))
}

pub(super) fn sealed_access_token(tx: &mut Tx<'_>, user: UserId) -> Result<Option<String>, DbError> {
    tx.query_opt("SELECT sealed FROM access_tokens WHERE user_id = $1", &[&user], |r| r.get(0))
}

pub(super) fn add_access_token(
    tx: &mut Tx<'_>,
    user: UserId,
    token_hash: &str,
    sealed: &str,
) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO access_tokens (user_id, token_hash, sealed, created_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (user_id) DO NOTHING",
        &[&user, &token_hash, &sealed, &now],
    )?;
    Ok(())
}

/// Keeps a token from elsewhere if neither the person has one nor the token a person.
pub(super) fn bring_access_token(
    tx: &mut Tx<'_>,
    user: UserId,
    token_hash: &str,
    sealed: &str,
) -> Result<bool, DbError> {
    let now = tx.now();
    let kept = tx.execute(
        "INSERT INTO access_tokens (user_id, token_hash, sealed, created_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT DO NOTHING",
        &[&user, &token_hash, &sealed, &now],
    )?;
    Ok(kept == 1)
}

pub(super) fn put_access_token(
    tx: &mut Tx<'_>,
    user: UserId,
    token_hash: &str,
    sealed: &str,
) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO access_tokens (user_id, token_hash, sealed, created_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (user_id) DO UPDATE SET token_hash = excluded.token_hash, sealed = excluded.sealed, \
         created_at = excluded.created_at",
        &[&user, &token_hash, &sealed, &now],
    )?;
    Ok(())
}

pub(super) struct Caller {
    pub(super) email: String,
    pub(super) name: String,
    pub(super) locale: Option<String>,
}

pub(super) fn caller(tx: &mut Tx<'_>, user: UserId) -> Result<Option<Caller>, DbError> {
    tx.query_opt("SELECT email, name, locale FROM users WHERE id = $1", &[&user], |r| {
        Ok(Caller { email: r.get(0)?, name: r.get(1)?, locale: r.get(2)? })
    })
}

/// Account, role, inboxes' or teams' id: one row each, in order of account.
pub(super) fn memberships(tx: &mut Tx<'_>, user: UserId) -> Result<Vec<(AccountId, i64)>, DbError> {
    tx.query(
        "SELECT m.account_id, m.role FROM account_users m JOIN accounts a ON a.id = m.account_id \
         WHERE m.user_id = $1 AND m.accepted_at IS NOT NULL AND a.closed_at IS NULL AND NOT a.suspended \
         ORDER BY m.account_id",
        &[&user],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

/// Accounts that ask for a second factor, of someone who has none.
pub(super) fn locked_accounts(tx: &mut Tx<'_>, user: UserId) -> Result<Vec<AccountId>, DbError> {
    tx.query(
        "SELECT m.account_id FROM account_users m JOIN accounts a ON a.id = m.account_id \
         WHERE m.user_id = $1 AND a.settings ->> 'require_mfa' = 'yes' AND NOT EXISTS \
         (SELECT 1 FROM second_factors f WHERE f.user_id = $1 AND f.enabled_at IS NOT NULL)",
        &[&user],
        |r| r.get(0),
    )
}

pub(super) fn inboxes_of(tx: &mut Tx<'_>, user: UserId) -> Result<Vec<(AccountId, InboxId)>, DbError> {
    tx.query(
        "SELECT m.account_id, m.inbox_id FROM account_users a JOIN inbox_members m \
         ON m.account_id = a.account_id AND m.user_id = a.user_id WHERE a.user_id = $1 ORDER BY m.inbox_id",
        &[&user],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

pub(super) fn teams_of(tx: &mut Tx<'_>, user: UserId) -> Result<Vec<(AccountId, TeamId)>, DbError> {
    tx.query(
        "SELECT m.account_id, m.team_id FROM account_users a JOIN team_members m \
         ON m.account_id = a.account_id AND m.user_id = a.user_id WHERE a.user_id = $1 ORDER BY m.team_id",
        &[&user],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

pub(super) struct Candidate {
    pub(super) user: UserId,
    pub(super) password_hash: Option<String>,
}

pub(super) fn candidate(tx: &mut Tx<'_>, email_fold: &str) -> Result<Option<Candidate>, DbError> {
    tx.query_opt(
        "SELECT id, password_hash FROM users WHERE email_fold = $1 AND confirmed_at IS NOT NULL",
        &[&email_fold],
        |r| Ok(Candidate { user: r.get(0)?, password_hash: r.get(1)? }),
    )
}

/// One of the hashes that another program made, if any is left.
pub(super) fn foreign_hash(tx: &mut Tx<'_>) -> Result<Option<String>, DbError> {
    tx.query_opt("SELECT password_hash FROM users WHERE password_hash LIKE '$2%' LIMIT 1", &[], |r| r.get(0))
}

/// Puts another hash of the same password in the place of an old one, if it is still there.
pub(super) fn replace_hash(tx: &mut Tx<'_>, user: UserId, old: &str, hash: &str) -> Result<(), DbError> {
    tx.execute(
        "UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2",
        &[&user, &old, &hash],
    )?;
    Ok(())
}

/// Voids the links of the same purpose that are still open.
pub(super) fn void_links(
    tx: &mut Tx<'_>,
    user: UserId,
    account: Option<AccountId>,
    purpose: &str,
) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "UPDATE one_time_tokens SET used_at = $4 WHERE user_id = $1 AND purpose = $2 AND used_at IS NULL \
         AND COALESCE(account_id, 0) = $3",
        &[&user, &purpose, &account.map_or(0, |a| a.0), &now],
    )?;
    Ok(())
}

/// What a link is about.
pub(super) struct About<'a> {
    pub(super) user: UserId,
    pub(super) account: Option<AccountId>,
    pub(super) purpose: &'a str,
    pub(super) subject: Option<&'a str>,
}

pub(super) fn insert_link(
    tx: &mut Tx<'_>,
    about: &About<'_>,
    token_hash: &str,
    expires_at: Micros,
) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO one_time_tokens (user_id, account_id, purpose, subject, token_hash, expires_at, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[&about.user, &about.account, &about.purpose, &about.subject, &token_hash, &expires_at, &now],
    )?;
    Ok(())
}

/// What the newest open link of this purpose is about.
pub(super) fn open_subject(tx: &mut Tx<'_>, user: UserId, purpose: &str) -> Result<Option<String>, DbError> {
    let now = tx.now();
    let found = tx.query_opt(
        "SELECT subject FROM one_time_tokens WHERE user_id = $1 AND purpose = $2 AND used_at IS NULL \
         AND expires_at > $3 ORDER BY id DESC LIMIT 1",
        &[&user, &purpose, &now],
        |r| r.get(0),
    )?;
    Ok(found.flatten())
}

/// Uses up a link about an address.
pub(super) fn use_address_link(
    tx: &mut Tx<'_>,
    token_hash: &str,
    purpose: &str,
) -> Result<Option<(UserId, String)>, DbError> {
    let now = tx.now();
    tx.query_opt(
        "UPDATE one_time_tokens SET used_at = $3 WHERE token_hash = $1 AND purpose = $2 AND used_at IS NULL \
         AND expires_at > $3 AND subject IS NOT NULL RETURNING user_id, subject",
        &[&token_hash, &purpose, &now],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

pub(super) fn open_link(
    tx: &mut Tx<'_>,
    token_hash: &str,
    purpose: &str,
) -> Result<Option<(UserId, Option<AccountId>)>, DbError> {
    let now = tx.now();
    tx.query_opt(
        "SELECT user_id, account_id FROM one_time_tokens \
         WHERE token_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3",
        &[&token_hash, &purpose, &now],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

/// Uses the link up; of two who come at once, one gets it.
pub(super) fn use_link(
    tx: &mut Tx<'_>,
    token_hash: &str,
    purpose: &str,
) -> Result<Option<(UserId, Option<AccountId>)>, DbError> {
    let now = tx.now();
    tx.query_opt(
        "UPDATE one_time_tokens SET used_at = $3 \
         WHERE token_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3 \
         RETURNING user_id, account_id",
        &[&token_hash, &purpose, &now],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

/// Who someone is that a provider names.
pub(super) fn identified(tx: &mut Tx<'_>, issuer: &str, subject: &str) -> Result<Option<UserId>, DbError> {
    tx.query_opt(
        "SELECT user_id FROM identities WHERE issuer = $1 AND subject = $2",
        &[&issuer, &subject],
        |r| r.get(0),
    )
}

/// Keeps who a person is at a provider; whether it was free: each person is one there, and each there one person.
pub(super) fn add_identity(
    tx: &mut Tx<'_>,
    user: UserId,
    issuer: &str,
    subject: &str,
) -> Result<bool, DbError> {
    let now = tx.now();
    let added = tx.execute(
        "INSERT INTO identities (user_id, issuer, subject, created_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT DO NOTHING",
        &[&user, &issuer, &subject, &now],
    )?;
    Ok(added > 0)
}
