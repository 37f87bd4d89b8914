//! Labels on the demo's conversations and contacts.

use kernel_base::{Locale, Problem};
use kernel_db::Tx;
use plug_feature::SeedCtx;

use crate::furnish::furnish;
use crate::store::{self, Carrier};

/// Spreads the usual labels over the demo; the second time nothing changes, as everything is there already.
pub(crate) fn seed(tx: &mut Tx<'_>, ctx: &SeedCtx<'_>) -> Result<(), Problem> {
    let scope = &ctx.scope;
    furnish(tx, scope, Locale::PtBr)?;
    let labels: Vec<i64> = store::list(tx, scope)?.into_iter().map(|l| l.id).collect();
    if labels.is_empty() {
        return Ok(());
    }
    for (i, conversation) in ctx.conversations.iter().enumerate() {
        // Two of five carry none, one carries two: as in a shop where labelling is a habit, not a rule.
        let chosen = match i % 5 {
            0 | 3 => vec![labels[i % labels.len()]],
            1 => vec![labels[i % labels.len()], labels[(i + 2) % labels.len()]],
            _ => continue,
        };
        store::put_on(tx, scope, Carrier::Conversation, *conversation, &chosen)?;
    }
    for (i, contact) in ctx.contacts.iter().enumerate().filter(|(i, _)| i % 4 == 0) {
        store::put_on(tx, scope, Carrier::Contact, *contact, &[labels[(i / 4) % labels.len()]])?;
    }
    Ok(())
}
