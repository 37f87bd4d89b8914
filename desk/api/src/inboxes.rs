//! Inboxes of whatever channel, and who answers in them.

mod elsewhere;

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use desk_core::Core;
use desk_core::inboxes::{
    Inbox, InboxChanges, Service, ServiceChanges, change_inbox, change_inbox_members, config, create_inbox,
    inbox, inbox_members, inboxes, remove_inbox, reset_secret,
};
use desk_core::teams::MembersVerb;
use desk_model::{Viewer, hours, permissions};
use kernel_base::{InboxId, Micros, Problem, UserId};
use kernel_db::Tx;
use kernel_http::{Access, Form, Json, Path, Refusal, Routes, UploadedFile};
use plug_feature::Member;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use crate::App;
use crate::agents::AgentList;
use crate::shape::{agents, avatar_url};

const TAG: &str = "Inboxes";
/// Bytes of an inbox's picture.
const PICTURE_MAX: u64 = 5 << 20;

pub(crate) fn routes() -> Routes<App> {
    const INBOXES: &str = "/api/v1/accounts/{account_id}/inboxes";
    const INBOX: &str = "/api/v1/accounts/{account_id}/inboxes/{id}";
    const MEMBERS: &str = "/api/v1/accounts/{account_id}/inbox_members";
    let (read, manage) = (Access::Member("inbox_read"), Access::Member("inbox_manage"));
    let mut routes = Routes::new()
        .on(Method::GET, INBOXES, read, TAG, "The inboxes one works in", index)
        .answer::<InboxList>(200)
        .on(Method::POST, INBOXES, manage, TAG, "Makes an inbox", create)
        .body::<InboxForm>()
        .answer::<InboxJson>(200)
        .on(Method::GET, INBOX, read, TAG, "An inbox", show)
        .answer::<InboxJson>(200);
    for method in [Method::PUT, Method::PATCH] {
        routes = routes
            .on(method, INBOX, manage, TAG, "Changes an inbox", update)
            .body::<InboxForm>()
            .answer::<InboxJson>(200);
    }
    routes = routes
        .on(Method::DELETE, INBOX, manage, TAG, "Removes an inbox without conversations", remove)
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/inboxes/{id}/reset_secret",
            manage,
            TAG,
            "A new secret; the old one stops working",
            new_secret,
        )
        .answer::<InboxJson>(200)
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/inbox_members/{id}",
            read,
            TAG,
            "Who answers in an inbox",
            members,
        )
        .answer::<AgentList>(200);
    for method in [Method::PATCH, Method::PUT] {
        routes = routes
            .on(method, MEMBERS, manage, TAG, "Sets the members", set)
            .body::<MembersForm>()
            .answer::<AgentList>(200);
    }
    routes
        .on(Method::POST, MEMBERS, manage, TAG, "Adds members", add)
        .body::<MembersForm>()
        .answer::<AgentList>(200)
        .on(Method::DELETE, MEMBERS, manage, TAG, "Removes members", drop_members)
        .body::<MembersForm>()
        .on(
            Method::DELETE,
            "/api/v1/accounts/{account_id}/inboxes/{id}/avatar",
            manage,
            TAG,
            "Takes the inbox's picture away",
            drop_picture,
        )
        .merge(elsewhere::routes())
}

