//! Which site loaded the chat last: so that who sets it up sees that the snippet works.
//!
//! Kept in memory alone: it is asked for while somebody has the site open in the next tab. The site is what its
//! browser says (`Referer`), which is good enough to show and too little to trust.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use axum::extract::State;
use axum::http::{HeaderMap, header};
use kernel_http::{Json, Query, Refusal};
use plug_channel::{InboxConfig, Ports};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::ID;

/// Inboxes that are remembered at most.
const MOST: usize = 10_000;

static SEEN: LazyLock<Mutex<HashMap<i64, String>>> = LazyLock::new(Mutex::default);

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    website_token: String,
}

/// Notes that a page asked for the launcher; our own pages don't count.
pub(crate) fn note(inbox: &InboxConfig, headers: &HeaderMap, public_url: &str) {
    let Some(page) = headers.get(header::REFERER).and_then(|v| v.to_str().ok()) else { return };
    let Some(host) = host(page).filter(|h| Some(*h) != host(public_url)) else { return };
    let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    if seen.len() < MOST || seen.contains_key(&inbox.id.0) {
        seen.insert(inbox.id.0, host.to_owned());
    }
}

/// `GET /widget/installed?website_token=`.
pub(crate) async fn show(
    State(ports): State<Ports>,
    Query(asked): Query<Asked>,
) -> Result<Json<Value>, Refusal> {
    let inbox = ports.inboxes.by_token(ID, &asked.website_token).await?;
    let host = SEEN.lock().unwrap_or_else(PoisonError::into_inner).get(&inbox.id.0).cloned();
    Ok(Json(json!({ "host": host })))
}

/// The host of an address, with its port.
fn host(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let host = rest.split(['/', '?', '#']).next()?;
    (!host.is_empty() && host.len() <= 255).then_some(host)
}
