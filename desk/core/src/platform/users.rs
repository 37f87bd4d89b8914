//! People that an application makes: made, changed, brought in by a link, taken away.

use desk_model::{Role, Viewer};
use kernel_base::{Locale, Problem, UserId, fold};
use kernel_db::Tx;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

use super::store;
use super::{App, Object, may};
use crate::Core;
use crate::auth::{Link, access_token, end_sessions, make_link};
use crate::people::{
    NewUser, Person, ProfileChanges, change_profile, check_email, check_name, insert_user, member_changed,
    person, remove_member, set_email, set_password, shown_name,
};

/// What an application says of a person; `None` leaves as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewPerson {
    /// E-mail.
    pub email: Option<String>,
    /// Name; what stands before the @ without it.
    pub name: Option<String>,
    /// What customers see instead of the name.
    pub display_name: Option<String>,
    /// Hash of a password; without one they come in by link only.
    pub password_hash: Option<String>,
    /// Facts of the application's own.
    pub custom_attributes: Option<Map<String, Value>>,
}

/// Makes a person. The application vouches for the address; someone who is there already is not handed over to it.
///
/// # Errors
/// 422 for a wrong field, also for an e-mail that is taken.
pub fn create_user(tx: &mut Tx<'_>, app: App, new: &NewPerson) -> Result<UserId, Problem> {
    let email = check_email("email", new.email.as_deref().unwrap_or_default())?;
    let name = match new.name.as_deref().map(str::trim).filter(|n| !n.is_empty()) {
        Some(name) => check_name("name", name, 100)?,
        None => shown_name(&email),
    };
    let row = NewUser {
        email: &email,
        email_fold: &fold(&email),
        name: &name,
        password_hash: new.password_hash.as_deref(),
        locale: None::<Locale>,
        confirmed: true,
    };
    let user = insert_user(tx, &row)
        .map_err(|e| e.on_constraint("users_email_key", "email", "error.email_taken"))?;
    store::insert_object(tx, app.0, Object::User(user.0).parts())?;
    let more = NewPerson { email: None, name: None, password_hash: None, ..new.clone() };
    change(tx, user, &more)?;
    Ok(user)
}

/// Changes a person that the application made.
///
/// # Errors
/// 401 for a strange one; 422 for a wrong field.
pub fn change_user(tx: &mut Tx<'_>, app: App, user: UserId, form: &NewPerson) -> Result<(), Problem> {
    may(tx, app, Object::User(user.0))?;
    change(tx, user, form)
}

fn change(tx: &mut Tx<'_>, user: UserId, form: &NewPerson) -> Result<(), Problem> {
    let changes = ProfileChanges {
        name: form.name.clone(),
        display_name: form.display_name.clone().map(Some),
        ..ProfileChanges::default()
    };
    change_profile(tx, user, &changes)?;
    if let Some(email) = &form.email {
        set_email(tx, user, email)?;
    }
    if let Some(hash) = &form.password_hash {
        set_password(tx, user, hash)?;
        end_sessions(tx, user, None)?;
    }
    if let Some(attributes) = &form.custom_attributes {
        store::set_user_attributes(tx, user, &Value::Object(attributes.clone()))?;
    }
    Ok(())
}

/// Takes a person away: out of every account, nothing of theirs opens a door any more. What they wrote keeps its name.
///
/// # Errors
/// 401 for a strange one; 409 when an account would be left without an administrator.
pub fn delete_user(tx: &mut Tx<'_>, core: &Core, app: App, user: UserId) -> Result<(), Problem> {
    may(tx, app, Object::User(user.0))?;
    for account in store::accounts_of(tx, user)? {
        let by = Viewer::preset(account, user, Role::Administrator);
        remove_member(tx, core, &by, user, None)?;
        member_changed(tx, account, user, None);
    }
    store::forget_user(tx, user)?;
    store::delete_object(tx, Object::User(user.0).parts())?;
    Ok(())
}

/// A link by which the person comes in once, within five minutes.
///
/// # Errors
/// 401 for a strange one.
pub fn sign_in_link(tx: &mut Tx<'_>, core: &Core, app: App, user: UserId) -> Result<String, Problem> {
    may(tx, app, Object::User(user.0))?;
    let Person { email, .. } = person(tx, user)?;
    let token = make_link(tx, &*core.rng, Link::SignIn, user, None)?;
    let email = utf8_percent_encode(&email, NON_ALPHANUMERIC);
    Ok(format!("{}/app/sign-in?email={email}&sso_auth_token={token}", core.public_url))
}

/// The person's access token.
///
/// # Errors
/// 401 for a strange one.
pub fn token(tx: &mut Tx<'_>, core: &Core, app: App, user: UserId) -> Result<String, Problem> {
    may(tx, app, Object::User(user.0))?;
    access_token(tx, &core.sealer, &*core.rng, user)
}
