//! Making an account with its administrator: the first one from the set-up page, others from the command line.

use desk_model::Role;
use kernel_base::{AccountId, AccountScope, Kind, Locale, Problem, UserId, fold};
use kernel_db::{DbError, Tx};

use super::store;
use crate::Registry;
use crate::people::{
    NewMembership, NewUser, add_membership, any_user, check_email, check_name, insert_user, member_changed,
    user_by_email,
};

/// An account about to be made.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// The account's name.
    pub account: String,
    /// The administrator's name.
    pub name: String,
    /// The administrator's e-mail.
    pub email: String,
    /// Hash of the administrator's password; not used when the person exists.
    pub password_hash: String,
    /// The account's language.
    pub locale: Locale,
    /// Only if nobody is there yet: the set-up page, which anyone may open.
    pub only_first: bool,
}

/// What was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Created {
    /// The account.
    pub account: AccountId,
    /// Its administrator.
    pub user: UserId,
}

/// Whether nobody is there yet.
///
/// # Errors
/// What the store says.
pub fn setup_needed(tx: &mut Tx<'_>) -> Result<bool, Problem> {
    Ok(!any_user(tx)?)
}

/// Makes an account with its administrator and the usual things of every feature. A person who exists (only from
/// the command line) becomes the administrator of the new account and keeps their password.
///
/// # Errors
/// 422 for a wrong field; 404 when only the first may be made and somebody is there.
pub fn create_account(tx: &mut Tx<'_>, registry: &Registry, new: &NewAccount) -> Result<Created, Problem> {
    let account_name = check_name("account_name", &new.account, 100)?;
    let name = check_name("name", &new.name, 100)?;
    let email = check_email("email", &new.email)?;
    if new.only_first {
        if any_user(tx)? {
            return Err(Problem::not_found());
        }
        // Two who come at the same moment: the second is refused by the key.
        store::remember_once(tx, "first_person", &email).map_err(|e| match e {
            DbError::Constraint { .. } => Problem::new(Kind::NotFound, "error.not_found"),
            other => other.into(),
        })?;
    }
    let account = store::insert_account(tx, &account_name, new.locale)?;
    let scope = AccountScope::new(account);
    let email_fold = fold(&email);
    let user = match user_by_email(tx, &email_fold)? {
        Some(person) => person.id,
        None => insert_user(
            tx,
            &NewUser {
                email: &email,
                email_fold: &email_fold,
                name: &name,
                password_hash: Some(&new.password_hash),
                locale: None,
                confirmed: true,
            },
        )?,
    };
    let membership =
        NewMembership { user, role: Role::Administrator, inviter: None, invited_name: None, accepted: true };
    add_membership(tx, &scope, &membership)?;
    for furnish in registry.features.iter().filter_map(|f| f.furnish) {
        furnish(tx, &scope, new.locale)?;
    }
    member_changed(tx, account, user, Some(user));
    Ok(Created { account, user })
}
