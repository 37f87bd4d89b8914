//! What other nodes of the installation say is true now. A node that says nothing for a while is gone, and what it said
//! with it.

use std::collections::HashMap;

use kernel_base::{AccountId, ConversationId, Micros, UserId};
use parking_lot::Mutex;

/// Seconds after its last word that a node counts as gone.
pub(crate) const NODE_WINDOW: i64 = 30;

/// Something was committed at another node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// The account.
    pub account: AccountId,
    /// Its newest event.
    pub seq: i64,
    /// People whose places changed.
    pub members: Vec<UserId>,
}

/// Who looks at a conversation at a node.
pub(crate) type Looking = HashMap<(AccountId, ConversationId), Vec<UserId>>;

struct Node {
    heard: Micros,
    looking: Looking,
}

/// What the others see on their screens.
#[derive(Default)]
pub(super) struct Elsewhere {
    nodes: Mutex<HashMap<String, Node>>,
}

impl Elsewhere {
    /// A node says who looks at one conversation now; whether that is new.
    pub(super) fn look(
        &self,
        node: &str,
        at: (AccountId, ConversationId),
        users: Vec<UserId>,
        now: Micros,
    ) -> bool {
        let mut nodes = self.nodes.lock();
        let node =
            nodes.entry(node.to_owned()).or_insert_with(|| Node { heard: now, looking: Looking::new() });
        node.heard = now;
        let before = if users.is_empty() {
            node.looking.remove(&at).unwrap_or_default()
        } else {
            node.looking.insert(at, users.clone()).unwrap_or_default()
        };
        before != users
    }

    /// A node says all that is looked at there; the conversations where that is new.
    pub(super) fn look_all(
        &self,
        node: &str,
        looking: Looking,
        now: Micros,
    ) -> Vec<(AccountId, ConversationId)> {
        let mut nodes = self.nodes.lock();
        let before = nodes.insert(node.to_owned(), Node { heard: now, looking: looking.clone() });
        let before = before.map(|n| n.looking).unwrap_or_default();
        let mut changed: Vec<_> =
            looking.iter().filter(|(at, users)| before.get(at) != Some(users)).collect();
        changed.extend(before.iter().filter(|(at, _)| !looking.contains_key(at)));
        let mut changed: Vec<_> = changed.into_iter().map(|(at, _)| *at).collect();
        changed.sort_unstable();
        changed
    }

    /// Forgets nodes that have been silent for too long; the conversations that were looked at there.
    pub(super) fn sweep(&self, now: Micros) -> Vec<(AccountId, ConversationId)> {
        let mut gone = Vec::new();
        self.nodes.lock().retain(|_, node| {
            let here = node.heard.plus_secs(NODE_WINDOW) > now;
            if !here {
                gone.extend(node.looking.keys().copied());
            }
            here
        });
        gone
    }

    /// Who looks at a conversation at any of them, in no order.
    pub(super) fn viewers(&self, at: (AccountId, ConversationId)) -> Vec<UserId> {
        let nodes = self.nodes.lock();
        nodes.values().filter_map(|n| n.looking.get(&at)).flatten().copied().collect()
    }

    /// The conversations of an account that are looked at, with who does, in no order.
    pub(super) fn all(&self, account: AccountId) -> Vec<(ConversationId, Vec<UserId>)> {
        let nodes = self.nodes.lock();
        let mine = nodes.values().flat_map(|n| &n.looking).filter(|((of, _), _)| *of == account);
        mine.map(|((_, conversation), users)| (*conversation, users.clone())).collect()
    }
}
