//! The routes of roles, in Chatwoot's shapes, and the list of permissions.

use std::collections::HashMap;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use desk_model::{CustomRole, Permission, Viewer, Visibility};
use kernel_base::{Kind, Locale, Micros, Problem, UserId, fold};
use kernel_db::{DbError, Tx};
use kernel_http::{Access, Path, Query, Refusal, Routes};
use plug_feature::{Ctx, Desk, Member};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::presets::PRESETS;
use crate::store::{self, Stored};
use crate::{MANAGE, READ, rules, sight};

/// Roles of an account.
const ROLES_MAX: usize = 200;
/// Characters of a name, and of a description.
const NAME_MAX: usize = 60;
const TEXT_MAX: usize = 500;

pub(crate) const TAG: &str = "Roles";

/// The table of routes.
pub(crate) fn routes() -> Routes<Ctx> {
    const LIST: &str = "/api/v1/accounts/{account_id}/custom_roles";
    const ONE: &str = "/api/v1/accounts/{account_id}/custom_roles/{id}";
    let (read, manage) = (Access::Member(READ.name), Access::Member(MANAGE.name));
    let mut routes = Routes::new()
        .on(Method::GET, LIST, read, TAG, "Lists the account's own roles", list)
        .answer::<Vec<RoleView>>(200)
        .on(Method::POST, LIST, manage, TAG, "Makes a role", create)
        .body::<RoleBody>()
        .answer::<RoleView>(200)
        .on(Method::GET, ONE, read, TAG, "Shows a role", show)
        .answer::<RoleView>(200);
    for method in [Method::PATCH, Method::PUT] {
        routes = routes
            .on(method, ONE, manage, TAG, "Changes a role, and what its people may from now on", change)
            .body::<RoleBody>()
            .answer::<RoleView>(200);
    }
    routes
        .on(Method::DELETE, ONE, manage, TAG, "Removes a role", remove)
        .query("instead", "Id of the role that its people get, or `agent`; a role in use needs one")
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/permissions",
            read,
            TAG,
            "What roles are made of, in the reader's words, and roles to start from",
            permissions,
        )
        .answer::<PermissionList>(200)
        .merge(sight::routes())
}

/// A role of the account.
#[derive(Serialize, ToSchema)]
#[schema(as = CustomRole)]
struct RoleView {
    id: i64,
    name: String,
    description: Option<String>,
    /// Names of permissions; Chatwoot's stand first where they are held.
    permissions: Vec<String>,
    /// `all`, `ours`, `unassigned` or `own`.
    visibility: &'static str,
    /// Ids of those who have it.
    people: Vec<i64>,
    created_at: Option<String>,
    updated_at: Option<String>,
}

/// What is to be stored of a role, by itself or under `custom_role`; on a change, what is absent stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
struct RoleBody {
    name: Option<String>,
    description: Option<String>,
    /// Names of permissions, ours or Chatwoot's.
    permissions: Option<Vec<String>>,
    /// How far its people see: `all`, `ours`, `unassigned` or `own`.
    visibility: Option<String>,
    #[schema(value_type = Object)]
    custom_role: Option<Box<RoleBody>>,
}

type Answer<T> = Result<kernel_http::Json<T>, Refusal>;
type People = HashMap<i64, Vec<UserId>>;

/// Every permission there is.
fn known(desk: &dyn Desk) -> Vec<Permission> {
    desk.permissions().into_iter().map(|(_, p)| p).collect()
}

/// The level of this name.
///
/// # Errors
/// 422 on `visibility`.
pub(crate) fn level(name: &str) -> Result<Visibility, Problem> {
    Visibility::from_wire(name).ok_or_else(|| Problem::field("visibility", "error.wrong_value"))
}

fn view(desk: &dyn Desk, s: &Stored, people: &People) -> RoleView {
    RoleView {
        id: s.role.id,
        name: s.role.name.clone(),
        description: s.description.clone(),
        permissions: rules::shown(&known(desk), &s.role.permissions, s.role.visibility),
        visibility: s.role.visibility.wire(),
        people: people.get(&s.role.id).into_iter().flatten().map(|u| u.0).collect(),
        created_at: s.created_at.iso(),
        updated_at: s.updated_at.iso(),
    }
}

