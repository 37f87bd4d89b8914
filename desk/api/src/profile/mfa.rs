//! The second factor of the signed-in person: on, off, recovery codes.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Method;
use desk_core::auth::{begin_factor, end_factor, factor, renew_codes, start_factor};
use kernel_http::{Access, ClientIp, Json, Refusal, Routes};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{TAG, prove_password};
use crate::auth::{proof, prove};
use crate::{App, SignedIn};

pub(super) fn routes() -> Routes<App> {
    const MFA: &str = "/api/v1/profile/mfa";
    let user = Access::User;
    Routes::new()
        .on(Method::GET, MFA, user, TAG, "Whether one's second factor is on", show)
        .answer::<MfaJson>(200)
        .on(Method::POST, MFA, user, TAG, "A secret for an app; a first code turns it on", begin)
        .answer::<Begun>(200)
        .on(Method::DELETE, MFA, user, TAG, "Turns the second factor off", end)
        .body::<EndForm>()
        .answer::<Ended>(200)
        .on(
            Method::POST,
            "/api/v1/profile/mfa/verify",
            user,
            TAG,
            "Turns the second factor on by a first code; shows the recovery codes, once",
            verify,
        )
        .body::<CodeForm>()
        .answer::<Codes>(200)
        .on(
            Method::POST,
            "/api/v1/profile/mfa/backup_codes",
            user,
            TAG,
            "New recovery codes; the old ones stop working",
            backup_codes,
        )
        .body::<CodeForm>()
        .answer::<Codes>(200)
}

#[derive(Serialize, ToSchema)]
struct MfaJson {
    /// Always true.
    feature_available: bool,
    /// Whether it is on.
    enabled: bool,
    /// Whether recovery codes are left.
    backup_codes_generated: bool,
    /// How many.
    backup_codes_left: i64,
}

#[derive(Serialize, ToSchema)]
struct Begun {
    /// The address that an app reads from the picture.
    provisioning_url: String,
    /// The secret, to be typed where no picture can be read.
    secret: String,
    /// How many squares the picture has in a row.
    qr_size: usize,
    /// An SVG path of its dark squares.
    qr_path: String,
}

#[derive(Default, Deserialize, ToSchema)]
struct CodeForm {
    /// Six digits of the app.
    #[serde(default)]
    otp_code: String,
}

#[derive(Serialize, ToSchema)]
struct Codes {
    /// Whether it is on.
    enabled: bool,
    /// The recovery codes; each works once.
    backup_codes: Vec<String>,
}

#[derive(Default, Deserialize, ToSchema)]
struct EndForm {
    /// The present password.
    #[serde(default)]
    password: String,
    /// Six digits of the app.
    #[serde(default)]
    otp_code: String,
    /// A recovery code, in place of `otp_code`.
    #[serde(default)]
    backup_code: String,
}

#[derive(Serialize, ToSchema)]
struct Ended {
    /// Always false.
    enabled: bool,
}

async fn show(State(app): State<App>, me: SignedIn) -> Result<Json<MfaJson>, Refusal> {
    let user = me.user();
    let (enabled, left) = app.core.store.read(move |tx| factor(tx, user)).await?;
    Ok(Json(MfaJson {
        feature_available: true,
        enabled,
        backup_codes_generated: left > 0,
        backup_codes_left: left,
    }))
}

async fn begin(State(app): State<App>, me: SignedIn) -> Result<Json<Begun>, Refusal> {
    let (core, user) = (Arc::clone(&app.core), me.user());
    let made = app.core.store.write(move |tx| begin_factor(tx, &core, user)).await?;
    Ok(Json(Begun {
        provisioning_url: made.url,
        secret: made.secret,
        qr_size: made.qr_size,
        qr_path: made.qr_path,
    }))
}

async fn verify(
    State(app): State<App>,
    me: SignedIn,
    axum::Extension(ip): axum::Extension<ClientIp>,
    Json(form): Json<CodeForm>,
) -> Result<Json<Codes>, Refusal> {
    let (core, user) = (Arc::clone(&app.core), me.user());
    let whose = format!("second factor {user}");
    app.core.sign_ins.take(ip.key(), &whose, false, app.core.clock.now())?;
    let backup_codes = app.core.store.write(move |tx| start_factor(tx, &core, user, &form.otp_code)).await?;
    app.core.sign_ins.give_back(ip.key(), &whose, false);
    app.callers.forget(user);
    Ok(Json(Codes { enabled: true, backup_codes }))
}

async fn backup_codes(
    State(app): State<App>,
    me: SignedIn,
    axum::Extension(ip): axum::Extension<ClientIp>,
    Json(form): Json<CodeForm>,
) -> Result<Json<Codes>, Refusal> {
    let (core, user) = (Arc::clone(&app.core), me.user());
    prove(&app, user, proof(&form.otp_code, "")?, ip).await?;
    let backup_codes = app.core.store.write(move |tx| renew_codes(tx, &core, user)).await?;
    Ok(Json(Codes { enabled: true, backup_codes }))
}

async fn end(
    State(app): State<App>,
    me: SignedIn,
    axum::Extension(ip): axum::Extension<ClientIp>,
    Json(form): Json<EndForm>,
) -> Result<Json<Ended>, Refusal> {
    let user = me.user();
    prove_password(&app, user, "password", &form.password).await?;
    prove(&app, user, proof(&form.otp_code, &form.backup_code)?, ip).await?;
    app.core.store.write(move |tx| end_factor(tx, user)).await?;
    app.callers.forget(user);
    Ok(Json(Ended { enabled: false }))
}
