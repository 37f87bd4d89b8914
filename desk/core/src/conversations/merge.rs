//! Two or more conversations of a contact that turn out to be about one thing, made one.

pub(super) mod store;

use desk_model::{Conversation, Status, Viewer, check_attributes};
use kernel_base::{AccountScope, ContactId, ContactInboxId, Kind, Problem};
use kernel_db::Tx;
use serde_json::{Map, Value, json};

use super::store as rows;
use super::{event, find, find_locked, give_to_bot, tell_change, wake_job};
use crate::contacts::store as contacts;
use crate::messages::{Line, write_line};
use crate::{Actor, Core};

/// Conversations that are merged into another at once.
const AT_ONCE: usize = 20;
/// Where the one that stays keeps what the others said differently of themselves.
const MERGED: &str = "merged_conversations";
/// Merged conversations whose different facts are remembered.
const REMEMBERED: usize = 20;

/// The conversation that the one with this number was merged into.
///
/// # Errors
/// What the store says.
pub(crate) fn is_now(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    number: i64,
) -> Result<Option<Conversation>, Problem> {
    Ok(store::by_number(tx, scope, number)?)
}

/// 409: the conversation with this number was merged into `c`.
pub(crate) fn gone_to(c: &Conversation, number: i64) -> Problem {
    Problem::new(Kind::Conflict, "error.conversation_merged")
        .with("number", number.to_string())
        .with("into", c.number.to_string())
        .tell("merged_into", c.number.to_string())
}

/// The newest conversation of an address, or what that was merged into; with `locked`, kept for this transaction.
///
/// # Errors
/// What the store says.
pub(crate) fn newest_of(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    address: ContactInboxId,
    locked: bool,
) -> Result<Option<Conversation>, Problem> {
    let own = if locked { rows::lock_newest(tx, scope, address)? } else { rows::newest(tx, scope, address)? };
    let merged = store::newest(tx, scope, address, own.as_ref().map_or(0, |c| c.id.0))?;
    match merged {
        Some(id) if locked => Ok(rows::lock(tx, scope, id)?.or(own)),
        Some(id) => Ok(rows::there(tx, scope, id)?.or(own)),
        None => Ok(own),
    }
}

/// Merges the conversations `from` into the one with the number `into`: all that is in them is there afterwards, in order
/// of time, and their numbers lead to it.
///
/// # Errors
/// 404 for one to merge into that is unseen; 409 for one that was merged already; 422 for none, too many, the same, an
/// unseen one, or one that is another contact's, of another inbox or from where the customer could not read the other's words.
pub fn merge(
    tx: &mut Tx<'_>,
    core: &Core,
    viewer: &Viewer,
    into: i64,
    from: &[i64],
) -> Result<Conversation, Problem> {
    let seen = find(tx, viewer, into)?;
    let mut numbers = from.to_vec();
    numbers.sort_unstable();
    numbers.dedup();
    if numbers.is_empty() {
        return Err(Problem::field(FIELD, "error.required"));
    }
    if numbers.len() > AT_ONCE {
        return Err(Problem::field(FIELD, "error.too_many_items").with("max", AT_ONCE.to_string()));
    }
    if numbers.contains(&into) {
        return Err(Problem::field(FIELD, "error.same_conversation"));
    }
    let (mut kept, gone) = hold(tx, viewer, (into, seen.contact), &numbers)?;
    for one in &gone {
        together(tx, &kept, one)?;
    }
    let before = kept.clone();
    for one in gone {
        absorb(tx, core, viewer, &mut kept, one)?;
    }
    kept.updated_at = tx.now();
    settle(tx, core, &before, &kept)?;
    let which = numbers.iter().map(|n| format!("#{n}")).collect::<Vec<_>>().join(", ");
    write_line(
        tx,
        core,
        &mut kept,
        Actor::Member(viewer),
        &Line::new("activity.merged").with("which", which),
    )?;
    rows::save(tx, &kept)?;
    told(tx, viewer, &before, &kept);
    Ok(kept)
}

