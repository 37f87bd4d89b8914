//! How one wants to be told: Chatwoot's flags for e-mail and push, ours for the list and the sound.

use axum::extract::State;
use axum::http::Method;
use kernel_base::Problem;
use kernel_http::{Json, Refusal, Routes};
use plug_feature::{Ctx, Member};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{OWN, TAG};
use crate::rules::{EMAIL_AFTER, Reason, Settings, flags_of, set_of};
use crate::store::settings as rows;

/// Flags in one list at most.
const FLAGS_MAX: usize = 100;

pub(crate) fn routes() -> Routes<Ctx> {
    const PATH: &str = "/api/v1/accounts/{account_id}/notification_settings";
    let mut routes = Routes::new()
        .on(Method::GET, PATH, OWN, TAG, "Shows how one wants to be told", show)
        .answer::<SettingsJson>(200);
    for method in [Method::PATCH, Method::PUT] {
        routes = routes
            .on(method, PATH, OWN, TAG, "Sets how one wants to be told", update)
            .body::<SettingsBody>()
            .answer::<SettingsJson>(200);
    }
    routes
}

/// How one wants to be told.
#[derive(Serialize, ToSchema)]
#[schema(as = NotificationSettings)]
struct SettingsJson {
    /// The person's, as there is one of each.
    id: i64,
    user_id: i64,
    account_id: i64,
    /// Every flag there is for e-mail: `email_conversation_assignment`…
    all_email_flags: Vec<String>,
    /// Those that are on.
    selected_email_flags: Vec<String>,
    /// Likewise for pushes: `push_…`.
    all_push_flags: Vec<String>,
    selected_push_flags: Vec<String>,
    /// Likewise for the list: `in_app_…`.
    all_in_app_flags: Vec<String>,
    selected_in_app_flags: Vec<String>,
    /// Likewise for the sound, which only what is in the list can have: `sound_…`.
    all_sound_flags: Vec<String>,
    selected_sound_flags: Vec<String>,
    /// Minutes that a letter waits for its notification to be read.
    email_after_minutes: i64,
    /// Whether the sound repeats while the queue waits.
    sound_repeats: bool,
}

/// What is to change; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[schema(as = SetNotificationSettings)]
struct SettingsBody {
    notification_settings: Changes,
}

#[derive(Deserialize, ToSchema)]
#[schema(as = NotificationSettingsChanges)]
struct Changes {
    selected_email_flags: Option<Vec<String>>,
    selected_push_flags: Option<Vec<String>>,
    selected_in_app_flags: Option<Vec<String>>,
    selected_sound_flags: Option<Vec<String>>,
    /// 1 to 1440.
    email_after_minutes: Option<i64>,
    sound_repeats: Option<bool>,
}

fn json(member: &Member, s: &Settings) -> SettingsJson {
    let all = |prefix: &str| flags_of(prefix, Reason::ALL.iter().fold(0, |set, r| set | r.bit()));
    SettingsJson {
        id: member.user.0,
        user_id: member.user.0,
        account_id: member.account.0,
        all_email_flags: all("email"),
        selected_email_flags: flags_of("email", s.email),
        all_push_flags: all("push"),
        selected_push_flags: flags_of("push", s.push),
        all_in_app_flags: all("in_app"),
        selected_in_app_flags: flags_of("in_app", s.in_app),
        all_sound_flags: all("sound"),
        selected_sound_flags: flags_of("sound", s.sound),
        email_after_minutes: s.email_after,
        sound_repeats: s.sound_repeats,
    }
}

async fn show(State(ctx): State<Ctx>, member: Member) -> Result<Json<SettingsJson>, Refusal> {
    let (scope, user) = (member.scope(), member.user);
    let found = ctx.store.read(move |tx| Ok::<_, Problem>(rows::of(tx, &scope, &[user])?)).await?;
    let settings = found.first().map(|(_, s)| *s).unwrap_or_default();
    Ok(Json(json(&member, &settings)))
}

async fn update(
    State(ctx): State<Ctx>,
    member: Member,
    Json(body): Json<SettingsBody>,
) -> Result<Json<SettingsJson>, Refusal> {
    let changes = body.notification_settings;
    let set = |field: &'static str, prefix: &str, flags: &Option<Vec<String>>| match flags {
        Some(flags) if flags.len() > FLAGS_MAX => {
            Err(Problem::field(field, "error.too_many_items").with("max", FLAGS_MAX.to_string()))
        }
        flags => Ok(flags.as_ref().map(|f| set_of(prefix, f))),
    };
    let email = set("selected_email_flags", "email", &changes.selected_email_flags)?;
    let push = set("selected_push_flags", "push", &changes.selected_push_flags)?;
    let in_app = set("selected_in_app_flags", "in_app", &changes.selected_in_app_flags)?;
    let sound = set("selected_sound_flags", "sound", &changes.selected_sound_flags)?;
    if changes.email_after_minutes.is_some_and(|m| !EMAIL_AFTER.contains(&m)) {
        return Err(Problem::field("email_after_minutes", "error.wrong_value").into());
    }
    let (scope, user) = (member.scope(), member.user);
    let stored = ctx
        .store
        .write(move |tx| {
            let mut s = rows::of(tx, &scope, &[user])?.first().map(|(_, s)| *s).unwrap_or_default();
            s.email = email.unwrap_or(s.email);
            s.push = push.unwrap_or(s.push);
            s.in_app = in_app.unwrap_or(s.in_app);
            s.sound = sound.unwrap_or(s.sound);
            s.email_after = changes.email_after_minutes.unwrap_or(s.email_after);
            s.sound_repeats = changes.sound_repeats.unwrap_or(s.sound_repeats);
            rows::save(tx, &scope, user, &s)?;
            Ok::<_, Problem>(s)
        })
        .await?;
    Ok(Json(json(&member, &stored)))
}
