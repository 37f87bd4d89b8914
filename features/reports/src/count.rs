//! From events to sums: the consumer. Its writes and its progress are one transaction, so everything counts once.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use desk_model::{MessageType, SenderKind, Status};
use kernel_base::{AccountId, AccountScope, InboxId, Micros, Problem};
use kernel_db::{Consumer, Event, From, Tx};
use plug_feature::Ctx;
use serde_json::Value;

use crate::labels;
use crate::metric::{About, Metric, Sum};
use crate::store::{self, Fact, Message, Standing};

/// Seconds of a quarter of an hour and of a day.
pub(crate) const GRAINS: [i64; 2] = [900, 86_400];
/// How long it waits for more, so that a busy hour writes each sum once in a while.
const LINGER: Duration = Duration::from_millis(500);

/// One conversation became part of another.
const MERGED: &str = "conversation.merged";

/// Where a sum is kept: grain, whose, which, metric, span.
pub(crate) type Key = (i64, i64, i64, i64, i64);

/// The consumer of the account's events.
pub(crate) fn consumers(ctx: &Ctx) -> Vec<Consumer> {
    let ctx = ctx.clone();
    let take = move |tx: &mut Tx<'_>, account: AccountId, events: &[Event]| take(&ctx, tx, account, events);
    vec![Consumer::in_tx("reports", From::Beginning, take).minding(minds).linger(LINGER)]
}

/// Whether an event is one of a conversation, with who it reaches, or tells that one is deleted.
fn minds(event: &Event) -> bool {
    event.conversation.is_some() && event.data.get("reach").is_some()
}

/// Whose something is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Whose {
    pub(crate) inbox: i64,
    pub(crate) team: Option<i64>,
    pub(crate) agent: Option<i64>,
}

impl Whose {
    fn subjects(self) -> impl Iterator<Item = (About, i64)> {
        let some = |about, id: Option<i64>| id.map(|id| (about, id));
        [
            Some((About::Account, 0)),
            Some((About::Inbox, self.inbox)),
            some(About::Agent, self.agent),
            some(About::Team, self.team),
        ]
        .into_iter()
        .flatten()
    }
}

/// What a batch of events comes to.
#[derive(Default)]
struct Tally {
    sums: BTreeMap<Key, Sum>,
    facts: Vec<Fact>,
    /// What it comes to of each conversation, for its labels.
    parts: HashMap<i64, Vec<Part>>,
    /// The conversation that is being counted.
    conversation: i64,
}

/// Something that counts under each label of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) metric: Metric,
    pub(crate) inbox: i64,
    pub(crate) at: Micros,
    pub(crate) sum: Sum,
}

impl Tally {
    fn add(&mut self, metric: Metric, whose: Whose, at: Micros, sum: Sum) {
        for grain in GRAINS {
            let span = at.secs().div_euclid(grain);
            for (about, which) in whose.subjects() {
                let key = (grain, about.number(), which, metric.number(), span);
                self.sums.entry(key).or_default().add(sum);
            }
        }
        if metric.by_label() {
            let part = Part { metric, inbox: whose.inbox, at, sum };
            self.parts.entry(self.conversation).or_default().push(part);
        }
    }

    /// Something that took from `from` to `to`.
    fn measure(
        &mut self,
        tx: &mut Tx<'_>,
        seen: &Seen<'_>,
        metric: Metric,
        whose: Whose,
        (from, to): (Micros, Micros),
    ) -> Result<i64, Problem> {
        let seconds = (to.secs() - from.secs()).max(0);
        let open = seen.ctx.desk.open_secs(tx, &seen.scope, InboxId(whose.inbox), from, to)?;
        let business = open.clamp(0, seconds);
        self.add(metric, whose, to, Sum { count: 1, seconds, business });
        if let Some(name) = metric.event() {
            self.facts.push(Fact {
                id: 0,
                name: name.to_owned(),
                seconds,
                business,
                inbox: whose.inbox,
                user: whose.agent,
                conversation: seen.conversation,
                from,
                to,
            });
        }
        Ok(seconds)
    }
}

/// The event that is being counted.
struct Seen<'a> {
    ctx: &'a Ctx,
    scope: AccountScope,
    event: &'a Event,
    conversation: i64,
    /// Whose the conversation was right after it.
    whose: Whose,
}

