//! A run: gives out what waits, in order, until nobody is free or nothing waits.

use kernel_base::{AccountScope, Micros, Problem, UserId};
use kernel_db::{NewJob, Tx};
use plug_feature::{Activity, Desk, Ownership, Waiting, WaitingOrder, Wanted};
use serde_json::json;

use crate::board::{Board, place_of};
use crate::rules::{Order, Policy, Reason, choose};
use crate::store::{self, Rules};

/// The job that looks again later.
pub(crate) const RUN: &str = "assignment.run";
/// Conversations read together.
const PAGE: i64 = 100;

/// Gives out what waits; how many were given.
///
/// # Errors
/// What the store says.
pub(crate) fn run(desk: &dyn Desk, tx: &mut Tx<'_>, scope: &AccountScope) -> Result<usize, Problem> {
    let rules = store::rules(tx, scope)?;
    if rules.policies.is_empty() {
        return Ok(0);
    }
    let board = Board::read(desk, tx, scope, &rules)?;
    let mut run = Run { desk, scope: *scope, rules, board, given: 0, held_up: None };
    for order in [WaitingOrder::Queued, WaitingOrder::Unanswered] {
        if run.rules.policies.values().any(|p| p.priority == order) {
            run.pass(tx, order)?;
        }
    }
    if let Some(at) = run.held_up {
        tx.enqueue(NewJob {
            account: Some(scope.account()),
            kind: RUN,
            key: String::new(),
            run_at: Some(at),
            unique: Some(format!("assignment:{}", scope.id())),
            data: json!({}),
        })?;
    }
    Ok(run.given)
}

struct Run<'a> {
    desk: &'a dyn Desk,
    scope: AccountScope,
    rules: Rules,
    board: Board,
    given: usize,
    /// When somebody who was given too much lately may be given something again.
    held_up: Option<Micros>,
}

impl Run<'_> {
    /// Those whose rules give out in this order.
    fn pass(&mut self, tx: &mut Tx<'_>, order: WaitingOrder) -> Result<(), Problem> {
        let mut after = None;
        loop {
            let (inboxes, teams) = self.board.open_places(&self.rules);
            if inboxes.is_empty() && teams.is_empty() {
                return Ok(());
            }
            let wanted = Wanted { inboxes, teams, order };
            let page = self.desk.waiting(tx, &self.scope, &wanted, after, PAGE)?;
            for waiting in &page {
                let Some(policy) = self.rules.of(waiting).filter(|p| p.priority == order).cloned() else {
                    continue;
                };
                if !policy.is_too_old(waiting.created_at, tx.now()) {
                    self.offer(tx, waiting, &policy)?;
                }
            }
            match page.last() {
                Some(last) if page.len() as i64 == PAGE => after = Some(last.key),
                _ => return Ok(()),
            }
        }
    }

    fn offer(&mut self, tx: &mut Tx<'_>, w: &Waiting, policy: &Policy) -> Result<(), Problem> {
        let mut tried: Vec<UserId> = Vec::new();
        // Whoever turns out to have no room after all leaves it to the next.
        while let Some((user, reason)) = self.decide(tx, w, policy, &tried)? {
            if give(self.desk, tx, &self.scope, &self.board, w, user, reason)? {
                let turn = store::note(tx, &self.scope, w.id.0, user, reason.name(), place_of(w))?;
                self.board.note(w, user, turn);
                self.given += 1;
                return Ok(());
            }
            tried.push(user);
        }
        Ok(())
    }

    /// Who is to have it, and why: whose the customer is, who served them last, whose turn it is.
    fn decide(
        &mut self,
        tx: &mut Tx<'_>,
        w: &Waiting,
        policy: &Policy,
        tried: &[UserId],
    ) -> Result<Option<(UserId, Reason)>, Problem> {
        if let Some(owner) = self.desk.owner_of(tx, &self.scope, w.contact)? {
            let mut waits = false;
            for user in owner.people.iter().filter(|u| self.board.works_there(**u, w)) {
                if !tried.contains(user) && self.board.is_available(*user, w) {
                    return Ok(Some((*user, reason_of(&owner, *user))));
                }
                waits = owner.strict;
            }
            // Where none of them works nobody would ever be there.
            if waits {
                return Ok(None);
            }
        }
        if policy.affinity_hours > 0 {
            let since = tx.now().plus_secs(-policy.affinity_hours * 3600);
            let last = self.desk.last_holder(tx, &self.scope, w.contact, w.id, since)?;
            let fits = |u: &UserId| {
                !tried.contains(u) && self.board.works_there(*u, w) && self.board.is_available(*u, w)
            };
            if let Some(user) = last.filter(fits) {
                return Ok(Some((user, Reason::Affinity)));
            }
        }
        let (mut free, held_up) = self.board.candidates(w, policy);
        free.retain(|c| !tried.contains(&c.user));
        if free.is_empty() && held_up {
            let next = store::next_fair(tx, &self.scope, policy.fair_window)?;
            self.held_up = [self.held_up, next].into_iter().flatten().min();
        }
        let reason = if policy.order == Order::Balanced { Reason::Least } else { Reason::Turn };
        Ok(choose(policy.order, &free).map(|user| (user, reason)))
    }
}

