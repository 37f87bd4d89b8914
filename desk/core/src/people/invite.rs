//! Joining an account by a link that can be copied.

use desk_model::{Role, Viewer};
use kernel_base::{AccountId, AccountScope, Problem, Rng, UserId, fold};
use kernel_db::Tx;

use super::store::{self, NewMembership, NewUser};
use super::{Grant, Person, check_email, check_name, may_grant, member, member_changed, shown_name};
use crate::Core;
use crate::auth::{Link, accept_link, make_link, open_link, void_links};

/// Whom an administrator invites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Name; what stands before the @ without it.
    pub name: Option<String>,
    /// E-mail.
    pub email: String,
    /// Role.
    pub role: Role,
}

/// Someone invited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invited {
    /// The person.
    pub user: UserId,
    /// The link's token.
    pub token: String,
}

/// An open invitation as the invited person sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// The person.
    pub user: UserId,
    /// The account.
    pub account: AccountId,
    /// The account's name.
    pub account_name: String,
    /// The person's name as far as known.
    pub name: String,
    /// Their e-mail.
    pub email: String,
    /// Whether they have signed in before and so only prove their password, instead of choosing one.
    pub known: bool,
    /// Hash of that password.
    pub password_hash: Option<String>,
}

/// Invites someone. They are a member who can do nothing until they open the link. Nothing about a person who
/// exists elsewhere is told.
///
/// # Errors
/// 422 for a wrong field, also when they are a member already; 403 for a role that gives more than `by` has.
pub fn invite(tx: &mut Tx<'_>, core: &Core, by: &Viewer, new: &Invitation) -> Result<Invited, Problem> {
    may_grant(core, by, Grant::Preset(new.role))?;
    let email = check_email("email", &new.email)?;
    let name = match new.name.as_deref().map(str::trim).filter(|n| !n.is_empty()) {
        Some(name) => check_name("name", name, 100)?,
        None => shown_name(&email),
    };
    let email_fold = fold(&email);
    let user = match store::user_by_email(tx, &email_fold)? {
        Some(person) => person.id,
        None => store::insert_user(
            tx,
            &NewUser {
                email: &email,
                email_fold: &email_fold,
                name: &name,
                password_hash: None,
                locale: None,
                confirmed: false,
            },
        )?,
    };
    let added = store::add_membership(
        tx,
        &by.scope(),
        &NewMembership {
            user,
            role: new.role,
            inviter: Some(by.user),
            invited_name: Some(&name),
            accepted: false,
        },
    )?;
    if !added {
        return Err(Problem::field("email", "error.already_member"));
    }
    let token = make_link(tx, &*core.rng, Link::Invitation, user, Some(by.account))?;
    member_changed(tx, by.account, user, Some(by.user));
    Ok(Invited { user, token })
}

/// A new link for someone who has not accepted yet; the old one stops working.
///
/// # Errors
/// 404 for a stranger; 422 when they have accepted.
pub fn renew_invitation(
    tx: &mut Tx<'_>,
    rng: &dyn Rng,
    by: &Viewer,
    user: UserId,
) -> Result<Invited, Problem> {
    let (membership, _) = member(tx, &by.scope(), user)?;
    if membership.accepted {
        return Err(Problem::field("id", "error.already_member"));
    }
    let token = make_link(tx, rng, Link::Invitation, user, Some(by.account))?;
    Ok(Invited { user, token })
}

/// What the invited person sees before they accept.
///
/// # Errors
/// 404 when the link is unknown, used or too old.
pub fn open_invitation(tx: &mut Tx<'_>, token: &str) -> Result<Acceptance, Problem> {
    let (user, account) = open_link(tx, Link::Invitation, token)?;
    let account = account.ok_or_else(Problem::not_found)?;
    let (membership, shown) = member(tx, &AccountScope::new(account), user)?;
    if membership.accepted {
        return Err(Problem::not_found());
    }
    let person = store::user(tx, user)?.ok_or_else(Problem::not_found)?;
    Ok(Acceptance {
        user,
        account,
        account_name: membership.account_name,
        name: if person.confirmed { person.name } else { shown.name },
        email: person.email,
        known: person.confirmed,
        password_hash: store::password_hash(tx, user)?,
    })
}

/// Joins: uses the link up, and for someone new sets name and password.
///
/// # Errors
/// 404 when the link was used meanwhile.
pub fn accept(tx: &mut Tx<'_>, token: &str, newcomer: Option<(&str, &str)>) -> Result<Person, Problem> {
    let (user, account) = accept_link(tx, Link::Invitation, token)?;
    let account = account.ok_or_else(Problem::not_found)?;
    if let Some((name, password_hash)) = newcomer {
        store::confirm(tx, user, name, Some(password_hash))?;
    }
    if !store::accept(tx, &AccountScope::new(account), user)? {
        return Err(Problem::not_found());
    }
    member_changed(tx, account, user, Some(user));
    store::user(tx, user)?.ok_or_else(Problem::not_found)
}

/// Joins every account that someone new was invited to, without a password: a provider of identities vouches for them.
/// Changes nothing of who has joined before.
///
/// # Errors
/// What the store says.
pub(crate) fn accept_vouched(tx: &mut Tx<'_>, user: UserId, name: Option<&str>) -> Result<(), Problem> {
    let person = store::user(tx, user)?.ok_or_else(Problem::not_found)?;
    if person.confirmed {
        return Ok(());
    }
    let name = name.and_then(|name| check_name("name", name, 100).ok()).unwrap_or(person.name);
    store::confirm(tx, user, &name, None)?;
    void_links(tx, Link::Invitation, user)?;
    for account in store::waiting_in(tx, user)? {
        store::accept(tx, &AccountScope::new(account), user)?;
        member_changed(tx, account, user, Some(user));
    }
    Ok(())
}
