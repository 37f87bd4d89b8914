//! The routes of one's own notifications, in Chatwoot's shapes.

pub(crate) mod settings;
pub(crate) mod subscriptions;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use desk_model::{Viewer, permissions};
use kernel_base::{Micros, Problem};
use kernel_db::Tx;
use kernel_http::{Access, Json, Path, Query, Refusal, Routes};
use plug_feature::{Ctx, Member};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::notice;
use crate::present::{Around, NoticeJson};
use crate::rules::Reason;
use crate::store::{self, Asked, Notice};

const TAG: &str = "Notifications";
const OWN: Access = Access::Member(permissions::CONVERSATION_READ.name);
/// Rows on a page.
const PAGE: i64 = 15;
/// The furthest page.
const LAST_PAGE: i64 = 400;
/// Seconds ahead that a notification may be snoozed for: a year.
const FURTHEST: i64 = 366 * 86_400;

/// The table of routes.
pub(crate) fn routes() -> Routes<Ctx> {
    const LIST: &str = "/api/v1/accounts/{account_id}/notifications";
    Routes::new()
        .on(Method::GET, LIST, OWN, TAG, "Lists one's own notifications", list)
        .query("page", "Page from 1, 15 on each")
        .query("includes[]", "read: also those that were read; snoozed: also those that are snoozed")
        .query("sort_order", "desc (unless told): the newest first; asc")
        .query("type", "Only of this notification_type")
        .answer::<NoticeList>(200)
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/notifications/unread_count",
            OWN,
            TAG,
            "Counts one's own unread notifications",
            unread_count,
        )
        .answer::<i64>(200)
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/notifications/read_all",
            OWN,
            TAG,
            "Marks one's own as read: all, or those of one conversation",
            read_all,
        )
        .body::<ReadAllBody>()
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/notifications/destroy_all",
            OWN,
            TAG,
            "Removes one's own: all, or those that were read",
            destroy_all,
        )
        .body::<DestroyAllBody>()
        .merge(of_one())
}

/// The routes of one notification.
fn of_one() -> Routes<Ctx> {
    const ONE: &str = "/api/v1/accounts/{account_id}/notifications/{id}";
    let mut routes = Routes::new()
        .on(Method::DELETE, ONE, OWN, TAG, "Removes one of one's own", destroy)
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/notifications/{id}/snooze",
            OWN,
            TAG,
            "Hides one until a moment, when it comes back as unread",
            snooze,
        )
        .body::<SnoozeBody>()
        .answer::<NoticeJson>(200)
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/notifications/{id}/unread",
            OWN,
            TAG,
            "Marks one as unread",
            unread,
        )
        .answer::<NoticeJson>(200);
    for method in [Method::PATCH, Method::PUT] {
        routes = routes.on(method, ONE, OWN, TAG, "Marks one as read", read).answer::<NoticeJson>(200);
    }
    routes
}

#[derive(Deserialize)]
struct ListQuery {
    page: Option<i64>,
    #[serde(default)]
    includes: Vec<String>,
    sort_order: Option<String>,
    r#type: Option<String>,
}

/// A page of notifications.
#[derive(Serialize, ToSchema)]
#[schema(as = NotificationList)]
struct NoticeList {
    data: NoticeListData,
}

#[derive(Serialize, ToSchema)]
#[schema(as = NotificationListData)]
struct NoticeListData {
    meta: NoticeListMeta,
    payload: Vec<NoticeJson>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = NotificationListMeta)]
struct NoticeListMeta {
    /// Unread ones among those asked for.
    unread_count: i64,
    /// All asked for.
    count: i64,
    current_page: i64,
}

/// Which notifications are to be marked as read; without a word all.
#[derive(Deserialize, ToSchema)]
#[schema(as = ReadAllNotifications)]
struct ReadAllBody {
    /// `Conversation`.
    primary_actor_type: Option<String>,
    /// The conversation's number.
    primary_actor_id: Option<i64>,
}

/// Which notifications are to be removed.
#[derive(Deserialize, ToSchema)]
#[schema(as = DestroyAllNotifications)]
struct DestroyAllBody {
    /// `read`, or `all` (unless told).
    r#type: Option<String>,
}

