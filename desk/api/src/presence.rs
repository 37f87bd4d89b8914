//! What the members of an account are: available, on a break, away.

use axum::extract::State;
use axum::http::Method;
use desk_core::people::{MemberState, states};
use kernel_http::{Access, Json, Refusal, Routes};
use plug_feature::Member;
use serde::Serialize;
use utoipa::ToSchema;

use crate::App;

/// The table of routes.
pub(crate) fn routes() -> Routes<App> {
    Routes::new()
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/member_states",
            Access::Member("agent_read"),
            "Agents",
            "What the members are: available, on a break, away",
            list,
        )
        .answer::<StatesAnswer>(200)
}

/// What the members are; those who never were there are left out.
#[derive(Serialize, ToSchema)]
#[schema(as = MemberStates)]
struct StatesAnswer {
    /// In order of their ids.
    payload: Vec<StateJson>,
}

/// What a member is; the event `member.state` says the same.
#[derive(Serialize, ToSchema)]
#[schema(as = MemberState)]
struct StateJson {
    /// The member's id.
    user: i64,
    /// `online`, `busy` or `offline`.
    state: &'static str,
    /// Why they are on a break.
    reason: Option<String>,
    /// How many minutes they mean to be.
    planned_minutes: Option<i64>,
    /// Since when, seconds since the epoch.
    since: i64,
}

impl From<MemberState> for StateJson {
    fn from(s: MemberState) -> Self {
        Self {
            user: s.user.0,
            state: s.state.wire(),
            reason: s.reason,
            planned_minutes: s.planned_secs.map(|secs| secs / 60),
            since: s.since.secs(),
        }
    }
}

async fn list(State(app): State<App>, member: Member) -> Result<Json<StatesAnswer>, Refusal> {
    let scope = member.scope();
    let all = app.core.store.read(move |tx| states(tx, &scope)).await?;
    Ok(Json(StatesAnswer { payload: all.into_iter().map(Into::into).collect() }))
}
