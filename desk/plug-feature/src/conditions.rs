//! Fields of the language of conditions: what a condition may be about, and how the store finds it.

use std::borrow::Cow;

use desk_model::conditions::{FieldKind, Subject};
use kernel_base::AccountScope;
use kernel_db::{DbError, Tx};

/// The fields a feature adds, as the account has them now (attributes that people define).
pub type Fields = fn(&mut Tx<'_>, &AccountScope) -> Result<Vec<Field>, DbError>;

/// A field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in conditions (`attribute_key`).
    pub key: Cow<'static, str>,
    /// What it is about.
    pub subject: Subject,
    /// What it holds.
    pub kind: FieldKind,
    /// Where the store finds it.
    pub sql: FieldSql,
}

/// Where the store finds a field. Texts are written in the code, never by a client: over `c` (the conversation) or `p`
/// (the contact), with the account as `$1`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldSql {
    /// A column or another scalar.
    Scalar(&'static str),
    /// A key (bound as a value) of a JSON column.
    Json(&'static str),
    /// Several texts.
    Set {
        /// Whether one of the texts in the JSON array `{v}` (folded) is among them.
        one_of: &'static str,
        /// Whether there is any.
        any: &'static str,
    },
}

impl Field {
    /// A column.
    #[must_use]
    pub const fn column(subject: Subject, key: &'static str, kind: FieldKind, sql: &'static str) -> Self {
        Self { key: Cow::Borrowed(key), subject, kind, sql: FieldSql::Scalar(sql) }
    }

    /// Several texts.
    #[must_use]
    pub const fn set(subject: Subject, key: &'static str, one_of: &'static str, any: &'static str) -> Self {
        let sql = FieldSql::Set { one_of, any };
        Self { key: Cow::Borrowed(key), subject, kind: FieldKind::Set, sql }
    }

    /// A fact of the additional attributes (city, referrer).
    #[must_use]
    pub const fn fact(subject: Subject, key: &'static str) -> Self {
        let column = match subject {
            Subject::Conversation => "c.additional_attributes",
            Subject::Contact => "p.additional_attributes",
        };
        Self { key: Cow::Borrowed(key), subject, kind: FieldKind::Text, sql: FieldSql::Json(column) }
    }

    /// A custom attribute.
    #[must_use]
    pub const fn attribute(subject: Subject, key: String, kind: FieldKind) -> Self {
        let column = match subject {
            Subject::Conversation => CONVERSATION_ATTRIBUTES,
            Subject::Contact => CONTACT_ATTRIBUTES,
        };
        Self { key: Cow::Owned(key), subject, kind, sql: FieldSql::Json(column) }
    }

    /// Whether it is a custom attribute.
    #[must_use]
    pub fn is_custom(&self) -> bool {
        matches!(self.sql, FieldSql::Json(CONVERSATION_ATTRIBUTES | CONTACT_ATTRIBUTES))
    }
}

const CONVERSATION_ATTRIBUTES: &str = "c.custom_attributes";
const CONTACT_ATTRIBUTES: &str = "p.custom_attributes";
