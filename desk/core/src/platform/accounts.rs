//! Accounts that an application makes, and who belongs to them.

use std::sync::Arc;

use desk_model::Role;
use kernel_base::{AccountId, AccountScope, Locale, Problem, UserId};
use kernel_db::{NewJob, Tx};
use serde_json::{Map, Value, json};

use super::store;
use super::{App, Object, may};
use crate::people::{
    NewMembership, add_membership, check_email, check_name, member_changed, members, set_role,
};
use crate::{Core, Registry};

/// What an application says of an account; `None` leaves as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AccountForm {
    /// Name.
    pub name: Option<String>,
    /// Language.
    pub locale: Option<Locale>,
    /// Own domain.
    pub domain: Option<String>,
    /// Where customers may write to.
    pub support_email: Option<String>,
    /// Whether nobody gets in for the time being.
    pub suspended: Option<bool>,
    /// Facts of the application's own.
    pub custom_attributes: Option<Map<String, Value>>,
}

/// An account as its application sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct PlatformAccount {
    /// Row id.
    pub id: AccountId,
    /// Name.
    pub name: String,
    /// Language.
    pub locale: Locale,
    /// Own domain, where customers may write to.
    pub settings: Map<String, Value>,
    /// Whether nobody gets in for the time being.
    pub suspended: bool,
    /// Facts of the application's own.
    pub custom_attributes: Value,
}

/// Makes an account without people, with the usual things of every feature.
///
/// # Errors
/// 422 for a wrong field.
pub fn create_account(
    tx: &mut Tx<'_>,
    registry: &Registry,
    app: App,
    form: &AccountForm,
) -> Result<PlatformAccount, Problem> {
    let name = check_name("name", form.name.as_deref().unwrap_or_default(), 100)?;
    let locale = form.locale.unwrap_or_default();
    let account = crate::accounts::insert_account(tx, &name, locale)?;
    store::insert_object(tx, app.0, Object::Account(account.0).parts())?;
    let scope = AccountScope::new(account);
    for furnish in registry.features.iter().filter_map(|f| f.furnish) {
        furnish(tx, &scope, locale)?;
    }
    change_account(tx, app, account, &AccountForm { name: None, locale: None, ..form.clone() })
}

/// The application's accounts.
///
/// # Errors
/// What the store says.
pub fn accounts(tx: &mut Tx<'_>, app: App) -> Result<Vec<PlatformAccount>, Problem> {
    Ok(store::accounts(tx, app.0)?)
}

/// An account of the application.
///
/// # Errors
/// 401 for a strange one.
pub fn account(tx: &mut Tx<'_>, app: App, id: AccountId) -> Result<PlatformAccount, Problem> {
    may(tx, app, Object::Account(id.0))?;
    store::account(tx, &AccountScope::new(id))?.ok_or_else(Problem::not_found)
}

/// Changes an account of the application.
///
/// # Errors
/// 401 for a strange one; 422 for a wrong field.
pub fn change_account(
    tx: &mut Tx<'_>,
    app: App,
    id: AccountId,
    form: &AccountForm,
) -> Result<PlatformAccount, Problem> {
    let mut a = account(tx, app, id)?;
    if let Some(name) = &form.name {
        a.name = check_name("name", name, 100)?;
    }
    a.locale = form.locale.unwrap_or(a.locale);
    if let Some(domain) = &form.domain {
        let domain = if domain.trim().is_empty() { None } else { Some(check_name("domain", domain, 253)?) };
        set(&mut a.settings, "domain", domain);
    }
    if let Some(mail) = &form.support_email {
        let mail = if mail.trim().is_empty() { None } else { Some(check_email("support_email", mail)?) };
        set(&mut a.settings, "support_email", mail);
    }
    if let Some(attributes) = &form.custom_attributes {
        a.custom_attributes = Value::Object(attributes.clone());
    }
    let turned = form.suspended.is_some_and(|s| s != a.suspended);
    a.suspended = form.suspended.unwrap_or(a.suspended);
    store::update_account(tx, &a)?;
    if turned {
        everyone_changed(tx, id)?;
    }
    Ok(a)
}

fn set(settings: &mut Map<String, Value>, key: &str, value: Option<String>) {
    match value {
        Some(value) => settings.insert(key.to_owned(), value.into()),
        None => settings.remove(key),
    };
}

/// Closes an account at once, and has all that is in it erased.
///
/// # Errors
/// 401 for a strange one.
pub fn close_account(tx: &mut Tx<'_>, app: App, id: AccountId) -> Result<(), Problem> {
    may(tx, app, Object::Account(id.0))?;
    store::close_account(tx, &AccountScope::new(id))?;
    everyone_changed(tx, id)?;
    store::delete_object(tx, Object::Account(id.0).parts())?;
    Ok(tx.enqueue(NewJob {
        account: None,
        kind: "account.erase",
        key: String::new(),
        run_at: None,
        unique: Some(id.to_string()),
        data: json!({ "account": id.0 }),
    })?)
}

fn everyone_changed(tx: &mut Tx<'_>, account: AccountId) -> Result<(), Problem> {
    for (membership, _) in members(tx, &AccountScope::new(account))? {
        member_changed(tx, account, membership.user, None);
    }
    Ok(())
}

/// Erases a closed account, a table at a time so that others get their turns. Files that nobody names any more are
/// swept later.
///
/// # Errors
/// What the store says; begun again it goes on.
pub async fn erase_account(core: &Arc<Core>, id: AccountId) -> Result<(), Problem> {
    let closed = core.store.read(move |tx| store::is_closed(tx, &AccountScope::new(id))).await?;
    if !closed {
        return Ok(());
    }
    let tables: Vec<String> = core.store.read(|tx| Ok::<_, Problem>(tx.account_tables()?)).await?;
    for table in tables {
        core.store.write(move |tx| Ok::<_, Problem>(tx.erase_from(&table, id)?)).await?;
    }
    core.store.write(move |tx| Ok::<_, Problem>(store::delete_account(tx, &AccountScope::new(id))?)).await
}

/// Who belongs to an account of the application, with their roles.
///
/// # Errors
/// 401 for a strange one.
pub fn account_users(tx: &mut Tx<'_>, app: App, id: AccountId) -> Result<Vec<(UserId, Role)>, Problem> {
    may(tx, app, Object::Account(id.0))?;
    let all = members(tx, &AccountScope::new(id))?;
    Ok(all.into_iter().map(|(m, _)| (m.user, m.role)).collect())
}

/// Puts a person of the application into an account of it, or gives them another role there.
///
/// # Errors
/// 401 when one of the two is strange.
pub fn add_user(tx: &mut Tx<'_>, app: App, id: AccountId, user: UserId, role: Role) -> Result<(), Problem> {
    may(tx, app, Object::Account(id.0))?;
    may(tx, app, Object::User(user.0))?;
    let scope = AccountScope::new(id);
    let new = NewMembership { user, role, inviter: None, invited_name: None, accepted: true };
    if !add_membership(tx, &scope, &new)? {
        set_role(tx, &scope, user, role)?;
    }
    member_changed(tx, id, user, None);
    Ok(())
}

/// Takes a person out of an account of the application.
///
/// # Errors
/// 401 for a strange account; 404 for someone who does not belong to it.
pub fn remove_user(
    tx: &mut Tx<'_>,
    core: &Core,
    app: App,
    id: AccountId,
    user: UserId,
) -> Result<(), Problem> {
    may(tx, app, Object::Account(id.0))?;
    let by = desk_model::Viewer::preset(id, user, Role::Administrator);
    crate::people::take_out(tx, core, &by, user)
}
