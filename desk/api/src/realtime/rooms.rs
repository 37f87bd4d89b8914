//! Who listens: per account the members and customers with open sockets, and how far they have been told.

use std::collections::HashMap;
use std::sync::Arc;

use desk_core::live::{LEFT, Sight, Told, TypingTold, ViewingTold};
use desk_model::Viewer;
use kernel_base::{AccountId, ContactInboxId, UserId};
use parking_lot::Mutex;
use serde_json::Value;

use super::line::{Line, Out};

/// A subscription of a socket: which socket, and which of its subscriptions.
#[derive(Clone)]
pub(crate) struct Place {
    pub(crate) line: Arc<Line>,
    pub(crate) number: u32,
}

impl Place {
    fn tell(&self, tail: &Arc<str>) {
        self.line.push(Out::Tail { place: self.number, tail: Arc::clone(tail) });
    }

    fn is(&self, other: &Self) -> bool {
        self.number == other.number && Arc::ptr_eq(&self.line, &other.line)
    }
}

/// All rooms.
#[derive(Default)]
pub(crate) struct Rooms {
    rooms: Mutex<HashMap<AccountId, Room>>,
}

struct Room {
    /// The last event that was handed out, or would have been.
    position: i64,
    members: HashMap<UserId, Seats>,
    visitors: HashMap<ContactInboxId, Vec<Place>>,
}

struct Seats {
    viewer: Viewer,
    places: Vec<Place>,
}

/// Where a new listener stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Joined {
    /// Events after this one will be told.
    pub(crate) position: i64,
    /// Whether the room was empty before: rows may have been passed over since the head was read.
    pub(crate) first: bool,
}

impl Rooms {
    /// Adds a member's subscription. `head` is the account's last event, read before.
    pub(crate) fn join_member(&self, viewer: Viewer, head: i64, place: Place) -> Joined {
        self.join(viewer.account, head, |room| {
            let seats = room
                .members
                .entry(viewer.user)
                .or_insert_with(|| Seats { viewer: viewer.clone(), places: Vec::with_capacity(1) });
            seats.viewer = viewer;
            seats.places.push(place);
        })
    }

    /// Adds a customer's subscription.
    pub(crate) fn join_visitor(
        &self,
        account: AccountId,
        address: ContactInboxId,
        head: i64,
        place: Place,
    ) -> Joined {
        self.join(account, head, |room| {
            room.visitors.entry(address).or_insert_with(|| Vec::with_capacity(1)).push(place);
        })
    }

    fn join(&self, account: AccountId, head: i64, add: impl FnOnce(&mut Room)) -> Joined {
        let mut rooms = self.rooms.lock();
        let first = !rooms.contains_key(&account);
        let room = rooms.entry(account).or_insert_with(|| Room {
            position: head,
            members: HashMap::new(),
            visitors: HashMap::new(),
        });
        add(room);
        Joined { position: room.position, first }
    }

    /// Removes a member's subscription.
    pub(crate) fn leave_member(&self, account: AccountId, user: UserId, place: &Place) {
        self.leave(account, |room| {
            if let Some(seats) = room.members.get_mut(&user) {
                seats.places.retain(|p| !p.is(place));
                if seats.places.is_empty() {
                    room.members.remove(&user);
                }
            }
        });
    }

    /// Removes a customer's subscription.
    pub(crate) fn leave_visitor(&self, account: AccountId, address: ContactInboxId, place: &Place) {
        self.leave(account, |room| {
            if let Some(places) = room.visitors.get_mut(&address) {
                places.retain(|p| !p.is(place));
                if places.is_empty() {
                    room.visitors.remove(&address);
                }
            }
        });
    }

    fn leave(&self, account: AccountId, remove: impl FnOnce(&mut Room)) {
        let mut rooms = self.rooms.lock();
        if let Some(room) = rooms.get_mut(&account) {
            remove(room);
            if room.members.is_empty() && room.visitors.is_empty() {
                rooms.remove(&account);
            }
        }
    }

    /// How far the account's listeners have been told; `None` when nobody listens.
    pub(crate) fn position(&self, account: AccountId) -> Option<i64> {
        self.rooms.lock().get(&account).map(|r| r.position)
    }

