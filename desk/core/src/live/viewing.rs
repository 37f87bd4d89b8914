//! Who has which conversation on screen: told by their pages over the socket, gone when the socket is.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};

use desk_model::{Reach, Viewer};
use kernel_base::{AccountId, AccountScope, ConversationId, Problem, UserId};
use kernel_db::Tx;
use parking_lot::Mutex;
use serde_json::{Map, Value, json};
use tokio::sync::broadcast;

use super::{BACKLOG, store};
use crate::Core;
use crate::nodes::At;

/// A page of a member: it shows one conversation at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Seat(u64);

/// The people who look at a conversation are others than before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Viewing {
    /// The account.
    pub account: AccountId,
    /// The conversation's row id.
    pub conversation: ConversationId,
}

/// Who shows what, by account and page.
type Shown = HashMap<AccountId, HashMap<Seat, (UserId, ConversationId)>>;

/// Who looks where.
pub(super) struct Views {
    shown: Mutex<Shown>,
    next: AtomicU64,
    changes: broadcast::Sender<Viewing>,
}

impl Views {
    pub(super) fn new() -> Self {
        Self { shown: Mutex::default(), next: AtomicU64::new(0), changes: broadcast::channel(BACKLOG).0 }
    }

    pub(super) fn seat(&self) -> Seat {
        Seat(self.next.fetch_add(1, Ordering::Relaxed))
    }

    pub(super) fn look(&self, account: AccountId, user: UserId, seat: Seat, at: Option<ConversationId>) {
        let mut shown = self.shown.lock();
        let pages = shown.entry(account).or_default();
        let before = match at {
            Some(conversation) => pages.insert(seat, (user, conversation)),
            None => pages.remove(&seat),
        };
        if pages.is_empty() {
            shown.remove(&account);
        }
        drop(shown);
        let before = before.map(|(_, conversation)| conversation);
        if before == at {
            return;
        }
        [before, at].into_iter().flatten().for_each(|conversation| self.tell((account, conversation)));
    }

    /// Tells that others look at a conversation than before.
    pub(super) fn tell(&self, (account, conversation): At) {
        // Without a listener nobody needs to know.
        let _nobody_listens = self.changes.send(Viewing { account, conversation });
    }

    /// Everything that is looked at.
    pub(super) fn everywhere(&self) -> Vec<(At, Vec<UserId>)> {
        let accounts: Vec<AccountId> = self.shown.lock().keys().copied().collect();
        let of = |account| self.all(account).into_iter().map(move |(c, users)| ((account, c), users));
        accounts.into_iter().flat_map(of).collect()
    }

    pub(super) fn viewers(&self, account: AccountId, conversation: ConversationId) -> Vec<UserId> {
        let shown = self.shown.lock();
        let pages = shown.get(&account).into_iter().flat_map(HashMap::values);
        let mut users: Vec<UserId> = pages.filter(|(_, c)| *c == conversation).map(|(u, _)| *u).collect();
        users.sort_unstable();
        users.dedup();
        users
    }

    pub(super) fn all(&self, account: AccountId) -> Vec<(ConversationId, Vec<UserId>)> {
        let mut by: BTreeMap<ConversationId, Vec<UserId>> = BTreeMap::new();
        for (user, conversation) in self.shown.lock().get(&account).into_iter().flat_map(HashMap::values) {
            by.entry(*conversation).or_default().push(*user);
        }
        by.into_iter()
            .map(|(conversation, mut users)| {
                users.sort_unstable();
                users.dedup();
                (conversation, users)
            })
            .collect()
    }

    pub(super) fn listen(&self) -> broadcast::Receiver<Viewing> {
        self.changes.subscribe()
    }
}

/// Who looks at a conversation, ready to be told.
#[derive(Clone, Debug, PartialEq)]
pub struct ViewingTold {
    /// `{account_id, conversation: {id}, users: [ids]}`.
    pub data: Value,
    reach: Reach,
}

impl ViewingTold {
    /// Whether `viewer` is told: those who see the conversation.
    #[must_use]
    pub fn concerns(&self, viewer: &Viewer) -> bool {
        viewer.sees(&self.reach)
    }
}

/// Who looks at a conversation now; `None` when it is gone.
///
/// # Errors
/// What the store says.
pub fn viewing(tx: &mut Tx<'_>, core: &Core, sign: &Viewing) -> Result<Option<ViewingTold>, Problem> {
    let scope = AccountScope::new(sign.account);
    let seen = store::seen(tx, &scope, &[sign.conversation.0])?.remove(&sign.conversation.0);
    let users = core.live.viewers(sign.account, sign.conversation);
    Ok(seen.map(|seen| {
        let data = json!({ "account_id": scope.id(), "conversation": { "id": seen.number }, "users": numbers(&users) });
        ViewingTold { data, reach: seen.reach }
    }))
}

/// Who looks where, by the conversation's number: as far as a member may see the conversations.
pub(super) fn all(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    member: UserId,
) -> Result<Map<String, Value>, Problem> {
    let viewed = core.live.all_viewed(scope.account());
    if viewed.is_empty() {
        return Ok(Map::new());
    }
    let Some(viewer) = store::viewer(tx, scope, member)? else { return Ok(Map::new()) };
    let ids: Vec<i64> = viewed.iter().map(|(c, _)| c.0).collect();
    let seen = store::seen(tx, scope, &ids)?;
    let visible = viewed.iter().filter_map(|(c, users)| {
        let seen = seen.get(&c.0).filter(|s| viewer.sees(&s.reach))?;
        Some((seen.number.to_string(), numbers(users).into()))
    });
    Ok(visible.collect())
}

fn numbers(users: &[UserId]) -> Vec<i64> {
    users.iter().map(|u| u.0).collect()
}
