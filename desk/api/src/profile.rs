//! The signed-in person: their data, password, availability, token and sessions.

mod access;
mod mfa;

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use desk_core::auth::{check_password, end_session, list, move_address, reset_access_token};
use desk_core::mail::{Asked, password_changed};
use desk_core::people::{
    Availability, Choice, ProfileChanges, change_password, change_profile, choose, confirm_password, person,
    set_active, set_auto_offline,
};
use kernel_base::{AccountId, AccountScope, Locale, Micros, Problem, UserId};
use kernel_http::{Access, ClientIp, Form, Json, Path, Refusal, Routes};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::auth::Client;
use crate::shape::{self, UserJson};
use crate::{App, SignedIn};

const TAG: &str = "Profile";
/// Bytes of a picture at most.
const AVATAR_MAX: u64 = 5 << 20;

pub(crate) fn routes() -> Routes<App> {
    const PROFILE: &str = "/api/v1/profile";
    let user = Access::User;
    let mut routes = Routes::new()
        .on(Method::GET, PROFILE, user, TAG, "The signed-in person", show)
        .answer::<UserJson>(200);
    for method in [Method::PUT, Method::PATCH] {
        routes = routes
            .on(method, PROFILE, user, TAG, "Changes the signed-in person", update)
            .body::<ProfileForm>()
            .answer::<UserJson>(200)
            .body_max(6 << 20);
    }
    routes
        .on(Method::DELETE, "/api/v1/profile/avatar", user, TAG, "Removes the picture", remove_avatar)
        .answer::<UserJson>(200)
        .on(Method::POST, "/api/v1/profile/availability", user, TAG, "Sets availability", availability)
        .body::<AvailabilityForm>()
        .answer::<UserJson>(200)
        .on(
            Method::POST,
            "/api/v1/profile/auto_offline",
            user,
            TAG,
            "Sets whether one counts as offline while no window is open",
            auto_offline,
        )
        .body::<AutoOfflineForm>()
        .answer::<UserJson>(200)
        .on(
            Method::PUT,
            "/api/v1/profile/set_active_account",
            user,
            TAG,
            "Notes the account one works in",
            active_account,
        )
        .body::<ActiveForm>()
        .on(
            Method::POST,
            "/api/v1/profile/reset_access_token",
            user,
            TAG,
            "A new access token; the old one stops working",
            reset_token,
        )
        .answer::<UserJson>(200)
        .on(Method::GET, "/api/v1/profile/sessions", user, TAG, "Where one is signed in", sessions)
        .answer::<Vec<SessionJson>>(200)
        .on(Method::DELETE, "/api/v1/profile/sessions/{id}", user, TAG, "Signs out elsewhere", end)
        .merge(access::routes())
        .merge(mfa::routes())
}

#[derive(Default, Deserialize, ToSchema)]
struct ProfileForm {
    /// What changes.
    #[serde(default)]
    profile: ProfileFields,
}

#[derive(Default, Deserialize, ToSchema)]
struct ProfileFields {
    /// Name.
    name: Option<String>,
    /// E-mail; needs the present password.
    email: Option<String>,
    /// What customers see instead of the name; null or empty clears.
    #[serde(default, deserialize_with = "kernel_http::some")]
    display_name: Option<Option<String>>,
    /// What is put below messages; null or empty clears.
    #[serde(default, deserialize_with = "kernel_http::some")]
    message_signature: Option<Option<String>>,
    /// Language; null clears.
    #[serde(default, deserialize_with = "kernel_http::some")]
    locale: Option<Option<String>>,
    /// Keys to set in what the interface keeps; null removes one.
    ui_settings: Option<Map<String, Value>>,
    /// The present password.
    current_password: Option<String>,
    /// A new password.
    password: Option<String>,
    /// The new password again; checked where it is sent.
    password_confirmation: Option<String>,
}

#[derive(Deserialize, ToSchema)]
struct AvailabilityForm {
    /// Which account, and what.
    profile: AvailabilityFields,
}

#[derive(Deserialize, ToSchema)]
struct AvailabilityFields {
    /// The account.
    account_id: i64,
    /// `online`, `busy` or `offline`.
    availability: String,
    /// Why one is on a break (`busy`).
    #[serde(default)]
    reason: Option<String>,
    /// How many minutes the break is meant to be.
    #[serde(default)]
    minutes: Option<i64>,
}

#[derive(Deserialize, ToSchema)]
struct AutoOfflineForm {
    /// Which account, and what.
    profile: AutoOfflineFields,
}

