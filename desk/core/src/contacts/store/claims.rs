//! What contacts go by, who blocked them, and what was dropped of them.

use desk_model::Identity;
use kernel_base::{AccountScope, ContactId, Micros, UserId};
use kernel_db::{DbError, Tx};

use crate::contacts::Blocked;

/// Replaces all that a contact goes by.
pub(crate) fn replace(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    contact: ContactId,
    claims: &[Identity],
) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM contact_claims WHERE account_id = $1 AND contact_id = $2",
        &[&scope.id(), &contact],
    )?;
    for claim in claims {
        tx.execute(
            "INSERT INTO contact_claims (account_id, kind, value, contact_id) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (account_id, kind, value, contact_id) DO NOTHING",
            &[&scope.id(), &claim.kind, &claim.value, &contact],
        )?;
    }
    Ok(())
}

/// What `from` went by is what `to` goes by.
pub(crate) fn hand_over(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    from: ContactId,
    to: ContactId,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO contact_claims (account_id, kind, value, contact_id) \
         SELECT account_id, kind, value, $3 FROM contact_claims WHERE account_id = $1 AND contact_id = $2 \
         ON CONFLICT (account_id, kind, value, contact_id) DO NOTHING",
        &[&scope.id(), &from, &to],
    )?;
    tx.execute(
        "DELETE FROM contact_claims WHERE account_id = $1 AND contact_id = $2",
        &[&scope.id(), &from],
    )?;
    Ok(())
}

/// Contacts that go by this, the oldest first.
pub(crate) fn holders(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    claim: &Identity,
    limit: i64,
) -> Result<Vec<i64>, DbError> {
    tx.query(
        "SELECT contact_id FROM contact_claims WHERE account_id = $1 AND kind = $2 AND value = $3 \
         ORDER BY contact_id LIMIT $4",
        &[&scope.id(), &claim.kind, &claim.value, &limit],
        |r| r.get(0),
    )
}

/// Contacts that share something with this one, each with what it is.
pub(crate) fn twins(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    contact: ContactId,
    limit: i64,
) -> Result<Vec<(i64, String)>, DbError> {
    tx.query(
        "SELECT other.contact_id, other.kind FROM contact_claims mine \
         JOIN contact_claims other ON other.account_id = mine.account_id AND other.kind = mine.kind \
           AND other.value = mine.value AND other.contact_id <> mine.contact_id \
         WHERE mine.account_id = $1 AND mine.contact_id = $2 ORDER BY other.contact_id, other.kind LIMIT $3",
        &[&scope.id(), &contact, &limit],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

/// All identities a contact is found by: kind and value.
pub(crate) fn identities(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    contact: ContactId,
) -> Result<Vec<(String, String)>, DbError> {
    tx.query(
        "SELECT kind, value FROM contact_identities WHERE account_id = $1 AND contact_id = $2 ORDER BY kind, value",
        &[&scope.id(), &contact],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

/// Keeps who blocked a contact and when; `None` when they are unblocked.
pub(crate) fn block(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    contact: ContactId,
    by: Option<(Micros, Option<UserId>)>,
) -> Result<(), DbError> {
    let (at, by) = by.map_or((None, None), |(at, by)| (Some(at), by));
    tx.execute(
        "UPDATE contacts SET blocked_at = $3, blocked_by = $4, dropped_count = $5 WHERE account_id = $1 AND id = $2",
        &[&scope.id(), &contact, &at, &by, &0_i64],
    )?;
    Ok(())
}

/// Counts something that was dropped.
pub(crate) fn count_dropped(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    contact: ContactId,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE contacts SET dropped_count = dropped_count + 1 WHERE account_id = $1 AND id = $2",
        &[&scope.id(), &contact],
    )?;
    Ok(())
}

/// Since when a contact is blocked, by whom, and how much was dropped.
pub(crate) fn blocking(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    contact: ContactId,
) -> Result<Option<Blocked>, DbError> {
    tx.query_opt(
        "SELECT blocked_at, blocked_by, dropped_count FROM contacts WHERE account_id = $1 AND id = $2 AND blocked",
        &[&scope.id(), &contact],
        |r| Ok(Blocked { at: r.get(0)?, by: r.get(1)?, dropped: r.get(2)? }),
    )
}
