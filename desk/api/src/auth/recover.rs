//! A new password, a confirmed address and an invitation sent again, by e-mail. Every answer is the same whether an
//! address is known or not, and comes as fast: what there is to do is done after it.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use desk_core::Core;
use desk_core::auth::{
    Link, ask_password, check_password, choose_password, confirm_email, open_link, resend,
};
use desk_core::mail::Asked;
use desk_core::people::person;
use kernel_base::{Kind, Locale, Problem, fold};
use kernel_db::Tx;
use kernel_http::{Access, ClientIp, Json, Path, Query, Refusal, Routes};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Client, Done, TAG, come_in, second_step};
use crate::App;

pub(super) fn routes() -> Routes<App> {
    let open = Access::Public;
    let mut routes = Routes::new()
        .on(Method::POST, "/auth/password", open, TAG, "Asks for a new password by e-mail", ask)
        .body::<AskForm>()
        .answer::<Said>(200);
    for method in [Method::PUT, Method::PATCH] {
        let says =
            "Sets the password by the link's token and signs in (206: the second factor is asked for next)";
        routes = routes
            .on(method, "/auth/password", open, TAG, says, choose)
            .body::<ChooseForm>()
            .answer::<super::SignedInJson>(200);
    }
    routes
        .on(Method::GET, "/auth/password/edit", open, TAG, "Leads to the page of a new password", edit)
        .query("reset_password_token", "The link's token")
        .on(
            Method::GET,
            "/api/v1/password_links/{token}",
            open,
            TAG,
            "Whose password a link would set, without using it up",
            look,
        )
        .answer::<LookedAt>(200)
        .on(Method::GET, "/auth/confirmation", open, TAG, "Leads to the page that confirms", confirmation)
        .query("confirmation_token", "The link's token")
        .on(Method::POST, "/auth/confirmation", open, TAG, "Confirms a new e-mail, once", confirm)
        .body::<ConfirmForm>()
        .answer::<Confirmed>(200)
        .on(
            Method::POST,
            "/resend_confirmation",
            open,
            TAG,
            "Sends a confirmation or an invitation again",
            send_again,
        )
        .body::<AskForm>()
        .answer::<Done>(200)
}

#[derive(Default, Deserialize, ToSchema)]
struct AskForm {
    /// E-mail.
    #[serde(default)]
    email: String,
}

#[derive(Serialize, ToSchema)]
struct Said {
    /// Always true.
    success: bool,
    /// The same for every address.
    message: String,
}

#[derive(Default, Deserialize, ToSchema)]
struct ChooseForm {
    /// The link's token.
    #[serde(default)]
    reset_password_token: String,
    /// The new password.
    #[serde(default)]
    password: String,
    /// The new password again; checked where it is sent.
    password_confirmation: Option<String>,
}

#[derive(Default, Deserialize, ToSchema)]
struct ConfirmForm {
    /// The link's token.
    #[serde(default)]
    confirmation_token: String,
}

#[derive(Serialize, ToSchema)]
struct Confirmed {
    /// Always `Success`.
    message: &'static str,
    /// The e-mail that holds from now on.
    email: String,
}

#[derive(Serialize, ToSchema)]
struct LookedAt {
    /// The person's e-mail.
    email: String,
}

#[derive(Default, Deserialize)]
struct Tokens {
    #[serde(default)]
    reset_password_token: String,
    #[serde(default)]
    confirmation_token: String,
}

fn asked(ip: ClientIp, client: Client) -> Asked {
    Asked { ip: ip.0.to_string(), user_agent: client.user_agent }
}

