//! Conversations by inbox and label.

use axum::extract::State;
use axum::http::Method;
use kernel_base::Problem;
use kernel_http::{Access, Json, Query, Refusal, Routes};
use plug_feature::{Ctx, Member};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{TAG, by};
use crate::READ;
use crate::metric::About;
use crate::period::Period;
use crate::store;

pub(super) fn routes() -> Routes<Ctx> {
    Routes::new()
        .on(
            Method::GET,
            "/api/v2/accounts/{account_id}/reports/inbox_label_matrix",
            Access::Member(READ.name),
            TAG,
            "How many conversations of each inbox carry each label",
            matrix,
        )
        .query("since", "Beginning, seconds since the epoch")
        .query("until", "End, seconds since the epoch")
        .query("inbox_ids[]", "Of these inboxes alone")
        .query("label_ids[]", "Of these labels alone")
        .answer::<Matrix>(200)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    since: Option<i64>,
    until: Option<i64>,
    inbox_ids: Vec<i64>,
    label_ids: Vec<i64>,
}

/// An inbox of the matrix.
#[derive(Serialize, ToSchema)]
#[schema(as = ReportMatrixInbox)]
struct InboxHead {
    id: i64,
    name: String,
}

/// A label of the matrix.
#[derive(Serialize, ToSchema)]
#[schema(as = ReportMatrixLabel)]
struct LabelHead {
    id: i64,
    title: String,
}

/// Conversations by inbox and label.
#[derive(Serialize, ToSchema)]
#[schema(as = ReportMatrix)]
struct Matrix {
    inboxes: Vec<InboxHead>,
    labels: Vec<LabelHead>,
    /// A row for each inbox, a number for each label.
    matrix: Vec<Vec<i64>>,
}

/// The last days, as the other reports show without a word.
const USUAL_SECS: i64 = super::USUAL_DAYS * 86_400;

async fn matrix(
    State(ctx): State<Ctx>,
    member: Member,
    Query(asked): Query<Asked>,
) -> Result<Json<Matrix>, Refusal> {
    let until = asked.until.unwrap_or_else(|| ctx.clock.now().secs());
    let period = Period::between(asked.since.unwrap_or(until.saturating_sub(USUAL_SECS)), until)?;
    let (scope, own) = (member.scope(), ctx.clone());
    let found = ctx.store.read(move |tx| {
        let wanted = |ids: &[i64], id: i64| ids.is_empty() || ids.contains(&id);
        let mut inboxes = by::named(tx, &own, &scope, About::Inbox)?;
        inboxes.retain(|(id, _)| wanted(&asked.inbox_ids, *id));
        let mut labels = by::named(tx, &own, &scope, About::Label)?;
        labels.retain(|(id, _)| wanted(&asked.label_ids, *id));
        let numbers: Vec<i64> = inboxes.iter().map(|(id, _)| *id).collect();
        let cells = store::numbered(tx, &scope, About::InboxOfLabel, &numbers, period)?;
        let count = |inbox: i64, label: i64| {
            cells.iter().find(|c| c.which == label && c.metric == inbox).map_or(0, |c| c.sum.count)
        };
        let row =
            |(inbox, _): &(i64, String)| labels.iter().map(|(label, _)| count(*inbox, *label)).collect();
        Ok::<_, Problem>(Matrix {
            matrix: inboxes.iter().map(row).collect(),
            inboxes: inboxes.into_iter().map(|(id, name)| InboxHead { id, name }).collect(),
            labels: labels.into_iter().map(|(id, title)| LabelHead { id, title }).collect(),
        })
    });
    Ok(Json(found.await?))
}
