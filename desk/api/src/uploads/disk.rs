//! The content of an announced file: whoever knows the address that was answered may put it there, once.

use axum::extract::State;
use axum::http::{Method, StatusCode};
use desk_core::messages::deliver;
use kernel_base::{AccountId, AccountScope, Problem};
use kernel_blob::MAX_FILE;
use kernel_http::{Access, Path, RawBody, Refusal, Routes};

use super::{TAG, Uploads};

/// The table of routes.
pub(super) fn routes() -> Routes<Uploads> {
    Routes::new()
        .on(
            Method::PUT,
            "/rails/active_storage/disk/{encoded_token}",
            Access::Public,
            TAG,
            "Takes in the content of an announced file",
            put,
        )
        .no_content()
        .body_max(MAX_FILE as usize)
}

async fn put(
    State(own): State<Uploads>,
    Path(address): Path<String>,
    RawBody(data): RawBody,
) -> Result<StatusCode, Refusal> {
    let (account, token) = address.split_once('.').ok_or_else(Problem::not_found)?;
    let account: i64 = account.parse().map_err(|_| Problem::not_found())?;
    deliver(&own.app.core, AccountScope::new(AccountId(account)), token, data).await?;
    Ok(StatusCode::NO_CONTENT)
}
