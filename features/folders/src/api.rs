//! The routes, in Chatwoot's shapes.

use axum::extract::State;
use axum::http::{Method, StatusCode};
use desk_model::conditions::Subject;
use desk_model::{Role, Viewer};
use kernel_base::{Micros, Problem, TeamId};
use kernel_db::Tx;
use kernel_http::{Access, Path, Query, Refusal, Routes};
use plug_feature::{Ctx, Desk, Member};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::USE;
use crate::store::{self, Folder};

/// Folders of one person in an account.
const FOLDERS_MAX: i64 = 1000;
/// Characters of a name.
const NAME_MAX: usize = 255;
/// Bytes of a query as JSON.
const QUERY_MAX: usize = 64 * 1024;
/// What folders are of, in the order of their numbers.
const KINDS: [&str; 3] = ["conversation", "contact", "report"];

/// The table of routes.
pub(crate) fn routes() -> Routes<Ctx> {
    const LIST: &str = "/api/v1/accounts/{account_id}/custom_filters";
    const ONE: &str = "/api/v1/accounts/{account_id}/custom_filters/{id}";
    const TAG: &str = "Folders";
    let access = Access::Member(USE.name);
    let mut routes = Routes::new()
        .on(Method::GET, LIST, access, TAG, "Lists the folders one sees, one's own first", list)
        .query("filter_type", "conversation (unless told), contact or report")
        .answer::<Vec<FolderView>>(200)
        .on(Method::POST, LIST, access, TAG, "Keeps conditions as a folder", create)
        .body::<FolderBody>()
        .answer::<FolderView>(200)
        .on(Method::GET, ONE, access, TAG, "Shows a folder", show)
        .answer::<FolderView>(200);
    for method in [Method::PATCH, Method::PUT] {
        routes = routes
            .on(method, ONE, access, TAG, "Changes a folder", change)
            .body::<FolderBody>()
            .answer::<FolderView>(200);
    }
    routes.on(Method::DELETE, ONE, access, TAG, "Removes a folder", remove).no_content()
}

/// A folder.
#[derive(Serialize, ToSchema)]
#[schema(as = Folder)]
struct FolderView {
    id: i64,
    name: String,
    /// `conversation`, `contact` or `report`.
    filter_type: &'static str,
    /// What `conversations/filter` or `contacts/filter` takes.
    #[schema(value_type = Object)]
    query: Value,
    created_at: Option<String>,
    updated_at: Option<String>,
    /// Whether it is the caller's own.
    mine: bool,
    /// Whether the whole account sees it.
    shared: bool,
    /// The team that sees it.
    team_id: Option<i64>,
}

/// What is to be stored of a folder, by itself or under `custom_filter`; on a change, what is absent stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
struct FolderBody {
    name: Option<String>,
    /// `conversation` (unless told), `contact` or `report`; does not change.
    filter_type: Option<String>,
    /// The same under its other name.
    #[serde(rename = "type")]
    kind: Option<String>,
    #[schema(value_type = Object)]
    query: Option<Map<String, Value>>,
    /// Whether the whole account is to see it.
    shared: Option<bool>,
    /// The team that is to see it; null for none.
    #[serde(default, deserialize_with = "kernel_http::some")]
    team_id: Option<Option<i64>>,
    #[schema(value_type = Object)]
    custom_filter: Option<Box<FolderBody>>,
}

impl FolderBody {
    fn inner(self) -> Self {
        match self.custom_filter {
            Some(inner) => *inner,
            None => self,
        }
    }

    fn kind(&self) -> Result<i64, Problem> {
        kind(self.filter_type.as_deref().or(self.kind.as_deref()))
    }
}

#[derive(Deserialize)]
struct ListQuery {
    filter_type: Option<String>,
}

type Answer<T> = Result<kernel_http::Json<T>, Refusal>;

fn kind(name: Option<&str>) -> Result<i64, Problem> {
    let name = name.unwrap_or(KINDS[0]);
    let at = KINDS.iter().position(|k| *k == name || KINDS[0] == *k && name == "0");
    at.and_then(|n| i64::try_from(n).ok()).ok_or_else(|| Problem::field("filter_type", "error.wrong_value"))
}

fn view(viewer: &Viewer, f: &Folder) -> Result<FolderView, Problem> {
    let kind = usize::try_from(f.kind).ok().and_then(|n| KINDS.get(n)).unwrap_or(&KINDS[0]);
    Ok(FolderView {
        id: f.id,
        name: f.name.clone(),
        filter_type: kind,
        query: f.query.value()?,
        created_at: f.created_at.iso(),
        updated_at: f.updated_at.iso(),
        mine: f.owner == viewer.user,
        shared: f.shared,
        team_id: f.team.map(|t| t.0),
    })
}

