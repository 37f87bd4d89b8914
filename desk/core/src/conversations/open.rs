//! Finding a conversation that someone may see, and what was before it.

use desk_model::{Conversation, Viewer};
use kernel_base::{ContactId, ConversationId, Problem};
use kernel_db::Tx;

use super::{gone_to, is_now, store};
use crate::bind::Statement;
use crate::visibility;

/// The conversation with this number, or the one it was merged into.
///
/// # Errors
/// 404 when there is none or `viewer` may not see it.
pub fn find(tx: &mut Tx<'_>, viewer: &Viewer, number: i64) -> Result<Conversation, Problem> {
    let found = match store::by_number(tx, &viewer.scope(), number)? {
        Some(found) => Some(found),
        None => is_now(tx, &viewer.scope(), number)?,
    };
    found.filter(|c| viewer.sees(&c.reach())).ok_or_else(Problem::not_found)
}

/// The same, kept for this transaction: for what is written into a conversation, which must not get lost where that was
/// merged a moment ago.
///
/// # Errors
/// 404 when there is none or `viewer` may not see it.
pub fn find_held(tx: &mut Tx<'_>, viewer: &Viewer, number: i64) -> Result<Conversation, Problem> {
    let found = store::lock_there(tx, &viewer.scope(), number)?;
    found.filter(|c| viewer.sees(&c.reach())).ok_or_else(Problem::not_found)
}

/// The conversation with this number, kept for this transaction: nobody else changes it meanwhile.
///
/// # Errors
/// 404 when there is none or `viewer` may not see it; 409 that names the other one where it was merged: whoever moves
/// a conversation means that one alone.
pub fn find_locked(tx: &mut Tx<'_>, viewer: &Viewer, number: i64) -> Result<Conversation, Problem> {
    let c = find_held(tx, viewer, number)?;
    if c.number == number { Ok(c) } else { Err(gone_to(&c, number)) }
}

/// Row ids of the contact's other conversations that `viewer` may see, the newest first, at most `limit`.
///
/// # Errors
/// What the store says.
pub fn previous(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    contact: ContactId,
    except: Option<ConversationId>,
    limit: i64,
) -> Result<Vec<i64>, Problem> {
    let mut s = Statement::default();
    let account = s.bind(viewer.scope().id());
    let contact = s.bind(contact.0);
    let except = s.bind(except.map_or(0, |c| c.0));
    super::list::store::previous(&mut s, &account, &contact, &except);
    visibility::restrict(&mut s, viewer);
    super::list::store::newest(&mut s, limit);
    Ok(super::list::store::ids(tx, &s)?)
}
