//! Accounts of the platform, and who belongs to them.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use desk_core::platform::{
    self, PlatformAccount, account_users, add_user, change_account, close_account, create_account,
    remove_user,
};
use desk_model::Role;
use kernel_base::{AccountId, Locale, Problem, UserId};
use kernel_http::{Access, Json, Path, Refusal, Routes};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::{Caller, TAG};
use crate::App;

pub(super) fn routes() -> Routes<App> {
    const ACCOUNTS: &str = "/platform/api/v1/accounts";
    const ACCOUNT: &str = "/platform/api/v1/accounts/{id}";
    const USERS: &str = "/platform/api/v1/accounts/{id}/account_users";
    let open = Access::Public;
    let mut routes = Routes::new()
        .on(Method::GET, ACCOUNTS, open, TAG, "The accounts that the application made", index)
        .answer::<Vec<PlatformAccountJson>>(200)
        .on(Method::POST, ACCOUNTS, open, TAG, "Makes an account", create)
        .body::<PlatformAccountForm>()
        .answer::<PlatformAccountJson>(200)
        .on(Method::GET, ACCOUNT, open, TAG, "An account that the application made", show)
        .answer::<PlatformAccountJson>(200);
    for method in [Method::PUT, Method::PATCH] {
        routes = routes
            .on(method, ACCOUNT, open, TAG, "Changes an account that the application made", update)
            .body::<PlatformAccountForm>()
            .answer::<PlatformAccountJson>(200);
    }
    routes
        .on(Method::DELETE, ACCOUNT, open, TAG, "Closes an account at once and has it erased", remove)
        .on(Method::GET, USERS, open, TAG, "Who belongs to an account", users)
        .answer::<Vec<AccountUserJson>>(200)
        .on(Method::POST, USERS, open, TAG, "Puts a person into an account, or gives another role", add)
        .body::<AccountUserForm>()
        .answer::<AccountUserJson>(200)
        .on(Method::DELETE, USERS, open, TAG, "Takes a person out of an account", take_out)
        .body::<AccountUserForm>()
}

#[derive(Default, Deserialize, ToSchema)]
struct PlatformAccountForm {
    /// Name.
    name: Option<String>,
    /// Language: `pt-BR`, `en`, `es`.
    locale: Option<String>,
    /// Own domain; empty clears.
    domain: Option<String>,
    /// Where customers may write to; empty clears.
    support_email: Option<String>,
    /// `active` or `suspended`.
    status: Option<String>,
    /// Facts of the application's own.
    custom_attributes: Option<Map<String, Value>>,
}

#[derive(Serialize, ToSchema)]
struct PlatformAccountJson {
    /// Row id.
    id: i64,
    /// Name.
    name: String,
    /// Language.
    locale: &'static str,
    /// Own domain.
    domain: Option<String>,
    /// Where customers may write to.
    support_email: Option<String>,
    /// `active` or `suspended`.
    status: &'static str,
    /// Facts of the application's own.
    custom_attributes: Value,
}

