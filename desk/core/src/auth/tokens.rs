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
}

impl Link {
    const fn purpose(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Password => "password",
        }
    }

    const fn life_secs(self) -> i64 {
        match self {
            Self::Invitation => 72 * 3600,
            Self::Password => 3600,
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
    let token = fresh_token(rng);
    let expires_at = tx.now().plus_secs(link.life_secs());
    store::void_links(tx, user, account, link.purpose())?;
    store::insert_link(tx, user, account, link.purpose(), &token_hash(&token), expires_at)?;
    Ok(token)
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
