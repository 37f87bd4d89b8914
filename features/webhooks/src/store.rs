//! Webhooks as rows.

use kernel_base::{AccountScope, InboxId, Micros};
use kernel_db::{DbError, Json, Row, Tx};
use serde_json::Value;

/// A webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Webhook {
    pub(crate) id: i64,
    pub(crate) url: String,
    pub(crate) name: Option<String>,
    pub(crate) inbox: Option<i64>,
    pub(crate) subscriptions: Vec<String>,
    pub(crate) secret_sealed: String,
    pub(crate) failing_since: Option<Micros>,
    pub(crate) disabled_at: Option<Micros>,
    /// `failing`, `gone` or `person`.
    pub(crate) disabled_why: Option<String>,
}

const COLUMNS: &str =
    "id, url, name, inbox_id, subscriptions, secret_sealed, failing_since, disabled_at, disabled_why";

fn webhook(row: &Row<'_>) -> Result<Webhook, DbError> {
    let subscriptions = row.get::<Json>(4)?.value()?;
    let texts = subscriptions.as_array().into_iter().flatten().filter_map(Value::as_str);
    Ok(Webhook {
        id: row.get(0)?,
        url: row.get(1)?,
        name: row.get(2)?,
        inbox: row.get(3)?,
        subscriptions: texts.map(str::to_owned).collect(),
        secret_sealed: row.get(5)?,
        failing_since: row.get(6)?,
        disabled_at: row.get(7)?,
        disabled_why: row.get(8)?,
    })
}

/// All webhooks, the oldest first.
pub(crate) fn list(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<Webhook>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM webhooks WHERE account_id = $1 ORDER BY id");
    tx.query(&sql, &[&scope.id()], webhook)
}

/// Those that are on.
pub(crate) fn active(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<Webhook>, DbError> {
    let sql =
        format!("SELECT {COLUMNS} FROM webhooks WHERE account_id = $1 AND disabled_at IS NULL ORDER BY id");
    tx.query(&sql, &[&scope.id()], webhook)
}

/// The webhook `id`.
pub(crate) fn get(tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<Option<Webhook>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM webhooks WHERE account_id = $1 AND id = $2");
    tx.query_opt(&sql, &[&scope.id(), &id], webhook)
}

/// Adds a webhook (its `id` is not read). An address that is taken is refused by `webhooks_url_key`.
pub(crate) fn insert(tx: &mut Tx<'_>, scope: &AccountScope, new: &Webhook) -> Result<Webhook, DbError> {
    let now = tx.now();
    let sql = format!(
        "INSERT INTO webhooks (account_id, url, name, inbox_id, subscriptions, secret_sealed, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7) RETURNING {COLUMNS}"
    );
    tx.query_one(
        &sql,
        &[
            &scope.id(),
            &new.url,
            &new.name,
            &new.inbox,
            &Json::texts(&new.subscriptions),
            &new.secret_sealed,
            &now,
        ],
        webhook,
    )
}

/// Replaces what is stored of a webhook.
pub(crate) fn update(tx: &mut Tx<'_>, scope: &AccountScope, w: &Webhook) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "UPDATE webhooks SET url = $3, name = $4, inbox_id = $5, subscriptions = $6, secret_sealed = $7,
           failing_since = $8, disabled_at = $9, disabled_why = $10, updated_at = $11
         WHERE account_id = $1 AND id = $2",
        &[
            &scope.id(),
            &w.id,
            &w.url,
            &w.name,
            &w.inbox,
            &Json::texts(&w.subscriptions),
            &w.secret_sealed,
            &w.failing_since,
            &w.disabled_at,
            &w.disabled_why,
            &now,
        ],
    )?;
    Ok(())
}

/// Notes that a call succeeded, or that none has since `failing_since`.
pub(crate) fn note(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: i64,
    failing_since: Option<Micros>,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE webhooks SET failing_since = $3 WHERE account_id = $1 AND id = $2",
        &[&scope.id(), &id, &failing_since],
    )?;
    Ok(())
}

/// Removes a webhook with everything it was told; whether it was there.
pub(crate) fn delete(tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<bool, DbError> {
    for statement in [
        "DELETE FROM webhook_attempts WHERE account_id = $1 AND delivery_id IN (
           SELECT d.id FROM webhook_deliveries d WHERE d.account_id = $1 AND d.webhook_id = $2)",
        "DELETE FROM webhook_deliveries WHERE account_id = $1 AND webhook_id = $2",
    ] {
        tx.execute(statement, &[&scope.id(), &id])?;
    }
    let gone = tx.execute("DELETE FROM webhooks WHERE account_id = $1 AND id = $2", &[&scope.id(), &id])?;
    Ok(gone > 0)
}

/// Whether a webhook wants to hear of typing.
pub(crate) fn heeds_typing(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    inbox: InboxId,
    on: bool,
) -> Result<bool, DbError> {
    let name = if on { "conversation_typing_on" } else { "conversation_typing_off" };
    Ok(active(tx, scope)?.iter().any(|hook| wants(hook, name, Some(inbox))))
}

/// Whether a webhook asked for this event of this inbox.
pub(crate) fn wants(hook: &Webhook, name: &str, inbox: Option<InboxId>) -> bool {
    hook.subscriptions.iter().any(|s| s == name)
        && hook.inbox.is_none_or(|own| inbox.is_some_and(|inbox| inbox.0 == own))
}
