//! The part of the port about who serves a conversation, and when it may end.

use desk_model::conditions::read_conditions;
use desk_model::{Role, Viewer, permissions};
use kernel_base::{AccountScope, ConversationId, InboxId, Micros, Problem, TeamId, UserId};
use kernel_db::Tx;
use plug_feature::{Activity, ConversationRef, Handover, Receiver, Serving};
use serde_json::Value;

use super::DeskPort;
use crate::conversations::{self, To, people};
use crate::messages::{self, Line};
use crate::{conditions, inboxes};

fn written(line: &Activity) -> Line {
    line.args.iter().fold(Line::new(line.key), |l, (name, value)| l.with(name, value))
}

impl Serving for DeskPort {
    fn hand_over(
        &self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        which: &ConversationRef,
        to: &Handover,
    ) -> Result<(), Problem> {
        let line = written(&to.line);
        let to = To { user: to.user, team: to.team, about: to.about };
        conversations::hand_over(tx, &self.0, viewer, which.number, &to, &line)
    }

    fn receivers(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        inbox: InboxId,
    ) -> Result<Vec<Receiver>, Problem> {
        let mute = crate::people::lacking(tx, scope, permissions::CONVERSATION_WRITE)?;
        let teams = people::all_teams(tx, scope)?;
        let found = people::of_inbox(tx, scope, inbox)?.into_iter().map(|(user, place)| Receiver {
            user,
            everywhere: place.role == Role::Administrator || place.in_inbox,
            teams: teams.iter().filter(|(u, _)| *u == user).map(|(_, t)| *t).collect(),
        });
        let may = |r: &Receiver| (r.everywhere || !r.teams.is_empty()) && !mute.contains(&r.user);
        Ok(found.filter(may).collect())
    }

    fn team_name(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        team: TeamId,
    ) -> Result<Option<String>, Problem> {
        Ok(people::team_name(tx, scope, team)?)
    }

    fn answered_since(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        id: ConversationId,
        user: UserId,
        since: Micros,
    ) -> Result<bool, Problem> {
        let there = conversations::store::lock(tx, scope, id)?.is_some();
        Ok(there && messages::store::answered_since(tx, scope, id, user, since)?)
    }

    fn off_hours(&self, tx: &mut Tx<'_>, scope: &AccountScope, inbox: InboxId) -> Result<bool, Problem> {
        let known = inboxes::known(tx, scope, inbox)?;
        let now = tx.now();
        Ok(known.is_some_and(|i| !i.service.standing(now).open))
    }

    fn meets(
        &self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        id: ConversationId,
        payload: &Value,
    ) -> Result<bool, Problem> {
        let read = read_conditions(payload)?;
        conditions::meets(tx, &self.0, viewer, id, &read)
    }
}
