//! Signing in and out: a cookie for our own pages, the devise headers for everyone else.

mod closed;
mod oidc;
mod recover;

use std::sync::Arc;

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use desk_core::auth::{
    Issued, Link, NewSession, Proof, SessionKind, SignIn, accept_link, begin_session, end_session,
    factor_token, has_factor, open_factor_token, prove_factor, told,
};
use desk_core::people::person;
use kernel_base::{Kind, Problem, UserId};
use kernel_http::{Access, ClientIp, Json, Refusal, Routes};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::gate::cookie_name;
use crate::shape::{self, UserJson};
use crate::{App, SignedIn};

const TAG: &str = "Signing in";
/// Our own pages say who they are by this header and get a cookie; no page of another site can send it.
const CLIENT: &str = "x-guiche-client";

pub(crate) fn routes() -> Routes<App> {
    Routes::new()
        .on(
            Method::POST,
            "/auth/sign_in",
            Access::Public,
            TAG,
            "Signs in with e-mail and password; 206 with an `mfa_token` when a second factor is asked for next",
            sign_in,
        )
        .body::<Credentials>()
        .answer::<SignedInJson>(200)
        .on(Method::DELETE, "/auth/sign_out", Access::User, TAG, "Ends the session", sign_out)
        .answer::<Done>(200)
        .on(Method::GET, "/auth/validate_token", Access::User, TAG, "Who is signed in", validate_token)
        .answer::<Validated>(200)
        .merge(recover::routes())
        .merge(oidc::routes())
        .merge(closed::routes())
}

/// What the program says of itself.
pub(crate) struct Client {
    /// `User-Agent`.
    pub(crate) user_agent: String,
    /// Whether it is our own page.
    pub(crate) desk: bool,
}

impl<S: Send + Sync> FromRequestParts<S> for Client {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let agent = parts.headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let desk = parts.headers.get(CLIENT).is_some_and(|v| v.as_bytes() == b"desk");
        Ok(Self { user_agent: agent.to_owned(), desk })
    }
}

#[derive(Default, Deserialize, ToSchema)]
struct Credentials {
    /// E-mail.
    #[serde(default)]
    email: String,
    /// Password.
    #[serde(default)]
    password: String,
    /// Token of a link by an application of the platform, in place of the password.
    #[serde(default)]
    sso_auth_token: String,
    /// What the first step answered, in place of e-mail and password.
    #[serde(default)]
    mfa_token: String,
    /// Six digits of the app, beside `mfa_token`.
    #[serde(default)]
    otp_code: String,
    /// A recovery code, in place of `otp_code`.
    #[serde(default)]
    backup_code: String,
}

#[derive(Serialize, ToSchema)]
struct SignedInJson {
    /// The person.
    data: UserJson,
}

#[derive(Serialize, ToSchema)]
struct Done {
    /// Always true; anything else is an error.
    success: bool,
}

#[derive(Serialize, ToSchema)]
struct Validated {
    /// The person, below `data`.
    payload: ValidatedPayload,
}

#[derive(Serialize, ToSchema)]
struct ValidatedPayload {
    /// Always true.
    success: bool,
    /// The person.
    data: UserJson,
}

async fn sign_in(
    State(app): State<App>,
    axum::Extension(ip): axum::Extension<ClientIp>,
    client: Client,
    Json(form): Json<Credentials>,
) -> Result<Response, Refusal> {
    let user = if !form.mfa_token.is_empty() {
        second_factor(&app, &form, ip).await?
    } else {
        let user = first_factor(&app, form, ip).await?;
        if let Some(step) = second_step(&app, user).await? {
            return Ok(step);
        }
        user
    };
    Ok(come_in(&app, user, ip, client).await?)
}

/// Who proves themselves by password, or by a link of the platform.
async fn first_factor(app: &App, form: Credentials, ip: ClientIp) -> Result<UserId, Problem> {
    if !form.sso_auth_token.is_empty() {
        app.core.sign_ins.take(ip.key(), "sso", true, app.core.clock.now())?;
        let (token, email) = (form.sso_auth_token, kernel_base::fold(form.email.trim()));
        let user = app.core.store.write(move |tx| {
            let (user, _) = accept_link(tx, Link::SignIn, &token)?;
            let fits = kernel_base::fold(&person(tx, user)?.email) == email;
            if fits { Ok(user) } else { Err(Problem::not_found()) }
        });
        let user = user.await.map_err(|p| match p.kind {
            Kind::NotFound => Problem::new(Kind::Unauthenticated, "error.link_gone"),
            _ => p,
        })?;
        app.core.sign_ins.give_back(ip.key(), "sso", true);
        return Ok(user);
    }
    for (field, text) in [("email", &form.email), ("password", &form.password)] {
        if text.trim().is_empty() {
            return Err(Problem::field(field, "error.required"));
        }
    }
    SignIn { email: form.email, password: form.password, ip: ip.0 }.check(&app.core).await
}

/// Who proves the second factor after the first; a few tries per person and address.
async fn second_factor(app: &App, form: &Credentials, ip: ClientIp) -> Result<UserId, Problem> {
    let proof = proof(&form.otp_code, &form.backup_code)?;
    let (core, token) = (Arc::clone(&app.core), form.mfa_token.clone());
    let user = app.core.store.read(move |tx| open_factor_token(tx, &core.sealer, &token)).await?;
    prove(app, user, proof, ip).await?;
    Ok(user)
}

