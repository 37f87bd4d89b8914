//! People who take part in a conversation beside the assignee.

use desk_model::{Conversation, Viewer, permissions};
use kernel_base::{Problem, UserId};
use kernel_db::Tx;

use super::{find_locked, people, store, tell};
use crate::people::lacking;
use crate::present;

/// Adds people; those who are no members of the account are refused.
///
/// # Errors
/// 404 unseen; 422 for someone who is no member.
pub fn add_participants(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    number: i64,
    users: &[UserId],
) -> Result<Conversation, Problem> {
    change(tx, viewer, number, users, &[])
}

/// Removes people.
///
/// # Errors
/// 404 unseen.
pub fn remove_participants(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    number: i64,
    users: &[UserId],
) -> Result<Conversation, Problem> {
    change(tx, viewer, number, &[], users)
}

/// Makes exactly these people take part.
///
/// # Errors
/// 404 unseen; 422 for someone who is no member.
pub fn set_participants(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    number: i64,
    users: &[UserId],
) -> Result<Conversation, Problem> {
    let c = find_locked(tx, viewer, number)?;
    let gone: Vec<UserId> = c.participants.iter().copied().filter(|u| !users.contains(u)).collect();
    change(tx, viewer, number, users, &gone)
}

fn change(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    number: i64,
    add: &[UserId],
    remove: &[UserId],
) -> Result<Conversation, Problem> {
    let mut c = find_locked(tx, viewer, number)?;
    let was = c.reach();
    let known = people::members_of(tx, &c.scope(), add)?;
    if add.iter().any(|u| !known.contains(u)) {
        return Err(Problem::field("user_ids", "error.not_assignable"));
    }
    let fresh: Vec<UserId> = known.iter().copied().filter(|u| !c.participants.contains(u)).collect();
    sighted(tx, &c, "user_ids", &fresh)?;
    join(tx, &mut c, &known)?;
    for user in remove {
        if store::remove_participant(tx, &c.scope(), c.id, *user)? {
            c.participants.retain(|u| u != user);
        }
    }
    if c.reach() != was {
        tell(tx, "conversation.updated", &c, Some(viewer.user), Some(&was));
    }
    Ok(c)
}

/// Refuses people whose role forbids them to read conversations.
///
/// # Errors
/// 422 on `field` with the name of the first.
pub(crate) fn sighted(
    tx: &mut Tx<'_>,
    c: &Conversation,
    field: &str,
    users: &[UserId],
) -> Result<(), Problem> {
    if users.is_empty() {
        return Ok(());
    }
    let blind = lacking(tx, &c.scope(), permissions::CONVERSATION_READ)?;
    match users.iter().find(|u| blind.contains(u)) {
        Some(user) => {
            let name = present::person_name(tx, &c.scope(), *user)?;
            Err(Problem::field(field, "error.role_forbids").with("name", name))
        }
        None => Ok(()),
    }
}

/// Makes members take part; answers those who did not yet.
///
/// # Errors
/// What the store says.
pub(crate) fn join(tx: &mut Tx<'_>, c: &mut Conversation, users: &[UserId]) -> Result<Vec<UserId>, Problem> {
    let mut fresh = Vec::new();
    for user in users {
        if !c.participants.contains(user) && store::add_participant(tx, &c.scope(), c.id, *user)? {
            fresh.push(*user);
        }
    }
    c.participants.extend(&fresh);
    c.participants.sort_unstable();
    Ok(fresh)
}
