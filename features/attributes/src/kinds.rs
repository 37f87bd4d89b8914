//! The kinds of values and what carries them, in their own words and in Chatwoot's. Pure.

use serde_json::Value;

/// What a value may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Number,
    Currency,
    Percent,
    Link,
    Date,
    List,
    Checkbox,
    Cpf,
    Cnpj,
    Cep,
    Phone,
}

impl Kind {
    /// All of them; the first eight in the order of Chatwoot's numbers.
    pub(crate) const ALL: [Self; 12] = [
        Self::Text,
        Self::Number,
        Self::Currency,
        Self::Percent,
        Self::Link,
        Self::Date,
        Self::List,
        Self::Checkbox,
        Self::Cpf,
        Self::Cnpj,
        Self::Cep,
        Self::Phone,
    ];

    /// Its name.
    pub(crate) const fn wire(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Currency => "currency",
            Self::Percent => "percent",
            Self::Link => "link",
            Self::Date => "date",
            Self::List => "list",
            Self::Checkbox => "checkbox",
            Self::Cpf => "cpf",
            Self::Cnpj => "cnpj",
            Self::Cep => "cep",
            Self::Phone => "phone",
        }
    }

    /// The kind of a name, or of Chatwoot's number.
    pub(crate) fn from_wire(value: &Value) -> Option<Self> {
        match number_of(value) {
            Some(n) => Self::ALL.get(n).copied(),
            None => Self::ALL.into_iter().find(|k| Some(k.wire()) == value.as_str()),
        }
    }

    /// The kind of a stored name; what is unknown is text.
    pub(crate) fn from_stored(name: &str) -> Self {
        Self::ALL.into_iter().find(|k| k.wire() == name).unwrap_or(Self::Text)
    }
}

/// What carries the values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Model {
    Conversation,
    Contact,
}

impl Model {
    /// The number it is stored as; also Chatwoot's.
    pub(crate) const fn number(self) -> i64 {
        match self {
            Self::Conversation => 0,
            Self::Contact => 1,
        }
    }

    /// The model of a stored number.
    pub(crate) const fn from_number(number: i64) -> Self {
        if number == 1 { Self::Contact } else { Self::Conversation }
    }

    /// Its name.
    pub(crate) const fn wire(self) -> &'static str {
        match self {
            Self::Conversation => "conversation_attribute",
            Self::Contact => "contact_attribute",
        }
    }

    /// The model of a name, or of Chatwoot's number.
    pub(crate) fn from_wire(value: &Value) -> Option<Self> {
        match (number_of(value), value.as_str()) {
            (Some(0), _) | (_, Some("conversation_attribute")) => Some(Self::Conversation),
            (Some(1), _) | (_, Some("contact_attribute")) => Some(Self::Contact),
            _ => None,
        }
    }
}

fn number_of(value: &Value) -> Option<usize> {
    match value {
        Value::Number(n) => n.as_u64().and_then(|n| usize::try_from(n).ok()),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}