fn give(
    desk: &dyn Desk,
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    board: &Board,
    w: &Waiting,
    user: UserId,
    reason: Reason,
) -> Result<bool, Problem> {
    let line = Activity { key: reason.line(), args: Vec::new() };
    let room = |tx: &mut Tx<'_>| board.has_room(desk, tx, scope, user, w);
    desk.give(tx, scope, w.id, user, &line, &room)
}

/// Gives back to the queue what someone who went off-line has, where the rules say so; how many.
///
/// # Errors
/// What the store says.
pub(crate) fn hand_back(
    desk: &dyn Desk,
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    from: UserId,
) -> Result<usize, Problem> {
    let rules = store::rules(tx, scope)?;
    if !rules.policies.values().any(|p| p.hand_back) {
        return Ok(0);
    }
    let line = Activity { key: "assignment.activity.handed_back", args: Vec::new() };
    let mut back = 0;
    for held in desk.held_by(tx, scope, from)? {
        let policy = rules.at(held.inbox, held.team);
        if policy.is_some_and(|p| p.hand_back) && desk.hand_back(tx, scope, held.id, from, &line)? {
            back += 1;
        }
    }
    Ok(back)
}

/// Gives a waiting conversation to whom its customer belongs, where no rules give it out.
///
/// # Errors
/// What the store says.
pub(crate) fn to_owner(
    desk: &dyn Desk,
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    w: &Waiting,
) -> Result<(), Problem> {
    let mut owners = Owners { desk, scope: *scope, board: None };
    owners.offer(tx, w)
}

/// Gives someone what waits of their customers where no rules give it out, as far as they have room.
///
/// # Errors
/// What the store says.
pub(crate) fn own_customers(
    desk: &dyn Desk,
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    rules: &Rules,
    user: UserId,
) -> Result<(), Problem> {
    let mut owners = Owners { desk, scope: *scope, board: None };
    let waiting = desk.waiting_for(tx, scope, user, PAGE)?;
    waiting.iter().filter(|w| rules.of(w).is_none()).try_for_each(|w| owners.offer(tx, w))
}

/// Giving customers' conversations to whom they belong.
struct Owners<'a> {
    desk: &'a dyn Desk,
    scope: AccountScope,
    /// Read when first needed: most customers are nobody's.
    board: Option<Board>,
}

impl Owners<'_> {
    fn offer(&mut self, tx: &mut Tx<'_>, w: &Waiting) -> Result<(), Problem> {
        let (desk, scope) = (self.desk, self.scope);
        let Some(owner) = desk.owner_of(tx, &scope, w.contact)? else { return Ok(()) };
        let board = match &mut self.board {
            Some(board) => board,
            none => none.insert(Board::read(desk, tx, &scope, &Rules::default())?),
        };
        for user in &owner.people {
            let reason = reason_of(&owner, *user);
            if board.works_there(*user, w)
                && board.is_available(*user, w)
                && give(desk, tx, &scope, board, w, *user, reason)?
            {
                let turn = store::note(tx, &scope, w.id.0, *user, reason.name(), place_of(w))?;
                board.note(w, *user, turn);
                break;
            }
        }
        Ok(())
    }
}

fn reason_of(owner: &Ownership, user: UserId) -> Reason {
    if owner.owner == user { Reason::Owner } else { Reason::StandIn }
}
