//! Whose customers contacts are, as rows.

use std::collections::HashMap;

use desk_model::conditions::{FieldKind, Subject};
use kernel_base::{AccountScope, ContactId, Micros, Problem, UserId};
use kernel_db::{DbError, Json, Tx};
use plug_feature::{Extras, Field, Ownership};
use serde_json::{Map, Value};

use crate::rules::{Absence, ownership};

/// Conversations of those who belong to a user, or to someone the user stands in for.
pub(crate) const OWNED: &str = "c.contact_id IN (SELECT w.contact_id FROM wallet_owners w
  WHERE w.account_id = $1 AND (w.user_id = {v} OR w.user_id IN (SELECT a.user_id FROM wallet_absences a
    WHERE a.account_id = $1 AND a.stand_in_id = {v})))";

/// The owner, for the language of conditions.
pub(crate) fn fields(_: &mut Tx<'_>, _: &AccountScope) -> Result<Vec<Field>, DbError> {
    Ok(vec![
        Field::column(
            Subject::Conversation,
            "wallet_owner",
            FieldKind::Member,
            "(SELECT w.user_id FROM wallet_owners w WHERE w.account_id = $1 AND w.contact_id = c.contact_id)",
        ),
        Field::column(
            Subject::Contact,
            "wallet_owner",
            FieldKind::Member,
            "(SELECT w.user_id FROM wallet_owners w WHERE w.account_id = $1 AND w.contact_id = p.id)",
        ),
    ])
}

