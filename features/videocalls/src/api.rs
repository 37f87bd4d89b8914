//! The call of a conversation, and where the account's calls happen.

use axum::extract::State;
use axum::http::Method;
use desk_model::{ContentType, permissions};
use desk_wire::MessageJson;
use kernel_base::Problem;
use kernel_http::{Access, Json, Path, Refusal, Routes};
use plug_feature::{Ctx, Member, NewPost, Voice};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::rules::{USUAL, room, server};
use crate::{MANAGE, store};

const TAG: &str = "Video calls";

/// The routes, in the order of the table.
pub(crate) fn routes() -> Routes<Ctx> {
    const SETTINGS: &str = "/api/v1/accounts/{account_id}/video_call_settings";
    Routes::new()
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/conversations/{conversation_id}/video_call",
            Access::Member(permissions::CONVERSATION_WRITE.name),
            TAG,
            "Gives both sides a link to a video call",
            call,
        )
        .body::<CallForm>()
        .answer::<MessageJson>(200)
        .on(Method::GET, SETTINGS, Access::Member(MANAGE.name), TAG, "Where calls happen", show)
        .answer::<Settings>(200)
        .on(Method::PATCH, SETTINGS, Access::Member(MANAGE.name), TAG, "Sets where calls happen", update)
        .body::<SettingsForm>()
        .answer::<Settings>(200)
}

/// A call to be started.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = NewVideoCall)]
struct CallForm {
    /// The sender's own id: the same twice is one call.
    echo_id: Option<String>,
}

/// Where calls happen.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = VideoCallSettings)]
struct Settings {
    /// A Jitsi-compatible server's address.
    base_url: String,
    /// Where calls happen without a word.
    default_url: &'static str,
}

/// Where calls are to happen.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = VideoCallChanges)]
struct SettingsForm {
    /// A Jitsi-compatible server's address; empty for the usual one.
    base_url: String,
}

async fn call(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, number)): Path<(i64, i64)>,
    Json(form): Json<CallForm>,
) -> Result<Json<Value>, Refusal> {
    let (desk, texts) = (ctx.desk.clone(), ctx.texts.clone());
    let room = room(&*ctx.rng);
    let message = ctx
        .store
        .write(move |tx| {
            let scope = member.scope();
            let c = desk.conversation_held(tx, &member, number)?;
            let base = store::server(tx, &scope)?.unwrap_or_else(|| USUAL.to_owned());
            let url = format!("{base}/{room}");
            let locale = desk.locale(tx, &scope)?;
            let content = texts.text(locale, "videocalls.message", &[("url", url.clone())]);
            let attributes = json!({ "type": "video_call", "data": { "url": url, "room": room } });
            let post = NewPost {
                content,
                private: false,
                content_type: ContentType::Integrations,
                content_attributes: attributes.as_object().cloned().unwrap_or_default(),
                voice: Voice::Member(member.user),
                echo_id: form.echo_id.clone(),
            };
            let id = desk.post_message(tx, &scope, c.id, &post)?;
            desk.present_messages(tx, &scope, &[id.0])?.pop().ok_or_else(Problem::not_found)
        })
        .await?;
    Ok(Json(message))
}

async fn show(State(ctx): State<Ctx>, member: Member) -> Result<Json<Settings>, Refusal> {
    let set = ctx.store.read(move |tx| Ok::<_, Problem>(store::server(tx, &member.scope())?)).await?;
    Ok(Json(Settings { base_url: set.unwrap_or_else(|| USUAL.to_owned()), default_url: USUAL }))
}

async fn update(
    State(ctx): State<Ctx>,
    member: Member,
    Json(form): Json<SettingsForm>,
) -> Result<Json<Settings>, Refusal> {
    let base_url = server(&form.base_url)?;
    let own = base_url.clone();
    ctx.store.write(move |tx| Ok::<_, Problem>(store::set_server(tx, &member.scope(), &own)?)).await?;
    Ok(Json(Settings { base_url, default_url: USUAL }))
}

#[cfg(test)]
mod tests;