#[derive(Default, Deserialize, ToSchema)]
struct AccountUserForm {
    /// The person.
    user_id: i64,
    /// `agent` or `administrator`.
    role: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct AccountUserJson {
    /// The account.
    account_id: i64,
    /// The person.
    user_id: i64,
    /// `agent` or `administrator`.
    role: &'static str,
}

fn json(a: PlatformAccount) -> PlatformAccountJson {
    let text = |key: &str| a.settings.get(key).and_then(Value::as_str).map(str::to_owned);
    PlatformAccountJson {
        id: a.id.0,
        domain: text("domain"),
        support_email: text("support_email"),
        name: a.name,
        locale: a.locale.tag(),
        status: if a.suspended { "suspended" } else { "active" },
        custom_attributes: a.custom_attributes,
    }
}

fn read(form: PlatformAccountForm) -> Result<platform::AccountForm, Problem> {
    let wrong = |field: &'static str| Problem::field(field, "error.wrong_value");
    let locale = form.locale.map(|l| Locale::parse(&l).ok_or_else(|| wrong("locale"))).transpose()?;
    let suspended = match form.status.as_deref() {
        None => None,
        Some("active") => Some(false),
        Some("suspended") => Some(true),
        Some(_) => return Err(wrong("status")),
    };
    Ok(platform::AccountForm {
        name: form.name,
        locale,
        domain: form.domain,
        support_email: form.support_email,
        suspended,
        custom_attributes: form.custom_attributes,
    })
}

async fn index(
    State(app): State<App>,
    Caller(by): Caller,
) -> Result<Json<Vec<PlatformAccountJson>>, Refusal> {
    let all = app.core.store.read(move |tx| platform::accounts(tx, by)).await?;
    Ok(Json(all.into_iter().map(json).collect()))
}

async fn create(
    State(app): State<App>,
    Caller(by): Caller,
    Json(form): Json<PlatformAccountForm>,
) -> Result<Json<PlatformAccountJson>, Refusal> {
    let (core, form) = (Arc::clone(&app.core), read(form)?);
    let made = app.core.store.write(move |tx| create_account(tx, &core.registry, by, &form));
    Ok(Json(json(made.await?)))
}

async fn show(
    State(app): State<App>,
    Caller(by): Caller,
    Path(id): Path<i64>,
) -> Result<Json<PlatformAccountJson>, Refusal> {
    let found = app.core.store.read(move |tx| platform::account(tx, by, AccountId(id))).await?;
    Ok(Json(json(found)))
}

async fn update(
    State(app): State<App>,
    Caller(by): Caller,
    Path(id): Path<i64>,
    Json(form): Json<PlatformAccountForm>,
) -> Result<Json<PlatformAccountJson>, Refusal> {
    let form = read(form)?;
    let changed = app.core.store.write(move |tx| change_account(tx, by, AccountId(id), &form)).await?;
    Ok(Json(json(changed)))
}

async fn remove(
    State(app): State<App>,
    Caller(by): Caller,
    Path(id): Path<i64>,
) -> Result<StatusCode, Refusal> {
    app.core.store.write(move |tx| close_account(tx, by, AccountId(id))).await?;
    Ok(StatusCode::OK)
}

async fn users(
    State(app): State<App>,
    Caller(by): Caller,
    Path(id): Path<i64>,
) -> Result<Json<Vec<AccountUserJson>>, Refusal> {
    let all = app.core.store.read(move |tx| account_users(tx, by, AccountId(id))).await?;
    let one =
        |(user, role): (UserId, Role)| AccountUserJson { account_id: id, user_id: user.0, role: role.wire() };
    Ok(Json(all.into_iter().map(one).collect()))
}

async fn add(
    State(app): State<App>,
    Caller(by): Caller,
    Path(id): Path<i64>,
    Json(form): Json<AccountUserForm>,
) -> Result<Json<AccountUserJson>, Refusal> {
    let role = match form.role.as_deref() {
        None => Role::Agent,
        Some(text) => Role::from_wire(text).ok_or_else(|| Problem::field("role", "error.wrong_value"))?,
    };
    let user = UserId(form.user_id);
    app.core.store.write(move |tx| add_user(tx, by, AccountId(id), user, role)).await?;
    app.callers.forget(user);
    Ok(Json(AccountUserJson { account_id: id, user_id: user.0, role: role.wire() }))
}

async fn take_out(
    State(app): State<App>,
    Caller(by): Caller,
    Path(id): Path<i64>,
    Json(form): Json<AccountUserForm>,
) -> Result<StatusCode, Refusal> {
    let (core, user) = (Arc::clone(&app.core), UserId(form.user_id));
    app.core.store.write(move |tx| remove_user(tx, &core, by, AccountId(id), user)).await?;
    app.callers.forget(user);
    Ok(StatusCode::OK)
}
