//! What someone missed while away: the same events with the same eyes as on the socket, or word that it is too
//! much to tell piece by piece.

use desk_model::Viewer;
use kernel_base::{AccountId, AccountScope, ContactInboxId, Problem};
use kernel_db::{Event, Tx};
use serde_json::Value;

use super::render::{self, LEFT, Sight};
use super::store;
use crate::Core;

/// Events further behind than this are not told one by one.
pub const FARTHEST: i64 = 10_000;
/// Rows read at a time.
const CHUNK: i64 = 500;

/// An event that was missed.
#[derive(Clone, Debug, PartialEq)]
pub struct Missed {
    /// Place in the account's order.
    pub seq: i64,
    /// The event's name.
    pub event: String,
    /// What it says.
    pub data: Value,
}

/// What was missed.
#[derive(Clone, Debug, PartialEq)]
pub struct CatchUp {
    /// In order. Fewer than asked for only when nothing more is there.
    pub events: Vec<Missed>,
    /// The account's last event.
    pub seq: i64,
    /// Whether it can't be told piece by piece: load everything again and go on from `seq`.
    pub resync: bool,
}

impl CatchUp {
    const fn anew(seq: i64) -> Self {
        Self { events: Vec::new(), seq, resync: true }
    }
}

/// The account's last event, 0 before the first.
///
/// # Errors
/// What the store says.
pub fn head(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<i64, Problem> {
    Ok(store::head(tx, scope)?)
}

/// The last event of each of these accounts; those without one are left out.
///
/// # Errors
/// What the store says.
pub fn heads(tx: &mut Tx<'_>, accounts: &[AccountId]) -> Result<Vec<(AccountId, i64)>, Problem> {
    Ok(store::heads(tx, accounts)?)
}

/// A member as someone who looks, read anew; `None` when they do not belong to the account.
///
/// # Errors
/// What the store says.
pub fn viewer(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    user: kernel_base::UserId,
) -> Result<Option<Viewer>, Problem> {
    Ok(store::viewer(tx, scope, user)?)
}

/// Whether a person's socket tokens are still of this epoch.
///
/// # Errors
/// What the store says.
pub fn is_epoch(tx: &mut Tx<'_>, user: kernel_base::UserId, epoch: i64) -> Result<bool, Problem> {
    Ok(store::token_epoch(tx, user)? == Some(epoch))
}

/// The customer behind an address in an inbox.
///
/// # Errors
/// What the store says.
pub fn contact(
    tx: &mut Tx<'_>,
    account: AccountId,
    address: ContactInboxId,
) -> Result<Option<kernel_base::ContactId>, Problem> {
    Ok(store::contact_of(tx, account, address)?)
}

/// Stored events after `after`, `limit` at most, in order, with the account's last event.
///
/// # Errors
/// What the store says.
pub fn stored(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    after: i64,
    limit: i64,
) -> Result<(Vec<Event>, i64), Problem> {
    let head = store::head(tx, scope)?;
    let events = if head > after { store::events(tx, scope, after, head, limit)? } else { Vec::new() };
    Ok((events, head))
}

/// What `viewer` missed after `after`: `limit` events at most.
///
/// # Errors
/// What the store says.
pub fn missed(
    tx: &mut Tx<'_>,
    core: &Core,
    viewer: &Viewer,
    after: i64,
    limit: usize,
) -> Result<CatchUp, Problem> {
    let scope = viewer.scope();
    let head = store::head(tx, &scope)?;
    if after > head || head - after > FARTHEST {
        return Ok(CatchUp::anew(head));
    }
    // What happened before one's own rights changed was told by other eyes: nothing of it can be relied on.
    let (mut at, mut wanted, mut out) = (after, Vec::new(), Vec::new());
    while at < head && out.len() < limit {
        let rows = store::events(tx, &scope, at, head, CHUNK)?;
        let Some(last) = rows.last() else { break };
        at = last.seq;
        if rows.iter().any(|e| changes(e, viewer)) {
            return Ok(CatchUp::anew(head));
        }
        wanted.extend(rows.into_iter().filter(|e| render::may_concern(e, viewer)));
        while !wanted.is_empty() && (wanted.len() + out.len() >= limit || at >= head) && out.len() < limit {
            let now: Vec<Event> = wanted.drain(..wanted.len().min(limit - out.len())).collect();
            for told in render::render(tx, core, &scope, &now)? {
                let (event, data) = match told.sight(viewer) {
                    Some(Sight::Whole) => (told.name, told.data),
                    Some(Sight::Left) => (LEFT.to_owned(), told.left().cloned().unwrap_or_default()),
                    None => continue,
                };
                out.push(Missed { seq: told.seq, event, data });
            }
        }
    }
    Ok(CatchUp { events: out, seq: head, resync: false })
}

/// Whether the event changed what `viewer` may see.
fn changes(event: &Event, viewer: &Viewer) -> bool {
    event.kind == "member.changed" && event.data.get("user").and_then(Value::as_i64) == Some(viewer.user.0)
}

/// What a customer missed after `cursor` (without one: nothing, and where to begin).
///
/// # Errors
/// What the store says.
pub fn visitor_missed(
    tx: &mut Tx<'_>,
    core: &Core,
    account: AccountId,
    address: ContactInboxId,
    cursor: Option<&str>,
) -> Result<Value, Problem> {
    let scope = AccountScope::new(account);
    let head = store::head(tx, &scope)?;
    let next = write_cursor(core, account, address, head)?;
    let answer = |events: Vec<Value>, resync: bool| serde_json::json!({ "cursor": next, "events": events, "resync": resync });
    let Some(cursor) = cursor.filter(|c| !c.is_empty()) else { return Ok(answer(Vec::new(), false)) };
    let after = read_cursor(core, account, address, cursor).filter(|a| *a <= head && head - a <= FARTHEST);
    let Some(after) = after else { return Ok(answer(Vec::new(), true)) };
    let rows = store::events_of_contact(tx, &scope, address, after, head, CHUNK)?;
    if rows.len() as i64 == CHUNK {
        return Ok(answer(Vec::new(), true));
    }
    let told = render::render(tx, core, &scope, &rows)?;
    let events = told.iter().filter_map(|t| {
        let data = t.for_visitor(address)?;
        Some(serde_json::json!({ "event": t.name, "data": data }))
    });
    Ok(answer(events.collect(), false))
}

/// A place in the account's order, sealed: how busy the account is stays its own affair.
fn write_cursor(
    core: &Core,
    account: AccountId,
    address: ContactInboxId,
    seq: i64,
) -> Result<String, Problem> {
    core.sealer.seal(&*core.rng, &cursor_of(account, address), &seq.to_string())
}

fn read_cursor(core: &Core, account: AccountId, address: ContactInboxId, cursor: &str) -> Option<i64> {
    core.sealer.open_sealed(&cursor_of(account, address), cursor).ok()?.parse().ok()
}

fn cursor_of(account: AccountId, address: ContactInboxId) -> String {
    format!("visitor-cursor:{account}:{address}")
}
