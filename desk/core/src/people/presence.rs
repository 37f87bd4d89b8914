//! Whether members are there: what they chose to be, what others see of it, and what they were before.
//!
//! A member is there while a connection is open and for [`GRACE_SECS`] after the last one closed, so that a lost
//! network changes nothing. What others see is kept as intervals: one is open, the others are history.

mod store;

use std::collections::BTreeMap;

use desk_model::Availability;
use kernel_base::{AccountId, AccountScope, Micros, Problem, UserId};
use kernel_db::{NewEvent, Tx};
use serde_json::json;

/// Seconds that a member counts as there after the last connection closed.
pub const GRACE_SECS: i64 = 120;
/// Characters of a break's reason.
const REASON_MAX: usize = 60;
/// Minutes that a break may be planned for.
const PLANNED_MAX: i64 = 24 * 60;
/// Members sent away in one transaction at most.
const SWEPT: i64 = 500;

/// What a member chooses to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Whether they are to be reached.
    pub availability: Availability,
    /// Why they are on a break.
    pub reason: Option<String>,
    /// How many minutes they mean to be.
    pub minutes: Option<i64>,
}

/// What a member is, as others see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberState {
    /// Who.
    pub user: UserId,
    /// What.
    pub state: Availability,
    /// Why they are on a break.
    pub reason: Option<String>,
    /// How many seconds they mean to be.
    pub planned_secs: Option<i64>,
    /// Since when.
    pub since: Micros,
}

/// Sets what a member wants to be.
///
/// # Errors
/// 404 for a stranger; 422 for a reason without a break, or beyond the bounds.
pub fn choose(tx: &mut Tx<'_>, scope: &AccountScope, user: UserId, choice: &Choice) -> Result<(), Problem> {
    let reason = choice.reason.as_deref().map(str::trim).filter(|r| !r.is_empty());
    if choice.availability != Availability::Busy && (reason.is_some() || choice.minutes.is_some()) {
        return Err(Problem::field("profile.reason", "error.only_on_break"));
    }
    if reason.is_some_and(|r| r.chars().count() > REASON_MAX) {
        let problem = Problem::field("profile.reason", "error.too_long");
        return Err(problem.with("max", REASON_MAX.to_string()));
    }
    if choice.minutes.is_some_and(|m| !(1..=PLANNED_MAX).contains(&m)) {
        return Err(Problem::field("profile.minutes", "error.wrong_value"));
    }
    store::standing(tx, scope, user)?.ok_or_else(Problem::not_found)?;
    store::choose(tx, scope, user, choice.availability, reason, choice.minutes.map(|m| m * 60))?;
    let now = tx.now();
    settle(tx, scope, user, now)
}

/// A member opened a connection.
///
/// # Errors
/// What the store says.
pub fn arrive(tx: &mut Tx<'_>, scope: &AccountScope, user: UserId) -> Result<(), Problem> {
    let now = tx.now();
    store::set_present(tx, scope, user, true)?;
    store::touch(tx, scope, &[user])?;
    settle(tx, scope, user, now)
}

/// Members gave a sign of life; those who had been sent away are back.
///
/// # Errors
/// What the store says.
pub fn keep(tx: &mut Tx<'_>, here: &BTreeMap<AccountId, Vec<UserId>>) -> Result<(), Problem> {
    for (account, users) in here {
        let scope = AccountScope::new(*account);
        for user in store::absent(tx, &scope, users)? {
            arrive(tx, &scope, user)?;
        }
        store::touch(tx, &scope, users)?;
    }
    Ok(())
}

/// Notes a sign of life of members who may be gone by now.
///
/// # Errors
/// What the store says.
pub fn note(tx: &mut Tx<'_>, seen: &BTreeMap<AccountId, Vec<UserId>>) -> Result<(), Problem> {
    for (account, users) in seen {
        store::touch(tx, &AccountScope::new(*account), users)?;
    }
    Ok(())
}

/// Whether somebody has given no sign of life for too long.
///
/// # Errors
/// What the store says.
pub fn is_someone_silent(tx: &mut Tx<'_>) -> Result<bool, Problem> {
    let until = tx.now().plus_secs(-GRACE_SECS);
    Ok(!store::silent(tx, until, 1)?.is_empty())
}

/// Those who gave no sign of life for too long are away, from the moment on that the time was over.
///
/// # Errors
/// What the store says.
pub fn send_silent_away(tx: &mut Tx<'_>) -> Result<(), Problem> {
    let until = tx.now().plus_secs(-GRACE_SECS);
    for (account, user, seen) in store::silent(tx, until, SWEPT)? {
        let scope = AccountScope::new(account);
        store::set_present(tx, &scope, user, false)?;
        settle(tx, &scope, user, seen.plus_secs(GRACE_SECS))?;
    }
    Ok(())
}

/// What the members are now, in order of their ids; those who never were there are left out.
///
/// # Errors
/// What the store says.
pub fn states(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<MemberState>, Problem> {
    Ok(store::states(tx, scope)?)
}

/// Writes down what others see of a member from `at` on, and tells it, if it is another than before.
///
/// # Errors
/// What the store says.
pub(super) fn settle(tx: &mut Tx<'_>, scope: &AccountScope, user: UserId, at: Micros) -> Result<(), Problem> {
    let Some(standing) = store::standing(tx, scope, user)? else { return Ok(()) };
    let state = standing.availability.shown(standing.present, standing.auto_offline);
    let paused = state == Availability::Busy;
    let (reason, planned) = if paused { (standing.reason, standing.planned_secs) } else { (None, None) };
    let before = store::current(tx, scope, user)?;
    let same = match &before {
        Some(b) => b.state == state && b.reason == reason && b.planned_secs == planned,
        // Whoever never was there is away.
        None => state == Availability::Offline,
    };
    if same {
        return Ok(());
    }
    let at = before.map_or(at, |b| at.max(b.since));
    let now = MemberState { user, state, reason, planned_secs: planned, since: at };
    store::end(tx, scope, user, at)?;
    store::begin(tx, scope, &now)?;
    tx.emit(NewEvent {
        account: scope.account(),
        kind: "member.state",
        conversation: None,
        subject: Some(user.0),
        actor: None,
        data: json!({
            "user": user.0,
            "state": now.state.wire(),
            "reason": now.reason,
            "planned_minutes": now.planned_secs.map(|s| s / 60),
            "since": now.since.secs(),
        }),
    });
    Ok(())
}
