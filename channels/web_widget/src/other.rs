//! Calls of Chatwoot's chat beside the talk itself: what it reports, and what has nothing behind it here.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use kernel_http::{Json, Refusal};
use plug_channel::Ports;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::limits;
use crate::site::Site;

/// `GET campaigns`: none run.
pub(crate) async fn campaigns(_: Site) -> Json<Value> {
    Json(json!([]))
}

/// What the chat reports.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Report {
    /// Like `webwidget.triggered`.
    name: String,
    /// The page and the browser.
    event_info: Map<String, Value>,
}

/// `POST events`: that the chat was opened is told to those who asked for it; of someone who is nobody yet, and of
/// anything else, nothing is kept.
pub(crate) async fn events(
    State(ports): State<Ports>,
    site: Site,
    headers: HeaderMap,
    Json(report): Json<Report>,
) -> Result<StatusCode, Refusal> {
    if report.name == "webwidget.triggered"
        && let Some(who) = site.visitor(&ports).await?
    {
        limits::write(&who)?;
        let mut info = report.event_info;
        for (key, name) in [("referer", header::REFERER), ("browser_language", header::ACCEPT_LANGUAGE)] {
            let said = headers.get(name).and_then(|v| v.to_str().ok()).filter(|v| v.len() <= 1000);
            if let Some(said) = said {
                info.entry(key).or_insert_with(|| said.into());
            }
        }
        ports.visitors.opened(&who, info).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}
