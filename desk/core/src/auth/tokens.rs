//! Access tokens of the API, and links that work once.

use kernel_base::{AccountId, Problem, Rng, UserId, token};
use kernel_db::Tx;

use super::store;
use crate::seal::{Sealer, fresh_token, token_hash};

/// Characters of an access token: 190 bits.
const TOKEN_LEN: usize = 32;

/// What a link that works once is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Link {
    /// Joining an account; 72 hours.
    Invitation,
    /// Choosing a new password; 1 hour.
    Password,
    /// Confirming a new e-mail; 1 day.
    Email,
    /// Coming in from an application of the platform; 5 minutes.
    SignIn,
}

impl Link {
    const fn purpose(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Password => "password",
            Self::Email => "email",
            Self::SignIn => "sign_in",
        }
    }

    /// Seconds that a link of this kind works.
    #[must_use]
    pub const fn life_secs(self) -> i64 {
        match self {
            Self::Invitation => 72 * 3600,
            Self::Password => 3600,
            Self::Email => 24 * 3600,
            Self::SignIn => 300,
        }
    }
}

fn place(user: UserId) -> String {
    format!("access_tokens.sealed/{user}")
}

/// The person's access token; made if there is none yet.
///
/// # Errors
/// 500 when it can't be opened; what the store says.
pub fn access_token(
    tx: &mut Tx<'_>,
    sealer: &Sealer,
    rng: &dyn Rng,
    user: UserId,
) -> Result<String, Problem> {
    if let Some(sealed) = store::sealed_access_token(tx, user)? {
        return sealer.open_sealed(&place(user), &sealed);
    }
    let fresh = token(rng, TOKEN_LEN);
    let sealed = sealer.seal(rng, &place(user), &fresh)?;
    // Someone else may be making it at this moment: the first one stays, and both are told it.
    store::add_access_token(tx, user, &token_hash(&fresh), &sealed)?;
    let kept = store::sealed_access_token(tx, user)?.ok_or_else(Problem::not_found)?;
    sealer.open_sealed(&place(user), &kept)
}

/// Takes over the access token a person had elsewhere, unless they have one here or it is someone else's.
///
/// # Errors
/// What the store says.
pub(crate) fn bring_access_token(
    tx: &mut Tx<'_>,
    sealer: &Sealer,
    rng: &dyn Rng,
    user: UserId,
    token: &str,
) -> Result<bool, Problem> {
    let sealed = sealer.seal(rng, &place(user), token)?;
    Ok(store::bring_access_token(tx, user, &token_hash(token), &sealed)?)
}

/// A link to choose a password with, for someone who came without one; good for three days.
///
/// # Errors
/// What the store says.
pub(crate) fn make_welcome_link(tx: &mut Tx<'_>, rng: &dyn Rng, user: UserId) -> Result<String, Problem> {
    let token = fresh_token(rng);
    let expires_at = tx.now().plus_secs(Link::Invitation.life_secs());
    let purpose = Link::Password.purpose();
    store::void_links(tx, user, None, purpose)?;
    let about = store::About { user, account: None, purpose, subject: None };
    store::insert_link(tx, &about, &token_hash(&token), expires_at)?;
    Ok(token)
}

/// A new access token; the old one is worth nothing any more.
///
/// # Errors
/// What the store says.
pub fn reset_access_token(
    tx: &mut Tx<'_>,
    sealer: &Sealer,
    rng: &dyn Rng,
    user: UserId,
) -> Result<String, Problem> {
    let token = token(rng, TOKEN_LEN);
    let sealed = sealer.seal(rng, &place(user), &token)?;
    store::put_access_token(tx, user, &token_hash(&token), &sealed)?;
    Ok(token)
}

/// A link's token for `user` (in `account`); earlier ones of the same kind stop working.
///
/// # Errors
/// What the store says.
pub fn make_link(
    tx: &mut Tx<'_>,
    rng: &dyn Rng,
    link: Link,
    user: UserId,
    account: Option<AccountId>,
) -> Result<String, Problem> {
    make(tx, rng, link, user, account, None)
}

/// A link that confirms `address` as the new e-mail of `user`; an earlier one stops working.
///
/// # Errors
/// What the store says.
pub fn make_address_link(
    tx: &mut Tx<'_>,
    rng: &dyn Rng,
    user: UserId,
    address: &str,
) -> Result<String, Problem> {
    make(tx, rng, Link::Email, user, None, Some(address))
}

fn make(
    tx: &mut Tx<'_>,
    rng: &dyn Rng,
    link: Link,
    user: UserId,
    account: Option<AccountId>,
    subject: Option<&str>,
) -> Result<String, Problem> {
    let token = fresh_token(rng);
    let expires_at = tx.now().plus_secs(link.life_secs());
    store::void_links(tx, user, account, link.purpose())?;
    let about = store::About { user, account, purpose: link.purpose(), subject };
    store::insert_link(tx, &about, &token_hash(&token), expires_at)?;
    Ok(token)
}

/// The open links of this kind stop working.
///
/// # Errors
/// What the store says.
pub fn void_links(tx: &mut Tx<'_>, link: Link, user: UserId) -> Result<(), Problem> {
    Ok(store::void_links(tx, user, None, link.purpose())?)
}

/// The address that an open link would confirm for `user`.
///
/// # Errors
/// What the store says.
pub fn pending_address(tx: &mut Tx<'_>, user: UserId) -> Result<Option<String>, Problem> {
    Ok(store::open_subject(tx, user, Link::Email.purpose())?)
}

/// Uses up a link that confirms an address: whose, and which.
///
/// # Errors
/// 404 when it is unknown, used or too old.
pub fn accept_address(tx: &mut Tx<'_>, token: &str) -> Result<(UserId, String), Problem> {
    let used = store::use_address_link(tx, &token_hash(token), Link::Email.purpose())?;
    used.ok_or_else(Problem::not_found)
}

/// Whom an open link is for, without using it up.
///
/// # Errors
/// 404 when it is unknown, used or too old.
pub fn open_link(tx: &mut Tx<'_>, link: Link, token: &str) -> Result<(UserId, Option<AccountId>), Problem> {
    store::open_link(tx, &token_hash(token), link.purpose())?.ok_or_else(Problem::not_found)
}

/// Uses a link up, in the transaction of what it allows.
///
/// # Errors
/// 404 when it is unknown, used or too old.
pub fn accept_link(tx: &mut Tx<'_>, link: Link, token: &str) -> Result<(UserId, Option<AccountId>), Problem> {
    store::use_link(tx, &token_hash(token), link.purpose())?.ok_or_else(Problem::not_found)
}
