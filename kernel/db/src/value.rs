//! Values bound to a statement's `$1`, `$2`, …

use crate::DbError;

/// A value on its way into a statement.
#[derive(Clone, Copy, Debug)]
pub enum Param<'a> {
    /// SQL NULL.
    Null,
    /// BIGINT.
    Int(i64),
    /// BOOLEAN.
    Bool(bool),
    /// DOUBLE PRECISION.
    Float(f64),
    /// TEXT; also taken by JSONB columns, when it is JSON. A NUL character is dropped (PostgreSQL has none).
    Text(&'a str),
    /// BYTEA.
    Bytes(&'a [u8]),
}

/// What can be bound.
pub trait ToParam {
    /// The value to bind.
    fn to_param(&self) -> Param<'_>;
}

/// A JSON text to bind or read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Json(pub String);

impl Json {
    /// The text of `value`.
    #[must_use]
    pub fn of(value: &serde_json::Value) -> Self {
        Self(value.to_string()).without_nul()
    }

    /// The value of the text.
    ///
    /// # Errors
    /// [`DbError::Engine`] when it is not JSON.
    pub fn value(&self) -> Result<serde_json::Value, DbError> {
        serde_json::from_str(&self.0).map_err(|e| DbError::Engine(Box::new(e)))
    }

    /// Without the escape of the NUL character, which PostgreSQL can't hold.
    pub(crate) fn without_nul(self) -> Self {
        const NUL: &str = "\\u0000";
        if !self.0.contains(NUL) {
            return self;
        }
        let mut kept = String::with_capacity(self.0.len());
        let mut rest = self.0.as_str();
        while let Some(at) = rest.find('\\') {
            kept.push_str(&rest[..at]);
            let escape = if rest[at..].starts_with(NUL) { 6 } else { 2 };
            let end = (at + escape).min(rest.len());
            kept.push_str(if escape == 6 { "" } else { rest.get(at..end).unwrap_or_default() });
            rest = rest.get(end..).unwrap_or_default();
        }
        kept.push_str(rest);
        Self(kept)
    }

    /// An array of numbers, for `@ints($n)`.
    #[must_use]
    pub fn ints<T: ToParam>(numbers: &[T]) -> Self {
        let texts: Vec<_> = numbers
            .iter()
            .filter_map(|n| match n.to_param() {
                Param::Int(n) => Some(n.to_string()),
                _ => None,
            })
            .collect();
        Self(format!("[{}]", texts.join(",")))
    }

    /// An array of texts, for `@texts($n)`.
    #[must_use]
    pub fn texts<T: AsRef<str>>(texts: &[T]) -> Self {
        Self::of(&texts.iter().map(AsRef::as_ref).collect())
    }
}

impl ToParam for i64 {
    fn to_param(&self) -> Param<'_> {
        Param::Int(*self)
    }
}
impl ToParam for i32 {
    fn to_param(&self) -> Param<'_> {
        Param::Int(i64::from(*self))
    }
}
impl ToParam for bool {
    fn to_param(&self) -> Param<'_> {
        Param::Bool(*self)
    }
}
impl ToParam for f64 {
    fn to_param(&self) -> Param<'_> {
        Param::Float(*self)
    }
}
impl ToParam for str {
    fn to_param(&self) -> Param<'_> {
        Param::Text(self)
    }
}
impl ToParam for String {
    fn to_param(&self) -> Param<'_> {
        Param::Text(self)
    }
}
impl ToParam for [u8] {
    fn to_param(&self) -> Param<'_> {
        Param::Bytes(self)
    }
}
impl ToParam for Vec<u8> {
    fn to_param(&self) -> Param<'_> {
        Param::Bytes(self)
    }
}
impl ToParam for Json {
    fn to_param(&self) -> Param<'_> {
        Param::Text(&self.0)
    }
}
impl<T: ToParam> ToParam for Option<T> {
    fn to_param(&self) -> Param<'_> {
        self.as_ref().map_or(Param::Null, ToParam::to_param)
    }
}
impl<T: ToParam + ?Sized> ToParam for &T {
    fn to_param(&self) -> Param<'_> {
        (**self).to_param()
    }
}

macro_rules! id_params {
    ($($t:ident),+) => {$(
        impl ToParam for kernel_base::$t {
            fn to_param(&self) -> Param<'_> {
                Param::Int(self.0)
            }
        }
        impl crate::FromColumn for kernel_base::$t {
            fn from_column(row: &crate::Row<'_>, i: usize) -> Result<Self, crate::DbError> {
                i64::from_column(row, i).map(Self)
            }
        }
    )+};
}
id_params!(
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
