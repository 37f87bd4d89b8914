//! Under which labels conversations stand in the sums.

use kernel_base::AccountScope;
use kernel_db::{DbError, Json, Tx};

/// Conversations (row ids) with the labels they stand under.
pub(crate) fn labels_of(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    ids: &[i64],
) -> Result<Vec<(i64, i64)>, DbError> {
    tx.query(
        "SELECT conversation_id, label_id FROM report_labels WHERE account_id = $1 AND conversation_id IN @ints($2)",
        &[&scope.id(), &Json::ints(ids)],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// A conversation stands under a label.
pub(crate) fn put_label(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversation: i64,
    label: i64,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO report_labels (account_id, conversation_id, label_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        &[&scope.id(), &conversation, &label],
    )?;
    Ok(())
}

/// And no more.
pub(crate) fn drop_label(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversation: i64,
    label: i64,
) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM report_labels WHERE account_id = $1 AND conversation_id = $2 AND label_id = $3",
        &[&scope.id(), &conversation, &label],
    )?;
    Ok(())
}
