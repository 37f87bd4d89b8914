//! An account's name, language and settings.

use desk_model::{Viewer, Visibility};
use kernel_base::{AccountId, AccountScope, Locale, Micros, Problem};
use kernel_db::{NewEvent, Tx};
use serde_json::{Map, Value, json};

use super::store;
use crate::auth::has_factor;
use crate::people::{check_email, check_name, member_changed, members};

/// An account.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// Row id.
    pub id: AccountId,
    /// Name.
    pub name: String,
    /// Language.
    pub locale: Locale,
    /// Settings: `support_email`, `domain`, `timezone`, `sign_agent_name`.
    pub settings: Map<String, Value>,
    /// When it was made.
    pub created_at: Micros,
}

/// What is to change; `None` leaves as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountChanges {
    /// Name.
    pub name: Option<String>,
    /// Language.
    pub locale: Option<Locale>,
    /// Where customers may write to; empty clears.
    pub support_email: Option<String>,
    /// Own domain; empty clears.
    pub domain: Option<String>,
    /// Whether every member needs a second factor.
    pub require_mfa: Option<bool>,
    /// Whether replies name their author unless the author says otherwise.
    pub sign_agent_name: Option<bool>,
}

impl Account {
    /// Whether every member needs a second factor.
    #[must_use]
    pub fn requires_mfa(&self) -> bool {
        self.settings.get("require_mfa").is_some_and(|v| v == "yes")
    }

    /// How far plain agents see.
    #[must_use]
    pub fn visibility(&self) -> Visibility {
        let said = self.settings.get("visibility").and_then(Value::as_str);
        said.and_then(Visibility::from_wire).unwrap_or(Visibility::Unassigned)
    }
}

/// The account.
///
/// # Errors
/// 404 if it is gone.
pub fn account(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Account, Problem> {
    store::account(tx, scope)?.ok_or_else(Problem::not_found)
}

/// Says how far plain agents see.
///
/// # Errors
/// 404 if the account is gone.
pub(crate) fn set_visibility(tx: &mut Tx<'_>, scope: &AccountScope, to: Visibility) -> Result<(), Problem> {
    let mut a = account(tx, scope)?;
    set(&mut a.settings, "visibility", to.wire().to_owned());
    Ok(store::update_account(tx, &a)?)
}

/// Changes the account.
///
/// # Errors
/// 422 for a wrong field.
pub fn change_account(tx: &mut Tx<'_>, by: &Viewer, changes: &AccountChanges) -> Result<Account, Problem> {
    let mut a = account(tx, &by.scope())?;
    if let Some(name) = &changes.name {
        a.name = check_name("name", name, 100)?;
    }
    a.locale = changes.locale.unwrap_or(a.locale);
    if let Some(mail) = &changes.support_email {
        let mail = if mail.trim().is_empty() { String::new() } else { check_email("support_email", mail)? };
        set(&mut a.settings, "support_email", mail);
    }
    if let Some(domain) = &changes.domain {
        let domain =
            if domain.trim().is_empty() { String::new() } else { check_name("domain", domain, 253)? };
        set(&mut a.settings, "domain", domain);
    }
    if let Some(required) = changes.require_mfa {
        if required && !a.requires_mfa() && !has_factor(tx, by.user)? {
            // Whoever asks it of others has shown that it works for them; and is not locked out themselves.
            return Err(Problem::field("require_mfa", "error.mfa_first"));
        }
        set(&mut a.settings, "require_mfa", if required { "yes".to_owned() } else { String::new() });
    }
    if let Some(sign) = changes.sign_agent_name {
        a.settings.insert("sign_agent_name".to_owned(), sign.into());
    }
    store::update_account(tx, &a)?;
    if changes.require_mfa.is_some() {
        for (membership, _) in members(tx, &by.scope())? {
            member_changed(tx, by.account, membership.user, Some(by.user));
        }
    }
    tx.emit(NewEvent {
        account: by.account,
        kind: "account.updated",
        conversation: None,
        subject: Some(by.account.0),
        actor: Some(by.user.0),
        data: json!({}),
    });
    Ok(a)
}

fn set(settings: &mut Map<String, Value>, key: &str, value: String) {
    if value.is_empty() {
        settings.remove(key);
    } else {
        settings.insert(key.to_owned(), value.into());
    }
}