#[derive(Deserialize, ToSchema)]
struct AutoOfflineFields {
    /// The account.
    account_id: i64,
    /// Whether.
    auto_offline: bool,
}

#[derive(Deserialize, ToSchema)]
struct ActiveForm {
    /// Which account.
    profile: ActiveFields,
}

#[derive(Deserialize, ToSchema)]
struct ActiveFields {
    /// The account.
    account_id: i64,
}

/// A session of the signed-in person.
#[derive(Serialize, ToSchema)]
struct SessionJson {
    /// Row id.
    id: i64,
    /// Whether it is the one this request came with.
    current: bool,
    /// Address it began from.
    ip_address: String,
    /// Program, as it says itself.
    user_agent: String,
    /// When it began, ISO 8601.
    created_at: Option<String>,
    /// When it was last used, to the hour, ISO 8601.
    last_activity_at: Option<String>,
    /// When it ends at the latest, ISO 8601.
    expires_at: Option<String>,
}

async fn show(State(app): State<App>, me: SignedIn) -> Result<Json<UserJson>, Refusal> {
    answer(&app, &me).await
}

async fn answer(app: &App, me: &SignedIn) -> Result<Json<UserJson>, Refusal> {
    let (core, user) = (Arc::clone(&app.core), me.user());
    let json = app.core.store.write(move |tx| shape::user(tx, &core, user)).await?;
    Ok(Json(json.for_page(me.who.page)))
}

async fn update(
    State(app): State<App>,
    me: SignedIn,
    axum::Extension(ip): axum::Extension<ClientIp>,
    client: Client,
    form: Form<ProfileForm>,
) -> Result<Json<UserJson>, Refusal> {
    let user = me.user();
    let fields = form.value.profile;
    let new_password = prove(&app, user, &fields).await?;
    let locale = match fields.locale {
        None => None,
        Some(None) => Some(None),
        Some(Some(tag)) if tag.is_empty() => Some(None),
        Some(Some(tag)) => {
            let known = Locale::parse(&tag).ok_or_else(|| Problem::field("locale", "error.wrong_value"))?;
            Some(Some(known))
        }
    };
    let avatar_key = match form.files.into_iter().find(|f| f.field.contains("avatar")) {
        Some(file) => Some(Some(crate::pages::keep_picture(&app, "avatar", file, AVATAR_MAX).await?)),
        None => None,
    };
    let changes = ProfileChanges {
        name: fields.name,
        email: None,
        display_name: fields.display_name,
        message_signature: fields.message_signature,
        locale,
        ui_settings: fields.ui_settings,
        avatar_key,
    };
    let (core, keep, email) = (Arc::clone(&app.core), me.who.session, fields.email);
    let asked = Asked { ip: ip.0.to_string(), user_agent: client.user_agent };
    let json = app
        .core
        .store
        .write(move |tx| {
            let person = change_profile(tx, user, &changes)?;
            if let Some(hash) = &new_password {
                change_password(tx, user, hash, keep)?;
                password_changed(tx, &core, &person, &asked)?;
            }
            if let Some(email) = &email {
                move_address(tx, &core, user, email, &asked)?;
            }
            shape::user(tx, &core, user)
        })
        .await?;
    app.callers.forget(user);
    Ok(Json(json.for_page(me.who.page)))
}

/// Changing e-mail or password needs the present password. Answers the hash of a new one.
async fn prove(app: &App, user: UserId, fields: &ProfileFields) -> Result<Option<String>, Problem> {
    let password = fields.password.as_deref().filter(|p| !p.is_empty());
    let (now, stored) = app
        .core
        .store
        .read(move |tx| Ok::<_, Problem>((person(tx, user)?, confirm_password(tx, user)?)))
        .await?;
    let other_mail = fields.email.as_deref().is_some_and(|m| m.trim() != now.email);
    if password.is_none() && !other_mail {
        return Ok(None);
    }
    let given = fields.current_password.as_deref().unwrap_or_default();
    if given.is_empty() {
        return Err(Problem::field("current_password", "error.required"));
    }
    proved(app, user, "current_password", given, stored.as_deref()).await?;
    let Some(password) = password else { return Ok(None) };
    if fields.password_confirmation.as_deref().is_some_and(|again| again != password) {
        return Err(Problem::field("password_confirmation", "error.password_differs"));
    }
    check_password("password", password, &now.email, &now.name)?;
    app.core.passwords.hash(password).await.map(Some)
}

