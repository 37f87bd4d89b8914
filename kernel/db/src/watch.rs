//! Tables whose rows are settings: every change of them is told, with what was before and what is after, in the
//! transaction of the change, whoever makes it.

use std::collections::BTreeMap;

use kernel_base::AccountId;
use serde_json::{Map, Value, json};

use crate::{DbError, NewEvent, Param, ToParam, Tx};

/// The kind of the event that tells a change.
pub const CHANGED: &str = "setting.changed";

/// Stands for a value that is not told.
const HIDDEN: &str = "•••";

/// A table of settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watched {
    /// The table; statements on it have the account as `$1`.
    pub table: &'static str,
    /// Column of the account.
    pub account: &'static str,
    /// What a row is, in Chatwoot's words, like `Label`.
    pub what: &'static str,
    /// Column of a row's number.
    pub id: &'static str,
    /// Column that tells rows of the same number apart, where there are such.
    pub also: Option<&'static str>,
    /// Column that people know a row by.
    pub name: &'static str,
    /// Columns that are told. What is not named here is never told: no secret stands in them.
    pub columns: &'static [&'static str],
    /// Columns of which is told only that they changed.
    pub hidden: &'static [&'static str],
}

/// Who acts, for as long as a request lasts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Acting {
    /// The user.
    pub user: Option<i64>,
    /// From where.
    pub ip: Option<String>,
}

tokio::task_local! {
    static ACTING: Acting;
}

/// Runs `what` on behalf of someone: what it writes is theirs.
pub async fn acting<F: Future>(who: Acting, what: F) -> F::Output {
    ACTING.scope(who, what).await
}

/// On whose behalf this task runs.
pub(crate) fn who_acts() -> Option<Acting> {
    ACTING.try_with(Clone::clone).ok()
}

/// Number, and what tells rows of the same number apart.
type Key = (i64, String);

#[derive(PartialEq, Eq)]
struct Known {
    name: String,
    values: Vec<Option<String>>,
}

type Rows = BTreeMap<Key, Known>;

/// What a transaction found in the watched tables it is about to change.
#[derive(Default)]
pub(crate) struct Watch {
    tables: &'static [&'static Watched],
    before: Vec<(&'static Watched, i64, Rows)>,
}

impl Watch {
    pub(crate) const fn over(tables: &'static [&'static Watched]) -> Self {
        Self { tables, before: Vec::new() }
    }

    /// The watched table that a statement changes, and the account it does so in, if it is the first of the transaction
    /// to do so.
    pub(crate) fn touched(&self, sql: &str, params: &[&dyn ToParam]) -> Option<(&'static Watched, i64)> {
        if self.tables.is_empty() {
            return None;
        }
        let changes = ["INSERT INTO ", "UPDATE ", "DELETE FROM "];
        let rest = changes.iter().find_map(|c| sql.trim_start().strip_prefix(c))?;
        let name = rest.split([' ', '(']).next()?;
        let table = self.tables.iter().find(|t| t.table == name)?;
        let Param::Int(account) = params.first()?.to_param() else { return None };
        let known = self.before.iter().any(|(t, a, _)| t.table == name && *a == account);
        (!known).then_some((*table, account))
    }
}

impl Tx<'_> {
    /// Remembers the rows of a table before they change.
    pub(crate) fn look_before(&mut self, table: &'static Watched, account: i64) -> Result<(), DbError> {
        let rows = self.rows_of(table, account)?;
        self.watch.before.push((table, account, rows));
        Ok(())
    }

    /// Tells what became of the rows that were remembered.
    pub(crate) fn tell_changes(&mut self) -> Result<(), DbError> {
        for (table, account, before) in std::mem::take(&mut self.watch.before) {
            let after = self.rows_of(table, account)?;
            let mut keys: Vec<&Key> = before.keys().chain(after.keys()).collect();
            keys.sort_unstable();
            keys.dedup();
            for key in keys {
                let (was, is) = (before.get(key), after.get(key));
                if was != is {
                    self.emit(self.change(table, account, key, was, is));
                }
            }
        }
        Ok(())
    }

    fn change(
        &self,
        table: &Watched,
        account: i64,
        key: &Key,
        was: Option<&Known>,
        is: Option<&Known>,
    ) -> NewEvent {
        let mut changes = Map::new();
        for (n, column) in table.columns.iter().chain(table.hidden).enumerate() {
            let value = |row: Option<&Known>| row.and_then(|r| r.values.get(n)).cloned().flatten();
            let (old, new) = (value(was), value(is));
            if old == new {
                continue;
            }
            let shown =
                |v: Option<String>| if n < table.columns.len() { v } else { v.map(|_| HIDDEN.to_owned()) };
            changes.insert((*column).to_owned(), json!([shown(old), shown(new)]));
        }
        let action = match (was, is) {
            (None, _) => "create",
            (_, None) => "destroy",
            _ => "update",
        };
        let who = self.acting.clone().unwrap_or_default();
        NewEvent {
            account: AccountId(account),
            kind: CHANGED,
            conversation: None,
            subject: Some(key.0),
            actor: who.user,
            data: json!({ "what": table.what, "name": is.or(was).map(|r| &r.name), "also": key.1, "action": action, "changes": Value::Object(changes),
                "ip": who.ip }),
        }
    }

    fn rows_of(&mut self, table: &Watched, account: i64) -> Result<Rows, DbError> {
        let all = || table.columns.iter().chain(table.hidden);
        let texts: String = all().map(|c| format!(", CAST({c} AS TEXT)")).collect();
        let also = table.also.unwrap_or("''");
        let sql = format!(
            "SELECT {}, CAST({also} AS TEXT), CAST({} AS TEXT){texts} FROM {} WHERE {} = $1",
            table.id, table.name, table.table, table.account
        );
        let read = self.query(&sql, &[&account], |row| {
            let name: Option<String> = row.get(2)?;
            let mut values = Vec::new();
            for n in 0..all().count() {
                values.push(row.get(n + 3)?);
            }
            Ok(((row.get(0)?, row.get(1)?), Known { name: name.unwrap_or_default(), values }))
        })?;
        Ok(read.into_iter().collect())
    }
}
