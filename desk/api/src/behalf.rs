//! On whose behalf a request writes, for the audit; and what was taken out as a file.

use std::sync::Arc;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use desk_core::Core;
use desk_model::bot_of;
use kernel_db::{Acting, DbError, NewEvent, acting};
use kernel_http::ClientIp;
use plug_feature::Member;
use serde_json::json;

use crate::gate::SignedIn;

/// Runs the handler on behalf of whoever calls it.
pub(crate) async fn layer(core: Arc<Core>, request: Request, next: Next) -> Response {
    let seen = request.extensions();
    let user = seen.get::<SignedIn>().map(SignedIn::user).filter(|u| bot_of(*u).is_none());
    let who = Acting { user: user.map(|u| u.0), ip: seen.get::<ClientIp>().map(|ip| ip.0.to_string()) };
    let taken = seen.get::<Member>().zip(seen.get::<MatchedPath>()).and_then(|(member, path)| {
        let (rest, last) = path.as_str().rsplit_once('/')?;
        let what = rest.rsplit('/').next()?;
        matches!(last, "export" | "download").then(|| (member.account, what.to_owned()))
    });
    let response = acting(who.clone(), next.run(request)).await;
    if let Some((account, what)) = taken.filter(|_| response.status().is_success()) {
        let told: Result<(), DbError> = core
            .store
            .write(move |tx| {
                tx.emit(NewEvent {
                    account,
                    kind: "data.exported",
                    conversation: None,
                    subject: None,
                    actor: who.user,
                    data: json!({ "what": what, "ip": who.ip }),
                });
                Ok(())
            })
            .await;
        if let Err(error) = told {
            tracing::error!(%error, "an export was not noted");
        }
    }
    response
}
