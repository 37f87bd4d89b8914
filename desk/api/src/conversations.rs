//! Conversations: lists, counters, opening one, and what moves them.

mod actions;
mod merge;
mod more;
mod mute;
mod people;
mod show;
mod transcript;

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::State;
use axum::http::Method;
use desk_core::conversations::{Assigned, Counters, Filter, List, Order, counters, counts, list};
use desk_core::{Core, present, search};
use desk_model::{Place, Status, Viewer, permissions};
use desk_wire::{ConversationJson, ListCounts};
use kernel_base::{InboxId, Problem, TeamId, UserId};
use kernel_db::Tx;
use kernel_http::{Access, Json, Query, Refusal, Routes};
use plug_feature::{FilterField, Member};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use crate::{App, conditions};

const TAG: &str = "Conversations";
const READ: Access = Access::Member(permissions::CONVERSATION_READ.name);
const WRITE: Access = Access::Member(permissions::CONVERSATION_WRITE.name);

/// The table of routes.
pub(crate) fn routes() -> Routes<App> {
    let lists = Routes::new()
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/conversations",
            READ,
            TAG,
            "Lists conversations",
            index,
        )
        .query("status", "open (unless told), pending, snoozed, resolved or all")
        .query("assignee_type", "me, unassigned, assigned, others (somebody else) or all (unless told)")
        .query("place", "queue, in_service, pending, snoozed, automatic or finished; instead of status")
        .query("assignee_id", "That this person has")
        .query("inbox_id", "Of this inbox")
        .query("team_id", "Of this team")
        .query("labels[]", "With one of these labels")
        .query("q", "With a message or customer that holds these words")
        .query(
            "conversation_type",
            "mention: where one was named; participating: where one takes part; unattended: who waits",
        )
        .query("muted", "hide: without what the caller muted")
        .query(
            "conditions",
            "That also meet these conditions: the payload of `conversations/filter` as JSON text",
        )
        .query("timezone_offset", "For conditions: where days begin, in hours east of Greenwich")
        .query("updated_within", "Changed in the last so many seconds")
        .query("sort_by", "last_activity_at_desc unless told; queued_at_asc is the queue's order")
        .query("page", "Page from 1, 25 on each; empty past the end")
        .query("cursor", "`next_cursor` of the page before, instead of page")
        .answer::<ListAnswer>(200)
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/conversations/meta",
            READ,
            TAG,
            "Counts conversations",
            meta,
        )
        .query("status", "As in the list")
        .answer::<MetaAnswer>(200)
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/counters",
            READ,
            TAG,
            "Counts conversations in work by place, inbox, team and label",
            count_all,
        )
        .answer::<CountersAnswer>(200);
    lists
        .merge(more::routes().merge(merge::routes()))
        .merge(show::routes())
        .merge(actions::routes())
        .merge(people::routes())
        .merge(mute::routes())
        .merge(transcript::routes())
}

/// What a list is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct ListQuery {
    status: Option<String>,
    assignee_type: Option<String>,
    assignee_id: Option<i64>,
    place: Option<String>,
    inbox_id: Option<i64>,
    team_id: Option<i64>,
    q: Option<String>,
    conversation_type: Option<String>,
    muted: Option<String>,
    updated_within: Option<i64>,
    conditions: Option<String>,
    timezone_offset: Option<f64>,
    sort_by: Option<String>,
    page: Option<i64>,
    cursor: Option<String>,
}

/// A page of conversations.
#[derive(Serialize, ToSchema)]
#[schema(as = ConversationList)]
struct ListAnswer {
    /// The page.
    data: ListData,
}

#[derive(Serialize, ToSchema)]
#[schema(as = ConversationListData)]
struct ListData {
    /// Counts, and where the next page begins.
    meta: ListMeta,
    /// The conversations.
    #[schema(value_type = Vec<ConversationJson>)]
    payload: Vec<Value>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = ConversationListMeta)]
struct ListMeta {
    #[serde(flatten)]
    counts: ListCounts,
    /// Send it back as `cursor`; null on the last page.
    next_cursor: Option<String>,
}

