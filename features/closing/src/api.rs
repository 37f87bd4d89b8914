//! The routes on a conversation: what is missing before it ends, and ending it with a reason.

use axum::extract::State;
use axum::http::Method;
use desk_model::conditions::Subject;
use desk_model::permissions;
use desk_wire::ConversationJson;
use kernel_base::{AccountScope, Problem};
use kernel_db::Tx;
use kernel_http::{Access, Json, Path, Refusal, Routes};
use plug_feature::{Activity, Ctx, Deed, Member};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::ask;
use crate::store::{self, Closing, REASONS};

/// Characters of a note at most.
const NOTE_MAX: usize = 1000;
const TAG: &str = "Closing";

/// The table of routes.
pub(crate) fn routes() -> Routes<Ctx> {
    let (read, write) = (
        Access::Member(permissions::CONVERSATION_READ.name),
        Access::Member(permissions::CONVERSATION_WRITE.name),
    );
    Routes::new()
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/conversations/{conversation_id}/closing",
            read,
            TAG,
            "What is missing before a conversation is resolved, and why it ended before",
            show,
        )
        .answer::<ClosingView>(200)
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/conversations/{conversation_id}/close",
            write,
            TAG,
            "Resolves a conversation and says why",
            close,
        )
        .body::<CloseForm>()
        .answer::<ConversationJson>(200)
}

/// What ends a conversation.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
struct CloseForm {
    /// One of the account's reasons.
    reason_id: Option<i64>,
    /// More about it; only the team reads it.
    note: Option<String>,
}

/// What is missing, and what was said before.
#[derive(Serialize, ToSchema)]
#[schema(as = Closing)]
struct ClosingView {
    /// Whether a reason has to be given.
    reason: bool,
    /// Whether a label is missing.
    label: bool,
    /// Attributes without a value.
    attributes: Vec<MissingAttribute>,
    /// Why it ended, the newest first.
    closings: Vec<PastClosing>,
}

/// An attribute that must have a value.
#[derive(Serialize, ToSchema)]
struct MissingAttribute {
    key: String,
    /// `conversation` or `contact`.
    of: &'static str,
}

/// A reason that was given.
#[derive(Serialize, ToSchema)]
struct PastClosing {
    reason: String,
    note: Option<String>,
    user_id: i64,
    /// Seconds since the epoch.
    at: i64,
}

async fn show(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, number)): Path<(i64, i64)>,
) -> Result<Json<ClosingView>, Refusal> {
    let desk = ctx.desk.clone();
    let found = ctx
        .store
        .read(move |tx| {
            let scope = member.scope();
            let c = desk.conversation(tx, &member, number)?;
            let meets = |tx: &mut Tx<'_>, payload: &Value| desk.meets(tx, &member, c.id, payload);
            let missing = ask::missing(tx, &scope, c.id, &meets)?;
            let of = |contact: bool| if contact { "contact" } else { "conversation" };
            Ok::<_, Problem>(ClosingView {
                reason: missing.reason,
                label: missing.label,
                attributes: missing
                    .attributes
                    .into_iter()
                    .map(|(key, contact)| MissingAttribute { key, of: of(contact) })
                    .collect(),
                closings: past(tx, &scope, c.id.0)?,
            })
        })
        .await?;
    Ok(Json(found))
}

fn past(tx: &mut Tx<'_>, scope: &AccountScope, conversation: i64) -> Result<Vec<PastClosing>, Problem> {
    let mut past = Vec::new();
    for c in store::of_conversation(tx, scope, conversation)? {
        let reason = REASONS.find(tx, scope, c.reason)?.map(|r| r.title).unwrap_or_default();
        past.push(PastClosing { reason, note: c.note, user_id: c.user.0, at: c.at.secs() });
    }
    Ok(past)
}

async fn close(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, number)): Path<(i64, i64)>,
    Json(form): Json<CloseForm>,
) -> Result<Json<Value>, Refusal> {
    let note = form.note.as_deref().map(str::trim).filter(|n| !n.is_empty()).map(str::to_owned);
    if note.as_ref().is_some_and(|n| n.chars().count() > NOTE_MAX) {
        return Err(Problem::field("note", "error.too_long").with("max", NOTE_MAX.to_string()).into());
    }
    let desk = ctx.desk.clone();
    let conversation = ctx
        .store
        .write(move |tx| {
            let scope = member.scope();
            let c = desk.conversation_held(tx, &member, number)?.itself(number)?;
            if let Some(id) = form.reason_id.filter(|id| *id != 0) {
                let reason = REASONS.find(tx, &scope, id)?.filter(|r| !r.archived);
                let reason = reason.ok_or_else(|| Problem::field("reason_id", "error.not_found"))?;
                let said = Closing { reason: id, note: note.clone(), user: member.user, at: tx.now() };
                store::say(tx, &scope, c.id.0, &said)?;
                let args = vec![("reason", reason.title)];
                desk.activity(tx, &member, &c, &Activity { key: "closing.activity.because", args })?;
            }
            let resolve = Deed::new("change_status", vec![json!("resolved")]);
            desk.act(tx, &member, Subject::Conversation, number, &resolve)?;
            // What was resolved already is told why, too.
            store::confirm(tx, &scope, c.id.0)?;
            let shown = desk.present_conversations(tx, &scope, &[c.id.0])?.pop();
            shown.ok_or_else(Problem::not_found)
        })
        .await?;
    Ok(Json(conversation))
}
