//! The job that tells a bot; one that can't be told opens the conversation for people.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use kernel_base::{AccountScope, ConversationId, Problem};
use kernel_db::{Handler, Job, Outcome};
use kernel_http::{Hook, Verdict};
use plug_feature::{Activity, Ctx};
use serde_json::Value;

use crate::secrets::{self, Which};
use crate::{DELIVER, rules, store};

/// How long an answer may take.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Handlers of the feature's jobs.
pub(crate) fn handlers(ctx: &Ctx) -> Vec<(&'static str, Handler)> {
    let own = Arc::new(ctx.clone());
    let deliver = Handler::new(move |job| {
        let ctx = Arc::clone(&own);
        async move { deliver(&ctx, &job).await.unwrap_or_else(|p| Outcome::Retry(p.to_string())) }
    });
    vec![(DELIVER, deliver)]
}

async fn deliver(ctx: &Arc<Ctx>, job: &Job) -> Result<Outcome, Problem> {
    let id = job.data.get("bot").and_then(Value::as_i64);
    let (Some(account), Some(bot)) = (job.account, id) else {
        return Ok(Outcome::Dead("the job does not say what for".to_owned()));
    };
    let scope = AccountScope::new(account);
    let own = Arc::clone(ctx);
    let found = ctx.store.read(move |tx| -> Result<_, Problem> {
        let Some(bot) = store::get(tx, &scope, bot)? else { return Ok(None) };
        let secret = secrets::open(&own, &scope, bot.id, Which::Secret, &bot.secret_sealed)?;
        Ok(bot.outgoing_url.map(|url| (bot.name, url, secret)))
    });
    let Some((name, url, secret)) = found.await? else { return Ok(Outcome::Done) };
    let hook = Hook {
        url: &url,
        secret: &secret,
        delivery: job.data.get("delivery").and_then(Value::as_str).unwrap_or_default(),
        body: Bytes::from(job.data.get("payload").cloned().unwrap_or_default().to_string()),
        now: ctx.clock.now(),
        timeout: TIMEOUT,
    };
    let outcome = ctx.http.send(hook.request()).await;
    let why = match (Verdict::of(&outcome), &outcome) {
        (Verdict::Taken | Verdict::Aborted, _) => None,
        // Its own fault or busy: once more. Anything else will not change by asking again.
        (Verdict::Failed(_), Ok(answer))
            if answer.status.is_server_error() || answer.status.as_u16() == 429 =>
        {
            Some((true, format!("HTTP {}", answer.status.as_u16())))
        }
        (_, Ok(answer)) => Some((false, format!("HTTP {}", answer.status.as_u16()))),
        (Verdict::Refused, Err(e)) => Some((false, e.to_string())),
        (_, Err(e)) => Some((true, e.to_string())),
    };
    if let Some((true, why)) = &why
        && let Some(secs) = rules::next_try(job.attempt)
    {
        return Ok(Outcome::RetryAfter(secs, why.clone()));
    }
    let failed = why.map(|(_, why)| why);
    let conversation = job.data.get("conversation").and_then(Value::as_i64).map(ConversationId);
    let own = Arc::clone(ctx);
    let settled = ctx.store.write(move |tx| -> Result<(), Problem> {
        store::note(tx, &scope, bot, failed.as_deref())?;
        if let (Some(_), Some(id)) = (&failed, conversation) {
            let line = Activity { key: "agent_bots.activity.failed", args: vec![("bot", name.clone())] };
            own.desk.open_for_people(tx, &scope, id, &line)?;
        }
        Ok(())
    });
    settled.await?;
    Ok(Outcome::Done)
}