/// What was given to prove the second factor.
///
/// # Errors
/// 422 when it is nothing.
pub(crate) fn proof(code: &str, recovery: &str) -> Result<Proof, Problem> {
    match (code.trim(), recovery.trim()) {
        ("", "") => Err(Problem::field("otp_code", "error.required")),
        ("", recovery) => Ok(Proof::Recovery(recovery.chars().take(64).collect())),
        (code, _) => Ok(Proof::Code(code.chars().take(64).collect())),
    }
}

/// Proves the second factor of `user`: a few tries per person, and per address.
///
/// # Errors
/// 422 for a wrong code; 429 after too many.
pub(crate) async fn prove(app: &App, user: UserId, proof: Proof, ip: ClientIp) -> Result<(), Problem> {
    let whose = format!("second factor {user}");
    app.core.sign_ins.take(ip.key(), &whose, false, app.core.clock.now())?;
    let core = Arc::clone(&app.core);
    app.core.store.write(move |tx| prove_factor(tx, &core, user, &proof)).await?;
    app.core.sign_ins.give_back(ip.key(), &whose, false);
    Ok(())
}

/// What the second factor is asked for with.
#[derive(Serialize, ToSchema)]
pub(crate) struct SecondStep {
    /// Always true.
    mfa_required: bool,
    /// To be given back with the code, within five minutes.
    mfa_token: String,
}

/// The answer that asks for the second factor; `None` for someone who has none.
///
/// # Errors
/// What the store says.
pub(crate) async fn second_step(app: &App, user: UserId) -> Result<Option<Response>, Problem> {
    let core = Arc::clone(&app.core);
    let token = app.core.store.read(move |tx| {
        let token = if has_factor(tx, user)? { Some(factor_token(tx, &core.sealer, user)?) } else { None };
        Ok::<_, Problem>(token)
    });
    let step = |mfa_token| {
        let step = SecondStep { mfa_required: true, mfa_token };
        (StatusCode::PARTIAL_CONTENT, Json(step)).into_response()
    };
    Ok(token.await?.map(step))
}

/// Begins a session and answers the person with it.
///
/// # Errors
/// What the store says.
pub(crate) async fn come_in(
    app: &App,
    user: UserId,
    ip: ClientIp,
    client: Client,
) -> Result<Response, Problem> {
    let core = Arc::clone(&app.core);
    let data = app.core.store.write(move |tx| shape::user(tx, &core, user)).await?;
    let email = data.email().to_owned();
    let response = Json(SignedInJson { data: data.for_page(client.desk) }).into_response();
    with_session(app, response, Newcomer { user, email, ip, client }).await
}

/// Someone whose session begins.
pub(crate) struct Newcomer {
    /// Who.
    pub(crate) user: UserId,
    /// Their e-mail.
    pub(crate) email: String,
    /// From where.
    pub(crate) ip: ClientIp,
    /// With what.
    pub(crate) client: Client,
}

/// Begins a session and gives it away with `response`: our own pages get a cookie, others the headers. A form of
/// another site is never taken for our own page, so it can't plant a cookie.
pub(crate) async fn with_session(app: &App, response: Response, who: Newcomer) -> Result<Response, Problem> {
    let kind = if who.client.desk { SessionKind::Cookie } else { SessionKind::Devise };
    let user_agent = who.client.user_agent;
    let new = NewSession { user: who.user, kind, ip: who.ip.0.to_string(), user_agent };
    let session = begin_session(&app.core, new).await?;
    Ok(match kind {
        SessionKind::Cookie => with_cookie(app, response, Some(&session)),
        SessionKind::Devise => with_headers(response, &session, &who.email),
    })
}

async fn sign_out(State(app): State<App>, me: SignedIn) -> Result<Response, Refusal> {
    if let Some(session) = me.who.session {
        let user = me.user();
        app.core
            .store
            .write(move |tx| {
                end_session(tx, user, session)?;
                told(tx, user, "person.signed_out", None)
            })
            .await?;
        app.callers.forget(user);
    }
    Ok(with_cookie(&app, Json(Done { success: true }).into_response(), None))
}

async fn validate_token(State(app): State<App>, me: SignedIn) -> Result<Json<Validated>, Refusal> {
    let (core, user) = (Arc::clone(&app.core), me.user());
    let data = app.core.store.write(move |tx| shape::user(tx, &core, user)).await?;
    let data = data.for_page(me.who.page);
    Ok(Json(Validated { payload: ValidatedPayload { success: true, data } }))
}

/// Sets the session's cookie, or takes it back.
fn with_cookie(app: &App, mut response: Response, session: Option<&Issued>) -> Response {
    let name = cookie_name(&app.core.public_url);
    let secure = if app.https() { "; Secure" } else { "" };
    let (value, age) = match session {
        Some(s) => (s.token.as_str(), s.expires_at.secs() - app.core.clock.now().secs()),
        None => ("", 0),
    };
    let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}{secure}");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

fn with_headers(mut response: Response, session: &Issued, uid: &str) -> Response {
    let expiry = session.expires_at.secs().to_string();
    let pairs: [(&'static str, &str); 5] = [
        ("access-token", &session.token),
        ("token-type", "Bearer"),
        ("client", &session.client),
        ("expiry", &expiry),
        ("uid", uid),
    ];
    for (name, value) in pairs {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
