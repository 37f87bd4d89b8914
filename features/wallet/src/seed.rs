//! The demo's customers: every fourth belongs to someone.

use kernel_base::{ContactId, Problem, UserId};
use kernel_db::Tx;
use plug_feature::SeedCtx;

use crate::store;

pub(crate) fn seed(tx: &mut Tx<'_>, ctx: &SeedCtx<'_>) -> Result<(), Problem> {
    if !store::sizes(tx, &ctx.scope)?.is_empty() {
        return Ok(());
    }
    for (contact, user) in ctx.contacts.iter().step_by(4).zip(ctx.users.iter().cycle()) {
        store::set_owner(tx, &ctx.scope, ContactId(*contact), Some(UserId(*user)))?;
    }
    Ok(())
}
