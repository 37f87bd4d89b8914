//! What a person changes about themselves.

use kernel_base::{AccountId, AccountScope, Kind, Locale, Problem, UserId, fold};
use kernel_db::Tx;
use serde_json::{Map, Value};

use super::telling::signed_out;
use super::{Membership, Person, check_email, check_name, member_changed, presence, store};
use crate::auth::{Link, end_sessions, void_links};

/// Bytes of what the interface may keep for a person.
const UI_SETTINGS_MAX: usize = 64 * 1024;

/// What is to change; `None` leaves as it is, `Some(None)` clears.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProfileChanges {
    /// Name.
    pub name: Option<String>,
    /// E-mail; the caller has proved the password.
    pub email: Option<String>,
    /// What customers see instead of the name.
    pub display_name: Option<Option<String>>,
    /// What is put below messages.
    pub message_signature: Option<Option<String>>,
    /// Language.
    pub locale: Option<Option<Locale>>,
    /// Keys to set in what the interface keeps; null removes one.
    pub ui_settings: Option<Map<String, Value>>,
    /// Key of the picture.
    pub avatar_key: Option<Option<String>>,
}

/// A person.
///
/// # Errors
/// 404 if there is none of this id.
pub fn person(tx: &mut Tx<'_>, user: UserId) -> Result<Person, Problem> {
    store::user(tx, user)?.ok_or_else(Problem::not_found)
}

/// A person's accepted memberships, in order of account.
///
/// # Errors
/// What the store says.
pub fn memberships(tx: &mut Tx<'_>, user: UserId) -> Result<Vec<Membership>, Problem> {
    Ok(store::memberships_of(tx, user)?)
}

/// Changes a person's own data.
///
/// # Errors
/// 422 for a wrong field.
pub fn change_profile(tx: &mut Tx<'_>, user: UserId, changes: &ProfileChanges) -> Result<Person, Problem> {
    let mut p = person(tx, user)?;
    if let Some(name) = &changes.name {
        p.name = check_name("name", name, 100)?;
    }
    if let Some(email) = &changes.email {
        p.email = check_email("email", email)?;
    }
    if let Some(name) = &changes.display_name {
        p.display_name = match name.as_deref().map(str::trim).filter(|n| !n.is_empty()) {
            Some(name) => Some(check_name("display_name", name, 100)?),
            None => None,
        };
    }
    if let Some(text) = &changes.message_signature {
        if text.as_ref().is_some_and(|t| t.chars().count() > 2000) {
            return Err(Problem::field("message_signature", "error.too_long").with("max", "2000"));
        }
        p.message_signature = text.clone().filter(|t| !t.trim().is_empty());
    }
    p.locale = changes.locale.unwrap_or(p.locale);
    if let Some(settings) = &changes.ui_settings {
        p.ui_settings = merged(p.ui_settings, settings)?;
    }
    if let Some(key) = &changes.avatar_key {
        p.avatar_key.clone_from(key);
    }
    store::update_user(tx, &p, &fold(&p.email))
        .map_err(|e| e.on_constraint("users_email_key", "email", "error.email_taken"))?;
    // Names and pictures of people stand in lists that every account of theirs keeps.
    if changes.name.is_some() || changes.display_name.is_some() || changes.avatar_key.is_some() {
        for membership in store::memberships_of(tx, user)? {
            member_changed(tx, membership.account, user, Some(user));
        }
    }
    Ok(p)
}

fn merged(old: Value, changes: &Map<String, Value>) -> Result<Value, Problem> {
    let mut settings = match old {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    for (key, value) in changes {
        if value.is_null() {
            settings.remove(key);
        } else {
            settings.insert(key.clone(), value.clone());
        }
    }
    let settings = Value::Object(settings);
    if settings.to_string().len() > UI_SETTINGS_MAX {
        return Err(Problem::field("ui_settings", "error.too_long").with("max", UI_SETTINGS_MAX.to_string()));
    }
    Ok(settings)
}

/// Sets a person's e-mail; they have proved that it is theirs.
///
/// # Errors
/// 422 when someone else has it.
pub fn set_email(tx: &mut Tx<'_>, user: UserId, email: &str) -> Result<(), Problem> {
    change_profile(tx, user, &ProfileChanges { email: Some(email.to_owned()), ..ProfileChanges::default() })?;
    Ok(())
}

/// The accounts that someone was invited to and has not accepted.
///
/// # Errors
/// What the store says.
pub fn waiting_in(tx: &mut Tx<'_>, user: UserId) -> Result<Vec<AccountId>, Problem> {
    Ok(store::waiting_in(tx, user)?)
}

/// The hash to prove a person's present password against.
///
/// # Errors
/// What the store says.
pub fn confirm_password(tx: &mut Tx<'_>, user: UserId) -> Result<Option<String>, Problem> {
    Ok(store::password_hash(tx, user)?)
}

/// Sets a new password; every other session, every socket and every open link of the person ends.
///
/// # Errors
/// What the store says.
pub fn change_password(tx: &mut Tx<'_>, user: UserId, hash: &str, keep: Option<i64>) -> Result<(), Problem> {
    set_password(tx, user, hash)?;
    end_sessions(tx, user, keep)?;
    void_links(tx, Link::Email, user)?;
    void_links(tx, Link::Password, user)?;
    for membership in store::memberships_of(tx, user)? {
        signed_out(tx, membership.account, user);
    }
    Ok(())
}

/// Sets a password and nothing else, for the command line.
///
/// # Errors
/// What the store says.
pub fn set_password(tx: &mut Tx<'_>, user: UserId, hash: &str) -> Result<(), Problem> {
    Ok(store::set_password(tx, user, hash)?)
}

/// Sets whether the person counts as offline while no window is open.
///
/// # Errors
/// 404 if they are no member there.
pub fn set_auto_offline(tx: &mut Tx<'_>, user: UserId, account: AccountId, on: bool) -> Result<(), Problem> {
    let mut mine = own(tx, user, account)?;
    mine.auto_offline = on;
    store::update_membership(tx, &mine)?;
    member_changed(tx, account, user, Some(user));
    let now = tx.now();
    presence::settle(tx, &AccountScope::new(account), user, now)
}

/// Notes that the person works in this account now.
///
/// # Errors
/// 404 if they are no member there.
pub fn set_active(tx: &mut Tx<'_>, user: UserId, account: AccountId) -> Result<(), Problem> {
    let now = tx.now();
    let mut mine = own(tx, user, account)?;
    mine.active_at = Some(now);
    Ok(store::update_membership(tx, &mine)?)
}

fn own(tx: &mut Tx<'_>, user: UserId, account: AccountId) -> Result<Membership, Problem> {
    let all = store::memberships_of(tx, user)?;
    all.into_iter()
        .find(|m| m.account == account)
        .ok_or_else(|| Problem::new(Kind::NotFound, "error.not_found"))
}
