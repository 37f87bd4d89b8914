//! Labels as rows.

use desk_model::conditions::Subject;
use kernel_base::{AccountScope, ContactId, ConversationId, Micros, Problem, fold};
use kernel_db::{DbError, Json, Row, Tx};
use plug_feature::{Counted, Extras, Field};
use serde_json::{Map, Value};

use crate::rules::Title;

/// Conversations that carry one of the titles asked for.
pub(crate) const FILTER: &str = "EXISTS (SELECT 1 FROM conversation_labels cl
  JOIN labels l ON l.account_id = cl.account_id AND l.id = cl.label_id
  WHERE cl.account_id = $1 AND cl.conversation_id = c.id AND l.title IN @texts({v}))";

/// Conversations by the titles they carry.
pub(crate) const COUNTED: Counted = Counted {
    join: "JOIN conversation_labels cl ON cl.account_id = c.account_id AND cl.conversation_id = c.id
      JOIN labels l ON l.account_id = c.account_id AND l.id = cl.label_id",
    key: "l.title",
};

/// Conversations and contacts by their labels, for the language of conditions.
pub(crate) fn fields(_: &mut Tx<'_>, _: &AccountScope) -> Result<Vec<Field>, DbError> {
    Ok(vec![
        Field::set(
            Subject::Conversation,
            "labels",
            "EXISTS (SELECT 1 FROM conversation_labels fl JOIN labels l ON l.account_id = fl.account_id
               AND l.id = fl.label_id WHERE fl.account_id = $1 AND fl.conversation_id = c.id
               AND l.title_fold IN @texts({v}))",
            "EXISTS (SELECT 1 FROM conversation_labels fl WHERE fl.account_id = $1 AND fl.conversation_id = c.id)",
        ),
        Field::set(
            Subject::Contact,
            "labels",
            "EXISTS (SELECT 1 FROM contact_labels fl JOIN labels l ON l.account_id = fl.account_id
               AND l.id = fl.label_id WHERE fl.account_id = $1 AND fl.contact_id = p.id
               AND l.title_fold IN @texts({v}))",
            "EXISTS (SELECT 1 FROM contact_labels fl WHERE fl.account_id = $1 AND fl.contact_id = p.id)",
        ),
    ])
}

/// A label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Label {
    pub(crate) id: i64,
    pub(crate) title: String,
    pub(crate) description: Option<String>,
    pub(crate) color: String,
    pub(crate) show_on_sidebar: bool,
}

/// What a label is made of.
#[derive(Clone, Debug)]
pub(crate) struct NewLabel {
    pub(crate) title: Title,
    pub(crate) description: Option<String>,
    pub(crate) color: String,
    pub(crate) show_on_sidebar: bool,
}

/// What carries labels.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Carrier {
    Conversation,
    Contact,
}

impl Carrier {
    /// Its table and the column of its id.
    const fn table(self) -> (&'static str, &'static str) {
        match self {
            Self::Conversation => ("conversation_labels", "conversation_id"),
            Self::Contact => ("contact_labels", "contact_id"),
        }
    }
}

const COLUMNS: &str = "id, title, description, color, show_on_sidebar";

fn label(row: &Row<'_>) -> Result<Label, DbError> {
    Ok(Label {
        id: row.get(0)?,
        title: row.get(1)?,
        description: row.get(2)?,
        color: row.get(3)?,
        show_on_sidebar: row.get(4)?,
    })
}