/// The field that errors are about.
const FIELD: &str = "conversation_ids";

/// All of them, kept for this transaction: the contact first, as whatever a customer writes does, then the
/// conversations in order of their numbers, so that nobody waits for somebody who waits for them.
fn hold(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (into, contact): (i64, ContactId),
    from: &[i64],
) -> Result<(Conversation, Vec<Conversation>), Problem> {
    contacts::lock(tx, &viewer.scope(), contact)?.ok_or_else(Problem::not_found)?;
    let mut numbers = from.to_vec();
    numbers.push(into);
    numbers.sort_unstable();
    let mut all = Vec::with_capacity(numbers.len());
    for number in numbers {
        let found = find_locked(tx, viewer, number);
        all.push(found.map_err(|e| match e.kind {
            Kind::NotFound if number != into => {
                Problem::field(FIELD, "error.not_found").with("number", number.to_string())
            }
            _ => e,
        })?);
    }
    let at = all.iter().position(|c| c.number == into).ok_or_else(Problem::not_found)?;
    let kept = all.remove(at);
    Ok((kept, all))
}

/// Refuses what can't be one conversation: another contact's, one of another inbox, or one whose customer would read
/// what was said at an address that nobody has proved to be theirs.
fn together(tx: &mut Tx<'_>, kept: &Conversation, gone: &Conversation) -> Result<(), Problem> {
    let refuse = |key| Err(Problem::field(FIELD, key).with("number", gone.number.to_string()));
    if kept.contact != gone.contact {
        return refuse("error.merge_contact");
    }
    if kept.inbox != gone.inbox {
        return refuse("error.merge_inbox");
    }
    if kept.contact_inbox != gone.contact_inbox {
        let proved = |tx: &mut Tx<'_>, c: &Conversation| {
            Ok::<_, Problem>(contacts::address(tx, &c.scope(), c.contact_inbox)?.is_some_and(|a| a.verified))
        };
        if !(proved(tx, kept)? && proved(tx, gone)?) {
            return refuse("error.merge_address");
        }
    }
    Ok(())
}

/// Takes one conversation into another.
fn absorb(
    tx: &mut Tx<'_>,
    core: &Core,
    viewer: &Viewer,
    kept: &mut Conversation,
    gone: Conversation,
) -> Result<(), Problem> {
    let scope = kept.scope();
    let hooks = core.registry.features.iter().filter_map(|f| f.conversations_merged);
    hooks.into_iter().try_for_each(|move_rows| move_rows(tx, &scope, kept.id, gone.id))?;
    store::take_over(tx, &scope, kept, &gone, viewer.user)?;
    let mut told = event("conversation.merged", &gone, Some(kept.id.0), Some(viewer.user), None);
    if let Value::Object(data) = &mut told.data {
        data.insert("number".to_owned(), json!(gone.number));
        data.insert("into".to_owned(), json!(kept.number));
        data.insert("address".to_owned(), json!(gone.contact_inbox.0));
    }
    tx.emit(told);
    combine(kept, gone);
    for user in kept.participants.clone() {
        rows::add_participant(tx, &scope, kept.id, user)?;
    }
    Ok(())
}

/// How far a conversation is from its end.
const fn alive(status: Status) -> u8 {
    match status {
        Status::Open => 3,
        Status::Pending => 2,
        Status::Snoozed => 1,
        Status::Resolved => 0,
    }
}

