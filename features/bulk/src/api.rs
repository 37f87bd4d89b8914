//! The routes: Chatwoot's, and ours to follow and undo.

use axum::extract::State;
use axum::http::Method;
use desk_model::Viewer;
use desk_model::conditions::Subject;
use kernel_base::{Locale, Problem};
use kernel_db::Tx;
use kernel_http::{Access, Json, Path, Refusal, Routes};
use plug_feature::{Ctx, Desk, Member};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::rules::{Asked, about, deeds, named, to_json};
use crate::store::{self, Bulk};
use crate::{ACT, run};

/// Items that conditions may find.
const MATCH_MAX: usize = 10_000;
/// Seconds for which results are kept.
const KEPT_SECS: i64 = 30 * 86_400;
const TAG: &str = "Bulk";

/// The table of routes.
pub(crate) fn routes() -> Routes<Ctx> {
    const LIST: &str = "/api/v1/accounts/{account_id}/bulk_actions";
    let access = Access::Member(ACT.name);
    Routes::new()
        .on(Method::POST, LIST, access, TAG, "Does something to many conversations or contacts", create)
        .body::<BulkBody>()
        .answer::<BulkView>(200)
        .on(Method::GET, LIST, access, TAG, "One's newest bulk actions", list)
        .answer::<BulkList>(200)
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/bulk_actions/{id}",
            access,
            TAG,
            "How a bulk action of one's own goes",
            show,
        )
        .answer::<BulkView>(200)
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/bulk_actions/{id}/undo",
            access,
            TAG,
            "Undoes a bulk action of one's own that has ended",
            undo,
        )
        .answer::<BulkView>(200)
}

/// What is to be done, and to which: `ids`, or all that meet `query`.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
struct BulkBody {
    /// `Conversation` or `Contact`.
    #[serde(rename = "type")]
    kind: Option<String>,
    /// Numbers of conversations or ids of contacts, at most 1,000.
    #[serde(default)]
    ids: Vec<i64>,
    /// Instead of ids: conditions as `conversations/filter` takes them; at most 10,000 may match.
    query: Option<Matching>,
    /// `status`, `assignee_id`, `team_id` (0: nobody), `priority`.
    #[schema(value_type = Object)]
    fields: Option<Map<String, Value>>,
    /// For the status `snoozed`: when they come back, seconds since the epoch.
    snoozed_until: Option<i64>,
    /// Labels to add and to remove.
    labels: Option<LabelChanges>,
    /// For contacts: `delete`, or another deed that a feature knows, like `set_wallet_owner`.
    action_name: Option<String>,
    /// What the deed is done with, at most 100.
    #[serde(default)]
    #[schema(value_type = Vec<Object>)]
    action_params: Vec<Value>,
    /// Marks conversations as read, or as unread.
    read: Option<bool>,
}

/// Labels to add and to remove.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = BulkLabels)]
struct LabelChanges {
    add: Option<Vec<String>>,
    remove: Option<Vec<String>>,
}

/// Conditions.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = BulkQuery)]
struct Matching {
    #[schema(value_type = Vec<Object>)]
    payload: Value,
    /// Where days begin, in hours east of Greenwich; 0 unless told.
    timezone_offset: Option<f64>,
}

/// A bulk action.
#[derive(Serialize, ToSchema)]
#[schema(as = BulkAction)]
struct BulkView {
    id: i64,
    /// `Conversation` or `Contact`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// `running`, `done`, `undoing` or `undone`.
    state: &'static str,
    /// Items in all.
    total: i64,
    /// Not yet done.
    waiting: i64,
    done: i64,
    failed: i64,
    undone: i64,
    /// Done, but could not be undone.
    not_undone: i64,
    /// The first hundred that failed.
    failures: Vec<Failure>,
    /// Seconds since the epoch.
    created_at: i64,
    /// Seconds since the epoch.
    finished_at: Option<i64>,
}

/// An item that failed.
#[derive(Serialize, ToSchema)]
#[schema(as = BulkFailure)]
struct Failure {
    /// The conversation's number or the contact's id.
    id: i64,
    /// Why, in the caller's language.
    message: String,
}

/// One's newest bulk actions.
#[derive(Serialize, ToSchema)]
struct BulkList {
    payload: Vec<BulkView>,
}

type Answer<T> = Result<Json<T>, Refusal>;

impl From<BulkBody> for Asked {
    fn from(b: BulkBody) -> Self {
        let labels = b.labels.unwrap_or_default();
        let hours = b.query.as_ref().and_then(|q| q.timezone_offset).unwrap_or_default();
        Self {
            kind: b.kind.unwrap_or_default(),
            ids: b.ids,
            fields: b.fields.unwrap_or_default(),
            snoozed_until: b.snoozed_until,
            add: labels.add.unwrap_or_default(),
            remove: labels.remove.unwrap_or_default(),
            action: b.action_name.map(|name| (name, b.action_params)),
            read: b.read,
            query: b.query.map(|q| q.payload),
            offset: (hours.clamp(-14.0, 14.0) * 3600.0) as i64,
        }
    }
}

