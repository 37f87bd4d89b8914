//! Screens on a wall: links that show the panel without signing in, made and taken back by those who may see it.

mod page;
pub(crate) mod store;

use std::sync::LazyLock;
use std::time::Duration;

use axum::Extension;
use axum::extract::State;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel_base::{AccountScope, InboxId, Kind, Locale, Problem, TeamId, token};
use kernel_db::Tx;
use kernel_http::{Access, ClientIp, IpKey, Json, Limiter, Path, Rate, Refusal, Routes, html_page};
use plug_feature::{Ctx, Member};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use self::store::{NewScreen, Screen};
use crate::SUPERVISE;
use crate::panel::{self, Part};

const TAG: &str = "Supervision";
/// Characters of a link's secret: 190 bits.
const SECRET_LEN: usize = 32;
/// Characters of a name at most.
const NAME_MAX: usize = 60;
/// Screens of an account at most.
const SCREENS_MAX: usize = 50;
/// What the page may load: its own style and script, and itself anew.
const CSP: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'; \
     img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const SCRIPT: &str = include_str!("screens/screen.js");

/// Calls from one address: an office has some screens, each asks every ten seconds.
static CALLS: LazyLock<Limiter<IpKey>> =
    LazyLock::new(|| Limiter::new(Rate { burst: 60, every: Duration::from_millis(500) }));

/// The table of routes.
pub(crate) fn routes() -> Routes<Ctx> {
    const LIST: &str = "/api/v1/accounts/{account_id}/live_screens";
    const ONE: &str = "/api/v1/accounts/{account_id}/live_screens/{id}";
    let supervise = Access::Member(SUPERVISE.name);
    Routes::new()
        .on(Method::GET, LIST, supervise, TAG, "Links that show the live panel without signing in", list)
        .answer::<Vec<ScreenJson>>(200)
        .on(Method::POST, LIST, supervise, TAG, "Makes such a link", make)
        .body::<ScreenForm>()
        .answer::<ScreenJson>(200)
        .on(Method::DELETE, ONE, supervise, TAG, "Takes such a link back", remove)
        .on(Method::GET, "/tv/screen.js", Access::Public, TAG, "The script of a screen", script)
        .on(Method::GET, "/tv/{secret}", Access::Public, TAG, "The live panel on a screen", show)
}

/// A link.
#[derive(Serialize, ToSchema)]
#[schema(as = LiveScreen)]
struct ScreenJson {
    id: i64,
    name: String,
    /// Where it is opened; whoever has it sees the figures and the team's names, and nothing of customers.
    url: String,
    /// The team it shows; null for all.
    team_id: Option<i64>,
    /// The inbox it shows; null for all.
    inbox_id: Option<i64>,
    /// Seconds since the epoch.
    created_at: i64,
}

#[derive(Default, Deserialize, Serialize, ToSchema)]
#[serde(default)]
#[schema(as = LiveScreenForm)]
struct ScreenForm {
    /// What it is called, 60 characters at most.
    name: String,
    /// Of this team alone.
    team_id: Option<i64>,
    /// Of this inbox alone.
    inbox_id: Option<i64>,
}

/// Where a secret is sealed for.
fn place(scope: &AccountScope) -> String {
    format!("supervision_screens.secret_sealed/{}", scope.id())
}

fn hash(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}

fn view(ctx: &Ctx, scope: &AccountScope, s: Screen) -> Result<ScreenJson, Problem> {
    let secret = ctx.desk.open(&place(scope), &s.secret_sealed)?;
    Ok(ScreenJson {
        id: s.id,
        name: s.name,
        url: format!("{}/tv/{secret}", ctx.public_url),
        team_id: s.team.map(|t| t.0),
        inbox_id: s.inbox.map(|i| i.0),
        created_at: s.created_at.secs(),
    })
}

