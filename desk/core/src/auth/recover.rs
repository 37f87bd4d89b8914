//! Ways back in by e-mail: a new password, a confirmed address, an invitation sent again. Nobody learns from an
//! answer whether an address is known.

use kernel_base::{AccountId, AccountScope, Problem, UserId, fold};
use kernel_db::Tx;

use super::tokens::{Link, accept_address, accept_link, make_address_link, make_link, pending_address};
use crate::Core;
use crate::mail::{self, Asked};
use crate::people::{self, Person};

/// Sends the link by which the person behind `email`, if there is one, chooses a new password.
///
/// # Errors
/// What the store says.
pub fn ask_password(tx: &mut Tx<'_>, core: &Core, email: &str, asked: &Asked) -> Result<(), Problem> {
    let found = people::user_by_email(tx, &fold(email.trim()))?;
    let Some(person) = found.filter(|p| p.confirmed) else { return Ok(()) };
    let token = make_link(tx, &*core.rng, Link::Password, person.id, None)?;
    let link = format!("{}/app/password/{token}", core.public_url);
    let until = tx.now().plus_secs(Link::Password.life_secs());
    mail::password_link(tx, core, &person, link, asked, until)
}

/// Sets the password by a link, ends every session and says so by letter.
///
/// # Errors
/// 404 when the link is unknown, used or too old.
pub fn choose_password(
    tx: &mut Tx<'_>,
    core: &Core,
    token: &str,
    hash: &str,
    asked: &Asked,
) -> Result<Person, Problem> {
    let (user, _) = accept_link(tx, Link::Password, token)?;
    people::change_password(tx, user, hash, None)?;
    let person = people::person(tx, user)?;
    mail::password_changed(tx, core, &person, asked)?;
    Ok(person)
}

/// Begins a change of e-mail: confirmed at the new address, told to the old. Where no letter can be sent it is
/// changed at once.
///
/// # Errors
/// 422 for a wrong address, or, where it is changed at once, one that is taken.
pub fn move_address(
    tx: &mut Tx<'_>,
    core: &Core,
    user: UserId,
    email: &str,
    asked: &Asked,
) -> Result<(), Problem> {
    let email = people::check_email("email", email)?;
    let person = people::person(tx, user)?;
    if email == person.email {
        return Ok(());
    }
    if fold(&email) == fold(&person.email) || !mail::can_send(tx, core)? {
        return people::set_email(tx, user, &email);
    }
    let token = make_address_link(tx, &*core.rng, user, &email)?;
    let link = format!("{}/app/confirmation/{token}", core.public_url);
    mail::confirm_address(tx, core, &person, &email, link, asked)
}

/// Uses up the link that confirms a new address; answers the person with it.
///
/// # Errors
/// 404 when it is unknown, used or too old; 422 when someone else has the address by now.
pub fn confirm_email(tx: &mut Tx<'_>, token: &str) -> Result<Person, Problem> {
    let (user, address) = accept_address(tx, token)?;
    people::set_email(tx, user, &address)?;
    people::person(tx, user)
}

/// Sends again what the person behind `email` waits for: the confirmation of a new address, or the invitations they
/// have not accepted.
///
/// # Errors
/// What the store says.
pub fn resend(tx: &mut Tx<'_>, core: &Core, email: &str, asked: &Asked) -> Result<(), Problem> {
    let Some(person) = people::user_by_email(tx, &fold(email.trim()))? else { return Ok(()) };
    if let Some(address) = pending_address(tx, person.id)? {
        return move_address(tx, core, person.id, &address, asked);
    }
    for account in people::waiting_in(tx, person.id)? {
        invite_again(tx, core, account, &person)?;
    }
    Ok(())
}

fn invite_again(tx: &mut Tx<'_>, core: &Core, account: AccountId, person: &Person) -> Result<(), Problem> {
    let scope = AccountScope::new(account);
    let (membership, shown) = people::member(tx, &scope, person.id)?;
    let Some(inviter) = membership.inviter else { return Ok(()) };
    // Whoever invited them may have left; then nobody vouches for the invitation any more.
    let Ok((inviter, _)) = people::member(tx, &scope, inviter) else { return Ok(()) };
    let by = desk_model::Viewer::preset(account, inviter.user, inviter.role);
    let token = make_link(tx, &*core.rng, Link::Invitation, person.id, Some(account))?;
    let link = format!("{}/app/invitation/{token}", core.public_url);
    mail::invitation(tx, core, &by, (&shown.name, &person.email), &link)
}