#[derive(Default, Deserialize, ToSchema)]
struct InboxForm {
    /// Name.
    name: Option<String>,
    /// Whether a greeting is sent to who writes first.
    greeting_enabled: Option<bool>,
    /// The greeting; empty clears.
    greeting_message: Option<String>,
    /// Whether who answers first takes the conversation.
    claim_on_reply: Option<bool>,
    /// Whether a customer has at most one conversation here.
    lock_to_single_conversation: Option<bool>,
    /// Whether a message after closing reopens the conversation.
    allow_messages_after_resolved: Option<bool>,
    /// Whether its hours count.
    working_hours_enabled: Option<bool>,
    /// The zone of the hours, like `America/Sao_Paulo`.
    timezone: Option<String>,
    /// Chatwoot's `working_hours`; `intervals: [{from, to}]` of a day go before its hours.
    working_hours: Option<Value>,
    /// `{national, carnival, corpus_christi, messages, own: [{date, name, message, intervals}]}`.
    holidays: Option<Value>,
    /// What who writes outside of the hours is told; empty clears.
    out_of_office_message: Option<String>,
    /// Whether who has no e-mail is asked for one.
    enable_email_collect: Option<bool>,
    /// Whether a survey follows the end of a conversation.
    csat_survey_enabled: Option<bool>,
    /// The survey's settings: `{display_type, message, survey_rules}`.
    csat_config: Option<Map<String, Value>>,
    /// The channel's `type` (when making one) and settings.
    #[serde(default)]
    channel: Map<String, Value>,
    /// Settings of the channel that clients also send beside it.
    #[serde(default)]
    hmac_mandatory: Option<bool>,
}

impl InboxForm {
    fn changes(self) -> InboxChanges {
        let mut settings = self.channel;
        if let Some(on) = self.hmac_mandatory {
            settings.insert("hmac_mandatory".to_owned(), on.into());
        }
        InboxChanges {
            name: self.name,
            greeting_enabled: self.greeting_enabled,
            greeting_message: self.greeting_message,
            claim_on_reply: self.claim_on_reply,
            lock_to_single_conversation: self.lock_to_single_conversation,
            allow_messages_after_resolved: self.allow_messages_after_resolved,
            service: ServiceChanges {
                working_hours_enabled: self.working_hours_enabled,
                timezone: self.timezone,
                working_hours: self.working_hours,
                holidays: self.holidays,
                out_of_office_message: self.out_of_office_message,
                enable_email_collect: self.enable_email_collect,
                csat_survey_enabled: self.csat_survey_enabled,
                csat_config: self.csat_config,
            },
            settings,
            avatar_key: None,
        }
    }
}

#[derive(Deserialize, ToSchema)]
struct MembersForm {
    /// The inbox.
    inbox_id: i64,
    /// Ids of members of the account.
    user_ids: Vec<i64>,
}

/// An inbox; the channel's own keys stand beside these.
#[derive(Serialize, ToSchema)]
struct InboxJson {
    /// Row id.
    id: i64,
    /// The same: an inbox and its channel are one here.
    channel_id: i64,
    /// Name.
    name: String,
    /// The channel's id with us.
    channel: String,
    /// The channel's name in Chatwoot's JSON.
    channel_type: String,
    /// Address of the picture, empty without one.
    avatar_url: String,
    /// Whether a greeting is sent to who writes first.
    greeting_enabled: bool,
    /// The greeting.
    greeting_message: Option<String>,
    /// Whether who answers first takes the conversation.
    claim_on_reply: bool,
    /// Whether a customer has at most one conversation here.
    lock_to_single_conversation: bool,
    /// Whether a message after closing reopens the conversation.
    allow_messages_after_resolved: bool,
    /// Keys of Chatwoot's inboxes that mean nothing here, and the channel's own.
    #[serde(flatten)]
    more: Map<String, Value>,
}

#[derive(Serialize, ToSchema)]
struct InboxList {
    /// Inboxes.
    payload: Vec<InboxJson>,
}

