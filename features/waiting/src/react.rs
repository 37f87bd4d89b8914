//! What follows behind the commit: who left the queue, what was closed, and the timers of silence.

use std::collections::HashMap;

use kernel_base::{AccountId, AccountScope, ConversationId, InboxId, Micros, Problem, TeamId};
use kernel_db::{Consumer, Event, From, Handler, Job, NewJob, Outcome, Tx};
use plug_feature::{Activity, Ctx, Desk, NewPost, Silence, Voice};
use serde_json::{Map, Value, json};

use crate::rules::{LATELY_SECS, Settings, Step};
use crate::store;

/// The job that looks whether a silence has become too long.
const LOOK: &str = "waiting.look";

/// The consumer.
pub(crate) fn consumers(ctx: &Ctx) -> Vec<Consumer> {
    let desk = ctx.desk.clone();
    let take = move |tx: &mut Tx<'_>, account: AccountId, events: &[Event]| take(&*desk, tx, account, events);
    vec![Consumer::in_tx("waiting", From::Now, take).minding(minds)]
}

fn minds(event: &Event) -> bool {
    matches!(event.kind.as_str(), "assignee.changed" | "conversation.status_changed" | "message.created")
}

/// The timer of silence.
pub(crate) fn jobs(ctx: &Ctx) -> Vec<(&'static str, Handler)> {
    let ctx = ctx.clone();
    let look = Handler::new(move |job: Job| {
        let ctx = ctx.clone();
        async move {
            let named = job.data.get("conversation").and_then(Value::as_i64);
            let (Some(account), Some(id)) = (job.account, named) else {
                return Outcome::Dead("the job does not say what for".to_owned());
            };
            let (scope, id, desk) = (AccountScope::new(account), ConversationId(id), ctx.desk.clone());
            match ctx.store.write(move |tx| look(&*desk, tx, &scope, id)).await {
                Ok(()) => Outcome::Done,
                Err(problem) => Outcome::Retry(problem.to_string()),
            }
        }
    });
    vec![(LOOK, look)]
}

/// Where an event of a conversation happened.
fn place(event: &Event) -> Option<(InboxId, Option<TeamId>)> {
    let id = |key: &str| event.data.pointer(key).and_then(Value::as_i64);
    Some((InboxId(id("/reach/inbox")?), id("/reach/team").map(TeamId)))
}

fn take(desk: &dyn Desk, tx: &mut Tx<'_>, account: AccountId, events: &[Event]) -> Result<(), Problem> {
    let scope = AccountScope::new(account);
    let mut known = HashMap::new();
    for event in events {
        let Some((id, (inbox, team))) = event.conversation.map(ConversationId).zip(place(event)) else {
            continue;
        };
        match event.kind.as_str() {
            "assignee.changed" if left_the_queue(event) => {
                let since = tx.now().plus_secs(-LATELY_SECS);
                store::note_exit(tx, &scope, inbox, team, event.at, since)?;
            }
            "conversation.status_changed" => closed(tx, &scope, id, event)?,
            "message.created" => {
                let settings = settings_of(tx, &scope, inbox, &mut known)?;
                spoken(desk, tx, &scope, id, settings)?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// Nobody had it, now somebody has.
fn left_the_queue(event: &Event) -> bool {
    let at = |key: &str| event.data.pointer(key).is_some_and(Value::is_i64);
    event.data.get("was").is_some() && !at("/was/assignee") && at("/reach/assignee")
}

fn closed(tx: &mut Tx<'_>, scope: &AccountScope, id: ConversationId, event: &Event) -> Result<(), Problem> {
    let changed = event.data.get("changed_attributes").and_then(Value::as_array);
    let status = changed.into_iter().flatten().find_map(|c| c.get("status"));
    if status.and_then(|s| s.get("current_value")).and_then(Value::as_str) == Some("resolved") {
        store::note_end(tx, scope, id, event.at)?;
    }
    Ok(())
}

/// The settings of an inbox, read once for a batch.
fn settings_of(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    inbox: InboxId,
    known: &mut HashMap<InboxId, Option<Settings>>,
) -> Result<Option<Settings>, Problem> {
    if let Some(settings) = known.get(&inbox) {
        return Ok(settings.clone());
    }
    let settings = store::settings(tx, scope, inbox)?;
    known.insert(inbox, settings.clone());
    Ok(settings)
}

/// Something was said: if the customer owes the next word, a silence begins.
fn spoken(
    desk: &dyn Desk,
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: ConversationId,
    settings: Option<Settings>,
) -> Result<(), Problem> {
    let Some(settings) = settings else { return Ok(()) };
    if settings.warn_minutes.is_none() && settings.close_minutes.is_none() {
        return Ok(());
    }
    let Some(silence) = desk.silence(tx, scope, id)? else { return Ok(()) };
    let warned = is_warned(tx, scope, &silence)?;
    match settings.due(silence.since, warned) {
        Some((_, at)) => later(tx, scope, id, at),
        None => Ok(()),
    }
}

/// Whether the team's last words are the warning.
fn is_warned(tx: &mut Tx<'_>, scope: &AccountScope, silence: &Silence) -> Result<bool, Problem> {
    Ok(store::warning(tx, scope, silence.id)?.is_some_and(|(message, _)| message == silence.last))
}

fn later(tx: &mut Tx<'_>, scope: &AccountScope, id: ConversationId, at: Micros) -> Result<(), Problem> {
    Ok(tx.enqueue(NewJob {
        account: Some(scope.account()),
        kind: LOOK,
        key: String::new(),
        run_at: Some(at),
        // A later one takes its place: only the newest silence counts.
        unique: Some(format!("silence:{id}")),
        data: json!({ "conversation": id.0 }),
    })?)
}

/// Looks at a silence: warns, closes, or waits on. Everything is asked anew, since the timer may be older than what was
/// said last.
///
/// # Errors
/// What the store says.
pub(crate) fn look(
    desk: &dyn Desk,
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: ConversationId,
) -> Result<(), Problem> {
    let Some(silence) = desk.silence(tx, scope, id)? else { return Ok(()) };
    let Some(settings) = store::settings(tx, scope, silence.inbox)? else { return Ok(()) };
    let warned = is_warned(tx, scope, &silence)?;
    let Some((step, at)) = settings.due(silence.since, warned) else { return Ok(()) };
    if at > tx.now() {
        return later(tx, scope, id, at);
    }
    match step {
        Step::Warn => {
            let message = say(desk, tx, scope, id, &settings.warn_text)?;
            store::note_warning(tx, scope, id, message).map_err(Problem::from)
        }
        Step::Close => {
            if !settings.close_text.is_empty() {
                say(desk, tx, scope, id, &settings.close_text)?;
            }
            let line = Activity { key: "waiting.activity.closed", args: Vec::new() };
            desk.finish(tx, scope, id, &line).map(|_| ())
        }
    }
}

fn say(
    desk: &dyn Desk,
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: ConversationId,
    text: &str,
) -> Result<kernel_base::MessageId, Problem> {
    let post = NewPost {
        content: text.to_owned(),
        private: false,
        content_type: desk_model::ContentType::Text,
        content_attributes: Map::new(),
        voice: Voice::System,
        echo_id: None,
    };
    desk.post_message(tx, scope, id, &post)
}
