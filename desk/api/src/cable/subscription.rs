//! Opening a subscription: whose token it is, where they stand, and the first frames.

use std::collections::BTreeMap;
use std::sync::Arc;

use desk_core::live::{self, Seat, Subject};
use desk_core::{Core, conversations, people};
use desk_model::Viewer;
use kernel_base::{
    AccountId, AccountScope, ContactId, ContactInboxId, ConversationId, Kind, Problem, UserId,
};
use kernel_db::Tx;
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
    Member(AccountId, UserId, Seat),
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
                core.live.enter(account, user);
                (Owner::Member(account, user, core.live.seat()), joined, account)
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
        if let Err(problem) = subscription.arrive(core).await {
            subscription.close(core, hub);
            return Err(problem);
        }
        let mut frames = vec![protocol::confirmed(&subscription.prefix)];
        let ready = match owner {
            Owner::Member(..) => json!({ "account_id": account.0, "seq": joined.position }),
            Owner::Visitor { .. } => json!({ "account_id": account.0 }),
        };
        frames.push(subscription.frame("guiche.ready", &ready));
        match subscription.presence(core).await {
            Ok(frame) => frames.push(frame),
            Err(problem) => {
                subscription.close(core, hub);
                return Err(problem);
            }
        }
        Ok(Some((subscription, frames)))
    }

    /// Notes that a member is there.
    async fn arrive(&self, core: &Arc<Core>) -> Result<(), Problem> {
        let Owner::Member(account, user, _) = self.owner else { return Ok(()) };
        core.store.write(move |tx| people::arrive(tx, &AccountScope::new(account), user)).await
    }

    /// Notes a customer's sign of life and answers who is here.
    ///
    /// # Errors
    /// What the store says.
    pub(super) async fn presence(&self, core: &Arc<Core>) -> Result<String, Problem> {
        let (account, member) = match self.owner {
            Owner::Member(account, user, _) => (account, Some(user)),
            Owner::Visitor { account, contact, .. } => {
                core.live.saw_contact(account, contact);
                (account, None)
            }
        };
        let reader = Arc::clone(core);
        let scope = AccountScope::new(account);
        let data = core.store.read(move |tx| live::presence(tx, &reader, &scope, member)).await?;
        Ok(self.frame("presence.update", &data))
    }

    /// Notes that the page now shows the conversation of this number, or none. One that its owner may not see is as
    /// good as none.
    ///
    /// # Errors
    /// What the store says.
    pub(super) async fn look(&self, core: &Arc<Core>, number: Option<i64>) -> Result<(), Problem> {
        let Owner::Member(account, user, seat) = self.owner else { return Ok(()) };
        let at = match number {
            None => None,
            Some(number) => core.store.read(move |tx| seen(tx, account, user, number)).await?,
        };
        core.live.look(account, user, seat, at);
        Ok(())
    }

    /// Ends it.
    pub(super) fn close(&self, core: &Core, hub: &Hub) {
        match self.owner {
            Owner::Member(account, user, seat) => {
                core.live.look(account, user, seat, None);
                hub.rooms().leave_member(account, user, &self.place);
                if core.live.leave(account, user) {
                    last_seen(core, account, user);
                }
            }
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

/// Notes that a member's last connection closed just now: the time until they count as away begins.
fn last_seen(core: &Core, account: AccountId, user: UserId) {
    let store = core.store.clone();
    let here = BTreeMap::from([(account, vec![user])]);
    tokio::spawn(async move {
        if let Err(problem) = store.write(move |tx| people::note(tx, &here)).await {
            // They count as away a little sooner.
            tracing::debug!(target: "cable", %problem, "could not note a last sign of life");
        }
    });
}

/// The conversation of this number, if the member sees it.
fn seen(
    tx: &mut Tx<'_>,
    account: AccountId,
    user: UserId,
    number: i64,
) -> Result<Option<ConversationId>, Problem> {
    let Some(viewer) = live::viewer(tx, &AccountScope::new(account), user)? else { return Ok(None) };
    match conversations::find(tx, &viewer, number) {
        Ok(c) => Ok(Some(c.id)),
        Err(problem) if problem.kind == Kind::NotFound => Ok(None),
        Err(problem) => Err(problem),
    }
}

async fn know(core: &Arc<Core>, identifier: &str) -> Result<Option<Known>, Problem> {
    let Some(identity) = Identity::parse(identifier) else { return Ok(None) };
    let Some(subject) = live::read_token(&core.sealer, &identity.token) else { return Ok(None) };
    match subject {
        Subject::User(user, epoch) => {
            let Some(account) = identity.account.map(AccountId) else { return Ok(None) };
            if identity.user.is_some_and(|u| u != user.0) {
                return Ok(None);
            }
            let scope = AccountScope::new(account);
            core.store
                .read(move |tx| {
                    if !live::is_epoch(tx, user, epoch)? {
                        return Ok(None);
                    }
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
