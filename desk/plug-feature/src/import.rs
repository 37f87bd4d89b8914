//! What a feature takes in of things that another product kept.

use kernel_base::{AccountScope, Problem, Rng};
use kernel_db::{DbError, Tx};
use serde_json::Value;

use crate::Desk;

/// The new id of something that came before, by what it is (`inbox`, `team`, `user`, `contact`, `conversation`, `message`,
/// or a feature's own noun) and its old id.
pub type NewId = fn(&mut Tx<'_>, &AccountScope, &str, i64) -> Result<Option<i64>, DbError>;

/// Something that is being brought in.
#[derive(Clone, Copy)]
pub struct Arriving<'a> {
    /// The account it comes into.
    pub scope: AccountScope,
    /// What the other product knew of it, by the names of Chatwoot's API; times are epoch microseconds.
    pub data: &'a Value,
    /// Finds what came before.
    pub new_id: NewId,
    /// The domain's use cases.
    pub desk: &'a dyn Desk,
    /// Randomness.
    pub rng: &'a dyn Rng,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrived {
    /// It is here, under this id.
    Here(i64),
    /// It is here, but something of it is not as it was: why, in English.
    Changed(i64, String),
    /// It stays behind: why, in English.
    Left(String),
}

/// Takes something in, within the transaction that notes its new id; tells nobody.
pub type TakeIn = fn(&mut Tx<'_>, &Arriving<'_>) -> Result<Arrived, Problem>;

/// What a feature takes in.
#[derive(Clone, Copy)]
pub struct Import {
    /// What it is, like `canned_response`; `conversation_labels` and `contact_labels` are `{id, labels}` with the new id.
    pub noun: &'static str,
    /// Takes it in.
    pub take: TakeIn,
}

impl Arriving<'_> {
    /// A text of it that is not empty.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        self.data.get(key)?.as_str().map(str::trim).filter(|t| !t.is_empty())
    }

    /// A number of it.
    #[must_use]
    pub fn number(&self, key: &str) -> Option<i64> {
        self.data.get(key)?.as_i64()
    }

    /// The new id of what it names under `key`; `None` where it names nothing, or what stayed behind.
    ///
    /// # Errors
    /// What the store says.
    pub fn named(&self, tx: &mut Tx<'_>, key: &str, noun: &str) -> Result<Option<i64>, DbError> {
        match self.number(key) {
            Some(old) => (self.new_id)(tx, &self.scope, noun, old),
            None => Ok(None),
        }
    }
}
