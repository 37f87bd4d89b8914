//! Signing in and out: a cookie for our own pages, the devise headers for everyone else.

use std::sync::Arc;

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use desk_core::auth::{Issued, NewSession, SessionKind, SignIn, begin_session, end_session};
use kernel_base::{Problem, UserId};
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
        .on(Method::POST, "/auth/sign_in", Access::Public, TAG, "Signs in with e-mail and password", sign_in)
        .body::<Credentials>()
        .answer::<SignedInJson>(200)
        .on(Method::DELETE, "/auth/sign_out", Access::User, TAG, "Ends the session", sign_out)
        .answer::<Done>(200)
        .on(Method::GET, "/auth/validate_token", Access::User, TAG, "Who is signed in", validate_token)
        .answer::<Validated>(200)
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

#[derive(Deserialize, ToSchema)]
struct Credentials {
    /// E-mail.
    #[serde(default)]
    email: String,
    /// Password.
    #[serde(default)]
    password: String,
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
    for (field, text) in [("email", &form.email), ("password", &form.password)] {
        if text.trim().is_empty() {
            return Err(Problem::field(field, "error.required").into());
        }
    }
    let user = SignIn { email: form.email, password: form.password, ip: ip.0 }.check(&app.core).await?;
    let core = Arc::clone(&app.core);
    let data = app.core.store.write(move |tx| shape::user(tx, &core, user)).await?;
    let email = data.email().to_owned();
    let response = Json(SignedInJson { data }).into_response();
    Ok(with_session(&app, response, Newcomer { user, email, ip, client }).await?)
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
        app.core.store.write(move |tx| end_session(tx, user, session)).await?;
        app.callers.forget(user);
    }
    Ok(with_cookie(&app, Json(Done { success: true }).into_response(), None))
}

async fn validate_token(State(app): State<App>, me: SignedIn) -> Result<Json<Validated>, Refusal> {
    let (core, user) = (Arc::clone(&app.core), me.user());
    let data = app.core.store.write(move |tx| shape::user(tx, &core, user)).await?;
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
