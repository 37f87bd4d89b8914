//! What is true only now: who is here, who types. Kept in memory, told to sockets, never stored.

mod catch_up;
mod connections;
mod elsewhere;
mod render;
mod signs;
mod store;
mod telling;
mod tokens;
mod viewing;
mod visitor;

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;
use std::sync::Arc;

use kernel_base::{AccountId, Clock, ContactId, ConversationId, Micros, UserId};
use parking_lot::Mutex;
use tokio::sync::broadcast;

use crate::nodes::At;

pub use catch_up::{
    CatchUp, FARTHEST, Missed, contact, head, heads, is_epoch, missed, stored, viewer, visitor_missed,
};
pub use elsewhere::News;
pub use render::{FOR, LEFT, Sight, Told, render};
pub(crate) use signs::kept_typing;
pub use signs::{TypingTold, heeded, keep_typing, presence, typing};
pub use telling::tell_user;
pub use tokens::{Subject, contact_token, read_token, user_token};
pub use viewing::{Seat, Viewing, ViewingTold, viewing};

/// Seconds after its last sign of life that a customer counts as here.
const CONTACT_WINDOW: i64 = 90;
/// Typing signs that a slow listener may be behind; they are worth nothing later.
const BACKLOG: usize = 1024;
/// The same sign within this time (microseconds) is not told again.
const REPEAT: i64 = 1_000_000;
/// Seconds after which other nodes are told again that a customer is here.
const CONTACT_AGAIN: i64 = 30;
/// People remembered in an account before those who left are forgotten.
const ROOM: usize = 1024;

/// Who types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Typist {
    /// A member.
    User(UserId),
    /// The customer.
    Contact(ContactId),
}

/// Someone types in a conversation, or stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Typing {
    /// The account.
    pub account: AccountId,
    /// The conversation's row id.
    pub conversation: ConversationId,
    /// Who.
    pub by: Typist,
    /// Began or stopped.
    pub on: bool,
    /// Whether it is a note, which the customer must not learn of.
    pub private: bool,
}

/// Presence and typing; clones share it.
#[derive(Clone)]
pub struct Live {
    inner: Arc<Inner>,
}

struct Inner {
    clock: Arc<dyn Clock>,
    connections: connections::Connections,
    contacts: Presence<ContactId>,
    typing: broadcast::Sender<Typing>,
    last_signs: Mutex<HashMap<Hand, (Typing, Micros)>>,
    views: viewing::Views,
    elsewhere: elsewhere::Elsewhere,
    /// Customers whose sign of life other nodes are to know.
    here: broadcast::Sender<(AccountId, ContactId)>,
    /// Signs of typing from other nodes.
    typing_elsewhere: broadcast::Sender<Typing>,
    news: broadcast::Sender<News>,
}

/// Someone in a conversation.
type Hand = (AccountId, ConversationId, Typist);