/// Counts alone.
#[derive(Serialize, ToSchema)]
#[schema(as = ConversationCounts)]
struct MetaAnswer {
    /// Counts.
    meta: ListCounts,
}

/// Conversations in work that the caller may see.
#[derive(Serialize, ToSchema)]
#[schema(as = Counters)]
struct CountersAnswer {
    /// Open and nobody's.
    queue: i64,
    /// Open and the caller's.
    mine: i64,
    /// The same as `queue`.
    unassigned: i64,
    /// Open.
    all: i64,
    /// Set aside by a person.
    pending: i64,
    /// Set aside until a moment or the next reply.
    snoozed: i64,
    /// With a bot, form or menu.
    automatic: i64,
    /// Open ones where the caller, or a team of theirs, was named.
    mentions: i64,
    /// Open ones whose customer waits for a person's answer.
    unattended: i64,
    /// Open ones by inbox.
    #[schema(value_type = Object)]
    inboxes: Map<String, Value>,
    /// Open ones by team.
    #[schema(value_type = Object)]
    teams: Map<String, Value>,
    /// Open and nobody's, by team.
    #[schema(value_type = Object)]
    queue_teams: Map<String, Value>,
    /// Open ones by who has them.
    #[schema(value_type = Object)]
    holders: Map<String, Value>,
    /// Open ones by what features count by, like `labels`.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    fields: Map<String, Value>,
}

impl From<Counters> for CountersAnswer {
    fn from(c: Counters) -> Self {
        let map = |m: &std::collections::BTreeMap<i64, i64>| {
            m.iter().map(|(id, n)| (id.to_string(), json!(n))).collect()
        };
        Self {
            queue: c.queue,
            mine: c.mine,
            unassigned: c.queue,
            all: c.all,
            pending: c.pending,
            snoozed: c.snoozed,
            automatic: c.automatic,
            mentions: c.mentions,
            unattended: c.unattended,
            inboxes: map(&c.inboxes),
            teams: map(&c.teams),
            queue_teams: map(&c.queue_teams),
            holders: map(&c.holders),
            fields: c.fields.iter().map(|(name, counts)| ((*name).to_owned(), json!(counts))).collect(),
        }
    }
}

impl ListQuery {
    fn list(&self, core: &Core, rest: &HashMap<String, Value>) -> Result<List, Problem> {
        let place = match self.place.as_deref() {
            None => None,
            Some(name) => Some(Place::from_wire(name).ok_or_else(|| unknown("place"))?),
        };
        let order = match self.sort_by.as_deref() {
            None if place == Some(Place::Queue) => Order::Queue,
            None => Order::default(),
            Some(name) => Order::from_wire(name).ok_or_else(|| unknown("sort_by"))?,
        };
        Ok(List {
            filter: self.filter(core, place, rest)?,
            order,
            cursor: self.cursor.clone(),
            page: self.page,
        })
    }

    /// Adds the conditions that were asked for, held against the account's fields.
    fn add_conditions(
        &self,
        tx: &mut Tx<'_>,
        core: &Core,
        viewer: &Viewer,
        filter: &mut Filter,
    ) -> Result<(), Problem> {
        if let Some(text) = self.conditions.as_deref().filter(|t| !t.is_empty()) {
            filter.conditions = conditions::of_query(tx, core, viewer, text, self.timezone_offset)?;
        }
        Ok(())
    }

