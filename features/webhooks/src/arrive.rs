//! Webhooks that another product kept. They hear of what happens from now on; history is not told.

use kernel_base::Problem;
use kernel_db::Tx;
use plug_feature::{Arrived, Arriving, Import};
use serde_json::Value;

use crate::rules::{self, USUAL};
use crate::secrets;
use crate::store::{self, Webhook};

/// What is taken in.
pub(crate) const IMPORTS: &[Import] = &[Import { noun: "webhook", take }];

fn take(tx: &mut Tx<'_>, a: &Arriving<'_>) -> Result<Arrived, Problem> {
    let url = a.text("url").unwrap_or_default();
    if !rules::is_address(url) {
        return Ok(Arrived::Left("its address is no web address".to_owned()));
    }
    if store::list(tx, &a.scope)?.iter().any(|w| w.url == url) {
        return Ok(Arrived::Left("its address is called already".to_owned()));
    }
    let inbox = match a.number("inbox_id") {
        Some(_) => match a.named(tx, "inbox_id", "inbox")? {
            Some(inbox) => Some(inbox),
            None => return Ok(Arrived::Left("its inbox did not come".to_owned())),
        },
        None => None,
    };
    let asked: Vec<String> = match a.data.get("subscriptions") {
        Some(Value::Array(list)) => list.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect(),
        _ => USUAL.map(str::to_owned).to_vec(),
    };
    let known: Vec<String> =
        asked.iter().filter(|e| rules::subscriptions(std::slice::from_ref(*e)).is_ok()).cloned().collect();
    let lost: Vec<&str> = asked.iter().filter(|e| !known.contains(e)).map(String::as_str).collect();
    let new = Webhook {
        id: 0,
        url: url.to_owned(),
        name: a.text("name").and_then(|n| rules::name(n).ok().flatten()),
        inbox,
        subscriptions: known,
        secret_sealed: String::new(),
        failing_since: None,
        disabled_at: None,
        disabled_why: None,
    };
    let mut made = store::insert(tx, &a.scope, &new)?;
    made.secret_sealed = secrets::arriving(a, made.id)?;
    store::update(tx, &a.scope, &made)?;
    Ok(match lost.is_empty() {
        true => Arrived::Here(made.id),
        false => {
            Arrived::Changed(made.id, format!("is not told of {}, which do not exist here", lost.join(", ")))
        }
    })
}
