//! A customer, and what they are recognised by.

use kernel_base::{ContactId, ContactInboxId, InboxId, Micros, Phone, fold};
use serde_json::{Map, Value};

/// A customer of an account.
#[derive(Clone, Debug, PartialEq)]
pub struct Contact {
    /// Row id.
    pub id: ContactId,
    /// Name, may be empty.
    pub name: String,
    /// E-mail.
    pub email: Option<String>,
    /// Whether the e-mail is known to be theirs, and not only said by whoever writes.
    pub email_verified: bool,
    /// Phone, E.164.
    pub phone: Option<String>,
    /// Whether the phone is known to be theirs.
    pub phone_verified: bool,
    /// Id in the account's own systems.
    pub identifier: Option<String>,
    /// Where the picture lies: a file's key, or an https address.
    pub avatar_key: Option<String>,
    /// Facts such as city, company, browser.
    pub additional_attributes: Map<String, Value>,
    /// Attributes set by people and sites.
    pub custom_attributes: Map<String, Value>,
    /// Whether what they send is dropped.
    pub blocked: bool,
    /// When they last wrote.
    pub last_activity_at: Option<Micros>,
    /// When they became known.
    pub created_at: Micros,
    /// When the row last changed.
    pub updated_at: Micros,
}

/// A customer's address in an inbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactInbox {
    /// Row id.
    pub id: ContactInboxId,
    /// The customer.
    pub contact: ContactId,
    /// The inbox.
    pub inbox: InboxId,
    /// The address: a random id, a number, an e-mail.
    pub source_id: String,
    /// Whether the identity was proved by a hash.
    pub verified: bool,
    /// When it became known.
    pub created_at: Micros,
}

/// What a customer is recognised by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Identity {
    /// `email`, `phone` or `identifier`, or what a feature recognises people by.
    pub kind: &'static str,
    /// The form in which two spellings of the same are equal.
    pub value: String,
}

impl Identity {
    /// An e-mail, equal whatever its case.
    #[must_use]
    pub fn email(email: &str) -> Self {
        Self { kind: "email", value: fold(email.trim()) }
    }

    /// A phone; a Brazilian mobile is the same with and without its ninth digit.
    #[must_use]
    pub fn phone(phone: &Phone) -> Self {
        let twin = phone.twin().filter(|t| t.as_str().len() < phone.as_str().len());
        let value = twin.as_ref().unwrap_or(phone).as_str().to_owned();
        Self { kind: "phone", value }
    }

    /// An id of the account's own systems, as it is.
    #[must_use]
    pub fn identifier(identifier: &str) -> Self {
        Self { kind: "identifier", value: identifier.to_owned() }
    }
}

impl Contact {
    /// What this customer is recognised by.
    #[must_use]
    pub fn identities(&self) -> Vec<Identity> {
        let phone = self.phone.as_deref().and_then(|p| Phone::parse(p).ok());
        let mut all: Vec<Identity> = self.email.as_deref().map(Identity::email).into_iter().collect();
        all.extend(phone.as_ref().map(Identity::phone));
        all.extend(self.identifier.as_deref().map(Identity::identifier));
        all
    }

    /// Name, e-mail, phone and identifier without accents or case, for search.
    #[must_use]
    pub fn folded(&self) -> String {
        let parts = [Some(&self.name), self.email.as_ref(), self.phone.as_ref(), self.identifier.as_ref()];
        let texts: Vec<&str> =
            parts.into_iter().flatten().map(String::as_str).filter(|t| !t.is_empty()).collect();
        fold(&texts.join(" "))
    }
}

/// Whether `text` is written like an e-mail address: something, one `@`, a domain with a dot, no blanks, at most
/// 254 characters (RFC 5321 §4.5.3.1.3).
#[must_use]
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    text.len() <= 254
        && (1..=64).contains(&local.len())
        && !domain.contains('@')
        && domain.split('.').count() > 1
        && domain.split('.').all(|l| {
            !l.is_empty() && l.chars().all(|c| c.is_alphanumeric() || c == '-') && !l.starts_with('-')
        })
        && !text.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',' | ';'))
}