/// Puts what was sent into a role.
fn apply(desk: &dyn Desk, s: &mut Stored, body: &RoleBody) -> Result<(), Problem> {
    let long = |field, max: usize| Problem::field(field, "error.too_long").with("max", max.to_string());
    if let Some(name) = body.name.as_deref().map(str::trim) {
        if name.is_empty() {
            return Err(Problem::field("name", "error.required"));
        }
        if name.chars().count() > NAME_MAX {
            return Err(long("name", NAME_MAX));
        }
        name.clone_into(&mut s.role.name);
    }
    if let Some(text) = body.description.as_deref().map(str::trim) {
        if text.chars().count() > TEXT_MAX {
            return Err(long("description", TEXT_MAX));
        }
        s.description = Some(text.to_owned()).filter(|t| !t.is_empty());
    }
    let asked = body.permissions.as_ref().unwrap_or(&s.role.permissions);
    let wanted = body.visibility.as_deref().map(level).transpose()?;
    let (permissions, visibility) = rules::resolve(&known(desk), asked, wanted, Some(s.role.visibility))?;
    (s.role.permissions, s.role.visibility) = (permissions, visibility);
    Ok(())
}

fn taken(e: DbError) -> Problem {
    e.on_constraint("custom_roles_name_key", "name", "error.taken")
}

/// The role, if the account has it.
fn role(tx: &mut Tx<'_>, by: &Viewer, id: i64) -> Result<Stored, Problem> {
    store::get(tx, &by.scope(), id)?.ok_or_else(Problem::not_found)
}

async fn list(State(ctx): State<Ctx>, member: Member) -> Answer<Vec<RoleView>> {
    let desk = ctx.desk.clone();
    let found = ctx.store.read(move |tx| {
        let people = desk.role_people(tx, &member.scope())?;
        let all = store::list(tx, &member.scope())?;
        Ok::<_, Problem>(all.iter().map(|s| view(&*desk, s, &people)).collect())
    });
    Ok(kernel_http::Json(found.await?))
}

async fn show(State(ctx): State<Ctx>, member: Member, Path((_, id)): Path<(i64, i64)>) -> Answer<RoleView> {
    let desk = ctx.desk.clone();
    let found = ctx.store.read(move |tx| {
        let found = role(tx, &member, id)?;
        Ok::<_, Problem>(view(&*desk, &found, &desk.role_people(tx, &member.scope())?))
    });
    Ok(kernel_http::Json(found.await?))
}

async fn create(
    State(ctx): State<Ctx>,
    member: Member,
    kernel_http::Json(body): kernel_http::Json<RoleBody>,
) -> Answer<RoleView> {
    let body = body.custom_role.clone().map_or(body, |inner| *inner);
    if body.name.is_none() {
        return Err(Problem::field("name", "error.required").into());
    }
    let desk = ctx.desk.clone();
    let made = ctx.store.write(move |tx| {
        let scope = member.scope();
        if store::list(tx, &scope)?.len() >= ROLES_MAX {
            let full = Problem::field("name", "roles.error.limit");
            return Err(full.with("max", ROLES_MAX.to_string()));
        }
        let role = CustomRole {
            id: 0,
            name: String::new(),
            permissions: Vec::new(),
            visibility: Visibility::Unassigned,
        };
        let now: Micros = tx.now();
        let mut new = Stored { role, description: None, created_at: now, updated_at: now };
        apply(&*desk, &mut new, &body)?;
        desk.may_grant(&member, &new.role)?;
        new.role.id = store::insert(tx, &scope, &new, &fold(&new.role.name)).map_err(taken)?;
        desk.cache_changed(tx, &scope, "custom_role")?;
        Ok::<_, Problem>(view(&*desk, &new, &People::new()))
    });
    Ok(kernel_http::Json(made.await?))
}

async fn change(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
    kernel_http::Json(body): kernel_http::Json<RoleBody>,
) -> Answer<RoleView> {
    let body = body.custom_role.clone().map_or(body, |inner| *inner);
    let desk = ctx.desk.clone();
    let changed = ctx.store.write(move |tx| {
        let scope = member.scope();
        let mut found = role(tx, &member, id)?;
        let before = found.role.clone();
        apply(&*desk, &mut found, &body)?;
        found.updated_at = tx.now();
        if found.role != before {
            // Neither give nor take away what one lacks.
            desk.may_grant(&member, &before)?;
            desk.may_grant(&member, &found.role)?;
            desk.role_changed(tx, &member, id, Some(&found.role))?;
        }
        store::update(tx, &scope, &found, &fold(&found.role.name)).map_err(taken)?;
        desk.cache_changed(tx, &scope, "custom_role")?;
        Ok::<_, Problem>(view(&*desk, &found, &desk.role_people(tx, &scope)?))
    });
    Ok(kernel_http::Json(changed.await?))
}

