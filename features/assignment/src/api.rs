//! The routes, in Chatwoot's shapes; what is ours stands beside.

mod capacity;
mod policies;

use kernel_base::{AccountScope, InboxId, Problem};
use kernel_db::Tx;
use kernel_http::Routes;
use plug_feature::{Ctx, Desk};

/// The table of routes.
pub(crate) fn routes() -> Routes<Ctx> {
    policies::routes().merge(capacity::routes())
}

/// The account's inbox of this id by name.
///
/// # Errors
/// 404 when it has none.
fn inbox_name(desk: &dyn Desk, tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<String, Problem> {
    desk.inbox_name(tx, scope, InboxId(id))?.ok_or_else(Problem::not_found)
}
