//! What is known of a person and of their place in an account.

use desk_model::{Availability, Role, Visibility};
use kernel_base::{AccountId, AccountScope, Locale, Micros, Problem, UserId};
use kernel_db::Tx;
use plug_feature::PersonRef;

use super::store;

/// A person who signs in.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// Row id.
    pub id: UserId,
    /// E-mail as typed.
    pub email: String,
    /// Name.
    pub name: String,
    /// What customers see instead of the name.
    pub display_name: Option<String>,
    /// Key of their picture.
    pub avatar_key: Option<String>,
    /// The language they chose.
    pub locale: Option<Locale>,
    /// What the interface keeps for them.
    pub ui_settings: serde_json::Value,
    /// What is put below their messages.
    pub message_signature: Option<String>,
    /// Part of what their socket tokens are derived from.
    pub token_epoch: i64,
    /// Whether they have accepted an invitation or set the installation up.
    pub confirmed: bool,
}

impl Person {
    /// The name shown to others.
    #[must_use]
    pub fn available_name(&self) -> &str {
        self.display_name.as_deref().filter(|n| !n.is_empty()).unwrap_or(&self.name)
    }
}

/// A person's place in an account.
#[derive(Clone, Debug, PartialEq)]
pub struct Membership {
    /// The account.
    pub account: AccountId,
    /// The account's name.
    pub account_name: String,
    /// The account's language.
    pub account_locale: String,
    /// When the account was made.
    pub account_created_at: Micros,
    /// The person.
    pub user: UserId,
    /// Their role.
    pub role: Role,
    /// The custom role they have, if any.
    pub custom_role: Option<i64>,
    /// Names of the permissions it gives, ascending.
    pub granted: Option<Vec<String>>,
    /// How far it lets them see.
    pub visibility: Option<Visibility>,
    /// What they set themselves to.
    pub availability: Availability,
    /// Whether they count as offline while no window is open.
    pub auto_offline: bool,
    /// Whether they are there.
    pub present: bool,
    /// Who invited them.
    pub inviter: Option<UserId>,
    /// Whether they have accepted.
    pub accepted: bool,
    /// When they last worked in this account.
    pub active_at: Option<Micros>,
}

impl Membership {
    /// How others see that they are to be reached.
    #[must_use]
    pub const fn shown(&self) -> Availability {
        self.availability.shown(self.present, self.auto_offline)
    }
}

/// The e-mail, trimmed.
///
/// # Errors
/// 422 on `field` when it is none.
pub fn check_email(field: &str, text: &str) -> Result<String, Problem> {
    let text = text.trim();
    let (local, domain) = text.rsplit_once('@').unwrap_or_default();
    let sound = !local.is_empty()
        && text.len() <= 254
        && local.len() <= 64
        && !text.chars().any(|c| c.is_whitespace() || c.is_control() || "<>()[],;:\\\"".contains(c))
        && !local.contains('@')
        && domain.contains('.')
        && domain.split('.').all(|part| !part.is_empty() && !part.starts_with('-') && !part.ends_with('-'));
    if text.is_empty() {
        Err(Problem::field(field, "error.required"))
    } else if sound {
        Ok(text.to_owned())
    } else {
        Err(Problem::field(field, "error.email"))
    }
}

/// A name of one line: trimmed, not empty, at most `max` characters, nothing invisible in it.
///
/// # Errors
/// 422 on `field`.
pub fn check_name(field: &str, text: &str, max: usize) -> Result<String, Problem> {
    // Characters that show nothing or turn the writing round would let two names look alike.
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    let clean: String = text.chars().filter(|c| !hidden(*c)).collect();
    let clean = clean.trim();
    if clean.is_empty() {
        return Err(Problem::field(field, "error.required"));
    }
    if clean.chars().count() > max {
        return Err(Problem::field(field, "error.too_long").with("max", max.to_string()));
    }
    Ok(clean.to_owned())
}

/// The name of someone of whom only the e-mail is known: what stands before the @.
#[must_use]
pub fn shown_name(email: &str) -> String {
    email.split('@').next().unwrap_or(email).to_owned()
}

/// These members of the account as features know them, in order of their ids.
///
/// # Errors
/// What the store says.
pub fn references(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    users: &[UserId],
) -> Result<Vec<PersonRef>, Problem> {
    let usual = crate::accounts::account(tx, scope)?.locale;
    let mut out = Vec::with_capacity(users.len());
    for (id, name, email, locale) in store::references(tx, scope, users)? {
        out.push(PersonRef { id, name, email, locale: locale.unwrap_or(usual) });
    }
    Ok(out)
}
