//! Dashboard apps that another product kept.

use kernel_base::Problem;
use kernel_db::Tx;
use plug_feature::{Arrived, Arriving, Import};
use serde_json::Value;

use crate::{rules, store};

/// What is taken in.
pub(crate) const IMPORTS: &[Import] = &[Import { noun: "dashboard_app", take }];

fn take(tx: &mut Tx<'_>, a: &Arriving<'_>) -> Result<Arrived, Problem> {
    let pages = a.data.get("content").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    // None of their pages is ours: they were shown by another product.
    let (Ok(title), Ok(content)) =
        (rules::title(a.text("title").unwrap_or_default()), rules::content(pages, ""))
    else {
        return Ok(Arrived::Left("its title or its pages can't be used here".to_owned()));
    };
    Ok(Arrived::Here(store::insert(tx, &a.scope, &title, &content)?.id))
}
