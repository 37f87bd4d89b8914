//! The job: item after item, each in its own transaction, as the person who asked.

use desk_model::Viewer;
use desk_model::conditions::Subject;
use kernel_base::{AccountScope, Problem, UserId};
use kernel_db::{Handler, Job, Json, NewJob, Outcome, Tx};
use plug_feature::{Ctx, Deed, Desk};
use serde_json::{Value, json};

use crate::rules::{from_json, to_json};
use crate::store::{self, Bulk};

/// The job's kind.
const RUN: &str = "bulk.run";
/// Items between two signs of progress.
const CHUNK: i64 = 50;

/// The feature's jobs.
pub(crate) fn jobs(ctx: &Ctx) -> Vec<(&'static str, Handler)> {
    let ctx = ctx.clone();
    let run = Handler::new(move |job: Job| {
        let ctx = ctx.clone();
        async move {
            match run(&ctx, &job).await {
                Ok(()) => Outcome::Done,
                Err(problem) => Outcome::Retry(problem.to_string()),
            }
        }
    });
    vec![(RUN, run)]
}

/// Asks for the job; those of an account run one after another.
pub(crate) fn enqueue(tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<(), Problem> {
    Ok(tx.enqueue(NewJob {
        account: Some(scope.account()),
        kind: RUN,
        key: format!("bulk:{}", scope.id()),
        run_at: None,
        unique: None,
        data: json!({ "bulk": id }),
    })?)
}

/// What a bulk action is about.
pub(crate) const fn subject(b: &Bulk) -> Subject {
    if b.about == 1 { Subject::Contact } else { Subject::Conversation }
}

async fn run(ctx: &Ctx, job: &Job) -> Result<(), Problem> {
    let (Some(account), Some(id)) = (job.account, job.data.get("bulk").and_then(Value::as_i64)) else {
        return Ok(());
    };
    let scope = AccountScope::new(account);
    let found = ctx.store.read(move |tx| Ok::<_, Problem>(store::by_id(tx, &scope, id)?)).await?;
    let Some(bulk) = found else { return Ok(()) };
    let from = match bulk.state {
        store::WAITING => store::ITEM_WAITING,
        store::UNDOING => store::ITEM_DONE,
        _ => return Ok(()),
    };
    loop {
        let chunk =
            ctx.store.read(move |tx| Ok::<_, Problem>(store::items(tx, &scope, id, from, CHUNK)?)).await?;
        if chunk.is_empty() {
            break;
        }
        for item in chunk {
            one(ctx, scope, &bulk, item).await?;
        }
        tell(ctx, scope, bulk.user, id, None).await?;
    }
    let end = if bulk.state == store::WAITING { store::DONE } else { store::UNDONE };
    tell(ctx, scope, bulk.user, id, Some(end)).await
}

/// One item, done or kept with the reason why not.
async fn one(ctx: &Ctx, scope: AccountScope, bulk: &Bulk, item: i64) -> Result<(), Problem> {
    let (desk, own) = (ctx.desk.clone(), bulk.clone());
    let done = ctx.store.write(move |tx| act(tx, &*desk, &scope, &own, item)).await;
    let Err(problem) = done else { return Ok(()) };
    if problem.is_fault() {
        return Err(problem);
    }
    let key = problem.fields.first().map_or(problem.key, |f| f.key);
    let (id, undoing) = (bulk.id, bulk.state == store::UNDOING);
    let keep = move |tx: &mut Tx<'_>| {
        let state = if undoing { store::ITEM_STUCK } else { store::ITEM_FAILED };
        Ok::<_, Problem>(store::save_item(tx, &scope, (id, item), state, &Json("[]".to_owned()), Some(key))?)
    };
    ctx.store.write(keep).await
}

fn act(
    tx: &mut Tx<'_>,
    desk: &dyn Desk,
    scope: &AccountScope,
    bulk: &Bulk,
    item: i64,
) -> Result<(), Problem> {
    let undoing = bulk.state == store::UNDOING;
    let (from, to) = if undoing {
        (store::ITEM_DONE, store::ITEM_UNDONE)
    } else {
        (store::ITEM_WAITING, store::ITEM_DONE)
    };
    // Done by an earlier try whose end was not written down.
    let Some(kept) = store::lock(tx, scope, bulk.id, item, from)? else { return Ok(()) };
    // What they may see and do is asked anew: it may have changed since.
    let viewer: Viewer = desk.viewer(tx, scope, bulk.user)?.ok_or_else(Problem::forbidden)?;
    let deeds: Vec<Deed> = from_json(&if undoing { kept.value()? } else { bulk.deeds.value()? });
    let mut undo = Vec::new();
    for deed in &deeds {
        undo.extend(desk.act(tx, &viewer, subject(bulk), item, deed)?);
    }
    undo.reverse();
    let undo = if undoing { Vec::new() } else { undo };
    Ok(store::save_item(tx, scope, (bulk.id, item), to, &Json::of(&to_json(&undo)), None)?)
}

/// Tells the person who asked how far it is, and keeps its end.
async fn tell(
    ctx: &Ctx,
    scope: AccountScope,
    user: UserId,
    id: i64,
    end: Option<i64>,
) -> Result<(), Problem> {
    let desk = ctx.desk.clone();
    ctx.store
        .write(move |tx| {
            if let Some(state) = end {
                let now = tx.now();
                store::set_state(tx, &scope, id, state, Some(now))?;
            }
            let tally = store::tally(tx, &scope, id)?;
            let data = json!({
                "account_id": scope.id(), "id": id, "finished": end.is_some(), "waiting": tally.waiting,
                "done": tally.done, "failed": tally.failed, "undone": tally.undone, "not_undone": tally.stuck,
            });
            desk.tell_user(tx, &scope, user, "bulk.progress", data);
            Ok::<_, Problem>(())
        })
        .await
}
