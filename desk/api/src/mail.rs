//! The account's system mail: the server its letters go through, a letter to try it with, and what could not be sent.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use desk_core::mail::{self, MailForm, MailSettings};
use desk_core::people::person;
use kernel_base::{Micros, Problem};
use kernel_http::{Access, Json, Path, Refusal, Routes};
use plug_feature::Member;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::App;

const TAG: &str = "Mail";

pub(crate) fn routes() -> Routes<App> {
    const SETTINGS: &str = "/api/v1/accounts/{account_id}/mail_settings";
    let manage = Access::Member("account_manage");
    let mut routes = Routes::new()
        .on(Method::GET, SETTINGS, manage, TAG, "The server that letters go through", show)
        .answer::<MailJson>(200);
    for method in [Method::PUT, Method::PATCH] {
        routes = routes
            .on(method, SETTINGS, manage, TAG, "Sets the server that letters go through", update)
            .body::<MailFields>()
            .answer::<MailJson>(200);
    }
    routes
        .on(Method::DELETE, SETTINGS, manage, TAG, "Forgets the server", remove)
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/mail_settings/test",
            manage,
            TAG,
            "Sends a letter to oneself, with what is given or with what is set; tells the server's own words",
            test,
        )
        .body::<TestForm>()
        .answer::<Tested>(200)
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/mail_settings/failed",
            manage,
            TAG,
            "Letters that could not be sent, the newest first",
            failed,
        )
        .answer::<FailedList>(200)
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/mail_settings/failed/{id}/retry",
            manage,
            TAG,
            "Tries a letter again",
            retry,
        )
}

/// The server that letters go through.
#[derive(Serialize, ToSchema)]
struct MailJson {
    /// Whether the operator set it up for the whole installation; then nothing can be changed here.
    fixed: bool,
    /// Whether there is one.
    configured: bool,
    /// Name or address; of the operator's nothing is told.
    host: String,
    /// Port.
    port: u16,
    /// `none`, `starttls` or `tls`.
    security: &'static str,
    /// User, empty without one.
    username: String,
    /// Whether a password is stored. It is never shown.
    password_set: bool,
    /// The address letters come from.
    from_address: String,
    /// The name letters come from; empty for the account's.
    from_name: String,
    /// When a test letter was last taken, ISO 8601.
    tested_at: Option<String>,
}

#[derive(Default, Deserialize, ToSchema)]
struct MailFields {
    /// Name or address of the server.
    #[serde(default)]
    host: String,
    /// Port.
    #[serde(default)]
    port: i64,
    /// `none`, `starttls` or `tls`.
    #[serde(default)]
    security: String,
    /// User; empty without one.
    #[serde(default)]
    username: String,
    /// Password; without it the stored one stays, as long as the server does.
    password: Option<String>,
    /// The address letters come from.
    #[serde(default)]
    from_address: String,
    /// The name letters come from; empty for the account's.
    #[serde(default)]
    from_name: String,
}

#[derive(Default, Deserialize, ToSchema)]
struct TestForm {
    /// Settings to try; without them those that are set.
    settings: Option<MailFields>,
}

#[derive(Serialize, ToSchema)]
struct Tested {
    /// To whom it went.
    to: String,
    /// What the server said when it took the letter.
    answer: String,
}

#[derive(Serialize, ToSchema)]
struct FailedList {
    /// The letters.
    payload: Vec<FailedJson>,
}

#[derive(Serialize, ToSchema)]
struct FailedJson {
    /// Id, for trying again.
    id: i64,
    /// To whom; empty when it can't be read any more.
    to: String,
    /// Its subject.
    subject: String,
    /// Why, in the server's words.
    reason: String,
    /// When it was asked for, ISO 8601.
    created_at: Option<String>,
}

impl From<MailFields> for MailForm {
    fn from(f: MailFields) -> Self {
        Self {
            host: f.host,
            port: f.port,
            security: f.security,
            username: f.username,
            password: f.password,
            from_address: f.from_address,
            from_name: f.from_name,
        }
    }
}

