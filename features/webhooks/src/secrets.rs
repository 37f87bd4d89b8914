//! The secrets that calls are signed with: sealed at rest, opened to be used or shown to those who manage webhooks.

use kernel_base::{AccountScope, Problem};
use plug_feature::{Arriving, Ctx};

/// Where a webhook's secret lies.
fn place(scope: &AccountScope, id: i64) -> String {
    format!("webhooks.secret_sealed/{}/{id}", scope.id())
}

/// A fresh secret for the webhook `id`, sealed.
pub(crate) fn fresh(ctx: &Ctx, scope: &AccountScope, id: i64) -> Result<String, Problem> {
    ctx.desk.seal(&place(scope, id), &kernel_http::hook_secret(&*ctx.rng))
}

/// The secret of a webhook that comes from elsewhere, sealed; a fresh one where it has none.
pub(crate) fn arriving(a: &Arriving<'_>, id: i64) -> Result<String, Problem> {
    let fresh = kernel_http::hook_secret(a.rng);
    a.desk.seal(&place(&a.scope, id), a.text("secret").unwrap_or(&fresh))
}

/// The secret inside.
pub(crate) fn open(ctx: &Ctx, scope: &AccountScope, id: i64, sealed: &str) -> Result<String, Problem> {
    ctx.desk.open(&place(scope, id), sealed)
}
