//! `draft_messages` of a conversation, and all drafts of one's own.

use axum::extract::State;
use axum::http::Method;
use desk_model::permissions;
use kernel_base::{Micros, Problem};
use kernel_db::Tx;
use kernel_http::{Access, Json, Path, Query, Refusal, Routes};
use plug_feature::{ConversationRef, Ctx, Member};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::rules::{Draft, UPLOADS_SECS, moment};
use crate::store;

const TAG: &str = "Drafts";
/// Seconds for which it is remembered that a draft was removed.
const REMEMBERED_SECS: i64 = 86_400;
/// Characters of a device's name at most.
const DEVICE_MAX: usize = 64;

/// The routes, in the order of the table.
pub(crate) fn routes() -> Routes<Ctx> {
    const ONE: &str = "/api/v1/accounts/{account_id}/conversations/{conversation_id}/draft_messages";
    let write = Access::Member(permissions::CONVERSATION_WRITE.name);
    let mut routes = Routes::new()
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/drafts",
            write,
            TAG,
            "All drafts of one's own, the latest first",
            index,
        )
        .answer::<DraftList>(200)
        .on(Method::GET, ONE, write, TAG, "What one has begun to write in a conversation", show)
        .answer::<DraftAnswer>(200)
        .on(Method::DELETE, ONE, write, TAG, "Removes what one has begun to write", destroy)
        .query("private", "Only the reply (`false`) or only the note (`true`)")
        .answer::<DraftAnswer>(200);
    for method in [Method::PATCH, Method::PUT] {
        routes = routes
            .on(method, ONE, write, TAG, "Keeps what one has begun to write; the latest keystroke wins", put)
            .body::<PutDraft>()
            .answer::<DraftAnswer>(200);
    }
    routes
}

/// What was begun.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Draft)]
struct DraftJson {
    /// The conversation's number.
    conversation_id: i64,
    /// Whether it is a note.
    private: bool,
    /// Text, Markdown.
    content: String,
    /// The message it quotes.
    in_reply_to: Option<i64>,
    /// Files that wait for it, as `upload` answers them.
    #[schema(value_type = Vec<Object>)]
    attachments: Vec<Value>,
    /// When it was last touched, seconds since the epoch.
    updated_at: f64,
}

/// What was begun in a conversation.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ConversationDrafts)]
struct DraftAnswer {
    /// Whether there is something.
    has_draft: bool,
    /// The latest text.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    /// The reply and the note, the latest first.
    drafts: Vec<DraftJson>,
}

/// Drafts of one's own.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OwnDrafts)]
struct DraftList {
    /// At most 200, the latest first.
    payload: Vec<DraftJson>,
}

/// A draft as it is typed.
#[derive(Clone, Debug, Deserialize, ToSchema)]
struct PutDraft {
    /// The draft.
    draft_message: DraftForm,
}

/// A draft as it is typed.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = DraftMessage)]
struct DraftForm {
    /// Text; without text, files and quote the draft is removed.
    message: Option<String>,
    /// Whether it is a note.
    private: Option<bool>,
    /// The message it quotes.
    in_reply_to: Option<i64>,
    /// Files sent ahead, by their `signed_id`.
    attachments: Option<Vec<String>>,
    /// When the key was struck, milliseconds since the epoch; now without it.
    at: Option<i64>,
    /// Told with the change, so that a device knows its own.
    device: Option<String>,
}

#[derive(Deserialize)]
struct Tab {
    private: Option<bool>,
    device: Option<String>,
}

async fn index(State(ctx): State<Ctx>, member: Member) -> Result<Json<DraftList>, Refusal> {
    let desk = ctx.desk.clone();
    let payload = ctx
        .store
        .read(move |tx| {
            let mut shown = Vec::new();
            for draft in store::all(tx, &member.scope(), member.user)? {
                let c = desk.conversation_by_id(tx, &member.scope(), draft.conversation)?;
                if let Some(c) = c.filter(|c| member.sees(&c.reach)) {
                    shown.push(json_of(tx, &*desk, &member, &c, draft)?);
                }
            }
            Ok::<_, Problem>(shown)
        })
        .await?;
    Ok(Json(DraftList { payload }))
}

async fn show(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, number)): Path<(i64, i64)>,
) -> Result<Json<DraftAnswer>, Refusal> {
    let desk = ctx.desk.clone();
    let answer = ctx
        .store
        .read(move |tx| {
            let c = desk.conversation(tx, &member, number)?;
            answer(tx, &*desk, &member, &c)
        })
        .await?;
    Ok(Json(answer))
}