/// Until when one is to be hidden.
#[derive(Deserialize, ToSchema)]
#[schema(as = SnoozeNotification)]
struct SnoozeBody {
    /// Seconds since the epoch, or ISO 8601; null ends it.
    #[schema(value_type = Option<i64>)]
    snoozed_until: Option<serde_json::Value>,
}

type Answer<T> = Result<Json<T>, Refusal>;

async fn list(State(ctx): State<Ctx>, member: Member, Query(asked): Query<ListQuery>) -> Answer<NoticeList> {
    let includes = |what: &str| asked.includes.iter().any(|i| i == what);
    let reason = match asked.r#type.as_deref().filter(|t| !t.is_empty()) {
        None => None,
        Some(name) => {
            let known = Reason::ALL.into_iter().find(|r| r.wire() == name);
            Some(known.ok_or_else(|| Problem::field("type", "error.wrong_value"))?)
        }
    };
    let which = Asked {
        read: includes("read"),
        snoozed: includes("snoozed"),
        oldest_first: asked.sort_order.as_deref() == Some("asc"),
        reason,
    };
    let page = asked.page.unwrap_or(1).clamp(1, LAST_PAGE);
    let own = ctx.clone();
    let data = ctx.store.read(move |tx| read_page(tx, &own, &member, which, page)).await?;
    Ok(Json(NoticeList { data }))
}

fn read_page(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    member: &Member,
    which: Asked,
    page: i64,
) -> Result<NoticeListData, Problem> {
    let scope = member.scope();
    let (count, unread_count) = store::counts(tx, &scope, member.user, which)?;
    let rows = store::page(tx, &scope, member.user, which, PAGE, (page - 1) * PAGE)?;
    let mut seen = Vec::with_capacity(rows.len());
    for n in rows {
        if is_visible(tx, ctx, member, &n)? {
            seen.push(n);
        }
    }
    let around = Around::of(tx, ctx, &scope, &seen)?;
    let payload = seen.iter().filter_map(|n| around.json(ctx, &scope, member.locale, n)).collect();
    Ok(NoticeListData { meta: NoticeListMeta { unread_count, count, current_page: page }, payload })
}

/// Whether the viewer may see now what the notification is about.
fn is_visible(tx: &mut Tx<'_>, ctx: &Ctx, viewer: &Viewer, n: &Notice) -> Result<bool, Problem> {
    let found = ctx.desk.conversation_by_id(tx, &viewer.scope(), n.conversation)?;
    Ok(found.is_some_and(|c| viewer.sees(&c.reach)))
}

async fn unread_count(State(ctx): State<Ctx>, member: Member) -> Answer<i64> {
    let (scope, user) = (member.scope(), member.user);
    let (_, unread) = ctx
        .store
        .read(move |tx| Ok::<_, Problem>(store::counts(tx, &scope, user, Asked::default())?))
        .await?;
    Ok(Json(unread))
}

async fn read_all(
    State(ctx): State<Ctx>,
    member: Member,
    Json(body): Json<ReadAllBody>,
) -> Result<StatusCode, Refusal> {
    if body.primary_actor_type.as_deref().is_some_and(|t| t != "Conversation") {
        return Err(Problem::field("primary_actor_type", "error.wrong_value").into());
    }
    let (scope, user, number, own) = (member.scope(), member.user, body.primary_actor_id, ctx.clone());
    ctx.store
        .write(move |tx| {
            if store::read_all(tx, &scope, user, number)? > 0 {
                notice::told_many(tx, &own, &scope, user, number)?;
            }
            Ok::<_, Problem>(())
        })
        .await?;
    Ok(StatusCode::OK)
}