/// Checks the password of someone who has signed in: a few tries, wherever they come from.
async fn proved(
    app: &App,
    user: UserId,
    field: &'static str,
    given: &str,
    stored: Option<&str>,
) -> Result<(), Problem> {
    let ip = kernel_http::IpKey::of(std::net::Ipv4Addr::UNSPECIFIED.into());
    let whose = format!("profile {user}");
    app.core.sign_ins.take(ip, &whose, false, app.core.clock.now())?;
    if !app.core.passwords.verify(given, stored).await? {
        return Err(Problem::field(field, "error.wrong_password"));
    }
    app.core.sign_ins.give_back(ip, &whose, false);
    Ok(())
}

/// Checks the password of someone who has signed in.
///
/// # Errors
/// 422 on `field` when it is missing or wrong; 429 after too many tries.
pub(crate) async fn prove_password(
    app: &App,
    user: UserId,
    field: &'static str,
    given: &str,
) -> Result<(), Problem> {
    if given.is_empty() {
        return Err(Problem::field(field, "error.required"));
    }
    let stored = app.core.store.read(move |tx| confirm_password(tx, user)).await?;
    proved(app, user, field, given, stored.as_deref()).await
}

async fn remove_avatar(State(app): State<App>, me: SignedIn) -> Result<Json<UserJson>, Refusal> {
    let (core, user) = (Arc::clone(&app.core), me.user());
    let changes = ProfileChanges { avatar_key: Some(None), ..ProfileChanges::default() };
    let json = app
        .core
        .store
        .write(move |tx| {
            change_profile(tx, user, &changes)?;
            shape::user(tx, &core, user)
        })
        .await?;
    Ok(Json(json.for_page(me.who.page)))
}

async fn availability(
    State(app): State<App>,
    me: SignedIn,
    Json(form): Json<AvailabilityForm>,
) -> Result<Json<UserJson>, Refusal> {
    let wanted = Availability::from_wire(&form.profile.availability)
        .ok_or_else(|| Problem::field("profile.availability", "error.wrong_value"))?;
    let (user, scope) = (me.user(), AccountScope::new(AccountId(form.profile.account_id)));
    let choice = Choice { availability: wanted, reason: form.profile.reason, minutes: form.profile.minutes };
    app.core.store.write(move |tx| choose(tx, &scope, user, &choice)).await?;
    answer(&app, &me).await
}

async fn auto_offline(
    State(app): State<App>,
    me: SignedIn,
    Json(form): Json<AutoOfflineForm>,
) -> Result<Json<UserJson>, Refusal> {
    let (user, account, on) = (me.user(), AccountId(form.profile.account_id), form.profile.auto_offline);
    app.core.store.write(move |tx| set_auto_offline(tx, user, account, on)).await?;
    answer(&app, &me).await
}

async fn active_account(
    State(app): State<App>,
    me: SignedIn,
    Json(form): Json<ActiveForm>,
) -> Result<StatusCode, Refusal> {
    let (user, account) = (me.user(), AccountId(form.profile.account_id));
    app.core.store.write(move |tx| set_active(tx, user, account)).await?;
    Ok(StatusCode::OK)
}

async fn reset_token(State(app): State<App>, me: SignedIn) -> Result<Json<UserJson>, Refusal> {
    let (core, user) = (Arc::clone(&app.core), me.user());
    let json = app
        .core
        .store
        .write(move |tx| {
            reset_access_token(tx, &core.sealer, &*core.rng, user)?;
            shape::user(tx, &core, user)
        })
        .await?;
    app.callers.forget(user);
    Ok(Json(json.for_page(me.who.page)))
}

async fn sessions(State(app): State<App>, me: SignedIn) -> Result<Json<Vec<SessionJson>>, Refusal> {
    let (user, current) = (me.user(), me.who.session);
    let rows = app.core.store.read(move |tx| list(tx, user)).await?;
    let sessions = rows.into_iter().map(|row| SessionJson {
        id: row.id,
        current: current == Some(row.id),
        ip_address: row.ip,
        user_agent: row.user_agent,
        created_at: Micros::iso(row.created_at),
        last_activity_at: Micros::iso(row.last_used_at),
        expires_at: Micros::iso(row.expires_at),
    });
    Ok(Json(sessions.collect()))
}

async fn end(State(app): State<App>, me: SignedIn, Path(id): Path<i64>) -> Result<StatusCode, Refusal> {
    let user = me.user();
    app.core.store.write(move |tx| end_session(tx, user, id)).await?;
    app.callers.forget(user);
    Ok(StatusCode::OK)
}
