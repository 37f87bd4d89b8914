//! An account's name, language and settings.

use desk_model::Viewer;
use kernel_base::{AccountId, AccountScope, Locale, Micros, Problem};
use kernel_db::{NewEvent, Tx};
use serde_json::{Map, Value, json};

use super::store;
use crate::people::{check_email, check_name};

/// An account.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// Row id.
    pub id: AccountId,
    /// Name.
    pub name: String,
    /// Language.
    pub locale: Locale,
    /// Settings: `support_email`, `domain`, `timezone`.
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
}

/// The account.
///
/// # Errors
/// 404 if it is gone.
pub fn account(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Account, Problem> {
    store::account(tx, scope)?.ok_or_else(Problem::not_found)
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
    store::update_account(tx, &a)?;
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
