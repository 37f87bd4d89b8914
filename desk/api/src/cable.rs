//! `GET /cable`: ActionCable's protocol, spoken by Chatwoot's clients and ours.
//!
//! The connection itself is open to anyone; a subscription is opened by its token, never by a cookie.

mod liveness;
mod protocol;
mod session;
mod subscription;

use axum::extract::State;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::http::Method;
use axum::response::Response;
use kernel_base::{Kind, Problem};
use kernel_http::{Access, Refusal, Routes};

use crate::App;

/// What the server speaks, the first one that a client offers too is taken.
const PROTOCOLS: [&str; 2] = ["actioncable-v1-json", "actioncable-unsupported"];
/// Bytes of the read and the write buffer: most sockets are idle, and there may be ten thousand.
const BUFFER: usize = 4096;
/// Bytes of a client's message at most; commands are small.
const MESSAGE_MAX: usize = 16 * 1024;

/// The table of routes.
pub(crate) fn routes() -> Routes<App> {
    Routes::new().on(Method::GET, "/cable", Access::Public, "Realtime", "Opens the socket", open)
}

async fn open(
    State(app): State<App>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Refusal> {
    let upgrade = upgrade.map_err(|_| Problem::new(Kind::BadRequest, "error.unreadable"))?;
    let full = || Problem::new(Kind::Unavailable, "error.unavailable").retry_after(5);
    let entry = app.hub.enter().ok_or_else(full)?;
    Ok(upgrade
        .protocols(PROTOCOLS)
        .read_buffer_size(BUFFER)
        .write_buffer_size(BUFFER)
        .max_message_size(MESSAGE_MAX)
        .max_frame_size(MESSAGE_MAX)
        .on_upgrade(move |socket| session::run(socket, app.core, app.hub, entry)))
}

#[cfg(test)]
mod tests;