/// A use case that sends a letter to an address, if it is known.
type ByLetter = fn(&mut Tx<'_>, &Core, &str, &Asked) -> Result<(), Problem>;

/// Has `work` done behind the answer, so that its time tells nothing.
fn behind(app: &App, email: String, asked: Asked, ip: ClientIp, work: ByLetter) -> Result<(), Problem> {
    let mail = fold(email.trim());
    if mail.is_empty() {
        return Err(Problem::field("email", "error.required"));
    }
    if mail.len() > 320 || !app.core.mail.may_ask(ip.key(), &mail, app.core.clock.now())? {
        return Ok(());
    }
    let core = Arc::clone(&app.core);
    tokio::spawn(async move {
        let inside = Arc::clone(&core);
        if let Err(problem) = core.store.write(move |tx| work(tx, &inside, &email, &asked)).await {
            tracing::error!(%problem, "a letter that was asked for could not be queued");
        }
    });
    Ok(())
}

async fn ask(
    State(app): State<App>,
    axum::Extension(ip): axum::Extension<ClientIp>,
    axum::Extension(locale): axum::Extension<Locale>,
    client: Client,
    Json(form): Json<AskForm>,
) -> Result<Json<Said>, Refusal> {
    behind(&app, form.email, asked(ip, client), ip, ask_password)?;
    Ok(Json(Said { success: true, message: app.core.texts.text(locale, "mail.asked", &[]) }))
}

async fn send_again(
    State(app): State<App>,
    axum::Extension(ip): axum::Extension<ClientIp>,
    client: Client,
    Json(form): Json<AskForm>,
) -> Result<Json<Done>, Refusal> {
    behind(&app, form.email, asked(ip, client), ip, resend)?;
    Ok(Json(Done { success: true }))
}

fn gone(problem: Problem) -> Problem {
    match problem.kind {
        Kind::NotFound => Problem::field("reset_password_token", "error.link_gone"),
        _ => problem,
    }
}

async fn look(State(app): State<App>, Path(token): Path<String>) -> Result<Json<LookedAt>, Refusal> {
    let email = app.core.store.read(move |tx| {
        let (user, _) = open_link(tx, Link::Password, &token)?;
        Ok::<_, Problem>(person(tx, user)?.email)
    });
    Ok(Json(LookedAt { email: email.await? }))
}

async fn choose(
    State(app): State<App>,
    axum::Extension(ip): axum::Extension<ClientIp>,
    client: Client,
    Json(form): Json<ChooseForm>,
) -> Result<Response, Refusal> {
    let token = form.reset_password_token.clone();
    let found = app.core.store.read(move |tx| {
        let (user, _) = open_link(tx, Link::Password, &token)?;
        person(tx, user)
    });
    let whose = found.await.map_err(gone)?;
    if form.password_confirmation.as_deref().is_some_and(|again| again != form.password) {
        return Err(Problem::field("password_confirmation", "error.password_differs").into());
    }
    check_password("password", &form.password, &whose.email, &whose.name)?;
    let hash = app.core.passwords.hash(&form.password).await?;
    let (core, token) = (Arc::clone(&app.core), form.reset_password_token);
    let from = Asked { ip: ip.0.to_string(), user_agent: client.user_agent.clone() };
    let changed = app.core.store.write(move |tx| choose_password(tx, &core, &token, &hash, &from));
    let person = changed.await.map_err(gone)?;
    app.callers.forget(person.id);
    if let Some(step) = second_step(&app, person.id).await? {
        return Ok(step);
    }
    Ok(come_in(&app, person.id, ip, client).await?)
}

async fn confirm(State(app): State<App>, Json(form): Json<ConfirmForm>) -> Result<Json<Confirmed>, Refusal> {
    let token = form.confirmation_token;
    let person =
        app.core.store.write(move |tx| confirm_email(tx, &token)).await.map_err(|p| match p.kind {
            Kind::NotFound => Problem::field("confirmation_token", "error.link_gone"),
            _ => p,
        })?;
    app.callers.forget(person.id);
    Ok(Json(Confirmed { message: "Success", email: person.email }))
}

async fn edit(Query(asked): Query<Tokens>) -> Response {
    lead("password", &asked.reset_password_token)
}

/// Looking at a link changes nothing: programs that read mail before people do open them too.
async fn confirmation(Query(asked): Query<Tokens>) -> Response {
    lead("confirmation", &asked.confirmation_token)
}

/// To the page of our own that asks before it acts.
fn lead(page: &str, token: &str) -> Response {
    let token: String =
        token.chars().filter(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).take(128).collect();
    let to = if token.is_empty() { "/app/sign-in".to_owned() } else { format!("/app/{page}/{token}") };
    (StatusCode::FOUND, [(header::LOCATION, to)]).into_response()
}