fn take(ctx: &Ctx, tx: &mut Tx<'_>, account: AccountId, events: &[Event]) -> Result<(), Problem> {
    let scope = AccountScope::new(account);
    // What is counted after a merge is counted where the conversation went.
    for part in events.split_inclusive(|e| e.kind == MERGED) {
        match part.split_last() {
            Some((merged, before)) if merged.kind == MERGED => {
                count(ctx, tx, scope, before)?;
                merge(tx, &scope, merged)?;
            }
            _ => count(ctx, tx, scope, part)?,
        }
    }
    Ok(())
}

/// Two conversations count as one from now on: what was measured and said in the one that is gone is the other's.
fn merge(tx: &mut Tx<'_>, scope: &AccountScope, event: &Event) -> Result<(), Problem> {
    let (Some(gone), Some(kept)) = (event.conversation, event.subject) else { return Ok(()) };
    let mut standing = store::standing(tx, scope, &[gone, kept])?;
    if let Some(was) = standing.remove(&gone) {
        let mut tally = Tally::default();
        tally.add(Metric::Conversations, was.whose, was.started, Sum::ones(-1));
        tally.add(Metric::of_status(was.status), was.whose, was.started, Sum::ones(-1));
        if let Some(now) = standing.get(&kept) {
            labels::merge(tx, scope, (gone, &was), (kept, now), event.seq, &mut tally.sums)?;
        }
        store::add_sums(tx, scope, &tally.sums)?;
    }
    store::hand_over(tx, scope, gone, kept)?;
    store::forget_conversations(tx, scope, &[gone])
}

fn count(ctx: &Ctx, tx: &mut Tx<'_>, scope: AccountScope, events: &[Event]) -> Result<(), Problem> {
    let mut about: Vec<i64> = events.iter().filter_map(|e| e.conversation).collect();
    about.sort_unstable();
    about.dedup();
    if about.is_empty() {
        return Ok(());
    }
    let mut standing: HashMap<i64, Standing> = store::standing(tx, &scope, &about)?;
    let stood = standing.clone();
    let unknown: Vec<i64> = about.iter().copied().filter(|id| !standing.contains_key(id)).collect();
    let mut begun = store::begun(tx, &scope, &unknown)?;
    let written = events.iter().filter(|e| e.kind == "message.created").filter_map(|e| e.subject);
    let messages = store::messages(tx, &scope, &written.collect::<Vec<_>>())?;
    let mut tally = Tally::default();
    let mut gone = Vec::new();
    for event in events {
        let Some(conversation) = event.conversation else { continue };
        if event.kind == "conversation.deleted" {
            standing.remove(&conversation);
            begun.remove(&conversation);
            gone.push(conversation);
            continue;
        }
        let Some(whose) = whose(event) else { continue };
        let seen = Seen { ctx, scope, event, conversation, whose };
        tally.conversation = conversation;
        let Some(mut now) = place(&seen, standing.get(&conversation), &begun, &mut tally) else { continue };
        let message = event.subject.and_then(|id| messages.get(&id));
        happened(tx, &seen, &mut now, message, &mut tally)?;
        standing.insert(conversation, now);
    }
    let touched: Vec<_> = about.iter().filter_map(|id| Some((*id, standing.get(id)?))).collect();
    store::put_standing(tx, &scope, touched.iter().filter(|(id, now)| stood.get(id) != Some(*now)))?;
    store::insert_facts(tx, &scope, &tally.facts)?;
    let until = events.last().map_or(0, |e| e.seq);
    labels::take(ctx, tx, &scope, (&touched, until), &tally.parts, &mut tally.sums)?;
    store::forget_conversations(tx, &scope, &gone)?;
    Ok(store::add_sums(tx, &scope, &tally.sums)?)
}

fn whose(event: &Event) -> Option<Whose> {
    let reach = event.data.get("reach")?;
    let id = |key: &str| reach.get(key).and_then(Value::as_i64);
    Some(Whose { inbox: id("inbox")?, team: id("team"), agent: id("assignee") })
}

/// The status an event tells of, if it changed, with the one before.
fn status(event: &Event) -> Option<Status> {
    let changed = event.data.get("changed_attributes")?.as_array()?;
    let status = changed.iter().find_map(|c| c.get("status"))?;
    Status::from_wire(status.get("current_value")?.as_str()?)
}

