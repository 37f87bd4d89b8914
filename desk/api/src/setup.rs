//! The first account from the set-up page, what a browser asks before anyone has signed in, and health.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Method;
use axum::response::{IntoResponse, Response};
use desk_core::accounts::{NewAccount, create_account, setup_needed};
use desk_core::auth::check_password;
use desk_core::mail::can_send;
use desk_core::people::{check_email, check_name};
use kernel_base::{Locale, Problem};
use kernel_http::{Access, ClientIp, Json, Refusal, Routes};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::App;
use crate::auth::{Client, Newcomer, with_session};
use crate::shape::{self, UserJson};

const TAG: &str = "Installation";

pub(crate) fn routes() -> Routes<App> {
    Routes::new()
        .on(Method::GET, "/health", Access::Public, TAG, "Whether the store answers", health)
        .answer::<Health>(200)
        .on(
            Method::GET,
            "/api",
            Access::Public,
            TAG,
            "Version and health, for clients that try an address",
            api,
        )
        .on(
            Method::GET,
            "/api/v1/bootstrap",
            Access::Public,
            TAG,
            "What the sign-in page needs to know",
            bootstrap,
        )
        .answer::<Bootstrap>(200)
        .on(Method::GET, "/api/v1/setup", Access::Public, TAG, "Whether nobody is there yet", setup_state)
        .answer::<SetupState>(200)
        .on(
            Method::POST,
            "/api/v1/setup",
            Access::Public,
            TAG,
            "Makes the first account and its administrator; only while nobody is there",
            set_up,
        )
        .body::<SetUp>()
        .answer::<SetUpDone>(200)
}

#[derive(Serialize, ToSchema)]
struct Health {
    /// Always `ok`; anything else is an error.
    status: &'static str,
    /// The program's version.
    version: String,
}

async fn health(State(app): State<App>) -> Result<Json<Health>, Refusal> {
    app.core.store.read(setup_needed).await?;
    Ok(Json(Health { status: "ok", version: app.facts.version.clone() }))
}

async fn api(State(app): State<App>) -> Json<serde_json::Value> {
    let now = app.core.clock.now().iso().unwrap_or_default();
    let version = &app.facts.version;
    Json(serde_json::json!({
        "version": version, "timestamp": now, "queue_services": "ok", "data_services": "ok"
    }))
}

#[derive(Serialize, ToSchema)]
struct Demo {
    /// E-mail of the demo's administrator.
    email: String,
    /// Password.
    password: String,
}

#[derive(Serialize, ToSchema)]
struct Bootstrap {
    /// Whether nobody is there yet.
    setup_needed: bool,
    /// How to sign in, where this is a demo.
    demo: Option<Demo>,
    /// The program's version.
    version: String,
    /// Languages of the interface.
    locales: Vec<&'static str>,
    /// What the provider of identities is called, where one is set up: `/auth/oidc` leads there.
    sso: Option<String>,
    /// Whether a new password can be asked for by e-mail.
    password_reset: bool,
    /// Where the product is reached from outside, as it was told.
    public_url: String,
}

async fn bootstrap(State(app): State<App>) -> Result<Json<Bootstrap>, Refusal> {
    let core = Arc::clone(&app.core);
    let (setup_needed, password_reset) =
        app.core.store.read(move |tx| Ok::<_, Problem>((setup_needed(tx)?, can_send(tx, &core)?))).await?;
    let demo = app.facts.demo.clone().map(|(email, password)| Demo { email, password });
    Ok(Json(Bootstrap {
        setup_needed,
        demo,
        version: app.facts.version.clone(),
        locales: Locale::ALL.iter().map(|l| l.tag()).collect(),
        sso: app.facts.sso.as_ref().map(|sso| sso.name.clone()),
        password_reset,
        public_url: app.core.public_url.to_string(),
    }))
}

#[derive(Serialize, ToSchema)]
struct SetupState {
    /// Whether nobody is there yet.
    setup_needed: bool,
}

async fn setup_state(State(app): State<App>) -> Result<Json<SetupState>, Refusal> {
    let setup_needed = app.core.store.read(setup_needed).await?;
    Ok(Json(SetupState { setup_needed }))
}

#[derive(Deserialize, ToSchema)]
struct SetUp {
    /// Name of the account.
    account_name: String,
    /// The administrator's name.
    name: String,
    /// The administrator's e-mail.
    email: String,
    /// Their password.
    password: String,
    /// Language of the account; without it the caller's.
    locale: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct SetUpDone {
    /// The account made.
    account_id: i64,
    /// The administrator, signed in.
    data: UserJson,
}

async fn set_up(
    State(app): State<App>,
    axum::Extension(asked): axum::Extension<Locale>,
    client: Client,
    axum::Extension(ip): axum::Extension<ClientIp>,
    Json(form): Json<SetUp>,
) -> Result<Response, Refusal> {
    if !app.core.store.read(setup_needed).await? {
        return Err(Problem::not_found().into());
    }
    // Each field is looked at before the costly hash.
    check_name("account_name", &form.account_name, 100)?;
    check_name("name", &form.name, 100)?;
    check_email("email", &form.email)?;
    check_password("password", &form.password, &form.email, &form.name)?;
    let locale = match form.locale.as_deref() {
        Some(tag) => Locale::parse(tag).ok_or_else(|| Problem::field("locale", "error.wrong_value"))?,
        None => asked,
    };
    let new = NewAccount {
        account: form.account_name,
        name: form.name,
        email: form.email,
        password_hash: app.core.passwords.hash(&form.password).await?,
        locale,
        only_first: true,
    };
    let core = Arc::clone(&app.core);
    let created = app.core.store.write(move |tx| create_account(tx, &core.registry, &new)).await?;
    let core = Arc::clone(&app.core);
    let data = app.core.store.write(move |tx| shape::user(tx, &core, created.user)).await?;
    let email = data.email().to_owned();
    let data = data.for_page(client.desk);
    let done = Json(SetUpDone { account_id: created.account.0, data }).into_response();
    Ok(with_session(&app, done, Newcomer { user: created.user, email, ip, client }).await?)
}
