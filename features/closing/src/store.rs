//! Reasons, rules and closings as rows.

use kernel_base::{AccountScope, ConversationId, Micros, Problem, UserId};
use kernel_db::{DbError, Json, Row, Tx};
use plug_feature::Reasons;

/// Why conversations end.
pub(crate) static REASONS: Reasons = Reasons {
    table: "close_reasons",
    title_key: "close_reasons_title_key",
    uses: "SELECT count(*) FROM closings c WHERE c.account_id = $1 AND c.reason_id = r.id AND c.at >= $2 \
           AND NOT c.pending",
};

/// Rules an account may keep.
pub(crate) const RULES_MAX: usize = 50;

/// What has to be there.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Rule {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) conditions: Json,
    pub(crate) needs_reason: bool,
    pub(crate) needs_label: bool,
    pub(crate) attributes: Json,
    pub(crate) enabled: bool,
}

/// A reason that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Closing {
    pub(crate) reason: i64,
    pub(crate) note: Option<String>,
    pub(crate) user: UserId,
    pub(crate) at: Micros,
}

impl Rule {
    /// Keys of attributes, each with whether it is the contact's.
    pub(crate) fn attributes(&self) -> Result<Vec<(String, bool)>, Problem> {
        let kept = self.attributes.value()?;
        let read = |a: &serde_json::Value| Some((a["key"].as_str()?.to_owned(), a["of"] == "contact"));
        Ok(kept.as_array().into_iter().flatten().filter_map(read).collect())
    }
}

const RULE: &str = "id, name, conditions, needs_reason, needs_label, attributes, enabled";

fn rule(row: &Row<'_>) -> Result<Rule, DbError> {
    Ok(Rule {
        id: row.get(0)?,
        name: row.get(1)?,
        conditions: row.get(2)?,
        needs_reason: row.get(3)?,
        needs_label: row.get(4)?,
        attributes: row.get(5)?,
        enabled: row.get(6)?,
    })
}

/// The account's rules in the order they were made.
pub(crate) fn rules(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<Rule>, DbError> {
    tx.query(
        &format!("SELECT {RULE} FROM close_rules WHERE account_id = $1 ORDER BY id"),
        &[&scope.id()],
        rule,
    )
}

pub(crate) fn rule_of(tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<Option<Rule>, DbError> {
    tx.query_opt(
        &format!("SELECT {RULE} FROM close_rules WHERE account_id = $1 AND id = $2"),
        &[&scope.id(), &id],
        rule,
    )
}

/// Adds one; `r.id` is not read.
pub(crate) fn insert_rule(tx: &mut Tx<'_>, scope: &AccountScope, r: &Rule) -> Result<Rule, DbError> {
    let now = tx.now();
    tx.query_one(
        &format!(
            "INSERT INTO close_rules (account_id, name, conditions, needs_reason, needs_label, attributes, enabled, \
             created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8) RETURNING {RULE}"
        ),
        &[
            &scope.id(),
            &r.name,
            &r.conditions,
            &r.needs_reason,
            &r.needs_label,
            &r.attributes,
            &r.enabled,
            &now,
        ],
        rule,
    )
}

/// Writes everything that may change.
pub(crate) fn update_rule(tx: &mut Tx<'_>, scope: &AccountScope, r: &Rule) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "UPDATE close_rules SET name = $3, conditions = $4, needs_reason = $5, needs_label = $6, attributes = $7, \
         enabled = $8, updated_at = $9 WHERE account_id = $1 AND id = $2",
        &[
            &scope.id(),
            &r.id,
            &r.name,
            &r.conditions,
            &r.needs_reason,
            &r.needs_label,
            &r.attributes,
            &r.enabled,
            &now,
        ],
    )?;
    Ok(())
}

/// Removes one; whether it was there.
pub(crate) fn delete_rule(tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<bool, DbError> {
    let gone =
        tx.execute("DELETE FROM close_rules WHERE account_id = $1 AND id = $2", &[&scope.id(), &id])?;
    Ok(gone > 0)
}

fn closing(row: &Row<'_>) -> Result<Closing, DbError> {
    Ok(Closing { reason: row.get(0)?, note: row.get(1)?, user: row.get(2)?, at: row.get(3)? })
}

/// Says why a conversation ends; in place of what was said and not confirmed.
pub(crate) fn say(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversation: i64,
    c: &Closing,
) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM closings WHERE account_id = $1 AND conversation_id = $2 AND pending",
        &[&scope.id(), &conversation],
    )?;
    tx.execute(
        "INSERT INTO closings (account_id, conversation_id, reason_id, note, user_id, at, pending) \
         VALUES ($1, $2, $3, $4, $5, $6, TRUE)",
        &[&scope.id(), &conversation, &c.reason, &c.note, &c.user, &c.at],
    )?;
    Ok(())
}

/// The reason said and not confirmed yet.
pub(crate) fn pending(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversation: i64,
) -> Result<Option<Closing>, DbError> {
    tx.query_opt(
        "SELECT reason_id, note, user_id, at FROM closings WHERE account_id = $1 AND conversation_id = $2 AND pending",
        &[&scope.id(), &conversation],
        closing,
    )
}

/// The conversation ends: the reason said counts.
pub(crate) fn confirm(tx: &mut Tx<'_>, scope: &AccountScope, conversation: i64) -> Result<(), DbError> {
    tx.execute(
        "UPDATE closings SET pending = FALSE WHERE account_id = $1 AND conversation_id = $2 AND pending",
        &[&scope.id(), &conversation],
    )?;
    Ok(())
}

/// The reasons a conversation ended for, the newest first.
pub(crate) fn of_conversation(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversation: i64,
) -> Result<Vec<Closing>, DbError> {
    tx.query(
        "SELECT reason_id, note, user_id, at FROM closings WHERE account_id = $1 AND conversation_id = $2 \
         AND NOT pending ORDER BY id DESC LIMIT 100",
        &[&scope.id(), &conversation],
        closing,
    )
}

/// Forgets the closings of conversations that are deleted.
pub(crate) fn dropped(tx: &mut Tx<'_>, scope: &AccountScope, conversations: &[i64]) -> Result<(), Problem> {
    tx.execute(
        "DELETE FROM closings WHERE account_id = $1 AND conversation_id IN @ints($2)",
        &[&scope.id(), &Json::ints(conversations)],
    )?;
    Ok(())
}

/// Hands the reasons of a conversation's ends over to another.
pub(crate) fn conversations_merged(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    to: ConversationId,
    from: ConversationId,
) -> Result<(), Problem> {
    tx.execute(
        "UPDATE closings SET conversation_id = $3 WHERE account_id = $1 AND conversation_id = $2",
        &[&scope.id(), &from, &to],
    )?;
    Ok(())
}