#[derive(Deserialize)]
struct Removal {
    instead: Option<String>,
}

async fn remove(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
    Query(asked): Query<Removal>,
) -> Result<StatusCode, Refusal> {
    let desk = ctx.desk.clone();
    let removed = ctx.store.write(move |tx| {
        let scope = member.scope();
        let gone = role(tx, &member, id)?;
        desk.may_grant(&member, &gone.role)?;
        let people = desk.role_people(tx, &scope)?.remove(&id).unwrap_or_default();
        if !people.is_empty() {
            let used = || {
                let n = people.len().to_string();
                Problem::new(Kind::Conflict, "roles.error.in_use").with("n", n)
            };
            let instead = match asked.instead.as_deref().filter(|i| !i.is_empty()).ok_or_else(used)? {
                "agent" => None,
                other => {
                    let other = other.parse().ok().filter(|o| *o != id);
                    let found = other.map(|o| store::get(tx, &scope, o)).transpose()?.flatten();
                    Some(found.ok_or_else(|| Problem::field("instead", "error.not_found"))?.role)
                }
            };
            desk.role_changed(tx, &member, id, instead.as_ref())?;
        }
        store::delete(tx, &scope, id)?;
        desk.cache_changed(tx, &scope, "custom_role")
    });
    removed.await?;
    Ok(StatusCode::OK)
}

/// What roles are made of.
#[derive(Serialize, ToSchema)]
struct PermissionList {
    /// Every permission that a role can give.
    permissions: Vec<PermissionView>,
    /// Roles to start from.
    presets: Vec<PresetView>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = PermissionInfo)]
struct PermissionView {
    /// Its name.
    name: &'static str,
    /// `conversations`, `contacts`, `service`, `team`, `reports`, `channels` or `account`.
    group: &'static str,
    /// In the reader's words.
    title: String,
    /// What it lets one do, in a sentence.
    about: String,
    /// Whether agents have it by preset; administrators have all.
    agents: bool,
    /// Whether the reader has it, and so may give it.
    held: bool,
}

#[derive(Serialize, ToSchema)]
#[schema(as = RolePreset)]
struct PresetView {
    key: &'static str,
    name: String,
    description: String,
    permissions: Vec<&'static str>,
    visibility: &'static str,
}

async fn permissions(State(ctx): State<Ctx>, member: Member) -> Answer<PermissionList> {
    let known = ctx.desk.permissions();
    let shown = known.iter().filter(|(_, p)| !p.basic && p.name != "conversation_see_all");
    let permissions = shown.map(|(owner, p)| {
        let title = word(&ctx, member.locale, *owner, p.name, "");
        let about = word(&ctx, member.locale, *owner, p.name, ".about");
        let (group, held) = (p.group.name(), member.may(*p));
        PermissionView { name: p.name, group, title, about, agents: p.agents, held }
    });
    let permissions = permissions.collect();
    let known: Vec<Permission> = known.into_iter().map(|(_, p)| p).collect();
    let presets = PRESETS.iter().map(|preset| {
        let text =
            |end: &str| ctx.texts.text(member.locale, &format!("roles.preset.{}{end}", preset.key), &[]);
        PresetView {
            key: preset.key,
            name: text(""),
            description: text(".about"),
            permissions: preset.permissions(&known),
            visibility: preset.visibility.wire(),
        }
    });
    Ok(kernel_http::Json(PermissionList { permissions, presets: presets.collect() }))
}

/// A permission's words, from the catalogue of whoever declares it.
fn word(ctx: &Ctx, locale: Locale, owner: Option<&str>, name: &str, end: &str) -> String {
    let owner = owner.map(|o| format!("{o}.")).unwrap_or_default();
    ctx.texts.text(locale, &format!("{owner}permission.{name}{end}"), &[])
}
