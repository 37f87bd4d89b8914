//! People of the platform.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use desk_core::platform::{
    NewPerson, Object, change_user, create_user, delete_user, may, sign_in_link, token,
};
use kernel_base::{Problem, UserId};
use kernel_http::{Access, Json, Path, Refusal, Routes};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::{Caller, TAG};
use crate::App;
use crate::shape::{self, UserJson};

pub(super) fn routes() -> Routes<App> {
    const USERS: &str = "/platform/api/v1/users";
    const USER: &str = "/platform/api/v1/users/{id}";
    let open = Access::Public;
    let mut routes = Routes::new()
        .on(Method::POST, USERS, open, TAG, "Makes a person", create)
        .body::<PersonForm>()
        .answer::<UserJson>(200)
        .on(Method::GET, USER, open, TAG, "A person that the application made", show)
        .answer::<UserJson>(200);
    for method in [Method::PUT, Method::PATCH] {
        routes = routes
            .on(method, USER, open, TAG, "Changes a person that the application made", update)
            .body::<PersonForm>()
            .answer::<UserJson>(200);
    }
    routes
        .on(Method::DELETE, USER, open, TAG, "Takes a person away", remove)
        .on(
            Method::GET,
            "/platform/api/v1/users/{id}/login",
            open,
            TAG,
            "A link by which the person comes in, once, within five minutes",
            login,
        )
        .answer::<LoginJson>(200)
        .on(
            Method::POST,
            "/platform/api/v1/users/{id}/token",
            open,
            TAG,
            "The person's access token",
            access_token,
        )
        .answer::<TokenJson>(200)
}

#[derive(Default, Deserialize, ToSchema)]
struct PersonForm {
    /// E-mail.
    email: Option<String>,
    /// Name.
    name: Option<String>,
    /// What customers see instead of the name.
    display_name: Option<String>,
    /// Password, at least 8 characters; without one they come in by link only.
    password: Option<String>,
    /// Facts of the application's own.
    custom_attributes: Option<Map<String, Value>>,
}

#[derive(Serialize, ToSchema)]
struct LoginJson {
    /// The link.
    url: String,
}

#[derive(Serialize, ToSchema)]
struct TokenJson {
    /// The access token.
    access_token: String,
    /// Always null: it does not end by itself.
    expiry: Option<String>,
    /// The person.
    user: UserJson,
}

async fn person_of(app: &App, form: PersonForm) -> Result<NewPerson, Problem> {
    let password_hash = match form.password.as_deref().filter(|p| !p.is_empty()) {
        Some(password) if password.chars().count() < 8 => {
            return Err(Problem::field("password", "error.password_short").with("min", "8"));
        }
        Some(password) if password.len() > 256 => {
            return Err(Problem::field("password", "error.too_long").with("max", "256"));
        }
        Some(password) => Some(app.core.passwords.hash(password).await?),
        None => None,
    };
    Ok(NewPerson {
        email: form.email,
        name: form.name,
        display_name: form.display_name,
        password_hash,
        custom_attributes: form.custom_attributes,
    })
}

async fn create(
    State(app): State<App>,
    Caller(by): Caller,
    Json(form): Json<PersonForm>,
) -> Result<Json<UserJson>, Refusal> {
    let (core, form) = (Arc::clone(&app.core), person_of(&app, form).await?);
    let made = app.core.store.write(move |tx| {
        let user = create_user(tx, by, &form)?;
        shape::user(tx, &core, user)
    });
    Ok(Json(made.await?))
}

async fn show(
    State(app): State<App>,
    Caller(by): Caller,
    Path(id): Path<i64>,
) -> Result<Json<UserJson>, Refusal> {
    let core = Arc::clone(&app.core);
    let found = app.core.store.write(move |tx| {
        may(tx, by, Object::User(id))?;
        shape::user(tx, &core, UserId(id))
    });
    Ok(Json(found.await?))
}

async fn update(
    State(app): State<App>,
    Caller(by): Caller,
    Path(id): Path<i64>,
    Json(form): Json<PersonForm>,
) -> Result<Json<UserJson>, Refusal> {
    app.core.store.read(move |tx| may(tx, by, Object::User(id))).await?;
    let (core, form) = (Arc::clone(&app.core), person_of(&app, form).await?);
    let changed = app.core.store.write(move |tx| {
        change_user(tx, by, UserId(id), &form)?;
        shape::user(tx, &core, UserId(id))
    });
    let json = changed.await?;
    app.callers.forget(UserId(id));
    Ok(Json(json))
}

async fn remove(
    State(app): State<App>,
    Caller(by): Caller,
    Path(id): Path<i64>,
) -> Result<StatusCode, Refusal> {
    let core = Arc::clone(&app.core);
    app.core.store.write(move |tx| delete_user(tx, &core, by, UserId(id))).await?;
    app.callers.forget(UserId(id));
    Ok(StatusCode::OK)
}

async fn login(
    State(app): State<App>,
    Caller(by): Caller,
    Path(id): Path<i64>,
) -> Result<Json<LoginJson>, Refusal> {
    let core = Arc::clone(&app.core);
    let url = app.core.store.write(move |tx| sign_in_link(tx, &core, by, UserId(id))).await?;
    Ok(Json(LoginJson { url }))
}

async fn access_token(
    State(app): State<App>,
    Caller(by): Caller,
    Path(id): Path<i64>,
) -> Result<Json<TokenJson>, Refusal> {
    let core = Arc::clone(&app.core);
    let found = app.core.store.write(move |tx| {
        let access_token = token(tx, &core, by, UserId(id))?;
        Ok::<_, Problem>((access_token, shape::user(tx, &core, UserId(id))?))
    });
    let (access_token, user) = found.await?;
    Ok(Json(TokenJson { access_token, expiry: None, user }))
}
