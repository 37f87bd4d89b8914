//! Definitions as rows.

use kernel_base::{AccountScope, Micros};
use kernel_db::{DbError, Json, Row, Tx};
use serde_json::Value;

use crate::kinds::{Kind, Model};

/// Values counted at most before a definition is removed.
const REACH_MAX: i64 = 10_000;

/// What an account says of one attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Definition {
    pub(crate) id: i64,
    pub(crate) model: Model,
    pub(crate) key: String,
    pub(crate) title: String,
    pub(crate) description: Option<String>,
    pub(crate) kind: Kind,
    pub(crate) choices: Vec<String>,
    pub(crate) default_value: Option<String>,
    pub(crate) pattern: Option<String>,
    pub(crate) cue: Option<String>,
    pub(crate) created_at: Micros,
    pub(crate) updated_at: Micros,
}

const COLUMNS: &str =
    "id, model, name, title, description, kind, choices, default_value, pattern, cue, created_at, updated_at";

fn read(row: &Row<'_>) -> Result<Definition, DbError> {
    let choices = match row.get::<Json>(6)?.value()? {
        Value::Array(list) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    Ok(Definition {
        id: row.get(0)?,
        model: Model::from_number(row.get(1)?),
        key: row.get(2)?,
        title: row.get(3)?,
        description: row.get(4)?,
        kind: Kind::from_stored(&row.get::<String>(5)?),
        choices,
        default_value: row.get(7)?,
        pattern: row.get(8)?,
        cue: row.get(9)?,
        created_at: row.get(10)?,
        updated_at: row.get(11)?,
    })
}

/// All definitions, or those of one model, in the order they were made.
pub(crate) fn list(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    model: Option<Model>,
) -> Result<Vec<Definition>, DbError> {
    let model = model.map_or(-1, Model::number);
    tx.query(
        &format!(
            "SELECT {COLUMNS} FROM attribute_definitions WHERE account_id = $1 AND ($2 < 0 OR model = $2) ORDER BY id"
        ),
        &[&scope.id(), &model],
        read,
    )
}

/// The definition `id`.
pub(crate) fn get(tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<Option<Definition>, DbError> {
    tx.query_opt(
        &format!("SELECT {COLUMNS} FROM attribute_definitions WHERE account_id = $1 AND id = $2"),
        &[&scope.id(), &id],
        read,
    )
}

/// How many definitions there are.
pub(crate) fn count(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<i64, DbError> {
    tx.query_one("SELECT count(*) FROM attribute_definitions WHERE account_id = $1", &[&scope.id()], |r| {
        r.get(0)
    })
}

/// Adds a definition; `d.id` is not read. A key that is taken is refused by `attribute_definitions_name_key`.
pub(crate) fn insert(tx: &mut Tx<'_>, scope: &AccountScope, d: &Definition) -> Result<Definition, DbError> {
    tx.query_one(
        &format!(
            "INSERT INTO attribute_definitions (account_id, model, name, title, description, kind, choices,
               default_value, pattern, cue, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11) RETURNING {COLUMNS}"
        ),
        &[
            &scope.id(),
            &d.model.number(),
            &d.key,
            &d.title,
            &d.description,
            &d.kind.wire(),
            &Json::texts(&d.choices),
            &d.default_value,
            &d.pattern,
            &d.cue,
            &d.created_at,
        ],
        read,
    )
}

/// Adds a definition unless its key is taken; answers its id.
pub(crate) fn insert_free(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    d: &Definition,
) -> Result<Option<i64>, DbError> {
    let taken = tx.query_opt(
        "SELECT 1 FROM attribute_definitions WHERE account_id = $1 AND model = $2 AND name = $3",
        &[&scope.id(), &d.model.number(), &d.key],
        |_| Ok(()),
    )?;
    match taken {
        Some(()) => Ok(None),
        None => insert(tx, scope, d).map(|made| Some(made.id)),
    }
}

/// Replaces what may change of a definition.
pub(crate) fn update(tx: &mut Tx<'_>, scope: &AccountScope, d: &Definition) -> Result<(), DbError> {
    tx.execute(
        "UPDATE attribute_definitions SET title = $3, description = $4, kind = $5, choices = $6, default_value = $7,
           pattern = $8, cue = $9, updated_at = $10 WHERE account_id = $1 AND id = $2",
        &[
            &scope.id(),
            &d.id,
            &d.title,
            &d.description,
            &d.kind.wire(),
            &Json::texts(&d.choices),
            &d.default_value,
            &d.pattern,
            &d.cue,
            &d.updated_at,
        ],
    )?;
    Ok(())
}

/// Removes a definition; values stay where they are.
pub(crate) fn delete(tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<bool, DbError> {
    let gone = tx.execute(
        "DELETE FROM attribute_definitions WHERE account_id = $1 AND id = $2",
        &[&scope.id(), &id],
    )?;
    Ok(gone > 0)
}

/// How many contacts or conversations have a value, counted up to ten thousand.
pub(crate) fn reach(tx: &mut Tx<'_>, scope: &AccountScope, d: &Definition) -> Result<i64, DbError> {
    let sql = match d.model {
        Model::Contact => {
            "SELECT count(*) FROM (SELECT 1 FROM contacts WHERE account_id = $1
               AND custom_attributes ->> $2 IS NOT NULL LIMIT $3) x"
        }
        Model::Conversation => {
            "SELECT count(*) FROM (SELECT 1 FROM conversations WHERE account_id = $1
               AND custom_attributes ->> $2 IS NOT NULL LIMIT $3) x"
        }
    };
    tx.query_one(sql, &[&scope.id(), &d.key, &REACH_MAX], |r| r.get(0))
}

#[cfg(test)]
mod tests;
