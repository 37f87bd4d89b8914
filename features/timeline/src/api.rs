//! The route.

use axum::extract::State;
use axum::http::Method;
use desk_model::permissions;
use kernel_base::Problem;
use kernel_http::{Access, Path, Refusal, Routes};
use plug_feature::{Ctx, Member};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::store;

/// The table of routes.
pub(crate) fn routes() -> Routes<Ctx> {
    Routes::new()
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/conversations/{conversation_id}/timeline",
            Access::Member(permissions::CONVERSATION_READ.name),
            "Timeline",
            "What happened to a conversation, in order, and who opened it when",
            show,
        )
        .answer::<Timeline>(200)
}

/// What happened to a conversation, and who opened it.
#[derive(Serialize, ToSchema)]
#[schema(as = ConversationTimeline)]
struct Timeline {
    /// Who had it first.
    first_attendant: Option<TimelinePerson>,
    /// In order.
    entries: Vec<TimelineEntry>,
    /// Who opened it, the last one first.
    visits: Vec<TimelineVisit>,
}

#[derive(Serialize, ToSchema)]
struct TimelinePerson {
    id: i64,
    /// The name they had then.
    name: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct TimelineEntry {
    /// Its place in the account's order.
    seq: i64,
    /// Seconds since the epoch.
    at: i64,
    /// `created`, `assigned`, `team`, `status`, `priority` or `first_reply`.
    kind: String,
    /// Who did it; null for the customer and the product itself.
    actor: Option<TimelinePerson>,
    /// What was (`from`), what is (`to`).
    #[schema(value_type = Object)]
    data: Value,
}

#[derive(Serialize, ToSchema)]
struct TimelineVisit {
    user: TimelinePerson,
    /// Seconds since the epoch.
    first_at: i64,
    /// Seconds since the epoch.
    last_at: i64,
    /// How often; again within ten minutes is once.
    visits: i64,
}

async fn show(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, number)): Path<(i64, i64)>,
) -> Result<kernel_http::Json<Timeline>, Refusal> {
    let desk = ctx.desk.clone();
    let found = ctx.store.read(move |tx| {
        let scope = member.scope();
        let id = desk.conversation(tx, &member, number)?.id.0;
        Ok::<_, Problem>((store::entries(tx, &scope, id)?, store::visits(tx, &scope, id)?))
    });
    let (entries, visits) = found.await?;
    let first = entries.iter().find_map(|e| {
        let given = e.data.get("to_id").and_then(Value::as_i64).filter(|_| e.kind == "assigned");
        let spoke = e.actor.filter(|_| e.kind == "first_reply");
        match given {
            Some(id) => {
                Some(TimelinePerson { id, name: e.data.get("to").and_then(Value::as_str).map(str::to_owned) })
            }
            None => spoke.map(|id| TimelinePerson { id, name: e.actor_name.clone() }),
        }
    });
    Ok(kernel_http::Json(Timeline {
        first_attendant: first,
        entries: entries
            .into_iter()
            .map(|e| TimelineEntry {
                seq: e.seq,
                at: e.at.secs(),
                kind: e.kind,
                actor: e.actor.map(|id| TimelinePerson { id, name: e.actor_name }),
                data: e.data,
            })
            .collect(),
        visits: visits
            .into_iter()
            .map(|v| TimelineVisit {
                user: TimelinePerson { id: v.user, name: v.name },
                first_at: v.first_at.secs(),
                last_at: v.last_at.secs(),
                visits: v.visits,
            })
            .collect(),
    }))
}