    fn filter(
        &self,
        core: &Core,
        place: Option<Place>,
        rest: &HashMap<String, Value>,
    ) -> Result<Filter, Problem> {
        let status = match self.status.as_deref() {
            None => Some(Status::Open),
            Some("all") => None,
            Some(name) => Some(Status::from_wire(name).ok_or_else(|| unknown("status"))?),
        };
        let assigned = match self.assignee_type.as_deref() {
            None | Some("all") => Assigned::Whoever,
            Some("me") => Assigned::Me,
            Some("unassigned") => Assigned::Nobody,
            Some("assigned") => Assigned::Somebody,
            Some("others") => Assigned::Others,
            Some(_) => return Err(unknown("assignee_type")),
        };
        let (mut mentioned, mut participating, mut waiting) = (false, false, false);
        match self.conversation_type.as_deref() {
            None | Some("all") => {}
            Some("mention") => mentioned = true,
            Some("participating") => participating = true,
            Some("unattended") => waiting = true,
            Some(_) => return Err(unknown("conversation_type")),
        }
        if self.updated_within.is_some_and(|s| !(0..=31_622_400).contains(&s)) {
            return Err(unknown("updated_within"));
        }
        Ok(Filter {
            status,
            place,
            assigned,
            holder: self.assignee_id.map(UserId),
            inbox: self.inbox_id.map(InboxId),
            team: self.team_id.map(TeamId),
            participating,
            mentioned,
            unmuted: match self.muted.as_deref() {
                None | Some("show") => false,
                Some("hide") => true,
                Some(_) => return Err(unknown("muted")),
            },
            in_work: false,
            waiting,
            updated_within: self.updated_within,
            among: None,
            fields: fields(core, rest)?,
            conditions: Vec::new(),
        })
    }
}

fn unknown(field: &'static str) -> Problem {
    Problem::field(field, "error.wrong_value")
}

/// Fields of features that the query names, like `labels[]`.
fn fields(core: &Core, rest: &HashMap<String, Value>) -> Result<Vec<(FilterField, Vec<String>)>, Problem> {
    let known = core.registry.features.iter().flat_map(|f| f.filters);
    let mut found = Vec::new();
    for field in known {
        let texts = match rest.get(field.param) {
            None | Some(Value::Null) => continue,
            Some(Value::String(text)) => vec![text.clone()],
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            Some(_) => return Err(unknown(field.param)),
        };
        if !texts.is_empty() {
            found.push((*field, texts.into_iter().take(100).collect()));
        }
    }
    Ok(found)
}

async fn index(
    State(app): State<App>,
    member: Member,
    Query(asked): Query<ListQuery>,
    Query(rest): Query<HashMap<String, Value>>,
) -> Result<Json<ListAnswer>, Refusal> {
    let core = Arc::clone(&app.core);
    let wanted = asked.list(&core, &rest)?;
    let data = app.core.store.read(move |tx| page(tx, &core, &member, &asked, &wanted)).await?;
    Ok(Json(ListAnswer { data }))
}

fn page(
    tx: &mut Tx<'_>,
    core: &Core,
    viewer: &Viewer,
    asked: &ListQuery,
    wanted: &List,
) -> Result<ListData, Problem> {
    let mut wanted = wanted.clone();
    asked.add_conditions(tx, core, viewer, &mut wanted.filter)?;
    if let Some(q) = asked.q.as_deref().filter(|q| !q.trim().is_empty()) {
        wanted.filter.among = Some(search::conversations_with(tx, core, viewer, q)?);
    }
    let found = list(tx, viewer, &wanted)?;
    Ok(ListData {
        meta: ListMeta { counts: counts(tx, core, viewer, &wanted.filter)?, next_cursor: found.next },
        payload: present::conversations(tx, core, &viewer.scope(), &found.items)?,
    })
}

async fn meta(
    State(app): State<App>,
    member: Member,
    Query(asked): Query<ListQuery>,
    Query(rest): Query<HashMap<String, Value>>,
) -> Result<Json<MetaAnswer>, Refusal> {
    let core = Arc::clone(&app.core);
    let filter = asked.list(&app.core, &rest)?.filter;
    let meta = app
        .core
        .store
        .read(move |tx| {
            let mut filter = filter.clone();
            asked.add_conditions(tx, &core, &member, &mut filter)?;
            counts(tx, &core, &member, &filter)
        })
        .await?;
    Ok(Json(MetaAnswer { meta }))
}

async fn count_all(State(app): State<App>, member: Member) -> Result<Json<CountersAnswer>, Refusal> {
    let core = Arc::clone(&app.core);
    let found = app.core.store.read(move |tx| counters(tx, &core, &member)).await?;
    Ok(Json(found.into()))
}

#[cfg(test)]
mod tests;
