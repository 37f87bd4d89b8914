//! One's own access token, signing out everywhere else, and the confirmation of a new e-mail sent again.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use desk_core::auth::{access_token, end_sessions, move_address, pending_address};
use desk_core::mail::Asked;
use kernel_base::{Kind, Problem};
use kernel_http::{Access, ClientIp, Json, Refusal, Routes};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{TAG, prove_password};
use crate::auth::Client;
use crate::{App, SignedIn};

pub(super) fn routes() -> Routes<App> {
    let user = Access::User;
    Routes::new()
        .on(Method::DELETE, "/api/v1/profile/sessions", user, TAG, "Signs out everywhere else", end_others)
        .on(
            Method::POST,
            "/api/v1/profile/access_token",
            user,
            TAG,
            "Tells one's own access token to whoever knows the password",
            reveal,
        )
        .body::<RevealForm>()
        .answer::<Revealed>(200)
        .on(
            Method::POST,
            "/api/v1/profile/resend_confirmation",
            user,
            TAG,
            "Sends the confirmation of a new e-mail again",
            resend_confirmation,
        )
}

#[derive(Default, Deserialize, ToSchema)]
struct RevealForm {
    /// The present password.
    #[serde(default)]
    password: String,
}

#[derive(Serialize, ToSchema)]
struct Revealed {
    /// The access token.
    access_token: String,
}

async fn end_others(State(app): State<App>, me: SignedIn) -> Result<StatusCode, Refusal> {
    let (user, keep) = (me.user(), me.who.session);
    app.core.store.write(move |tx| end_sessions(tx, user, keep)).await?;
    app.callers.forget(user);
    Ok(StatusCode::OK)
}

async fn reveal(
    State(app): State<App>,
    me: SignedIn,
    Json(form): Json<RevealForm>,
) -> Result<Json<Revealed>, Refusal> {
    let (core, user) = (Arc::clone(&app.core), me.user());
    prove_password(&app, user, "password", &form.password).await?;
    let access_token =
        app.core.store.write(move |tx| access_token(tx, &core.sealer, &*core.rng, user)).await?;
    Ok(Json(Revealed { access_token }))
}

async fn resend_confirmation(
    State(app): State<App>,
    me: SignedIn,
    axum::Extension(ip): axum::Extension<ClientIp>,
    client: Client,
) -> Result<StatusCode, Refusal> {
    let (core, user) = (Arc::clone(&app.core), me.user());
    if !app.core.mail.may_ask(ip.key(), &format!("confirm {user}"), app.core.clock.now())? {
        return Err(Problem::new(Kind::TooMany, "error.too_many").retry_after(1200).into());
    }
    let asked = Asked { ip: ip.0.to_string(), user_agent: client.user_agent };
    app.core
        .store
        .write(move |tx| match pending_address(tx, user)? {
            Some(address) => move_address(tx, &core, user, &address, &asked),
            None => Ok(()),
        })
        .await?;
    Ok(StatusCode::OK)
}
