//! The letter: after a while, all that someone has still not read, in one.

use std::sync::Arc;

use kernel_base::{AccountScope, Problem, UserId};
use kernel_db::{Handler, Job, NewJob, Outcome, Tx};
use plug_feature::{Ctx, Letter};
use serde_json::{Value, json};

use crate::present::Around;
use crate::store::{self, Notice};
use crate::words;

/// The job that writes the letter.
const MAIL: &str = "notifications.mail";
/// Lines in a letter at most.
const LINES_MAX: usize = 10;

/// Asks for a letter in so many minutes.
///
/// # Errors
/// What the store says.
pub(crate) fn ask(tx: &mut Tx<'_>, scope: &AccountScope, user: UserId, minutes: i64) -> Result<(), Problem> {
    let at = tx.now().plus_secs(minutes * 60);
    Ok(tx.enqueue(NewJob {
        account: Some(scope.account()),
        kind: MAIL,
        key: String::new(),
        run_at: Some(at),
        unique: Some(format!("{}:{user}", scope.id())),
        data: json!({ "user": user.0 }),
    })?)
}

/// Writes letters.
pub(crate) fn handler(ctx: &Ctx) -> (&'static str, Handler) {
    let ctx = ctx.clone();
    let run = move |job: Job| {
        let ctx = ctx.clone();
        async move {
            let user = job.data.get("user").and_then(Value::as_i64).map(UserId);
            let (Some(account), Some(user)) = (job.account, user) else {
                return Outcome::Dead("the job does not say for whom".to_owned());
            };
            let (scope, own) = (AccountScope::new(account), Arc::new(ctx.clone()));
            let written = ctx.store.write(move |tx| write(tx, &own, &scope, user)).await;
            written.map_or_else(|p: Problem| Outcome::Retry(p.to_string()), |()| Outcome::Done)
        }
    };
    (MAIL, Handler::new(run))
}

fn write(tx: &mut Tx<'_>, ctx: &Ctx, scope: &AccountScope, user: UserId) -> Result<(), Problem> {
    let mut due = store::take_due(tx, scope, user)?;
    let Some(viewer) = ctx.desk.viewer(tx, scope, user)? else { return Ok(()) };
    let mut seen = Vec::with_capacity(due.len());
    for n in due.drain(..) {
        let found = ctx.desk.conversation_by_id(tx, scope, n.conversation)?;
        if found.is_some_and(|c| viewer.sees(&c.reach)) {
            seen.push(n);
        }
    }
    let Some(person) = ctx.desk.people(tx, scope, &[user])?.pop() else { return Ok(()) };
    if seen.is_empty() || person.email.is_empty() {
        return Ok(());
    }
    let around = Around::of(tx, ctx, scope, &seen)?;
    let text = |key: &str, args: &[(&'static str, String)]| ctx.texts.text(person.locale, key, args);
    let line = |n: &Notice| {
        let about = around.subject(n)?;
        let title = words::title(&ctx.texts, person.locale, n.reason, &about);
        let said = words::excerpt(&ctx.texts, person.locale, about.message);
        Some(if said.is_empty() { title } else { format!("{title}\n{said}") })
    };
    let mut paragraphs: Vec<String> = seen.iter().take(LINES_MAX).filter_map(line).collect();
    if paragraphs.is_empty() {
        return Ok(());
    }
    if seen.len() > LINES_MAX {
        paragraphs.push(text("notifications.mail_more", &[("n", (seen.len() - LINES_MAX).to_string())]));
    }
    let n = [("n", seen.len().to_string())];
    let first = seen.first().and_then(|n| around.subject(n).map(|about| (n, about)));
    let subject = match &first {
        Some((n, about)) if seen.len() == 1 => words::title(&ctx.texts, person.locale, n.reason, about),
        _ => text("notifications.mail_subject", &n),
    };
    let place = match &first {
        Some((n, _)) if seen.len() == 1 => format!("all/conversations/{}", n.number),
        _ => "notifications".to_owned(),
    };
    let url = format!("{}/app/accounts/{}/{place}", ctx.public_url, scope.id());
    let letter = Letter {
        to: person.email.clone(),
        locale: person.locale,
        title: text("notifications.mail_subject", &n),
        subject,
        paragraphs,
        action: Some((text("notifications.mail_open", &[]), url)),
        footer: Some(text("notifications.mail_footer", &[])),
        files: Vec::new(),
    };
    ctx.desk.post_letter(tx, &letter)
}