/// All labels, by title.
pub(crate) fn list(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<Label>, DbError> {
    tx.query(
        &format!("SELECT {COLUMNS} FROM labels WHERE account_id = $1 ORDER BY title_fold, id"),
        &[&scope.id()],
        label,
    )
}

/// All labels by their ids, for reports.
pub(crate) fn titled(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<(i64, String)>, DbError> {
    Ok(list(tx, scope)?.into_iter().map(|l| (l.id, l.title)).collect())
}

/// Which labels conversations (row ids) carry.
pub(crate) fn carried_by(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    ids: &[i64],
) -> Result<Vec<(i64, i64)>, DbError> {
    tx.query(
        "SELECT conversation_id, label_id FROM conversation_labels WHERE account_id = $1 AND conversation_id IN @ints($2)",
        &[&scope.id(), &Json::ints(ids)],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The label `id`.
pub(crate) fn get(tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<Option<Label>, DbError> {
    tx.query_opt(
        &format!("SELECT {COLUMNS} FROM labels WHERE account_id = $1 AND id = $2"),
        &[&scope.id(), &id],
        label,
    )
}

/// The labels with these titles (folded).
pub(crate) fn by_titles(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    folds: &[&str],
) -> Result<Vec<Label>, DbError> {
    tx.query(
        &format!("SELECT {COLUMNS} FROM labels WHERE account_id = $1 AND title_fold IN @texts($2) ORDER BY title_fold"),
        &[&scope.id(), &Json::of(&Value::from(folds.to_vec()))],
        label,
    )
}

/// Adds a label. A title that is taken is refused by `labels_title_key`.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    new: &NewLabel,
    now: Micros,
) -> Result<Label, DbError> {
    tx.query_one(
        &format!(
            "INSERT INTO labels (account_id, title, title_fold, description, color, show_on_sidebar, created_at,
               updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7) RETURNING {COLUMNS}"
        ),
        &[
            &scope.id(),
            &new.title.text,
            &new.title.fold,
            &new.description,
            &new.color,
            &new.show_on_sidebar,
            &now,
        ],
        label,
    )
}

/// Adds a label unless its title is there already.
pub(crate) fn ensure(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    new: &NewLabel,
    now: Micros,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO labels (account_id, title, title_fold, description, color, show_on_sidebar, created_at,
           updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
         ON CONFLICT (account_id, title_fold) DO NOTHING",
        &[
            &scope.id(),
            &new.title.text,
            &new.title.fold,
            &new.description,
            &new.color,
            &new.show_on_sidebar,
            &now,
        ],
    )?;
    Ok(())
}

/// Replaces what is stored of a label.
pub(crate) fn update(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    label: &Label,
    now: Micros,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE labels SET title = $3, title_fold = $4, description = $5, color = $6, show_on_sidebar = $7,
           updated_at = $8 WHERE account_id = $1 AND id = $2",
        &[
            &scope.id(),
            &label.id,
            &label.title,
            &fold(&label.title),
            &label.description,
            &label.color,
            &label.show_on_sidebar,
            &now,
        ],
    )?;
    Ok(())
}

/// Removes a label from the account and from all that carries it.
pub(crate) fn delete(tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<bool, DbError> {
    for carrier in [Carrier::Conversation, Carrier::Contact] {
        let (table, _) = carrier.table();
        tx.execute(
            &format!("DELETE FROM {table} WHERE account_id = $1 AND label_id = $2"),
            &[&scope.id(), &id],
        )?;
    }
    let gone = tx.execute("DELETE FROM labels WHERE account_id = $1 AND id = $2", &[&scope.id(), &id])?;
    Ok(gone > 0)
}

/// The labels that one conversation or contact carries, by title.
pub(crate) fn carried(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    carrier: Carrier,
    id: i64,
) -> Result<Vec<Label>, DbError> {
    let (table, column) = carrier.table();
    tx.query(
        &format!(
            "SELECT l.id, l.title, l.description, l.color, l.show_on_sidebar FROM {table} x
             JOIN labels l ON l.account_id = x.account_id AND l.id = x.label_id
             WHERE x.account_id = $1 AND x.{column} = $2 ORDER BY l.title_fold, l.id"
        ),
        &[&scope.id(), &id],
        label,
    )
}

/// Puts labels on one conversation or contact; those it carries already stay.
pub(crate) fn put_on(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    carrier: Carrier,
    id: i64,
    labels: &[i64],
) -> Result<(), DbError> {
    let (table, column) = carrier.table();
    for label in labels {
        tx.execute(
            &format!(
                "INSERT INTO {table} (account_id, {column}, label_id) VALUES ($1, $2, $3)
                 ON CONFLICT (account_id, {column}, label_id) DO NOTHING"
            ),
            &[&scope.id(), &id, label],
        )?;
    }
    Ok(())
}

/// Takes labels off one conversation or contact.
pub(crate) fn take_off(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    carrier: Carrier,
    id: i64,
    labels: &[i64],
) -> Result<(), DbError> {
    let (table, column) = carrier.table();
    tx.execute(
        &format!("DELETE FROM {table} WHERE account_id = $1 AND {column} = $2 AND label_id IN @ints($3)"),
        &[&scope.id(), &id, &Json::of(&Value::from(labels.to_vec()))],
    )?;
    Ok(())
}

/// The first contact carries what the second did as well, and the second nothing.
pub(crate) fn merged(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    to: ContactId,
    from: ContactId,
) -> Result<(), Problem> {
    tx.execute(
        "INSERT INTO contact_labels (account_id, contact_id, label_id)
           SELECT account_id, $3, label_id FROM contact_labels WHERE account_id = $1 AND contact_id = $2
         ON CONFLICT (account_id, contact_id, label_id) DO NOTHING",
        &[&scope.id(), &from, &to],
    )?;
    erased(tx, scope, from)
}

/// A contact carries nothing any more.
pub(crate) fn erased(tx: &mut Tx<'_>, scope: &AccountScope, contact: ContactId) -> Result<(), Problem> {
    tx.execute(
        "DELETE FROM contact_labels WHERE account_id = $1 AND contact_id = $2",
        &[&scope.id(), &contact],
    )?;
    Ok(())
}

/// Conversations carry nothing any more.
pub(crate) fn dropped(tx: &mut Tx<'_>, scope: &AccountScope, ids: &[i64]) -> Result<(), Problem> {
    tx.execute(
        "DELETE FROM conversation_labels WHERE account_id = $1 AND conversation_id IN @ints($2)",
        &[&scope.id(), &Json::ints(ids)],
    )?;
    Ok(())
}

/// `labels: [titles]` of many conversations.
pub(crate) fn decorate_conversations(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    ids: &[i64],
) -> Result<Extras, DbError> {
    decorate(tx, scope, Carrier::Conversation, ids)
}

/// `labels: [titles]` of many contacts.
pub(crate) fn decorate_contacts(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    ids: &[i64],
) -> Result<Extras, DbError> {
    decorate(tx, scope, Carrier::Contact, ids)
}

fn decorate(tx: &mut Tx<'_>, scope: &AccountScope, carrier: Carrier, ids: &[i64]) -> Result<Extras, DbError> {
    let (table, column) = carrier.table();
    let rows: Vec<(i64, String)> = tx.query(
        &format!(
            "SELECT x.{column}, l.title FROM {table} x
             JOIN labels l ON l.account_id = x.account_id AND l.id = x.label_id
             WHERE x.account_id = $1 AND x.{column} IN @ints($2) ORDER BY l.title_fold, l.id"
        ),
        &[&scope.id(), &Json::of(&Value::from(ids.to_vec()))],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let mut titles: std::collections::HashMap<i64, Vec<Value>> =
        ids.iter().map(|id| (*id, Vec::new())).collect();
    for (id, title) in rows {
        titles.entry(id).or_default().push(title.into());
    }
    let extra = |list: Vec<Value>| Map::from_iter([("labels".to_owned(), Value::from(list))]);
    Ok(titles.into_iter().map(|(id, list)| (id, extra(list))).collect())
}

/// Hands the labels of a conversation over to another.
pub(crate) fn conversations_merged(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    to: ConversationId,
    from: ConversationId,
) -> Result<(), Problem> {
    tx.execute(
        "INSERT INTO conversation_labels (account_id, conversation_id, label_id)
           SELECT account_id, $3, label_id FROM conversation_labels WHERE account_id = $1 AND conversation_id = $2
         ON CONFLICT (account_id, conversation_id, label_id) DO NOTHING",
        &[&scope.id(), &from, &to],
    )?;
    dropped(tx, scope, &[from.0])?;
    Ok(())
}

#[cfg(test)]
mod tests;
