//! The account, the versions of lists that clients keep, and the channels there are.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use desk_core::accounts::{Account, AccountChanges, account, cache_keys, change_account};
use desk_core::people::set_active;
use kernel_base::{Locale, Problem};
use kernel_http::{Access, Json, Refusal, Routes};
use plug_channel::{ChannelKind, SettingKind};
use plug_feature::Member;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use crate::{App, SignedIn};

const TAG: &str = "Account";

pub(crate) fn routes() -> Routes<App> {
    const ACCOUNT: &str = "/api/v1/accounts/{account_id}";
    let read = Access::Member("account_read");
    let mut routes =
        Routes::new().on(Method::GET, ACCOUNT, read, TAG, "The account", show).answer::<AccountJson>(200);
    for method in [Method::PUT, Method::PATCH] {
        routes = routes
            .on(method, ACCOUNT, Access::Member("account_manage"), TAG, "Changes the account", update)
            .body::<AccountForm>()
            .answer::<AccountJson>(200);
    }
    routes
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/update_active_at",
            read,
            TAG,
            "Notes that one works in this account",
            active,
        )
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/cache_keys",
            read,
            TAG,
            "Versions of the lists that clients keep",
            keys,
        )
        .answer::<CacheKeys>(200)
        .on(Method::GET, "/api/v1/channels", Access::User, TAG, "The channels there are, as data", channels)
        .answer::<Vec<ChannelJson>>(200)
}

/// An account.
#[derive(Serialize, ToSchema)]
struct AccountJson {
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
    /// Always `active`.
    status: &'static str,
    /// When it was made, ISO 8601.
    created_at: Option<String>,
    /// Versions of the lists that clients keep.
    cache_keys: Map<String, Value>,
    /// Features by name: those there are, as `true`.
    features: Map<String, Value>,
    /// Further settings: `require_mfa`, `sign_agent_name`.
    settings: Map<String, Value>,
    /// Always empty.
    custom_attributes: Map<String, Value>,
}

#[derive(Default, Deserialize, ToSchema)]
struct AccountForm {
    /// Name.
    name: Option<String>,
    /// Language: `pt-BR`, `en`, `es`.
    locale: Option<String>,
    /// Own domain; empty clears.
    domain: Option<String>,
    /// Where customers may write to; empty clears.
    support_email: Option<String>,
    /// Whether every member needs a second factor.
    require_mfa: Option<bool>,
    /// Whether replies name their author unless the author says otherwise.
    sign_agent_name: Option<bool>,
}

#[derive(Serialize, ToSchema)]
struct CacheKeys {
    /// List name to version.
    cache_keys: Map<String, Value>,
}

fn shape(app: &App, a: Account, keys: Map<String, Value>) -> AccountJson {
    let text = |key: &str| a.settings.get(key).and_then(Value::as_str).map(str::to_owned);
    let signs = a.settings.get("sign_agent_name").and_then(Value::as_bool).unwrap_or(false);
    AccountJson {
        id: a.id.0,
        domain: text("domain"),
        support_email: text("support_email"),
        locale: a.locale.tag(),
        status: "active",
        created_at: a.created_at.iso(),
        cache_keys: keys,
        features: app.core.registry.features.iter().map(|f| (f.name.to_owned(), true.into())).collect(),
        settings: Map::from_iter([
            ("require_mfa".to_owned(), a.requires_mfa().into()),
            ("sign_agent_name".to_owned(), signs.into()),
        ]),
        custom_attributes: Map::new(),
        name: a.name,
    }
}

async fn show(State(app): State<App>, me: Member) -> Result<Json<AccountJson>, Refusal> {
    let scope = me.scope();
    let (account, keys) = app
        .core
        .store
        .read(move |tx| Ok::<_, Problem>((account(tx, &scope)?, cache_keys(tx, &scope)?)))
        .await?;
    Ok(Json(shape(&app, account, keys)))
}

