//! The language of conditions, one for folders, lists, bulk, rules and audiences: a field, an operator and values,
//! joined by AND and OR in the order written. AND binds closer than OR, as in SQL: `a AND b OR c` is `(a AND b) OR c`.
//! A group `{conditions, query_operator}` stands where a condition may stand, and is read as if in brackets.
//!
//! Nothing holds for what is absent but "is not", "does not contain" and "is not present".

mod check;
mod day;
mod holds;
mod read;

pub use check::{Asked, Check, Test, check};
pub use day::{Day, Moment, day_of, read_moment};
pub use holds::{Fact, all_hold, holds};
pub use read::{Brackets, CONDITIONS_MAX, Condition, read_conditions};

/// What a condition is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The conversation.
    Conversation,
    /// The customer.
    Contact,
}

/// What a field holds; decides which operators and values it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// A text, compared whatever its accents and case.
    Text,
    /// What a customer is recognised by: `email`, `phone` or `identifier`, equal whatever its spelling.
    Identity(&'static str),
    /// A whole number.
    Int,
    /// A number that may have a fraction.
    Number,
    /// Yes or no.
    Truth,
    /// A moment, in microseconds.
    Time,
    /// A day written as `2026-03-09`.
    Date,
    /// The row id of something.
    Id,
    /// The row id of a member, or `me`.
    Member,
    /// One of a few names, stored as numbers.
    Named(&'static [(&'static str, i64)]),
    /// Several texts, like labels.
    Set,
}

/// How a field is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operator {
    /// Is one of the values.
    EqualTo,
    /// Is none of the values.
    NotEqualTo,
    /// Contains one of the values.
    Contains,
    /// Contains none of the values.
    DoesNotContain,
    /// Begins with one of the values.
    StartsWith,
    /// Is there.
    IsPresent,
    /// Is not there.
    IsNotPresent,
    /// Is above; after a moment or a whole day.
    IsGreaterThan,
    /// Is below; before a moment or a whole day.
    IsLessThan,
    /// Lies more than so many days back.
    DaysBefore,
    /// Lies more than so many minutes back.
    MinutesBefore,
}

impl Operator {
    /// Every operator.
    pub const ALL: &'static [Self] = &[
        Self::EqualTo,
        Self::NotEqualTo,
        Self::Contains,
        Self::DoesNotContain,
        Self::StartsWith,
        Self::IsPresent,
        Self::IsNotPresent,
        Self::IsGreaterThan,
        Self::IsLessThan,
        Self::DaysBefore,
        Self::MinutesBefore,
    ];

    /// Its name in Chatwoot's JSON.
    #[must_use]
    pub const fn wire(self) -> &'static str {
        match self {
            Self::EqualTo => "equal_to",
            Self::NotEqualTo => "not_equal_to",
            Self::Contains => "contains",
            Self::DoesNotContain => "does_not_contain",
            Self::StartsWith => "starts_with",
            Self::IsPresent => "is_present",
            Self::IsNotPresent => "is_not_present",
            Self::IsGreaterThan => "is_greater_than",
            Self::IsLessThan => "is_less_than",
            Self::DaysBefore => "days_before",
            Self::MinutesBefore => "minutes_before",
        }
    }

    /// The operator of this name.
    #[must_use]
    pub fn from_wire(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|o| o.wire() == name)
    }

    /// Whether it says the opposite of another.
    #[must_use]
    pub const fn negates(self) -> bool {
        matches!(self, Self::NotEqualTo | Self::DoesNotContain | Self::IsNotPresent)
    }
}

impl FieldKind {
    /// The operators a field of this kind takes.
    #[must_use]
    pub const fn operators(self) -> &'static [Operator] {
        use Operator as O;
        match self {
            Self::Text | Self::Identity(_) => &[
                O::EqualTo,
                O::NotEqualTo,
                O::Contains,
                O::DoesNotContain,
                O::StartsWith,
                O::IsPresent,
                O::IsNotPresent,
            ],
            Self::Int => &[
                O::EqualTo,
                O::NotEqualTo,
                O::Contains,
                O::DoesNotContain,
                O::IsGreaterThan,
                O::IsLessThan,
                O::IsPresent,
                O::IsNotPresent,
            ],
            Self::Number => {
                &[O::EqualTo, O::NotEqualTo, O::IsGreaterThan, O::IsLessThan, O::IsPresent, O::IsNotPresent]
            }
            Self::Time => &[
                O::IsGreaterThan,
                O::IsLessThan,
                O::DaysBefore,
                O::MinutesBefore,
                O::EqualTo,
                O::NotEqualTo,
                O::IsPresent,
                O::IsNotPresent,
            ],
            Self::Date => &[
                O::IsGreaterThan,
                O::IsLessThan,
                O::DaysBefore,
                O::EqualTo,
                O::NotEqualTo,
                O::IsPresent,
                O::IsNotPresent,
            ],
            Self::Truth | Self::Id | Self::Member | Self::Named(_) | Self::Set => {
                &[O::EqualTo, O::NotEqualTo, O::IsPresent, O::IsNotPresent]
            }
        }
    }

    /// Its name for clients that build conditions.
    #[must_use]
    pub const fn wire(self) -> &'static str {
        match self {
            Self::Text | Self::Identity(_) => "text",
            Self::Int | Self::Number => "number",
            Self::Truth => "checkbox",
            Self::Time | Self::Date => "date",
            Self::Id | Self::Member => "id",
            Self::Named(_) => "list",
            Self::Set => "set",
        }
    }
}

/// How a condition is joined to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Joint {
    /// Both.
    And,
    /// Either.
    Or,
}

#[cfg(test)]
mod tests;