impl Live {
    /// Nobody is here yet.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        let inner = Inner {
            clock,
            connections: connections::Connections::default(),
            contacts: Presence::new(CONTACT_WINDOW),
            typing: broadcast::channel(BACKLOG).0,
            last_signs: Mutex::default(),
            views: viewing::Views::new(),
            elsewhere: elsewhere::Elsewhere::default(),
            here: broadcast::channel(BACKLOG).0,
            typing_elsewhere: broadcast::channel(BACKLOG).0,
            news: broadcast::channel(BACKLOG).0,
        };
        Self { inner: Arc::new(inner) }
    }

    /// A member opened a connection.
    pub fn enter(&self, account: AccountId, user: UserId) {
        self.inner.connections.enter(account, user);
    }

    /// A connection of a member closed; whether it was the last one here.
    pub fn leave(&self, account: AccountId, user: UserId) -> bool {
        self.inner.connections.leave(account, user)
    }

    /// The members with open connections to this process.
    #[must_use]
    pub fn connected(&self) -> BTreeMap<AccountId, Vec<UserId>> {
        self.inner.connections.all()
    }

    /// A customer gave a sign of life.
    pub fn saw_contact(&self, account: AccountId, contact: ContactId) {
        if self.inner.contacts.saw(account, contact, self.inner.clock.now()) {
            // Without other nodes nobody needs to know.
            let _nobody_listens = self.inner.here.send((account, contact));
        }
    }

    /// Whether a customer is here.
    #[must_use]
    pub fn is_contact_here(&self, account: AccountId, contact: ContactId) -> bool {
        self.inner.contacts.is_here(account, contact, self.inner.clock.now())
    }

    /// The customers who are here, ascending.
    #[must_use]
    pub fn contacts_here(&self, account: AccountId) -> Vec<ContactId> {
        self.inner.contacts.here(account, self.inner.clock.now())
    }

    /// Tells that someone types or stopped. The same sign again within a second is dropped.
    pub fn typing(&self, sign: Typing) {
        let now = self.inner.clock.now();
        let key = (sign.account, sign.conversation, sign.by);
        let mut last = self.inner.last_signs.lock();
        if last.get(&key).is_some_and(|(s, at)| *s == sign && now.0 - at.0 < REPEAT) {
            return;
        }
        if last.len() >= ROOM {
            last.retain(|_, (_, at)| now.0 - at.0 < REPEAT);
        }
        last.insert(key, (sign, now));
        drop(last);
        // Without a listener nobody needs to know.
        let _nobody_listens = self.inner.typing.send(sign);
    }

    /// A page of a member, by its `seat`, now shows this conversation, or none.
    pub fn look(&self, account: AccountId, user: UserId, seat: Seat, at: Option<ConversationId>) {
        self.inner.views.look(account, user, seat, at);
    }

    /// A name for one more page.
    #[must_use]
    pub fn seat(&self) -> Seat {
        self.inner.views.seat()
    }

    /// Who has this conversation on screen, at any node, ascending.
    #[must_use]
    pub fn viewers(&self, account: AccountId, conversation: ConversationId) -> Vec<UserId> {
        let mut users = self.inner.views.viewers(account, conversation);
        users.extend(self.inner.elsewhere.viewers((account, conversation)));
        users.sort_unstable();
        users.dedup();
        users
    }

    /// Who has it on screen at this node alone, ascending.
    #[must_use]
    pub(crate) fn viewers_here(&self, account: AccountId, conversation: ConversationId) -> Vec<UserId> {
        self.inner.views.viewers(account, conversation)
    }

    /// Everything that somebody at this node has on screen.
    #[must_use]
    pub(crate) fn all_viewed_here(&self) -> Vec<(At, Vec<UserId>)> {
        self.inner.views.everywhere()
    }

    /// Whether a member has this conversation on screen.
    #[must_use]
    pub fn is_looking(&self, account: AccountId, user: UserId, conversation: ConversationId) -> bool {
        self.viewers(account, conversation).contains(&user)
    }

    /// The conversations of an account that somebody has on screen, with who has.
    #[must_use]
    pub fn all_viewed(&self, account: AccountId) -> Vec<(ConversationId, Vec<UserId>)> {
        let mut by: BTreeMap<ConversationId, Vec<UserId>> = BTreeMap::new();
        for (conversation, users) in
            self.inner.views.all(account).into_iter().chain(self.inner.elsewhere.all(account))
        {
            by.entry(conversation).or_default().extend(users);
        }
        for users in by.values_mut() {
            users.sort_unstable();
            users.dedup();
        }
        by.into_iter().collect()
    }

    /// Changes of who looks where, from now on.
    #[must_use]
    pub fn listen_viewing(&self) -> broadcast::Receiver<Viewing> {
        self.inner.views.listen()
    }

    /// Signs of typing at other nodes, from now on: to be shown, and nothing more.
    #[must_use]
    pub fn listen_typing_elsewhere(&self) -> broadcast::Receiver<Typing> {
        self.inner.typing_elsewhere.subscribe()
    }

    /// What is committed at other nodes, from now on, as far as they say.
    #[must_use]
    pub fn listen_news(&self) -> broadcast::Receiver<News> {
        self.inner.news.subscribe()
    }

    /// Customers whose sign of life other nodes are to know, from now on.
    pub(crate) fn listen_contacts(&self) -> broadcast::Receiver<(AccountId, ContactId)> {
        self.inner.here.subscribe()
    }

    /// Another node committed something.
    pub(crate) fn hear(&self, news: News) {
        // Without a listener nobody needs to know.
        let _nobody_listens = self.inner.news.send(news);
    }

    /// Someone types at another node.
    pub(crate) fn hear_typing(&self, sign: Typing) {
        let _nobody_listens = self.inner.typing_elsewhere.send(sign);
    }

    /// A customer is at another node.
    pub(crate) fn hear_contact(&self, account: AccountId, contact: ContactId) {
        self.inner.contacts.saw(account, contact, self.inner.clock.now());
    }

    /// Others look at a conversation at another node than before.
    pub(crate) fn hear_look(&self, node: &str, at: At, users: Vec<UserId>) {
        if self.inner.elsewhere.look(node, at, users, self.inner.clock.now()) {
            self.inner.views.tell(at);
        }
    }

    /// All that is looked at at another node.
    pub(crate) fn hear_looks(&self, node: &str, all: Vec<(At, Vec<UserId>)>) {
        let changed = self.inner.elsewhere.look_all(node, all.into_iter().collect(), self.inner.clock.now());
        changed.into_iter().for_each(|at| self.inner.views.tell(at));
    }

    /// Forgets what silent nodes said.
    pub(crate) fn sweep_elsewhere(&self) {
        let gone = self.inner.elsewhere.sweep(self.inner.clock.now());
        gone.into_iter().for_each(|at| self.inner.views.tell(at));
    }

    /// Signs of typing from now on.
    #[must_use]
    pub fn listen_typing(&self) -> broadcast::Receiver<Typing> {
        self.inner.typing.subscribe()
    }
}

/// Last signs of life per account.
struct Presence<Id> {
    window: i64,
    seen: Mutex<HashMap<AccountId, HashMap<Id, Micros>>>,
}

impl<Id: Copy + Eq + Hash + Ord> Presence<Id> {
    fn new(window: i64) -> Self {
        Self { window, seen: Mutex::default() }
    }

    /// Whether it is long since the last sign.
    fn saw(&self, account: AccountId, id: Id, now: Micros) -> bool {
        let mut seen = self.seen.lock();
        let account = seen.entry(account).or_default();
        if account.len() >= ROOM && !account.contains_key(&id) {
            account.retain(|_, at| at.plus_secs(self.window) > now);
        }
        account.insert(id, now).is_none_or(|before| before.plus_secs(CONTACT_AGAIN) <= now)
    }

    fn is_here(&self, account: AccountId, id: Id, now: Micros) -> bool {
        let seen = self.seen.lock();
        seen.get(&account).and_then(|a| a.get(&id)).is_some_and(|at| at.plus_secs(self.window) > now)
    }

    fn here(&self, account: AccountId, now: Micros) -> Vec<Id> {
        let mut seen = self.seen.lock();
        let Some(account) = seen.get_mut(&account) else { return Vec::new() };
        account.retain(|_, at| at.plus_secs(self.window) > now);
        let mut ids: Vec<Id> = account.keys().copied().collect();
        ids.sort_unstable();
        ids
    }
}

#[cfg(test)]
mod tests;
