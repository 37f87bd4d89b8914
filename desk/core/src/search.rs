//! Search: people, conversations by number or by their customer, and messages by their words; what a viewer may not
//! see is not found. The index is fed behind the commits by [`feed`].

mod excerpt;
mod feeding;
mod store;

use desk_model::{Viewer, permissions};
use kernel_base::{AccountScope, Problem};
use kernel_db::Tx;
use serde_json::{Value, json};

use crate::{Core, contacts, conversations, present};

pub use excerpt::{Excerpt, excerpt};
pub(crate) use feeding::forget_messages;
pub use feeding::{feed, minds};

/// The kinds of indexed rows.
const MESSAGE: &str = "message";
const CONTACT: &str = "contact";
/// Findings of each group on a page.
const PAGE: usize = 15;
/// Rows asked of the index at once, and how often, before a search gives up on what the viewer may not see.
const CHUNK: i64 = 200;
const CHUNKS: usize = 10;
/// Conversations that a list's `q` may narrow to.
const LISTED: usize = 500;

/// What a search found, as JSON: contacts, conversations, messages with an excerpt each.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Contacts.
    pub contacts: Vec<Value>,
    /// Conversations with this number or of these contacts.
    pub conversations: Vec<Value>,
    /// Messages, the newest first.
    pub messages: Vec<Value>,
}

/// Which groups are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Groups {
    /// Contacts.
    pub contacts: bool,
    /// Conversations.
    pub conversations: bool,
    /// Messages.
    pub messages: bool,
}

impl Groups {
    /// Everything.
    pub const ALL: Self = Self { contacts: true, conversations: true, messages: true };
}

/// Searches.
///
/// # Errors
/// What the store says.
pub fn search(
    tx: &mut Tx<'_>,
    core: &Core,
    viewer: &Viewer,
    query: &str,
    groups: Groups,
) -> Result<Found, Problem> {
    let scope = viewer.scope();
    let query: String = query.trim().chars().take(200).collect();
    let people = people(tx, core, viewer, &query)?;
    let mut found = Found::default();
    if groups.contacts && viewer.may(permissions::CONTACT_READ) {
        found.contacts = present::contacts(tx, core, &scope, &people)?;
    }
    if groups.conversations {
        let ids = talks(tx, viewer, &query, &people)?;
        found.conversations = present::conversations(tx, core, &scope, &ids)?;
    }
    if groups.messages {
        found.messages = messages(tx, core, viewer, &query)?;
    }
    Ok(found)
}

/// Row ids of contacts: whoever the whole text names, then those with its words.
fn people(tx: &mut Tx<'_>, core: &Core, viewer: &Viewer, query: &str) -> Result<Vec<i64>, Problem> {
    let scope = viewer.scope();
    let mut ids: Vec<i64> = contacts::search_among(tx, core, &scope, query)?;
    for hit in tx.search(&scope, CONTACT, query, None, PAGE as i64)? {
        if !ids.contains(&hit.row_id) {
            ids.push(hit.row_id);
        }
    }
    ids.truncate(PAGE);
    Ok(ids)
}

/// Row ids of contacts that have the words of `query`, the newest first, at most `limit`.
///
/// # Errors
/// What the store says.
pub(crate) fn contacts_with(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    query: &str,
    limit: i64,
) -> Result<Vec<i64>, Problem> {
    Ok(tx.search(scope, CONTACT, query, None, limit)?.into_iter().map(|hit| hit.row_id).collect())
}

/// Row ids of conversations with this number, then the newest of these contacts, as far as the viewer sees them.
fn talks(tx: &mut Tx<'_>, viewer: &Viewer, query: &str, people: &[i64]) -> Result<Vec<i64>, Problem> {
    let mut ids = Vec::new();
    if let Ok(number) = query.trim_start_matches('#').parse::<i64>()
        && let Some(c) = conversations::store::by_number(tx, &viewer.scope(), number)?
        && viewer.sees(&c.reach())
    {
        ids.push(c.id.0);
    }
    for id in store::newest_of_contacts(tx, viewer, people, PAGE as i64)? {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids.truncate(PAGE);
    Ok(ids)
}

fn messages(tx: &mut Tx<'_>, core: &Core, viewer: &Viewer, query: &str) -> Result<Vec<Value>, Problem> {
    let hits = visible_hits(tx, viewer, query, PAGE)?;
    let ids: Vec<i64> = hits.iter().map(|(message, _)| *message).collect();
    let mut all = present::messages(tx, core, &viewer.scope(), &ids)?;
    let of: Vec<i64> = hits.iter().map(|(_, conversation)| *conversation).collect();
    let talks = conversations::store::by_ids(tx, &viewer.scope(), &of)?;
    let customers: Vec<i64> = talks.iter().map(|c| c.contact.0).collect();
    let customers = present::contacts(tx, core, &viewer.scope(), &customers)?;
    for object in all.iter_mut().filter_map(Value::as_object_mut) {
        let content = object.get("content").and_then(Value::as_str).unwrap_or_default();
        let part = excerpt(content, query);
        let number = object.get("conversation_id").and_then(Value::as_i64);
        let customer = talks.iter().find(|c| Some(c.number) == number).map(|c| c.contact.0);
        let customer = customers.iter().find(|c| c.get("id").and_then(Value::as_i64) == customer);
        object.insert("excerpt".to_owned(), json!(part.text));
        object.insert("excerpt_ranges".to_owned(), json!(part.ranges));
        object.insert("contact".to_owned(), json!(customer));
    }
    Ok(all)
}

/// Messages with the words of `query` and their conversations, the newest first, as far as the viewer sees them.
fn visible_hits(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    query: &str,
    limit: usize,
) -> Result<Vec<(i64, i64)>, Problem> {
    let (mut found, mut before) = (Vec::new(), None);
    for _ in 0..CHUNKS {
        let hits = tx.search(&viewer.scope(), MESSAGE, query, before, CHUNK)?;
        let Some(last) = hits.last() else { break };
        before = Some(last.row_id);
        let full = hits.len() as i64 == CHUNK;
        let mut groups: Vec<i64> = hits.iter().filter_map(|h| h.group_id).collect();
        groups.sort_unstable();
        groups.dedup();
        let seen = store::visible(tx, viewer, &groups)?;
        let visible = hits.iter().filter_map(|h| Some((h.row_id, h.group_id.filter(|g| seen.contains(g))?)));
        found.extend(visible);
        if found.len() >= limit || !full {
            break;
        }
    }
    found.truncate(limit);
    Ok(found)
}

/// Row ids of conversations that hold the words, in a message, their customer or their number; for a list's `q`.
///
/// # Errors
/// What the store says.
pub fn conversations_with(
    tx: &mut Tx<'_>,
    core: &Core,
    viewer: &Viewer,
    query: &str,
) -> Result<Vec<i64>, Problem> {
    let query: String = query.trim().chars().take(200).collect();
    let people = people(tx, core, viewer, &query)?;
    let mut ids = talks(tx, viewer, &query, &people)?;
    ids.extend(visible_hits(tx, viewer, &query, LISTED)?.into_iter().map(|(_, conversation)| conversation));
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

#[cfg(test)]
mod tests;
