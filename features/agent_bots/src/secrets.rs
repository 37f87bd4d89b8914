//! A bot's own token, which opens the API to it, and the secret its calls are signed with: both sealed at rest.

use kernel_base::{AccountScope, Problem, token};
use plug_feature::{Arriving, Ctx};
use sha2::{Digest, Sha256};

use crate::store::Bot;

/// Characters of a token: 190 bits.
const TOKEN_LEN: usize = 32;

/// Which of a bot's two.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Which {
    Secret,
    Token,
}

fn place(scope: &AccountScope, bot: i64, which: Which) -> String {
    let column = match which {
        Which::Secret => "secret_sealed",
        Which::Token => "token_sealed",
    };
    format!("agent_bots.{column}/{}/{bot}", scope.id())
}

/// A fresh signing secret, sealed.
pub(crate) fn fresh_secret(ctx: &Ctx, scope: &AccountScope, bot: i64) -> Result<String, Problem> {
    ctx.desk.seal(&place(scope, bot, Which::Secret), &kernel_http::hook_secret(&*ctx.rng))
}

/// A fresh token: what is kept to recognise it, and itself sealed.
pub(crate) fn fresh_token(ctx: &Ctx, scope: &AccountScope, bot: i64) -> Result<(String, String), Problem> {
    let fresh = token(&*ctx.rng, TOKEN_LEN);
    Ok((hash(&fresh), ctx.desk.seal(&place(scope, bot, Which::Token), &fresh)?))
}

/// What is kept to recognise a token by.
pub(crate) fn hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

/// Gives a bot that comes from elsewhere its two secrets; fresh ones where it has none.
pub(crate) fn arriving(
    a: &Arriving<'_>,
    bot: &mut Bot,
    secret: Option<&str>,
    known: Option<&str>,
) -> Result<(), Problem> {
    let secret = secret.map_or_else(|| kernel_http::hook_secret(a.rng), str::to_owned);
    let token = known.map_or_else(|| token(a.rng, TOKEN_LEN), str::to_owned);
    bot.secret_sealed = a.desk.seal(&place(&a.scope, bot.id, Which::Secret), &secret)?;
    bot.token_sealed = a.desk.seal(&place(&a.scope, bot.id, Which::Token), &token)?;
    bot.token_hash = hash(&token);
    Ok(())
}

/// What is inside.
pub(crate) fn open(
    ctx: &Ctx,
    scope: &AccountScope,
    bot: i64,
    which: Which,
    sealed: &str,
) -> Result<String, Problem> {
    ctx.desk.open(&place(scope, bot, which), sealed)
}
