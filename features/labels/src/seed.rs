//! Labels on the demo's conversations: those that its story gives them.

use kernel_base::{Locale, Problem};
use kernel_db::Tx;
use plug_feature::SeedCtx;

use crate::furnish::furnish;
use crate::rules::{Title, color_of};
use crate::store::{self, Carrier, NewLabel};

/// Labels each conversation by its words; the second time nothing changes, as everything is there already.
pub(crate) fn seed(tx: &mut Tx<'_>, ctx: &SeedCtx<'_>) -> Result<(), Problem> {
    let scope = &ctx.scope;
    furnish(tx, scope, Locale::PtBr)?;
    for (conversation, words) in ctx.conversations {
        let titles = words.iter().map(|w| Title::parse(w)).collect::<Result<Vec<_>, _>>()?;
        for title in &titles {
            let color = color_of(title).to_owned();
            let label = NewLabel { title: title.clone(), description: None, color, show_on_sidebar: true };
            store::ensure(tx, scope, &label, tx.now())?;
        }
        let folds: Vec<&str> = titles.iter().map(|t| t.fold.as_str()).collect();
        let chosen: Vec<i64> = store::by_titles(tx, scope, &folds)?.into_iter().map(|l| l.id).collect();
        store::put_on(tx, scope, Carrier::Conversation, *conversation, &chosen)?;
    }
    Ok(())
}