async fn put(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, number)): Path<(i64, i64)>,
    Json(PutDraft { draft_message: form }): Json<PutDraft>,
) -> Result<Json<DraftAnswer>, Refusal> {
    let desk = ctx.desk.clone();
    let answer = ctx
        .store
        .write(move |tx| {
            let c = desk.conversation_held(tx, &member, number)?;
            let now = tx.now();
            let draft = Draft {
                conversation: c.id,
                private: form.private.unwrap_or(false),
                content: form.message.clone().unwrap_or_default(),
                in_reply_to: form.in_reply_to,
                uploads: form.attachments.clone().unwrap_or_default(),
                updated_at: moment(form.at, now),
            };
            draft.check()?;
            let uploads = &draft.uploads;
            if desk.uploads(tx, &member.scope(), member.user, uploads)?.len() < uploads.len() {
                return Err(Problem::field("attachments", "error.upload_gone"));
            }
            desk.hold_uploads(tx, &member.scope(), member.user, uploads, now.plus_secs(UPLOADS_SECS))?;
            if store::put(tx, &member.scope(), member.user, &draft)? {
                tell(tx, &*desk, &member, &c, draft, form.device.as_deref())?;
            }
            answer(tx, &*desk, &member, &c)
        })
        .await?;
    Ok(Json(answer))
}

async fn destroy(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, number)): Path<(i64, i64)>,
    Query(tab): Query<Tab>,
) -> Result<Json<DraftAnswer>, Refusal> {
    let desk = ctx.desk.clone();
    let answer = ctx
        .store
        .write(move |tx| {
            let c = desk.conversation_held(tx, &member, number)?;
            let now = tx.now();
            for private in [false, true].into_iter().filter(|p| tab.private.is_none_or(|t| t == *p)) {
                let gone = Draft {
                    conversation: c.id,
                    private,
                    content: String::new(),
                    in_reply_to: None,
                    uploads: Vec::new(),
                    updated_at: now,
                };
                if store::put(tx, &member.scope(), member.user, &gone)? {
                    tell(tx, &*desk, &member, &c, gone, tab.device.as_deref())?;
                }
            }
            store::tidy(tx, &member.scope(), member.user, now.plus_secs(-REMEMBERED_SECS))?;
            answer(tx, &*desk, &member, &c)
        })
        .await?;
    Ok(Json(answer))
}

fn answer(
    tx: &mut Tx<'_>,
    desk: &dyn plug_feature::Desk,
    member: &Member,
    c: &ConversationRef,
) -> Result<DraftAnswer, Problem> {
    let found = store::of(tx, &member.scope(), member.user, c.id)?;
    let drafts: Result<Vec<_>, Problem> =
        found.into_iter().map(|d| json_of(tx, desk, member, c, d)).collect();
    let drafts = drafts?;
    Ok(DraftAnswer {
        has_draft: !drafts.is_empty(),
        message: drafts.first().map(|d| d.content.clone()),
        drafts,
    })
}

/// A draft as JSON; files that are gone by now are left out.
fn json_of(
    tx: &mut Tx<'_>,
    desk: &dyn plug_feature::Desk,
    member: &Member,
    c: &ConversationRef,
    draft: Draft,
) -> Result<DraftJson, Problem> {
    let attachments = if draft.uploads.is_empty() {
        Vec::new()
    } else {
        desk.uploads(tx, &member.scope(), member.user, &draft.uploads)?
    };
    Ok(DraftJson {
        conversation_id: c.number,
        private: draft.private,
        content: draft.content,
        in_reply_to: draft.in_reply_to,
        attachments,
        updated_at: seconds(draft.updated_at),
    })
}

/// Seconds to the millisecond.
fn seconds(at: Micros) -> f64 {
    Micros(at.0 / 1000 * 1000).secs_f64()
}

/// Tells the person's devices.
fn tell(
    tx: &mut Tx<'_>,
    desk: &dyn plug_feature::Desk,
    member: &Member,
    c: &ConversationRef,
    draft: Draft,
    device: Option<&str>,
) -> Result<(), Problem> {
    let (private, empty) = (draft.private, draft.is_empty());
    let draft = if empty { None } else { Some(json_of(tx, desk, member, c, draft)?) };
    let device = device.map(|d| d.chars().take(DEVICE_MAX).collect::<String>());
    let data = json!({
        "account_id": member.account.0, "conversation_id": c.number, "private": private, "draft": draft,
        "device": device,
    });
    desk.tell_user(tx, &member.scope(), member.user, "draft.changed", data);
    Ok(())
}

#[cfg(test)]
mod tests;
