//! Waiting: what customers are told in the queue, what follows their silence, to whom they come back. By inbox.

mod api;
mod react;
mod rules;
mod store;

use desk_model::{Permission, PermissionGroup};
use kernel_base::{AccountScope, ConversationId, InboxId, Problem};
use kernel_db::{DbError, Migration, Tx};
use plug_feature::{Feature, Returning};

/// Set how an inbox treats those who wait.
const MANAGE: Permission = Permission::administrators("waiting_manage").within(PermissionGroup::Channels);

/// What this feature plugs in.
pub static FEATURE: Feature = Feature {
    migrations: &[Migration {
        owner: "waiting",
        number: 1,
        name: "waiting",
        sql: include_str!("../migrations/0001_waiting.sql"),
        sqlite: "",
        pg: "",
    }],
    permissions: &[MANAGE],
    routes: api::routes,
    consumers: Some(react::consumers),
    jobs: Some(react::jobs),
    dropped: Some(dropped),
    conversations_merged: Some(store::conversations_merged),
    returning: Some(returning),
    estimate: Some(estimate),
    locales: LOCALES,
    ..Feature::named("waiting")
};

const LOCALES: [&str; 3] = [
    include_str!("../locales/pt-BR.json"),
    include_str!("../locales/en.json"),
    include_str!("../locales/es.json"),
];

fn dropped(tx: &mut Tx<'_>, scope: &AccountScope, conversations: &[i64]) -> Result<(), Problem> {
    Ok(store::forget(tx, scope, conversations)?)
}

/// What a customer's words after the end do.
fn returning(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    inbox: InboxId,
    id: ConversationId,
) -> Result<Returning, DbError> {
    let Some(settings) = store::settings(tx, scope, inbox)? else { return Ok(Returning::default()) };
    let ended = store::ended_at(tx, scope, id)?;
    Ok(settings.returning(ended, tx.now()))
}

/// How many seconds somebody waits until one more of an inbox and a team has left the queue; `None` where the inbox does
/// not tell, `Some(None)` when it can't be known.
fn estimate(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    inbox: InboxId,
    team: Option<kernel_base::TeamId>,
) -> Result<Option<Option<i64>>, DbError> {
    if !store::settings(tx, scope, inbox)?.is_some_and(|s| s.tell_position) {
        return Ok(None);
    }
    let now = tx.now();
    let lately = store::exits(tx, scope, inbox, team, now.plus_secs(-rules::LATELY_SECS))?;
    Ok(Some(rules::pace(&lately, now)))
}

#[cfg(test)]
mod tests;