/// Puts what was sent into a folder, as far as the caller may.
fn apply(
    tx: &mut Tx<'_>,
    desk: &dyn Desk,
    viewer: &Viewer,
    f: &mut Folder,
    body: &FolderBody,
) -> Result<(), Problem> {
    if let Some(name) = &body.name {
        let name = name.trim();
        if name.is_empty() {
            return Err(Problem::field("name", "error.required"));
        }
        if name.chars().count() > NAME_MAX {
            return Err(Problem::field("name", "error.too_long").with("max", NAME_MAX.to_string()));
        }
        name.clone_into(&mut f.name);
    }
    if let Some(query) = &body.query {
        let query = Value::Object(query.clone());
        if query.to_string().len() > QUERY_MAX {
            return Err(Problem::field("query", "error.too_long").with("max", QUERY_MAX.to_string()));
        }
        let about = if f.kind == 1 { Subject::Contact } else { Subject::Conversation };
        match query.get("payload") {
            Some(payload) if f.kind < 2 && payload != &Value::Array(Vec::new()) => {
                desk.check_conditions(tx, viewer, about, payload)?;
            }
            _ => {}
        }
        f.query = kernel_db::Json::of(&query);
    }
    let administrator = viewer.role == Role::Administrator;
    if let Some(shared) = body.shared {
        if shared && !f.shared && !administrator {
            return Err(Problem::field("shared", "folders.error.share"));
        }
        f.shared = shared;
    }
    if let Some(team) = body.team_id {
        let team = team.filter(|t| *t != 0).map(TeamId);
        if let Some(team) = team {
            desk.team(tx, &viewer.scope(), team)?;
            if !administrator && !viewer.teams.contains(&team) {
                return Err(Problem::field("team_id", "folders.error.share"));
            }
        }
        f.team = team;
    }
    f.updated_at = tx.now();
    Ok(())
}

/// The folder, if the caller may change it.
fn own(tx: &mut Tx<'_>, viewer: &Viewer, id: i64) -> Result<Folder, Problem> {
    let found = store::get(tx, viewer, id)?.ok_or_else(Problem::not_found)?;
    if found.owner == viewer.user || viewer.role == Role::Administrator {
        return Ok(found);
    }
    Err(Problem::forbidden())
}

async fn list(
    State(ctx): State<Ctx>,
    member: Member,
    Query(asked): Query<ListQuery>,
) -> Answer<Vec<FolderView>> {
    let kind = kind(asked.filter_type.as_deref())?;
    let found = ctx
        .store
        .read(move |tx| {
            let found = store::list(tx, &member, kind)?;
            found.iter().map(|f| view(&member, f)).collect::<Result<Vec<_>, Problem>>()
        })
        .await?;
    Ok(kernel_http::Json(found))
}

async fn show(State(ctx): State<Ctx>, member: Member, Path((_, id)): Path<(i64, i64)>) -> Answer<FolderView> {
    let found = ctx
        .store
        .read(move |tx| {
            let found = store::get(tx, &member, id)?.ok_or_else(Problem::not_found)?;
            view(&member, &found)
        })
        .await?;
    Ok(kernel_http::Json(found))
}

async fn create(
    State(ctx): State<Ctx>,
    member: Member,
    kernel_http::Json(body): kernel_http::Json<FolderBody>,
) -> Answer<FolderView> {
    let body = body.inner();
    let kind = body.kind()?;
    if body.name.is_none() {
        return Err(Problem::field("name", "error.required").into());
    }
    let desk = ctx.desk.clone();
    let made = ctx
        .store
        .write(move |tx| {
            if store::count(tx, &member)? >= FOLDERS_MAX {
                let full = Problem::field("name", "folders.error.limit");
                return Err(full.with("max", FOLDERS_MAX.to_string()));
            }
            let mut new = Folder {
                id: 0,
                owner: member.user,
                kind,
                name: String::new(),
                query: kernel_db::Json("{}".to_owned()),
                shared: false,
                team: None,
                created_at: tx.now(),
                updated_at: Micros::default(),
            };
            apply(tx, &*desk, &member, &mut new, &body)?;
            let made = store::insert(tx, &member.scope(), &new)?;
            view(&member, &made)
        })
        .await?;
    Ok(kernel_http::Json(made))
}

async fn change(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
    kernel_http::Json(body): kernel_http::Json<FolderBody>,
) -> Answer<FolderView> {
    let body = body.inner();
    let desk = ctx.desk.clone();
    let changed = ctx
        .store
        .write(move |tx| {
            let mut folder = own(tx, &member, id)?;
            apply(tx, &*desk, &member, &mut folder, &body)?;
            store::update(tx, &member.scope(), &folder)?;
            view(&member, &folder)
        })
        .await?;
    Ok(kernel_http::Json(changed))
}

async fn remove(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
) -> Result<StatusCode, Refusal> {
    ctx.store
        .write(move |tx| {
            own(tx, &member, id)?;
            Ok::<_, Problem>(store::delete(tx, &member.scope(), id)?)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
