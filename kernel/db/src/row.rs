//! A row of a result, read by position.

use crate::pg::{Number, RawJson};
use crate::{DbError, Json};

/// A row of either engine.
pub enum Row<'a> {
    /// SQLite's.
    Sqlite(&'a rusqlite::Row<'a>),
    /// PostgreSQL's.
    Pg(&'a postgres::Row),
}

impl Row<'_> {
    /// The value of column `i` (from 0).
    ///
    /// # Errors
    /// [`DbError::Engine`] when the column is missing or of another type.
    pub fn get<T: FromColumn>(&self, i: usize) -> Result<T, DbError> {
        T::from_column(self, i)
    }
}

/// What can be read out of a column.
pub trait FromColumn: Sized {
    /// Reads column `i` of `row`.
    ///
    /// # Errors
    /// [`DbError::Engine`] when the column is missing or of another type.
    fn from_column(row: &Row<'_>, i: usize) -> Result<Self, DbError>;
}

fn engine(e: impl std::error::Error + Send + Sync + 'static) -> DbError {
    DbError::Engine(Box::new(e))
}

macro_rules! plain {
    ($($t:ty, $pg:ty, $open:expr);+) => {$(
        impl FromColumn for $t {
            fn from_column(row: &Row<'_>, i: usize) -> Result<Self, DbError> {
                match row {
                    Row::Sqlite(r) => r.get(i).map_err(engine),
                    Row::Pg(r) => r.try_get::<_, $pg>(i).map($open).map_err(engine),
                }
            }
        }
        impl FromColumn for Option<$t> {
            fn from_column(row: &Row<'_>, i: usize) -> Result<Self, DbError> {
                match row {
                    Row::Sqlite(r) => r.get(i).map_err(engine),
                    Row::Pg(r) => r.try_get::<_, Option<$pg>>(i).map(|v| v.map($open)).map_err(engine),
                }
            }
        }
    )+};
}
plain!(i64, Number, |n| n.0; bool, bool, |b| b; f64, f64, |f| f; String, String, |t| t; Vec<u8>, Vec<u8>, |b| b);

impl FromColumn for Option<Json> {
    fn from_column(row: &Row<'_>, i: usize) -> Result<Self, DbError> {
        match row {
            Row::Sqlite(r) => r.get::<_, Option<String>>(i).map(|t| t.map(Json)).map_err(engine),
            Row::Pg(r) => {
                r.try_get::<_, Option<RawJson>>(i).map(|v| v.map(|RawJson(text)| Json(text))).map_err(engine)
            }
        }
    }
}

impl FromColumn for Json {
    fn from_column(row: &Row<'_>, i: usize) -> Result<Self, DbError> {
        Option::<Self>::from_column(row, i)?.ok_or(DbError::NoRow)
    }
}

macro_rules! optional_ids {
    ($($t:ident),+) => {$(
        impl FromColumn for Option<kernel_base::$t> {
            fn from_column(row: &Row<'_>, i: usize) -> Result<Self, DbError> {
                Option::<i64>::from_column(row, i).map(|v| v.map(kernel_base::$t))
            }
        }
    )+};
}
optional_ids!(
    AccountId,
    UserId,
    InboxId,
    TeamId,
    ContactId,
    ContactInboxId,
    ConversationId,
    MessageId,
    AttachmentId,
    Micros
);
