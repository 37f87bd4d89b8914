//! A list of reasons that an account keeps for something it does: why conversations are handed on, why they end.
//!
//! Each list is a table of one shape, made by its feature:
//! `(id @id, account_id, title, title_fold, archived, created_at)`, unique by `(account_id, title_fold)`.

mod store;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use desk_model::{Permission, permissions};
use kernel_base::{AccountScope, Micros, Problem};
use kernel_db::{DbError, Tx};
use kernel_http::{Access, Json, Path, Refusal, Routes};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Ctx, Member};

/// Reasons an account may keep in one list, those out of use too.
const REASONS_MAX: usize = 200;
/// Characters of a reason at most.
const TITLE_MAX: usize = 80;
/// Seconds for which uses are counted.
const COUNTED_SECS: i64 = 30 * 86_400;

/// A feature's list of reasons.
#[derive(Debug)]
pub struct Reasons {
    /// Its table.
    pub table: &'static str,
    /// The name of its key by title.
    pub title_key: &'static str,
    /// SQL of how often a reason `r` was given in account `$1` since `$2`.
    pub uses: &'static str,
}

/// Where a list is served.
#[derive(Clone, Copy, Debug)]
pub struct ReasonsAt {
    /// The path of the list.
    pub list: &'static str,
    /// The path of one reason, which ends in `{id}`.
    pub one: &'static str,
    /// The part of the API's description it stands in.
    pub tag: &'static str,
    /// What the list is.
    pub summary: &'static str,
    /// What it takes to change the list; whoever reads conversations reads it.
    pub manage: Permission,
}

/// One reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    pub id: i64,
    pub title: String,
    /// No longer offered; what names it still does.
    pub archived: bool,
}

/// A reason as the API shows it.
#[derive(Serialize, ToSchema)]
#[schema(as = Reason)]
pub struct ReasonView {
    id: i64,
    title: String,
    /// No longer offered.
    archived: bool,
    /// How often it was given in the last 30 days.
    used: i64,
}

impl From<(Reason, i64)> for ReasonView {
    fn from((r, used): (Reason, i64)) -> Self {
        Self { id: r.id, title: r.title, archived: r.archived, used }
    }
}

/// The reasons.
#[derive(Serialize, ToSchema)]
#[schema(as = ReasonList)]
struct ReasonList {
    payload: Vec<ReasonView>,
}

/// What is to be stored of a reason; on a change, what is absent stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = ReasonForm)]
struct ReasonForm {
    /// At most 80 characters.
    title: Option<String>,
    /// Whether it is no longer offered.
    archived: Option<bool>,
}

impl Reasons {
    /// The reason `id` of the account, those out of use too.
    ///
    /// # Errors
    /// What the store says.
    pub fn find(&self, tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<Option<Reason>, DbError> {
        store::find(tx, self, scope, id)
    }

    /// The account's reasons in the order they were made, each with how often it was given since a moment.
    ///
    /// # Errors
    /// What the store says.
    pub fn all(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        since: Micros,
    ) -> Result<Vec<(Reason, i64)>, DbError> {
        store::all(tx, self, scope, since)
    }

    /// Adds reasons, except those of a title that is there.
    ///
    /// # Errors
    /// What the store says.
    pub fn ensure(&self, tx: &mut Tx<'_>, scope: &AccountScope, titles: &[&str]) -> Result<(), DbError> {
        titles.iter().try_for_each(|title| store::ensure(tx, self, scope, title))
    }

    /// The routes of the list: read, add, rename, take out of use and back.
    #[must_use]
    pub fn routes(&'static self, at: ReasonsAt) -> Routes<Ctx> {
        let (read, manage) =
            (Access::Member(permissions::CONVERSATION_READ.name), Access::Member(at.manage.name));
        Routes::new()
            .on(Method::GET, at.list, read, at.tag, at.summary, move |ctx, member| list(self, ctx, member))
            .answer::<ReasonList>(200)
            .on(Method::POST, at.list, manage, at.tag, "Adds a reason", move |ctx, member, form| {
                create(self, ctx, member, form)
            })
            .body::<ReasonForm>()
            .answer::<ReasonView>(200)
            .on(
                Method::PATCH,
                at.one,
                manage,
                at.tag,
                "Renames a reason, or offers it again",
                move |ctx, member, path, form| change(self, ctx, member, path, form),
            )
            .body::<ReasonForm>()
            .answer::<ReasonView>(200)
            .on(
                Method::DELETE,
                at.one,
                manage,
                at.tag,
                "Takes a reason out of use; what names it still does",
                move |ctx, member, path| remove(self, ctx, member, path),
            )
    }

    fn taken(&self, e: DbError) -> Problem {
        e.on_constraint(self.title_key, "title", "error.taken")
    }
}

fn title(text: &str) -> Result<String, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Problem::field("title", "error.required"));
    }
    if text.chars().count() > TITLE_MAX {
        return Err(Problem::field("title", "error.too_long").with("max", TITLE_MAX.to_string()));
    }
    Ok(text.to_owned())
}

async fn list(
    of: &'static Reasons,
    State(ctx): State<Ctx>,
    member: Member,
) -> Result<Json<ReasonList>, Refusal> {
    let found = ctx
        .store
        .read(move |tx| {
            let since = tx.now().plus_secs(-COUNTED_SECS);
            Ok::<_, Problem>(of.all(tx, &member.scope(), since)?)
        })
        .await?;
    Ok(Json(ReasonList { payload: found.into_iter().map(ReasonView::from).collect() }))
}

async fn create(
    of: &'static Reasons,
    State(ctx): State<Ctx>,
    member: Member,
    Json(form): Json<ReasonForm>,
) -> Result<Json<ReasonView>, Refusal> {
    let title = title(&form.title.unwrap_or_default())?;
    let made = ctx
        .store
        .write(move |tx| {
            let scope = member.scope();
            if of.all(tx, &scope, tx.now())?.len() >= REASONS_MAX {
                let full = Problem::field("title", "error.too_many_items");
                return Err(full.with("max", REASONS_MAX.to_string()));
            }
            store::insert(tx, of, &scope, &title).map_err(|e| of.taken(e))
        })
        .await?;
    Ok(Json(ReasonView::from((made, 0))))
}

async fn change(
    of: &'static Reasons,
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
    Json(form): Json<ReasonForm>,
) -> Result<Json<ReasonView>, Refusal> {
    let wanted = form.title.as_deref().map(title).transpose()?;
    let changed = ctx
        .store
        .write(move |tx| {
            let scope = member.scope();
            let mut reason = of.find(tx, &scope, id)?.ok_or_else(Problem::not_found)?;
            if let Some(title) = &wanted {
                reason.title.clone_from(title);
            }
            reason.archived = form.archived.unwrap_or(reason.archived);
            store::update(tx, of, &scope, &reason).map_err(|e| of.taken(e))?;
            let since = tx.now().plus_secs(-COUNTED_SECS);
            let used = of.all(tx, &scope, since)?.into_iter().find(|(r, _)| r.id == id);
            used.ok_or_else(Problem::not_found)
        })
        .await?;
    Ok(Json(ReasonView::from(changed)))
}

async fn remove(
    of: &'static Reasons,
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
) -> Result<StatusCode, Refusal> {
    ctx.store
        .write(move |tx| {
            let scope = member.scope();
            let reason = of.find(tx, &scope, id)?.ok_or_else(Problem::not_found)?;
            Ok::<_, Problem>(store::update(tx, of, &scope, &Reason { archived: true, ..reason })?)
        })
        .await?;
    Ok(StatusCode::OK)
}
