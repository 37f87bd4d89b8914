//! Work as features see it: who is there, who waits, who has how much; giving and taking back without a person's click.

mod store;

use desk_model::{Conversation, Place, Status};
use kernel_base::{AccountScope, ContactId, ConversationId, InboxId, Micros, Problem, TeamId, UserId};
use kernel_db::Tx;
use plug_feature::{
    Activity, Held, LightWork, Ownership, Queued, Room, Silence, Waiting, Wanted, Work, Worker, Workload,
};
use serde_json::{Value, json};

use super::{may_receive, tell_change};
use crate::messages::{Line, write_line};
use crate::{Actor, Core, DeskPort, present};

impl Work for DeskPort {
    fn workers(&self, tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<Worker>, Problem> {
        Ok(store::workers(tx, scope)?)
    }

    fn waiting(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        wanted: &Wanted,
        after: Option<(i64, i64)>,
        limit: i64,
    ) -> Result<Vec<Waiting>, Problem> {
        Ok(store::waiting(tx, scope, wanted, after, limit)?)
    }

    fn workloads(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        only: Option<UserId>,
        but: &LightWork,
    ) -> Result<Vec<Workload>, Problem> {
        let named = but.with.as_ref().and_then(|(param, values)| {
            let mut fields = self.0.registry.features.iter().flat_map(|f| f.filters);
            Some((fields.find(|f| f.param == *param)?, values.as_slice()))
        });
        Ok(store::workloads(tx, scope, only, named, but.begun_before)?)
    }

    fn queued(&self, tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<Queued>, Problem> {
        Ok(store::queued(tx, scope)?)
    }

    fn unanswered(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        inbox: Option<InboxId>,
        team: Option<TeamId>,
        limit: i64,
    ) -> Result<Vec<i64>, Problem> {
        Ok(store::unanswered(tx, scope, inbox, team, limit)?)
    }

    fn held_by(&self, tx: &mut Tx<'_>, scope: &AccountScope, user: UserId) -> Result<Vec<Held>, Problem> {
        Ok(store::held_by(tx, scope, user)?)
    }

    fn last_holder(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        contact: ContactId,
        except: ConversationId,
        since: Micros,
    ) -> Result<Option<UserId>, Problem> {
        Ok(store::last_holder(tx, scope, contact, except, since)?)
    }

    fn closed_teams(&self, tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<TeamId>, Problem> {
        Ok(store::closed_teams(tx, scope)?)
    }

    fn waiting_for(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        user: UserId,
        limit: i64,
    ) -> Result<Vec<Waiting>, Problem> {
        let mut all = Vec::new();
        for owned in self.0.registry.features.iter().filter_map(|f| f.owned) {
            all.extend(store::waiting_for(tx, scope, owned, user, limit)?);
        }
        Ok(all)
    }

    fn owner_of(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        contact: ContactId,
    ) -> Result<Option<Ownership>, Problem> {
        for owner_of in self.0.registry.features.iter().filter_map(|f| f.owner_of) {
            if let Some(owner) = owner_of(tx, scope, contact)? {
                return Ok(Some(owner));
            }
        }
        Ok(None)
    }

    fn give(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        id: ConversationId,
        to: UserId,
        line: &Activity,
        room: &Room<'_>,
    ) -> Result<bool, Problem> {
        give(tx, &self.0, scope, id, to, line, room)
    }

    fn silence(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        id: ConversationId,
    ) -> Result<Option<Silence>, Problem> {
        Ok(store::silence(tx, scope, id)?)
    }

    fn finish(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        id: ConversationId,
        line: &Activity,
    ) -> Result<bool, Problem> {
        finish(tx, &self.0, scope, id, line)
    }

    fn hand_back(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        id: ConversationId,
        from: UserId,
        line: &Activity,
    ) -> Result<bool, Problem> {
        hand_back(tx, &self.0, scope, id, from, line)
    }
}

/// Keeps a member's load as it is for the rest of this transaction. Whoever gives them a conversation asks for it
/// after the conversation's own lock, always in this order.
pub(crate) fn hold_load(tx: &mut Tx<'_>, scope: &AccountScope, user: UserId) -> Result<(), Problem> {
    Ok(store::hold_member(tx, scope, user)?)
}

fn give(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    id: ConversationId,
    to: UserId,
    line: &Activity,
    room: &Room<'_>,
) -> Result<bool, Problem> {
    let found = super::store::lock(tx, scope, id)?.filter(|c| c.place() == Place::Queue);
    let Some(mut c) = found else { return Ok(false) };
    if !may_receive(tx, &c, to)? {
        return Ok(false);
    }
    hold_load(tx, scope, to)?;
    if !room(tx)? || !super::store::take(tx, scope, c.id, to)? {
        return Ok(false);
    }
    let before = c.clone();
    c.assignee = Some(to);
    c.updated_at = tx.now();
    let name = present::person_name(tx, scope, to)?;
    write_line(tx, core, &mut c, Actor::System, &of(line).with("to", name))?;
    super::store::save_after_message(tx, &c)?;
    tell_change(tx, "assignee.changed", &before, &c, None);
    Ok(true)
}

fn hand_back(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    id: ConversationId,
    from: UserId,
    line: &Activity,
) -> Result<bool, Problem> {
    let had = |c: &Conversation| c.status == Status::Open && c.assignee == Some(from);
    let Some(mut c) = super::store::lock(tx, scope, id)?.filter(had) else { return Ok(false) };
    let before = c.clone();
    c.assignee = None;
    c.queued_at = tx.now();
    c.updated_at = tx.now();
    let name = present::person_name(tx, scope, from)?;
    write_line(tx, core, &mut c, Actor::System, &of(line).with("from", name))?;
    super::store::save(tx, &c)?;
    tell_change(tx, "assignee.changed", &before, &c, None);
    Ok(true)
}

fn finish(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    id: ConversationId,
    line: &Activity,
) -> Result<bool, Problem> {
    let found = super::store::lock(tx, scope, id)?.filter(|c| c.status == Status::Open);
    let Some(mut c) = found else { return Ok(false) };
    let before = c.clone();
    c.status = Status::Resolved;
    c.waiting_since = None;
    c.updated_at = tx.now();
    write_line(tx, core, &mut c, Actor::System, &of(line))?;
    super::store::save(tx, &c)?;
    tell_change(tx, "conversation.status_changed", &before, &c, None);
    Ok(true)
}

/// What a customer in the queue is told of it, where the inbox tells it: `{position, ahead, minutes}`.
///
/// # Errors
/// What the store says.
pub(crate) fn queue_told(tx: &mut Tx<'_>, core: &Core, c: &Conversation) -> Result<Option<Value>, Problem> {
    if c.place() != Place::Queue {
        return Ok(None);
    }
    let Some(estimate) = core.registry.features.iter().find_map(|f| f.estimate) else { return Ok(None) };
    let Some(pace) = estimate(tx, &c.scope(), c.inbox, c.team)? else { return Ok(None) };
    let ahead = store::ahead(tx, c)?;
    let minutes = pace.map(|secs| (secs * (ahead + 1) + 59) / 60);
    Ok(Some(json!({ "position": ahead + 1, "ahead": ahead, "minutes": minutes })))
}

/// [`queue_told`] by the number people see; nothing for a number that is none.
///
/// # Errors
/// What the store says.
pub fn queue_told_of(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    number: i64,
) -> Result<Option<Value>, Problem> {
    match super::store::by_number(tx, scope, number)? {
        Some(c) => queue_told(tx, core, &c),
        None => Ok(None),
    }
}

fn of(line: &Activity) -> Line {
    line.args.iter().fold(Line::new(line.key), |l, (name, value)| l.with(name, value))
}