/// What the one that stays is afterwards: as much in work as either was, with whoever has it, and where nobody does, with
/// whoever had the other.
fn combine(kept: &mut Conversation, gone: Conversation) {
    if alive(gone.status) > alive(kept.status) {
        (kept.status, kept.automated) = (gone.status, gone.automated);
        (kept.snoozed_until, kept.queued_at) = (gone.snoozed_until, gone.queued_at);
    } else if gone.status == kept.status {
        kept.queued_at = kept.queued_at.min(gone.queued_at);
    }
    let earlier = |a: Option<_>, b: Option<_>| a.into_iter().chain(b).min();
    let later = |a: Option<_>, b: Option<_>| a.into_iter().chain(b).max();
    kept.participants.extend(gone.participants);
    match (kept.assignee, gone.assignee) {
        (Some(holder), Some(other)) if holder != other => kept.participants.push(other),
        (None, other) => kept.assignee = other,
        _ => {}
    }
    kept.participants.sort_unstable();
    kept.participants.dedup();
    kept.team = kept.team.or(gone.team);
    if gone.priority.map(desk_model::Priority::number) > kept.priority.map(desk_model::Priority::number) {
        kept.priority = gone.priority;
    }
    kept.waiting_since = earlier(kept.waiting_since, gone.waiting_since);
    kept.first_reply_at = earlier(kept.first_reply_at, gone.first_reply_at);
    kept.last_activity_at = kept.last_activity_at.max(gone.last_activity_at);
    kept.agent_last_seen_at = later(kept.agent_last_seen_at, gone.agent_last_seen_at);
    kept.contact_last_seen_at = later(kept.contact_last_seen_at, gone.contact_last_seen_at);
    kept.unread_count += gone.unread_count;
    kept.created_at = kept.created_at.min(gone.created_at);
    kept.last_message = kept.last_message.max(gone.last_message);
    facts(kept, gone.number, gone.additional_attributes, gone.custom_attributes);
}

/// Fills what the one that stays does not know of itself, and remembers what the other says differently.
fn facts(kept: &mut Conversation, number: i64, additional: Map<String, Value>, custom: Map<String, Value>) {
    let mut remembered = match kept.additional_attributes.remove(MERGED) {
        Some(Value::Array(list)) => list,
        _ => Vec::new(),
    };
    let mut other = Map::new();
    for (name, mine, mut theirs) in [
        ("additional_attributes", &mut kept.additional_attributes, additional),
        ("custom_attributes", &mut kept.custom_attributes, custom),
    ] {
        if let Some(Value::Array(list)) = theirs.remove(MERGED) {
            remembered.extend(list);
        }
        let mut filled = mine.clone();
        for (key, value) in &theirs {
            filled.entry(key.clone()).or_insert_with(|| value.clone());
        }
        if check_attributes(&filled).is_ok() {
            *mine = filled;
        }
        theirs.retain(|key, value| mine.get(key) != Some(value));
        if !theirs.is_empty() {
            other.insert(name.to_owned(), Value::Object(theirs));
        }
    }
    if !other.is_empty() {
        other.insert("number".to_owned(), json!(number));
        remembered.push(Value::Object(other));
    }
    if !remembered.is_empty() {
        let from = remembered.len().saturating_sub(REMEMBERED);
        kept.additional_attributes.insert(MERGED.to_owned(), Value::Array(remembered.split_off(from)));
    }
}

/// What follows from how it stands now: a bot has it only while it waits for one, and what sleeps wakes.
fn settle(tx: &mut Tx<'_>, core: &Core, before: &Conversation, kept: &Conversation) -> Result<(), Problem> {
    if !kept.automated {
        give_to_bot(tx, core, kept, None)?;
    }
    if let Some(at) = kept.snoozed_until.filter(|at| before.snoozed_until != Some(*at)) {
        tx.enqueue(wake_job(kept, at))?;
    }
    Ok(())
}

/// Tells how the one that stays has changed, each change under its own name.
fn told(tx: &mut Tx<'_>, viewer: &Viewer, before: &Conversation, kept: &Conversation) {
    let by = Some(viewer.user);
    if before.status != kept.status {
        tell_change(tx, "conversation.status_changed", before, kept, by);
    }
    if before.assignee != kept.assignee {
        tell_change(tx, "assignee.changed", before, kept, by);
    }
    if before.team != kept.team {
        tell_change(tx, "team.changed", before, kept, by);
    }
    tell_change(tx, "conversation.updated", before, kept, by);
}