fn json(settings: MailSettings) -> MailJson {
    let shown = settings.server.as_ref().filter(|_| !settings.fixed);
    MailJson {
        fixed: settings.fixed,
        configured: settings.server.is_some(),
        host: shown.map(|s| s.host.clone()).unwrap_or_default(),
        port: shown.map_or(587, |s| s.port),
        security: shown.map_or("starttls", |s| s.security.name()),
        username: shown.and_then(|s| s.login.as_ref()).map(|l| l.0.clone()).unwrap_or_default(),
        password_set: settings.has_password,
        from_address: settings.server.as_ref().map(|s| s.from.clone()).unwrap_or_default(),
        from_name: settings.server.and_then(|s| s.from_name).unwrap_or_default(),
        tested_at: settings.tested_at.and_then(Micros::iso),
    }
}

async fn show(State(app): State<App>, me: Member) -> Result<Json<MailJson>, Refusal> {
    let (core, scope) = (Arc::clone(&app.core), me.scope());
    Ok(Json(json(app.core.store.read(move |tx| mail::read(tx, &core, &scope)).await?)))
}

async fn update(
    State(app): State<App>,
    me: Member,
    Json(form): Json<MailFields>,
) -> Result<Json<MailJson>, Refusal> {
    let (core, form) = (Arc::clone(&app.core), MailForm::from(form));
    Ok(Json(json(app.core.store.write(move |tx| mail::save(tx, &core, &me.viewer, &form)).await?)))
}

async fn remove(State(app): State<App>, me: Member) -> Result<StatusCode, Refusal> {
    let core = Arc::clone(&app.core);
    app.core.store.write(move |tx| mail::clear(tx, &core, &me.viewer)).await?;
    Ok(StatusCode::OK)
}

async fn test(
    State(app): State<App>,
    me: Member,
    Json(form): Json<TestForm>,
) -> Result<Json<Tested>, Refusal> {
    let (core, by) = (Arc::clone(&app.core), me.viewer.clone());
    let post = app
        .core
        .store
        .read(move |tx| {
            let person = person(tx, by.user)?;
            mail::test_letter(tx, &core, &person, by.account)
        })
        .await?;
    let to = post.letter.to.clone();
    let stored = form.settings.is_none();
    let form = form.settings.map(MailForm::from);
    let answer = mail::try_settings(&app.core, me.viewer.account, form, post).await?;
    if stored {
        let scope = me.scope();
        app.core.store.write(move |tx| mail::tested(tx, &scope)).await?;
    }
    Ok(Json(Tested { to, answer }))
}

async fn failed(State(app): State<App>, me: Member) -> Result<Json<FailedList>, Refusal> {
    let (core, scope) = (Arc::clone(&app.core), me.scope());
    let found = app.core.store.read(move |tx| mail::failed(tx, &core, &scope)).await?;
    let payload = found.into_iter().map(|(dead, post)| {
        let (to, subject) = post.map(|p| (p.letter.to, p.letter.subject)).unwrap_or_default();
        FailedJson { id: dead.job.id, to, subject, reason: dead.error, created_at: dead.created_at.iso() }
    });
    Ok(Json(FailedList { payload: payload.collect() }))
}

async fn retry(
    State(app): State<App>,
    me: Member,
    Path((_, id)): Path<(i64, i64)>,
) -> Result<StatusCode, Refusal> {
    let (core, scope) = (Arc::clone(&app.core), me.scope());
    app.core
        .store
        .write(move |tx| {
            // Only a letter of this account: other jobs are nobody's to begin again from here.
            if !mail::failed(tx, &core, &scope)?.iter().any(|(dead, _)| dead.job.id == id) {
                return Err(Problem::not_found());
            }
            tx.replay_job(Some(scope.account()), id)?;
            Ok(())
        })
        .await?;
    Ok(StatusCode::OK)
}
