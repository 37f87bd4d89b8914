//! Opening a subscription: whose token it is, where they stand, and the first frames.

use std::sync::Arc;

use desk_core::Core;
use desk_core::live::{self, Subject};
use desk_model::Viewer;
use kernel_base::{AccountId, AccountScope, ContactId, ContactInboxId, Problem, UserId};
use serde_json::json;

use super::protocol::{self, Identity};
use crate::realtime::{Hub, Place, tail};

/// A subscription that stands.
pub(super) struct Subscription {
    pub(super) identifier: String,
    /// How its frames begin.
    pub(super) prefix: String,
    place: Place,
    owner: Owner,
}

#[derive(Clone, Copy)]
enum Owner {
    Member(AccountId, UserId),
    Visitor { account: AccountId, address: ContactInboxId, contact: ContactId },
}

/// What is known of the one who asks, from one read.
enum Known {
    Member(Viewer, i64),
    Visitor { account: AccountId, address: ContactInboxId, contact: ContactId, head: i64 },
}

impl Subscription {
    /// Opens a subscription at `place`: with the frames to write at once. `None` when it is refused, without a
    /// hint at the reason.
    ///
    /// # Errors
    /// What the store says: the client is to try again.
    pub(super) async fn open(
        core: &Arc<Core>,
        hub: &Hub,
        identifier: String,
        place: Place,
    ) -> Result<Option<(Self, Vec<String>)>, Problem> {
        let Some(known) = know(core, &identifier).await? else { return Ok(None) };
        let (owner, joined, account) = match known {
            Known::Member(viewer, head) => {
                let (account, user) = (viewer.account, viewer.user);
                let joined = hub.rooms().join_member(viewer, head, place.clone());
                (Owner::Member(account, user), joined, account)
            }
            Known::Visitor { account, address, contact, head } => {
                let joined = hub.rooms().join_visitor(account, address, head, place.clone());
                (Owner::Visitor { account, address, contact }, joined, account)
            }
        };
        if joined.first {
            hub.nudge(account);
        }
        let prefix = protocol::prefix(&identifier);
        let subscription = Self { identifier, prefix, place, owner };
        let mut frames = vec![protocol::confirmed(&subscription.prefix)];
        let ready = match owner {
            Owner::Member(..) => json!({ "account_id": account.0, "seq": joined.position }),
            Owner::Visitor { .. } => json!({ "account_id": account.0 }),
        };
        frames.push(subscription.frame("guiche.ready", &ready));
        match subscription.presence(core).await {
            Ok(frame) => frames.push(frame),
            Err(problem) => {
                subscription.close(hub);
                return Err(problem);
            }
        }
        Ok(Some((subscription, frames)))
    }

    /// Notes a sign of life and answers who is here.
    ///
    /// # Errors
    /// What the store says.
    pub(super) async fn presence(&self, core: &Arc<Core>) -> Result<String, Problem> {
        let (account, for_member) = match self.owner {
            Owner::Member(account, user) => {
                core.live.saw_user(account, user);
                (account, true)
            }
            Owner::Visitor { account, contact, .. } => {
                core.live.saw_contact(account, contact);
                (account, false)
            }
        };
        let reader = Arc::clone(core);
        let scope = AccountScope::new(account);
        let data = core.store.read(move |tx| live::presence(tx, &reader, &scope, for_member)).await?;
        Ok(self.frame("presence.update", &data))
    }

    /// Ends it.
    pub(super) fn close(&self, hub: &Hub) {
        match self.owner {
            Owner::Member(account, user) => hub.rooms().leave_member(account, user, &self.place),
            Owner::Visitor { account, address, .. } => {
                hub.rooms().leave_visitor(account, address, &self.place);
            }
        }
    }

    /// Its number among the socket's subscriptions.
    pub(super) fn number(&self) -> u32 {
        self.place.number
    }

    fn frame(&self, event: &str, data: &serde_json::Value) -> String {
        format!("{}{}", self.prefix, tail(event, data, None))
    }
}

async fn know(core: &Arc<Core>, identifier: &str) -> Result<Option<Known>, Problem> {
    let Some(identity) = Identity::parse(identifier) else { return Ok(None) };
    let Some(subject) = live::read_token(&core.sealer, &identity.token) else { return Ok(None) };
    match subject {
        Subject::User(user) => {
            let Some(account) = identity.account.map(AccountId) else { return Ok(None) };
            if identity.user.is_some_and(|u| u != user.0) {
                return Ok(None);
            }
            let scope = AccountScope::new(account);
            core.store
                .read(move |tx| {
                    let Some(viewer) = live::viewer(tx, &scope, user)? else { return Ok(None) };
                    Ok(Some(Known::Member(viewer, live::head(tx, &scope)?)))
                })
                .await
        }
        Subject::Contact(account, address) => {
            let scope = AccountScope::new(account);
            core.store
                .read(move |tx| {
                    let Some(contact) = live::contact(tx, account, address)? else { return Ok(None) };
                    let head = live::head(tx, &scope)?;
                    Ok(Some(Known::Visitor { account, address, contact, head }))
                })
                .await
        }
    }
}