fn view(tx: &mut Tx<'_>, ctx: &Ctx, viewer: &Viewer, locale: Locale, b: &Bulk) -> Result<BulkView, Problem> {
    let scope = viewer.scope();
    let tally = store::tally(tx, &scope, b.id)?;
    let failures = store::failures(tx, &scope, b.id)?;
    let failures =
        failures.into_iter().map(|(id, key)| Failure { id, message: ctx.texts.text(locale, &key, &[]) });
    Ok(BulkView {
        id: b.id,
        kind: if run::subject(b) == Subject::Contact { "Contact" } else { "Conversation" },
        state: match b.state {
            store::WAITING => "running",
            store::UNDOING => "undoing",
            store::UNDONE => "undone",
            _ => "done",
        },
        total: b.total,
        waiting: tally.waiting,
        done: tally.done,
        failed: tally.failed,
        undone: tally.undone,
        not_undone: tally.stuck,
        failures: failures.collect(),
        created_at: b.created_at.secs(),
        finished_at: b.finished_at.map(kernel_base::Micros::secs),
    })
}

/// The items, checked, and the deeds, checked: what can't be done to any is refused at once.
fn ask(
    tx: &mut Tx<'_>,
    desk: &dyn Desk,
    viewer: &Viewer,
    asked: &Asked,
) -> Result<(Bulk, Vec<i64>), Problem> {
    let about = about(&asked.kind)?;
    let deeds = deeds(asked, about)?;
    for deed in &deeds {
        desk.check_deed(tx, viewer, about, deed)?;
    }
    let items = match (named(asked)?, &asked.query) {
        (Some(ids), _) => ids,
        (None, Some(query)) => {
            let found = desk.matching(tx, viewer, about, query, asked.offset, MATCH_MAX + 1)?;
            if found.is_empty() {
                return Err(Problem::field("query", "bulk.error.nothing"));
            }
            if found.len() > MATCH_MAX {
                return Err(Problem::field("query", "bulk.error.too_many").with("max", MATCH_MAX.to_string()));
            }
            found
        }
        (None, None) => return Err(Problem::field("ids", "bulk.error.nothing")),
    };
    let bulk = Bulk {
        id: 0,
        user: viewer.user,
        about: i64::from(about == Subject::Contact),
        deeds: kernel_db::Json::of(&to_json(&deeds)),
        state: store::WAITING,
        total: i64::try_from(items.len()).unwrap_or(i64::MAX),
        created_at: tx.now(),
        finished_at: None,
    };
    Ok((bulk, items))
}

async fn create(State(ctx): State<Ctx>, member: Member, Json(body): Json<BulkBody>) -> Answer<BulkView> {
    let asked = Asked::from(body);
    let own = ctx.clone();
    let made = ctx
        .store
        .write(move |tx| {
            let scope = member.scope();
            let (bulk, items) = ask(tx, &*own.desk, &member, &asked)?;
            store::forget(tx, &scope, tx.now().plus_secs(-KEPT_SECS))?;
            let made = store::insert(tx, &scope, &bulk, &items)?;
            run::enqueue(tx, &scope, made.id)?;
            view(tx, &own, &member, member.locale, &made)
        })
        .await?;
    Ok(Json(made))
}

async fn list(State(ctx): State<Ctx>, member: Member) -> Answer<BulkList> {
    let own = ctx.clone();
    let payload = ctx
        .store
        .read(move |tx| {
            let found = store::newest(tx, &member.scope(), member.user)?;
            found.iter().map(|b| view(tx, &own, &member, member.locale, b)).collect::<Result<_, Problem>>()
        })
        .await?;
    Ok(Json(BulkList { payload }))
}

async fn show(State(ctx): State<Ctx>, member: Member, Path((_, id)): Path<(i64, i64)>) -> Answer<BulkView> {
    let own = ctx.clone();
    let found = ctx
        .store
        .read(move |tx| {
            let found = store::get(tx, &member.scope(), member.user, id)?.ok_or_else(Problem::not_found)?;
            view(tx, &own, &member, member.locale, &found)
        })
        .await?;
    Ok(Json(found))
}

async fn undo(State(ctx): State<Ctx>, member: Member, Path((_, id)): Path<(i64, i64)>) -> Answer<BulkView> {
    let own = ctx.clone();
    let found = ctx
        .store
        .write(move |tx| {
            let scope = member.scope();
            let mut found = store::get(tx, &scope, member.user, id)?.ok_or_else(Problem::not_found)?;
            if found.state != store::DONE {
                return Err(Problem::new(kernel_base::Kind::Conflict, "bulk.error.not_finished"));
            }
            found.state = store::UNDOING;
            found.finished_at = None;
            store::set_state(tx, &scope, id, found.state, None)?;
            run::enqueue(tx, &scope, id)?;
            view(tx, &own, &member, member.locale, &found)
        })
        .await?;
    Ok(Json(found))
}