async fn list(State(ctx): State<Ctx>, member: Member) -> Result<Json<Vec<ScreenJson>>, Refusal> {
    let scope = member.scope();
    let found = ctx.store.read(move |tx| Ok::<_, Problem>(store::list(tx, &scope)?)).await?;
    let all: Result<Vec<_>, Problem> = found.into_iter().map(|s| view(&ctx, &scope, s)).collect();
    Ok(Json(all?))
}

async fn make(
    State(ctx): State<Ctx>,
    member: Member,
    Json(form): Json<ScreenForm>,
) -> Result<Json<ScreenJson>, Refusal> {
    let name = form.name.trim().to_owned();
    if name.is_empty() {
        return Err(Problem::field("name", "error.required").into());
    }
    if name.chars().count() > NAME_MAX {
        return Err(Problem::field("name", "error.too_long").with("max", NAME_MAX.to_string()).into());
    }
    let scope = member.scope();
    let secret = token(&*ctx.rng, SECRET_LEN);
    let new = NewScreen {
        name,
        secret_hash: hash(&secret),
        secret_sealed: ctx.desk.seal(&place(&scope), &secret)?,
        team: form.team_id.map(TeamId),
        inbox: form.inbox_id.map(InboxId),
        made_by: member.user,
    };
    let own = ctx.clone();
    let made = ctx.store.write(move |tx| {
        check_part(tx, &own, &scope, &new)?;
        Ok::<_, Problem>(store::insert(tx, &scope, &new)?)
    });
    Ok(Json(view(&ctx, &scope, made.await?)?))
}

/// Refuses a team or an inbox that the account does not have, and more screens than anyone hangs up.
fn check_part(tx: &mut Tx<'_>, ctx: &Ctx, scope: &AccountScope, new: &NewScreen) -> Result<(), Problem> {
    if let Some(team) = new.team {
        ctx.desk.team(tx, scope, team).map_err(|_| Problem::field("team_id", "error.unknown"))?;
    }
    if let Some(inbox) = new.inbox
        && !ctx.desk.inboxes(tx, scope)?.iter().any(|i| i.id == inbox)
    {
        return Err(Problem::field("inbox_id", "error.unknown"));
    }
    if store::list(tx, scope)?.len() >= SCREENS_MAX {
        return Err(Problem::field("name", "error.too_many").with("max", SCREENS_MAX.to_string()));
    }
    Ok(())
}

async fn remove(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
) -> Result<StatusCode, Refusal> {
    let scope = member.scope();
    let gone = move |tx: &mut Tx<'_>| {
        if store::delete(tx, &scope, id)? { Ok(()) } else { Err(Problem::not_found()) }
    };
    ctx.store.write(gone).await?;
    Ok(StatusCode::OK)
}

async fn script() -> Response {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")], SCRIPT)
        .into_response()
}

async fn show(
    State(ctx): State<Ctx>,
    ip: Option<Extension<ClientIp>>,
    Path(secret): Path<String>,
) -> Result<Response, Refusal> {
    if let Some(Extension(ip)) = ip {
        CALLS.check(&ip.key())?;
    }
    let own = ctx.clone();
    let found = ctx.store.read(move |tx| {
        let known = store::by_secret(tx, &hash(&secret))?.ok_or_else(Problem::not_found)?;
        let (scope, screen) = known;
        let part = Part { team: screen.team, inbox: screen.inbox };
        let panel = panel::read(&*own.desk, tx, &scope, part, None)?;
        let locale = own.desk.locale(tx, &scope)?;
        Ok::<_, Problem>((screen, panel, store::teams(tx, &scope)?, locale))
    });
    Ok(match found.await {
        Ok((screen, panel, teams, locale)) => {
            let page = page::Page { texts: &ctx.texts, locale, name: &screen.name, teams: &teams };
            html_page(page.html(&panel), CSP)
        }
        Err(problem) if problem.kind == Kind::NotFound => {
            let mut answer = html_page(page::gone(&ctx.texts, Locale::default()), CSP);
            *answer.status_mut() = StatusCode::NOT_FOUND;
            answer
        }
        Err(problem) => return Err(problem.into()),
    })
}
