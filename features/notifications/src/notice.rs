//! Telling a person: the row, the socket, the letter and the push, all asked for in one transaction.

use std::sync::Arc;

use desk_model::Reach;
use kernel_base::{AccountScope, ConversationId, Locale, Micros, Problem, UserId};
use kernel_db::{Handler, Job, NewJob, Outcome, Tx};
use plug_feature::Ctx;
use serde_json::{Value, json};

use crate::present::Around;
use crate::rules::{Reason, Settings, Way};
use crate::store::{self, Asked, NewNotice, Notice};

/// The job that brings a snoozed notification back.
const WAKE: &str = "notifications.wake";

/// What happened, as far as those who are told need to know.
#[derive(Clone, Debug)]
pub(crate) struct Happening {
    pub(crate) scope: AccountScope,
    pub(crate) conversation: ConversationId,
    /// The conversation's number.
    pub(crate) number: i64,
    /// Who sees it now.
    pub(crate) reach: Reach,
    pub(crate) message: Option<i64>,
    pub(crate) actor: Option<UserId>,
    pub(crate) at: Micros,
}

/// Tells someone of what happened, as they want it: not what they may not see, what they muted, or what they have on
/// screen.
///
/// # Errors
/// What the store says.
pub(crate) fn tell(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    what: &Happening,
    user: UserId,
    reason: Reason,
    wish: &Settings,
) -> Result<(), Problem> {
    let scope = &what.scope;
    if !wish.wants_any(reason) || ctx.desk.is_looking(scope.account(), user, what.conversation) {
        return Ok(());
    }
    let sees = ctx.desk.viewer(tx, scope, user)?.is_some_and(|v| v.sees(&what.reach));
    if !sees {
        return Ok(());
    }
    let mail = wish.wants(Way::Email, reason);
    // One letter carries all that waits: only the first asks for it.
    let asked_already = mail && store::is_due(tx, scope, user)?;
    let new = NewNotice {
        user,
        reason,
        conversation: what.conversation,
        number: what.number,
        message: what.message,
        actor: what.actor,
        shown: wish.wants(Way::InApp, reason),
        mail,
        at: what.at,
    };
    let notice = store::put(tx, scope, &new)?;
    if mail && !asked_already {
        crate::mail::ask(tx, scope, user, wish.email_after)?;
    }
    if wish.wants(Way::Push, reason) {
        crate::push::ask(tx, scope, &notice)?;
    }
    if new.shown {
        let sound = wish.wants(Way::Sound, reason);
        told(tx, ctx, scope, "notification.created", &notice, Some(sound))?;
    }
    Ok(())
}

/// Tells a person's devices about one of their notifications.
///
/// # Errors
/// What the store says.
pub(crate) fn told(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    scope: &AccountScope,
    event: &'static str,
    notice: &Notice,
    sound: Option<bool>,
) -> Result<(), Problem> {
    let around = Around::of(tx, ctx, scope, std::slice::from_ref(notice))?;
    let locale = around.person(notice.user).map_or_else(Locale::default, |p| p.locale);
    let Some(json) = around.json(ctx, scope, locale, notice) else { return Ok(()) };
    let json = serde_json::to_value(json).map_err(Problem::internal)?;
    let mut data = counted(tx, scope, notice.user)?;
    data["notification"] = json;
    if let Some(sound) = sound {
        data["sound"] = sound.into();
    }
    ctx.desk.tell_user(tx, scope, notice.user, event, data);
    Ok(())
}

/// Tells a person's devices that one of their notifications is gone.
///
/// # Errors
/// What the store says.
pub(crate) fn told_gone(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    scope: &AccountScope,
    user: UserId,
    id: i64,
) -> Result<(), Problem> {
    let mut data = counted(tx, scope, user)?;
    data["notification"] = json!({ "id": id });
    ctx.desk.tell_user(tx, scope, user, "notification.deleted", data);
    Ok(())
}

/// Tells a person's devices that many changed: all, or those of one conversation.
///
/// # Errors
/// What the store says.
pub(crate) fn told_many(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    scope: &AccountScope,
    user: UserId,
    number: Option<i64>,
) -> Result<(), Problem> {
    let mut data = counted(tx, scope, user)?;
    data["conversation"] = json!(number);
    ctx.desk.tell_user(tx, scope, user, "notification.all_updated", data);
    Ok(())
}

/// How many stand in a person's list, and how many of them unread.
fn counted(tx: &mut Tx<'_>, scope: &AccountScope, user: UserId) -> Result<Value, Problem> {
    let (count, unread) =
        store::counts(tx, scope, user, Asked { read: true, snoozed: false, ..Asked::default() })?;
    Ok(json!({ "account_id": scope.id(), "unread_count": unread, "count": count }))
}

/// Snoozes a notification until a moment, when it comes back as unread.
///
/// # Errors
/// What the store says.
pub(crate) fn snooze(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    notice: &mut Notice,
    until: Option<Micros>,
) -> Result<(), Problem> {
    notice.snoozed_until = until;
    store::save(tx, scope, notice)?;
    let Some(until) = until else { return Ok(()) };
    Ok(tx.enqueue(NewJob {
        account: Some(scope.account()),
        kind: WAKE,
        key: String::new(),
        run_at: Some(until),
        unique: Some(format!("{}", notice.id)),
        data: json!({ "user": notice.user.0, "notification": notice.id }),
    })?)
}

/// Brings back what was snoozed.
pub(crate) fn waker(ctx: &Ctx) -> (&'static str, Handler) {
    let ctx = ctx.clone();
    let run = move |job: Job| {
        let ctx = ctx.clone();
        async move {
            let id = |what: &str| job.data.get(what).and_then(Value::as_i64);
            let (Some(account), Some(user), Some(id)) = (job.account, id("user"), id("notification")) else {
                return Outcome::Dead("the job does not say what for".to_owned());
            };
            let (scope, own) = (AccountScope::new(account), Arc::new(ctx.clone()));
            let woken = ctx.store.write(move |tx| wake(tx, &own, &scope, UserId(user), id)).await;
            woken.map_or_else(|p: Problem| Outcome::Retry(p.to_string()), |()| Outcome::Done)
        }
    };
    (WAKE, Handler::new(run))
}

fn wake(tx: &mut Tx<'_>, ctx: &Ctx, scope: &AccountScope, user: UserId, id: i64) -> Result<(), Problem> {
    let now = tx.now();
    let Some(mut notice) = store::get(tx, scope, user, id)? else { return Ok(()) };
    // It was told of anew meanwhile, read, or snoozed for longer.
    if notice.snoozed_until.is_none_or(|until| until > now) {
        return Ok(());
    }
    notice.snoozed_until = None;
    notice.last_snoozed_at = Some(now);
    notice.last_activity_at = now;
    notice.read_at = None;
    store::save(tx, scope, &notice)?;
    told(tx, ctx, scope, "notification.created", &notice, Some(false))
}