    /// The accounts somebody listens to.
    pub(crate) fn accounts(&self) -> Vec<AccountId> {
        self.rooms.lock().keys().copied().collect()
    }

    /// Members of the account who listen, out of `users`.
    pub(crate) fn listening(&self, account: AccountId, users: &[UserId]) -> Vec<UserId> {
        let rooms = self.rooms.lock();
        let Some(room) = rooms.get(&account) else { return Vec::new() };
        users.iter().copied().filter(|u| room.members.contains_key(u)).collect()
    }

    /// A member's rights changed: sees by the new ones from now on, or is sent away.
    pub(crate) fn refresh(&self, account: AccountId, user: UserId, viewer: Option<Viewer>) {
        let mut rooms = self.rooms.lock();
        let Some(room) = rooms.get_mut(&account) else { return };
        match viewer {
            Some(viewer) => {
                if let Some(seats) = room.members.get_mut(&user) {
                    seats.viewer = viewer;
                }
            }
            None => {
                if let Some(seats) = room.members.remove(&user) {
                    seats.places.iter().for_each(|p| p.line.push(Out::Dismiss));
                }
            }
        }
    }

    /// Hands out events in order and moves the room's position to `to`.
    pub(crate) fn tell(&self, account: AccountId, told: &[Told], to: i64) {
        let mut rooms = self.rooms.lock();
        let Some(room) = rooms.get_mut(&account) else { return };
        for event in told.iter().filter(|e| e.seq > room.position) {
            room.tell_members(event);
            if let Some((address, data)) = event.visitor()
                && let Some(places) = room.visitors.get(&address)
            {
                let tail = tail(&event.name, data, None);
                places.iter().for_each(|p| p.tell(&tail));
            }
        }
        room.position = room.position.max(to);
    }

    /// Hands out a sign of typing.
    pub(crate) fn tell_typing(&self, account: AccountId, sign: &TypingTold) {
        let rooms = self.rooms.lock();
        let Some(room) = rooms.get(&account) else { return };
        let mut whole = None;
        for seats in room.members.values().filter(|s| sign.concerns(&s.viewer)) {
            let tail = whole.get_or_insert_with(|| tail(sign.name, &sign.data, None));
            seats.places.iter().for_each(|p| p.tell(tail));
        }
        if let Some((address, data)) = &sign.visitor
            && let Some(places) = room.visitors.get(address)
        {
            let tail = tail(sign.name, data, None);
            places.iter().for_each(|p| p.tell(&tail));
        }
    }
}

impl Rooms {
    /// Hands out who looks at a conversation.
    pub(crate) fn tell_viewing(&self, account: AccountId, sign: &ViewingTold) {
        let rooms = self.rooms.lock();
        let Some(room) = rooms.get(&account) else { return };
        let mut whole = None;
        for seats in room.members.values().filter(|s| sign.concerns(&s.viewer)) {
            let tail = whole.get_or_insert_with(|| tail("conversation.viewing", &sign.data, None));
            seats.places.iter().for_each(|p| p.tell(tail));
        }
    }
}

impl Room {
    fn tell_members(&self, event: &Told) {
        let (mut whole, mut left) = (None, None);
        for seats in self.members.values() {
            let tail = match event.sight(&seats.viewer) {
                Some(Sight::Whole) => {
                    whole.get_or_insert_with(|| tail(&event.name, &event.data, Some(event.seq)))
                }
                Some(Sight::Left) => left
                    .get_or_insert_with(|| tail(LEFT, event.left().unwrap_or(&Value::Null), Some(event.seq))),
                None => continue,
            };
            seats.places.iter().for_each(|p| p.tell(tail));
        }
    }
}

/// What follows the identifier in a frame: `,"message":{"event":…,"data":…,"seq":…}}`. Written once for all who
/// get it. A customer gets no `seq`: it would tell how busy the account is.
pub(crate) fn tail(event: &str, data: &Value, seq: Option<i64>) -> Arc<str> {
    let name = Value::from(event);
    match seq {
        Some(seq) => format!(",\"message\":{{\"event\":{name},\"data\":{data},\"seq\":{seq}}}}}").into(),
        None => format!(",\"message\":{{\"event\":{name},\"data\":{data}}}}}").into(),
    }
}