fn shape(tx: &mut Tx<'_>, core: &Core, viewer: &Viewer, i: &Inbox) -> Result<InboxJson, Problem> {
    let mut more = match json!({
        "enable_auto_assignment": false, "auto_assignment_config": {}, "callback_webhook_url": null,
        "sender_name_type": "friendly", "business_name": null, "portal": null,
    }) {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    more.extend(service(&i.service, tx.now()));
    if let Some(kind) = core.registry.channel(&i.channel) {
        let config = config(tx, &core.sealer, &viewer.scope(), i.id)?;
        let manager = viewer.may(permissions::INBOX_MANAGE);
        more.extend((kind.inbox_json)(&config, &core.public_url, manager));
    }
    Ok(InboxJson {
        id: i.id.0,
        channel_id: i.id.0,
        name: i.name.clone(),
        channel: i.channel.clone(),
        channel_type: core.registry.channel_wire(&i.channel).to_owned(),
        avatar_url: avatar_url(core, i.avatar_key.as_deref()).unwrap_or_default(),
        greeting_enabled: i.greeting_enabled,
        greeting_message: i.greeting_message.clone(),
        claim_on_reply: i.claim_on_reply,
        lock_to_single_conversation: i.lock_to_single_conversation,
        allow_messages_after_resolved: i.allow_messages_after_resolved,
        more,
    })
}

/// The hours, what customers are asked and told, and the survey; `upcoming` are the holidays of the next year.
fn service(s: &Service, now: Micros) -> Map<String, Value> {
    let today = hours::zone(&s.timezone).and_then(|zone| hours::date_at(&zone, now));
    let upcoming: Value = today
        .map(|date| s.hours.holidays.from(date))
        .unwrap_or_default()
        .into_iter()
        .map(|(date, named)| {
            let kept = s.hours.spans(date);
            json!({ "date": date.to_string(), "key": named.key, "name": named.name, "closed": kept.is_empty() })
        })
        .collect();
    let mut holidays = desk_wire::holidays_json(&s.hours.holidays);
    holidays["upcoming"] = upcoming;
    let all = json!({
        "working_hours_enabled": s.hours_enabled, "timezone": s.timezone,
        "working_hours": desk_wire::working_hours_json(&s.hours), "holidays": holidays,
        "out_of_office_message": s.out_of_office_message, "enable_email_collect": s.email_collect,
        "csat_survey_enabled": s.csat_enabled, "csat_config": s.csat_config,
        "out_of_office": !s.standing(now).open,
    });
    match all {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

async fn index(State(app): State<App>, me: Member) -> Result<Json<InboxList>, Refusal> {
    let (core, viewer) = (Arc::clone(&app.core), me.viewer);
    let payload = app
        .core
        .store
        .read(move |tx| {
            let all = inboxes(tx, &viewer)?;
            all.iter().map(|i| shape(tx, &core, &viewer, i)).collect::<Result<Vec<_>, Problem>>()
        })
        .await?;
    Ok(Json(InboxList { payload }))
}

async fn show(
    State(app): State<App>,
    me: Member,
    Path((_, id)): Path<(i64, i64)>,
) -> Result<Json<InboxJson>, Refusal> {
    let (core, viewer) = (Arc::clone(&app.core), me.viewer);
    let json = app
        .core
        .store
        .read(move |tx| {
            let found = inbox(tx, &viewer, InboxId(id))?;
            shape(tx, &core, &viewer, &found)
        })
        .await?;
    Ok(Json(json))
}

async fn create(
    State(app): State<App>,
    me: Member,
    Form { value: form, files }: Form<InboxForm>,
) -> Result<Json<InboxJson>, Refusal> {
    let wanted = form.channel.get("type").and_then(Value::as_str).unwrap_or_default();
    let mut kinds = app.core.registry.channels.iter().copied().filter(|k| !k.create_type.is_empty());
    let kind = kinds.find(|k| k.create_type == wanted || k.id == wanted);
    let kind = kind.ok_or_else(|| Problem::field("channel.type", "error.wrong_value"))?;
    let new = InboxChanges { avatar_key: picture(&app, files).await?, ..form.changes() };
    let (core, by) = (Arc::clone(&app.core), me.viewer);
    let json = app
        .core
        .store
        .write(move |tx| {
            let made = create_inbox(tx, &core, &by, kind, &new)?;
            shape(tx, &core, &by, &made)
        })
        .await?;
    Ok(Json(json))
}

async fn update(
    State(app): State<App>,
    me: Member,
    Path((_, id)): Path<(i64, i64)>,
    Form { value: form, files }: Form<InboxForm>,
) -> Result<Json<InboxJson>, Refusal> {
    let changes = InboxChanges { avatar_key: picture(&app, files).await?, ..form.changes() };
    let (core, by) = (Arc::clone(&app.core), me.viewer);
    let json = app
        .core
        .store
        .write(move |tx| {
            let changed = change_inbox(tx, &core, &by, InboxId(id), &changes)?;
            shape(tx, &core, &by, &changed)
        })
        .await?;
    Ok(Json(json))
}

/// The picture among the files of a form.
async fn picture(app: &App, files: Vec<UploadedFile>) -> Result<Option<Option<String>>, Problem> {
    match files.into_iter().find(|f| f.field == "avatar") {
        Some(file) => Ok(Some(Some(crate::pages::keep_picture(app, "avatar", file, PICTURE_MAX).await?))),
        None => Ok(None),
    }
}

async fn drop_picture(
    State(app): State<App>,
    me: Member,
    Path((_, id)): Path<(i64, i64)>,
) -> Result<StatusCode, Refusal> {
    let changes = InboxChanges { avatar_key: Some(None), ..InboxChanges::default() };
    let core = Arc::clone(&app.core);
    app.core.store.write(move |tx| change_inbox(tx, &core, &me.viewer, InboxId(id), &changes)).await?;
    Ok(StatusCode::OK)
}

async fn remove(
    State(app): State<App>,
    me: Member,
    Path((_, id)): Path<(i64, i64)>,
) -> Result<StatusCode, Refusal> {
    app.core.store.write(move |tx| remove_inbox(tx, &me.viewer, InboxId(id))).await?;
    Ok(StatusCode::OK)
}

async fn new_secret(
    State(app): State<App>,
    me: Member,
    Path((_, id)): Path<(i64, i64)>,
) -> Result<Json<InboxJson>, Refusal> {
    let (core, by) = (Arc::clone(&app.core), me.viewer);
    let json = app
        .core
        .store
        .write(move |tx| {
            let changed = reset_secret(tx, &core, &by, InboxId(id))?;
            shape(tx, &core, &by, &changed)
        })
        .await?;
    Ok(Json(json))
}

async fn members(
    State(app): State<App>,
    me: Member,
    Path((_, id)): Path<(i64, i64)>,
) -> Result<Json<AgentList>, Refusal> {
    let (core, viewer) = (Arc::clone(&app.core), me.viewer);
    let payload = app
        .core
        .store
        .read(move |tx| {
            inbox(tx, &viewer, InboxId(id))?;
            let users = inbox_members(tx, &viewer.scope(), InboxId(id))?;
            agents(tx, &core, viewer.account, Some(&users))
        })
        .await?;
    Ok(Json(AgentList { payload }))
}

async fn add(
    State(app): State<App>,
    me: Member,
    Json(form): Json<MembersForm>,
) -> Result<Json<AgentList>, Refusal> {
    change(&app, me.viewer, MembersVerb::Add, form).await
}

async fn set(
    State(app): State<App>,
    me: Member,
    Json(form): Json<MembersForm>,
) -> Result<Json<AgentList>, Refusal> {
    change(&app, me.viewer, MembersVerb::Set, form).await
}

async fn drop_members(
    State(app): State<App>,
    me: Member,
    Json(form): Json<MembersForm>,
) -> Result<StatusCode, Refusal> {
    change(&app, me.viewer, MembersVerb::Remove, form).await?;
    Ok(StatusCode::OK)
}

async fn change(
    app: &App,
    by: Viewer,
    verb: MembersVerb,
    form: MembersForm,
) -> Result<Json<AgentList>, Refusal> {
    let core = Arc::clone(&app.core);
    let (payload, touched) = app
        .core
        .store
        .write(move |tx| {
            let id = InboxId(form.inbox_id);
            let before = inbox_members(tx, &by.scope(), id)?;
            let after = change_inbox_members(tx, &by, id, verb, &form.user_ids)?;
            let list = agents(tx, &core, by.account, Some(&after))?;
            let touched: Vec<UserId> = before.into_iter().chain(after).collect();
            Ok::<_, Problem>((list, touched))
        })
        .await?;
    touched.into_iter().for_each(|user| app.callers.forget(user));
    Ok(Json(AgentList { payload }))
}
