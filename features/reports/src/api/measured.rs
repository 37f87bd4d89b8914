//! What was measured, one by one.

use axum::extract::State;
use axum::http::Method;
use desk_model::permissions;
use kernel_base::{AccountScope, Micros, Problem};
use kernel_db::Tx;
use kernel_http::{Access, Json, Path, Query, Refusal, Routes};
use plug_feature::{Ctx, Member};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::TAG;
use crate::READ;
use crate::store::{self, Fact, Wanted};

/// On a page, as in Chatwoot.
const PAGE: i64 = 25;

pub(super) fn routes() -> Routes<Ctx> {
    Routes::new()
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/reporting_events",
            Access::Member(READ.name),
            TAG,
            "What was measured, the newest first, 25 a page",
            list,
        )
        .query("page", "From 1")
        .query("since", "Beginning, seconds since the epoch")
        .query("until", "End, seconds since the epoch")
        .query("inbox_id", "Of an inbox alone")
        .query("user_id", "Of a person alone")
        .query("name", "`first_response`, `reply_time`, `conversation_resolved`, `conversation_bot_resolved` or `conversation_bot_handoff`")
        .answer::<Measured>(200)
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/conversations/{id}/reporting_events",
            Access::Member(permissions::CONVERSATION_READ.name),
            TAG,
            "What was measured in a conversation, in order",
            of_conversation,
        )
        .answer::<Vec<FactView>>(200)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    page: Option<i64>,
    since: Option<i64>,
    until: Option<i64>,
    inbox_id: Option<i64>,
    user_id: Option<i64>,
    name: Option<String>,
}

/// Something that was measured.
#[derive(Serialize, ToSchema)]
#[schema(as = ReportingEvent)]
struct FactView {
    id: i64,
    /// `first_response`, `reply_time`, `conversation_resolved`…
    name: String,
    /// Seconds.
    value: f64,
    /// Seconds while the inbox was open.
    value_in_business_hours: f64,
    /// When it began, ISO 8601.
    event_start_time: String,
    /// When it ended, ISO 8601.
    event_end_time: String,
    account_id: i64,
    /// The conversation's number.
    conversation_id: Option<i64>,
    inbox_id: i64,
    user_id: Option<i64>,
    /// ISO 8601.
    created_at: String,
    /// ISO 8601.
    updated_at: String,
}

/// A page of what was measured.
#[derive(Serialize, ToSchema)]
#[schema(as = ReportingEvents)]
struct Measured {
    payload: Vec<FactView>,
    meta: Meta,
}

#[derive(Serialize, ToSchema)]
#[schema(as = ReportingEventsMeta)]
struct Meta {
    /// In all.
    count: i64,
    current_page: i64,
    total_pages: i64,
}

fn view(tx: &mut Tx<'_>, scope: &AccountScope, fact: Fact) -> Result<FactView, Problem> {
    let iso = |at: Micros| at.iso().unwrap_or_default();
    Ok(FactView {
        id: fact.id,
        name: fact.name,
        value: fact.seconds as f64,
        value_in_business_hours: fact.business as f64,
        event_start_time: iso(fact.from),
        event_end_time: iso(fact.to),
        account_id: scope.id(),
        conversation_id: store::conversation_of(tx, scope, fact.conversation)?,
        inbox_id: fact.inbox,
        user_id: fact.user,
        created_at: iso(fact.to),
        updated_at: iso(fact.to),
    })
}

async fn list(
    State(ctx): State<Ctx>,
    member: Member,
    Query(asked): Query<Asked>,
) -> Result<Json<Measured>, Refusal> {
    let (scope, page) = (member.scope(), asked.page.unwrap_or(1).clamp(1, 1_000_000));
    let wanted = Wanted {
        since: asked.since.map(Micros::from_secs),
        until: asked.until.map(Micros::from_secs),
        inbox: asked.inbox_id,
        user: asked.user_id,
        name: asked.name,
    };
    let found = ctx.store.read(move |tx| {
        let rows = store::facts(tx, &scope, &wanted, PAGE, (page - 1) * PAGE)?;
        let payload = rows.into_iter().map(|fact| view(tx, &scope, fact)).collect::<Result<_, Problem>>()?;
        let count = store::facts_count(tx, &scope, &wanted)?;
        let meta = Meta { count, current_page: page, total_pages: (count + PAGE - 1) / PAGE };
        Ok::<_, Problem>(Measured { payload, meta })
    });
    Ok(Json(found.await?))
}

async fn of_conversation(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, number)): Path<(i64, i64)>,
) -> Result<Json<Vec<FactView>>, Refusal> {
    let (viewer, desk) = (member.viewer, ctx.desk.clone());
    let found = ctx.store.read(move |tx| {
        let scope = viewer.scope();
        let which = desk.conversation(tx, &viewer, number)?;
        let rows = store::facts_of(tx, &scope, which.id.0)?;
        rows.into_iter().map(|fact| view(tx, &scope, fact)).collect::<Result<Vec<_>, Problem>>()
    });
    Ok(Json(found.await?))
}