async fn destroy_all(
    State(ctx): State<Ctx>,
    member: Member,
    Json(body): Json<DestroyAllBody>,
) -> Result<StatusCode, Refusal> {
    let only_read = match body.r#type.as_deref() {
        None | Some("all") => false,
        Some("read") => true,
        Some(_) => return Err(Problem::field("type", "error.wrong_value").into()),
    };
    let (scope, user, own) = (member.scope(), member.user, ctx.clone());
    ctx.store
        .write(move |tx| {
            store::delete_all(tx, &scope, user, only_read)?;
            notice::told_many(tx, &own, &scope, user, None)
        })
        .await?;
    Ok(StatusCode::OK)
}

async fn destroy(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
) -> Result<StatusCode, Refusal> {
    let (scope, user, own) = (member.scope(), member.user, ctx.clone());
    ctx.store
        .write(move |tx| {
            if !store::delete(tx, &scope, user, id)? {
                return Err(Problem::not_found());
            }
            notice::told_gone(tx, &own, &scope, user, id)
        })
        .await?;
    Ok(StatusCode::OK)
}

async fn read(State(ctx): State<Ctx>, member: Member, Path((_, id)): Path<(i64, i64)>) -> Answer<NoticeJson> {
    change(ctx, member, id, |tx, ctx, member, n| {
        n.read_at = Some(tx.now());
        n.snoozed_until = None;
        store::save(tx, &member.scope(), n)?;
        notice::told(tx, ctx, &member.scope(), "notification.updated", n, None)
    })
    .await
}

async fn unread(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
) -> Answer<NoticeJson> {
    change(ctx, member, id, |tx, ctx, member, n| {
        n.read_at = None;
        store::save(tx, &member.scope(), n)?;
        notice::told(tx, ctx, &member.scope(), "notification.updated", n, None)
    })
    .await
}

async fn snooze(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
    Json(body): Json<SnoozeBody>,
) -> Answer<NoticeJson> {
    let until = moment(body.snoozed_until.as_ref(), ctx.clock.now())?;
    change(ctx, member, id, move |tx, ctx, member, n| {
        notice::snooze(tx, &member.scope(), n, until)?;
        notice::told(tx, ctx, &member.scope(), "notification.updated", n, None)
    })
    .await
}

/// Changes one of the caller's notifications that they may still see, and shows it.
async fn change(
    ctx: Ctx,
    member: Member,
    id: i64,
    how: impl Fn(&mut Tx<'_>, &Ctx, &Member, &mut Notice) -> Result<(), Problem> + Send + Sync + 'static,
) -> Answer<NoticeJson> {
    let own = ctx.clone();
    let run = move |tx: &mut Tx<'_>| {
        let scope = member.scope();
        let mut n = store::get(tx, &scope, member.user, id)?.ok_or_else(Problem::not_found)?;
        if !is_visible(tx, &own, &member, &n)? {
            return Err(Problem::not_found());
        }
        how(tx, &own, &member, &mut n)?;
        let around = Around::of(tx, &own, &scope, std::slice::from_ref(&n))?;
        around.json(&own, &scope, member.locale, &n).ok_or_else(Problem::not_found)
    };
    Ok(Json(ctx.store.write(run).await?))
}

/// A moment to come, as clients write it.
fn moment(value: Option<&serde_json::Value>, now: Micros) -> Result<Option<Micros>, Problem> {
    use serde_json::Value;
    let wrong = || Problem::field("snoozed_until", "error.wrong_value");
    let at = match value {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Number(n)) => Micros::from_secs(n.as_i64().ok_or_else(wrong)?),
        Some(Value::String(text)) if text.is_empty() => return Ok(None),
        Some(Value::String(text)) => match text.parse::<i64>() {
            Ok(secs) => Micros::from_secs(secs),
            Err(_) => iso(text).ok_or_else(wrong)?,
        },
        Some(_) => return Err(wrong()),
    };
    if at <= now {
        return Err(Problem::field("snoozed_until", "error.past"));
    }
    if at > now.plus_secs(FURTHEST) {
        return Err(Problem::field("snoozed_until", "error.too_far"));
    }
    Ok(Some(at))
}

fn iso(text: &str) -> Option<Micros> {
    let at = time::OffsetDateTime::parse(text, &time::format_description::well_known::Rfc3339).ok()?;
    Some(Micros::from_secs(at.unix_timestamp()))
}