/// Counts the conversation where it stands after the event, and no more where it stood before. `None` for one that is
/// not known and gone by now.
fn place(
    seen: &Seen<'_>,
    before: Option<&Standing>,
    begun: &HashMap<i64, (Micros, Status)>,
    tally: &mut Tally,
) -> Option<Standing> {
    let (event, whose) = (seen.event, seen.whose);
    let mut now = match before {
        Some(before) => before.clone(),
        None => {
            let (started, status) = match begun.get(&seen.conversation) {
                Some(begun) => *begun,
                None if event.kind == "conversation.created" => (event.at, Status::Open),
                None => return None,
            };
            if event.kind == "conversation.created" && event.data.get("automated").is_some() {
                tally.add(Metric::BotConversations, whose, started, Sum::ones(1));
            }
            // How it stands by now: what is still to come will say the same.
            Standing { whose, status, started, waiting: None, handed_over: None }
        }
    };
    if before.is_none() {
        tally.add(Metric::Conversations, whose, now.started, Sum::ones(1));
        tally.add(Metric::of_status(now.status), whose, now.started, Sum::ones(1));
        return Some(now);
    }
    let became = status(event).unwrap_or(now.status);
    if now.whose != whose {
        tally.add(Metric::Conversations, now.whose, now.started, Sum::ones(-1));
        tally.add(Metric::Conversations, whose, now.started, Sum::ones(1));
    }
    if now.whose != whose || now.status != became {
        tally.add(Metric::of_status(now.status), now.whose, now.started, Sum::ones(-1));
        tally.add(Metric::of_status(became), whose, now.started, Sum::ones(1));
    }
    (now.whose, now.status) = (whose, became);
    Some(now)
}

/// Counts what the event itself is.
fn happened(
    tx: &mut Tx<'_>,
    seen: &Seen<'_>,
    now: &mut Standing,
    message: Option<&Message>,
    tally: &mut Tally,
) -> Result<(), Problem> {
    let (event, whose) = (seen.event, seen.whose);
    match event.kind.as_str() {
        "message.created" => match message {
            Some(message) => spoken(tx, seen, now, message, tally),
            None => Ok(()),
        },
        "first.reply.created" => {
            let from = now.handed_over.unwrap_or(now.started);
            let whose = Whose { agent: event.actor, ..whose };
            let secs = tally.measure(tx, seen, Metric::FirstResponse, whose, (from, event.at))?;
            tally.add(Metric::within(secs), whose, event.at, Sum::ones(1));
            Ok(())
        }
        "conversation.status_changed" => {
            let by_bot = event.data.get("was_automated").is_some();
            match status(event) {
                Some(Status::Resolved) => {
                    now.waiting = None;
                    tally.measure(tx, seen, Metric::Resolution, whose, (now.started, event.at))?;
                    if by_bot {
                        tally.measure(tx, seen, Metric::BotResolution, whose, (now.started, event.at))?;
                    }
                }
                Some(Status::Open) if by_bot && now.handed_over.is_none() => {
                    now.handed_over = Some(event.at);
                    tally.measure(tx, seen, Metric::BotHandoff, whose, (now.started, event.at))?;
                }
                _ => {}
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Counts a message.
fn spoken(
    tx: &mut Tx<'_>,
    seen: &Seen<'_>,
    now: &mut Standing,
    message: &Message,
    tally: &mut Tally,
) -> Result<(), Problem> {
    let at = seen.event.at;
    match message.kind {
        MessageType::Incoming => {
            tally.add(Metric::Incoming, seen.whose, message.at, Sum::ones(1));
            now.waiting = now.waiting.or(Some(at));
        }
        MessageType::Outgoing if !message.private => {
            let person = message.sender_kind == SenderKind::User;
            let whose = Whose { agent: message.sender.filter(|_| person), ..seen.whose };
            tally.add(Metric::Outgoing, whose, message.at, Sum::ones(1));
            if message.sender_kind == SenderKind::Bot {
                tally.add(Metric::BotMessages, whose, at, Sum::ones(1));
            }
            if person && let Some(since) = now.waiting.take() {
                tally.measure(tx, seen, Metric::Reply, whose, (since, at))?;
            }
        }
        _ => {}
    }
    Ok(())
}