async fn update(
    State(app): State<App>,
    me: Member,
    Json(form): Json<AccountForm>,
) -> Result<Json<AccountJson>, Refusal> {
    let locale = match form.locale.as_deref() {
        Some(tag) => Some(Locale::parse(tag).ok_or_else(|| Problem::field("locale", "error.wrong_value"))?),
        None => None,
    };
    let changes = AccountChanges {
        name: form.name,
        locale,
        support_email: form.support_email,
        domain: form.domain,
        require_mfa: form.require_mfa,
        sign_agent_name: form.sign_agent_name,
    };
    let (account, keys) = app
        .core
        .store
        .write(move |tx| {
            let account = change_account(tx, &me.viewer, &changes)?;
            Ok::<_, Problem>((account, cache_keys(tx, &me.viewer.scope())?))
        })
        .await?;
    Ok(Json(shape(&app, account, keys)))
}

async fn active(State(app): State<App>, me: Member) -> Result<StatusCode, Refusal> {
    let (user, account) = (me.viewer.user, me.viewer.account);
    app.core.store.write(move |tx| set_active(tx, user, account)).await?;
    Ok(StatusCode::OK)
}

async fn keys(State(app): State<App>, me: Member) -> Result<Json<CacheKeys>, Refusal> {
    let scope = me.scope();
    let cache_keys = app.core.store.read(move |tx| cache_keys(tx, &scope)).await?;
    Ok(Json(CacheKeys { cache_keys }))
}

/// A channel as the interface draws it.
#[derive(Serialize, ToSchema)]
struct ChannelJson {
    /// Its id.
    id: &'static str,
    /// Chatwoot's name of it.
    channel_type: &'static str,
    /// The `type` an inbox of it is made with.
    create_type: &'static str,
    /// Key of its glyph.
    icon: &'static str,
    /// Its name in the caller's language.
    name: String,
    /// What it is for, in the caller's language.
    description: String,
    /// What an inbox of it can be set to.
    settings: Vec<Value>,
    /// What it can do.
    capabilities: Value,
}

async fn channels(State(app): State<App>, me: SignedIn) -> Json<Vec<ChannelJson>> {
    let texts = Arc::clone(&app.core.texts);
    let text = |key: String| texts.text(me.locale, &key, &[]);
    let channels = app.core.registry.channels.iter().map(|kind| ChannelJson {
        id: kind.id,
        channel_type: kind.wire,
        create_type: kind.create_type,
        icon: kind.icon,
        name: text(format!("{}.name", kind.id)),
        description: text(format!("{}.description", kind.id)),
        settings: settings(kind),
        capabilities: capabilities(kind),
    });
    Json(channels.collect())
}

fn settings(kind: &ChannelKind) -> Vec<Value> {
    let each = kind.settings.iter().map(|s| {
        let (name, more) = match s.kind {
            SettingKind::Text(max) => ("text", json!({ "max": max })),
            SettingKind::Url => ("url", json!({})),
            SettingKind::Color => ("color", json!({})),
            SettingKind::Switch => ("switch", json!({})),
            SettingKind::Choice(choices) => ("choice", json!({ "choices": choices })),
            SettingKind::List => ("list", json!({})),
            SettingKind::Object => ("object", json!({})),
        };
        let mut out = json!({ "key": s.key, "kind": name, "required": s.required });
        out["default"] = serde_json::from_str(s.default).unwrap_or_default();
        if let (Some(out), Value::Object(more)) = (out.as_object_mut(), more) {
            out.extend(more);
        }
        out
    });
    each.collect()
}

fn capabilities(kind: &ChannelKind) -> Value {
    let c = &kind.capabilities;
    json!({
        "text_max": c.text_max, "file_max": c.file_max, "files_max": c.files_max, "quotes": c.quotes,
        "typing": c.typing, "receipts": c.receipts, "starts": c.starts, "sends": c.sends,
        "reactions": c.reactions, "edits": c.edits, "deletes": c.deletes, "voice": c.voice,
        "stickers": c.stickers, "signature_line": c.signature_line,
    })
}
