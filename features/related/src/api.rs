//! The routes: what a conversation is linked with, linking two, and taking a link away.

use axum::extract::State;
use axum::http::Method;
use desk_model::{Viewer, permissions};
use desk_wire::ConversationJson;
use kernel_base::{ConversationId, Problem};
use kernel_db::Tx;
use kernel_http::{Access, Json, Path, Refusal, Routes};
use plug_feature::{ConversationRef, Ctx, Desk, Member};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::store;

/// Links of one conversation at most.
const MOST: usize = 50;

/// The table of routes.
pub(crate) fn routes() -> Routes<Ctx> {
    const TAG: &str = "Related conversations";
    const ALL: &str = "/api/v1/accounts/{account_id}/conversations/{conversation_id}/related";
    const ONE: &str = "/api/v1/accounts/{account_id}/conversations/{conversation_id}/related/{id}";
    let see = Access::Member(permissions::CONVERSATION_READ.name);
    let write = Access::Member(permissions::CONVERSATION_WRITE.name);
    Routes::new()
        .on(
            Method::GET,
            ALL,
            see,
            TAG,
            "What a conversation is linked with, as far as the caller sees it",
            list,
        )
        .answer::<RelatedList>(200)
        .on(Method::POST, ALL, write, TAG, "Links another conversation, of whichever contact", add)
        .body::<RelateForm>()
        .answer::<RelatedList>(200)
        .on(Method::DELETE, ONE, write, TAG, "Takes the link with a conversation (its number) away", remove)
        .answer::<RelatedList>(200)
}

/// Conversations that one is linked with, the newest link first.
#[derive(Serialize, ToSchema)]
struct RelatedList {
    /// The conversations.
    #[schema(value_type = Vec<ConversationJson>)]
    payload: Vec<Value>,
}

/// What is linked.
#[derive(Clone, Copy, Deserialize, ToSchema)]
struct RelateForm {
    /// The other conversation's number.
    conversation_id: i64,
}

/// What a conversation is linked with, as far as `viewer` sees it.
fn shown(
    tx: &mut Tx<'_>,
    desk: &dyn Desk,
    viewer: &Viewer,
    id: ConversationId,
) -> Result<RelatedList, Problem> {
    let scope = viewer.scope();
    let mut seen = Vec::new();
    for other in store::linked(tx, &scope, id)? {
        let there = desk.conversation_by_id(tx, &scope, other)?;
        seen.extend(there.filter(|c| viewer.sees(&c.reach)).map(|c| c.id.0));
    }
    Ok(RelatedList { payload: desk.present_conversations(tx, &scope, &seen)? })
}

async fn list(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, number)): Path<(i64, i64)>,
) -> Result<Json<RelatedList>, Refusal> {
    let desk = ctx.desk.clone();
    let read = move |tx: &mut Tx<'_>| {
        let c = desk.conversation(tx, &member, number)?;
        shown(tx, &*desk, &member, c.id)
    };
    Ok(Json(ctx.store.read(read).await?))
}

async fn add(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, number)): Path<(i64, i64)>,
    Json(form): Json<RelateForm>,
) -> Result<Json<RelatedList>, Refusal> {
    let desk = ctx.desk.clone();
    let write = move |tx: &mut Tx<'_>| {
        let (c, other) = both(tx, &*desk, &member, number, form.conversation_id)?;
        if c.id == other.id {
            return Err(Problem::field(FIELD, "related.same"));
        }
        for one in [&c, &other] {
            if store::linked(tx, &member.scope(), one.id)?.len() >= MOST {
                return Err(Problem::field(FIELD, "related.too_many").with("max", MOST.to_string()));
            }
        }
        if store::link(tx, &member.scope(), (c.id, other.id), member.user)? {
            desk.conversation_changed(tx, &member, &c)?;
            desk.conversation_changed(tx, &member, &other)?;
        }
        shown(tx, &*desk, &member, c.id)
    };
    Ok(Json(ctx.store.write(write).await?))
}

async fn remove(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, number, other)): Path<(i64, i64, i64)>,
) -> Result<Json<RelatedList>, Refusal> {
    let desk = ctx.desk.clone();
    let write = move |tx: &mut Tx<'_>| {
        let (c, other) = both(tx, &*desk, &member, number, other).map_err(|_| Problem::not_found())?;
        if !store::unlink(tx, &member.scope(), (c.id, other.id))? {
            return Err(Problem::not_found());
        }
        desk.conversation_changed(tx, &member, &c)?;
        desk.conversation_changed(tx, &member, &other)?;
        shown(tx, &*desk, &member, c.id)
    };
    Ok(Json(ctx.store.write(write).await?))
}

/// The field that errors are about.
const FIELD: &str = "conversation_id";

/// The two, kept for this transaction, the one with the lower number first so that nobody waits for somebody who waits
/// for them. The other one unseen is an error of the field.
fn both(
    tx: &mut Tx<'_>,
    desk: &dyn Desk,
    viewer: &Viewer,
    number: i64,
    other: i64,
) -> Result<(ConversationRef, ConversationRef), Problem> {
    let unseen = |_| Problem::field(FIELD, "error.not_found");
    if other < number {
        desk.conversation(tx, viewer, number)?;
        let other = desk.conversation_held(tx, viewer, other).map_err(unseen)?;
        return Ok((desk.conversation_held(tx, viewer, number)?, other));
    }
    let c = desk.conversation_held(tx, viewer, number)?;
    Ok((c, desk.conversation_held(tx, viewer, other).map_err(unseen)?))
}