/// `wallet_owner_id` of many contacts.
pub(crate) fn decorate(tx: &mut Tx<'_>, scope: &AccountScope, ids: &[i64]) -> Result<Extras, DbError> {
    let rows: Vec<(i64, i64)> = tx.query(
        "SELECT contact_id, user_id FROM wallet_owners WHERE account_id = $1 AND contact_id IN @ints($2)",
        &[&scope.id(), &Json::ints(ids)],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let owners: HashMap<i64, i64> = rows.into_iter().collect();
    let extra =
        |id: &i64| Map::from_iter([("wallet_owner_id".to_owned(), Value::from(owners.get(id).copied()))]);
    Ok(ids.iter().map(|id| (*id, extra(id))).collect())
}

/// Whose a contact is.
pub(crate) fn owner(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    contact: ContactId,
) -> Result<Option<UserId>, DbError> {
    tx.query_opt(
        "SELECT user_id FROM wallet_owners WHERE account_id = $1 AND contact_id = $2",
        &[&scope.id(), &contact],
        |row| row.get(0),
    )
}

/// Gives a contact to someone, or to nobody.
pub(crate) fn set_owner(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    contact: ContactId,
    to: Option<UserId>,
) -> Result<(), DbError> {
    let Some(to) = to else {
        tx.execute(
            "DELETE FROM wallet_owners WHERE account_id = $1 AND contact_id = $2",
            &[&scope.id(), &contact],
        )?;
        return Ok(());
    };
    let now = tx.now();
    tx.execute(
        "INSERT INTO wallet_owners (account_id, contact_id, user_id, since) VALUES ($1, $2, $3, $4)
         ON CONFLICT (account_id, contact_id) DO UPDATE SET user_id = EXCLUDED.user_id, since = EXCLUDED.since",
        &[&scope.id(), &contact, &to, &now],
    )?;
    Ok(())
}

/// Who is to have what a contact writes; the hook.
pub(crate) fn owner_of(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    contact: ContactId,
) -> Result<Option<Ownership>, DbError> {
    let Some(owner) = owner(tx, scope, contact)? else { return Ok(None) };
    let absence = absences(tx, scope)?.remove(&owner).unwrap_or_default();
    Ok(Some(ownership(owner, &absence, strict(tx, scope)?, tx.now())))
}

/// Whether customers wait for their own.
pub(crate) fn strict(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<bool, DbError> {
    let known =
        tx.query_opt("SELECT strict FROM wallet_settings WHERE account_id = $1", &[&scope.id()], |row| {
            row.get(0)
        })?;
    Ok(known.unwrap_or(false))
}

/// Sets it.
pub(crate) fn set_strict(tx: &mut Tx<'_>, scope: &AccountScope, strict: bool) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO wallet_settings (account_id, strict) VALUES ($1, $2)
         ON CONFLICT (account_id) DO UPDATE SET strict = EXCLUDED.strict",
        &[&scope.id(), &strict],
    )?;
    Ok(())
}

/// Who stands in for whom.
pub(crate) fn absences(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<HashMap<UserId, Absence>, DbError> {
    let rows = tx.query(
        "SELECT user_id, stand_in_id, away_from, away_until FROM wallet_absences WHERE account_id = $1",
        &[&scope.id()],
        |row| {
            let from: Option<Micros> = row.get(2)?;
            Ok((row.get(0)?, Absence { stand_in: row.get(1)?, from, until: row.get(3)? }))
        },
    )?;
    Ok(rows.into_iter().collect())
}

/// Says who stands in for someone.
pub(crate) fn set_absence(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    user: UserId,
    absence: &Absence,
) -> Result<(), DbError> {
    if *absence == Absence::default() {
        tx.execute(
            "DELETE FROM wallet_absences WHERE account_id = $1 AND user_id = $2",
            &[&scope.id(), &user],
        )?;
        return Ok(());
    }
    tx.execute(
        "INSERT INTO wallet_absences (account_id, user_id, stand_in_id, away_from, away_until)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (account_id, user_id) DO UPDATE SET stand_in_id = EXCLUDED.stand_in_id,
           away_from = EXCLUDED.away_from, away_until = EXCLUDED.away_until",
        &[&scope.id(), &user, &absence.stand_in, &absence.from, &absence.until],
    )?;
    Ok(())
}

/// How many customers each has.
pub(crate) fn sizes(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<HashMap<UserId, i64>, DbError> {
    let rows = tx.query(
        "SELECT user_id, count(*) FROM wallet_owners WHERE account_id = $1 GROUP BY user_id",
        &[&scope.id()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(rows.into_iter().collect())
}

/// How many customers someone has.
pub(crate) fn holds(tx: &mut Tx<'_>, scope: &AccountScope, user: UserId) -> Result<i64, DbError> {
    tx.query_one(
        "SELECT count(*) FROM wallet_owners WHERE account_id = $1 AND user_id = $2",
        &[&scope.id(), &user],
        |row| row.get(0),
    )
}

/// Hands all of someone's customers to another, or to nobody; how many.
pub(crate) fn hand_over(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    from: UserId,
    to: Option<UserId>,
) -> Result<u64, DbError> {
    let Some(to) = to else {
        return tx.execute(
            "DELETE FROM wallet_owners WHERE account_id = $1 AND user_id = $2",
            &[&scope.id(), &from],
        );
    };
    let now = tx.now();
    tx.execute(
        "UPDATE wallet_owners SET user_id = $3, since = $4 WHERE account_id = $1 AND user_id = $2",
        &[&scope.id(), &from, &to, &now],
    )
}

/// Someone leaves the account: their customers go to their heir, and they stand in for nobody.
pub(crate) fn left(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    user: UserId,
    heir: Option<UserId>,
) -> Result<(), Problem> {
    hand_over(tx, scope, user, heir)?;
    tx.execute("DELETE FROM wallet_absences WHERE account_id = $1 AND user_id = $2", &[&scope.id(), &user])?;
    tx.execute(
        "UPDATE wallet_absences SET stand_in_id = NULL WHERE account_id = $1 AND stand_in_id = $2",
        &[&scope.id(), &user],
    )?;
    Ok(())
}

/// Two contacts become one: it stays whose it was, or becomes whose the other was.
pub(crate) fn merged(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    to: ContactId,
    from: ContactId,
) -> Result<(), Problem> {
    if let Some(other) = owner(tx, scope, from)? {
        if owner(tx, scope, to)?.is_none() {
            set_owner(tx, scope, to, Some(other))?;
        }
        set_owner(tx, scope, from, None)?;
    }
    Ok(())
}

/// A contact is erased.
pub(crate) fn erased(tx: &mut Tx<'_>, scope: &AccountScope, contact: ContactId) -> Result<(), Problem> {
    Ok(set_owner(tx, scope, contact, None)?)
}
