//! Events as clients get them: read anew from the tables when told, once for all who may see them.

use std::collections::HashMap;

use desk_model::{Permission, Reach, Viewer, permissions};
use kernel_base::{AccountScope, ContactInboxId, InboxId, Problem, TeamId, UserId};
use kernel_db::{Event, Tx};
use serde_json::{Map, Value, json};

use super::store::{self, Seen};
use super::visitor;
use crate::{Core, accounts, present};

/// What a client is told of an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// Place in the account's order.
    pub seq: i64,
    /// The event's name on the wire.
    pub name: String,
    /// What the account's members are told.
    pub data: Value,
    /// What members are told who may not see the conversation any more.
    left: Option<Value>,
    /// What the customer is told, and at which address.
    visitor: Option<(ContactInboxId, Value)>,
    audience: Audience,
}

/// Which members may know of an event.
#[derive(Clone, Debug, PartialEq)]
enum Audience {
    /// Those who saw the conversation then and see it now.
    Seeing { then: Reach, was: Option<Reach>, now: Reach },
    /// All of the account.
    Members,
    /// Those with a permission.
    May(Permission),
    /// One member alone.
    One(UserId),
}

/// Key of an event's data that names the one member it is for; what they are told stands under `say`.
pub const FOR: &str = "for_user";

/// A list that clients keep is stale.
const STALE: &str = "account.cache_invalidated";

/// The name of what someone is told who lost sight of a conversation.
pub const LEFT: &str = "conversation.left";

/// What a member is told: the event, or that they lost sight of its conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// The event.
    Whole,
    /// `conversation.left`.
    Left,
}

impl Told {
    /// Whether and how `viewer` is told.
    #[must_use]
    pub fn sight(&self, viewer: &Viewer) -> Option<Sight> {
        let (then, was, now) = match &self.audience {
            Audience::Seeing { then, was, now } => (then, was, now),
            Audience::Members => return Some(Sight::Whole),
            Audience::May(permission) => return viewer.may(*permission).then_some(Sight::Whole),
            Audience::One(user) => return (*user == viewer.user).then_some(Sight::Whole),
        };
        if !viewer.sees(then) {
            return was.as_ref().filter(|was| viewer.sees(was)).map(|_| Sight::Left);
        }
        viewer.sees(now).then_some(Sight::Whole)
    }

    /// Name and data of `conversation.left`, for [`Sight::Left`].
    #[must_use]
    pub fn left(&self) -> Option<&Value> {
        self.left.as_ref()
    }

    /// What the customer at `address` is told.
    #[must_use]
    pub fn for_visitor(&self, address: ContactInboxId) -> Option<&Value> {
        self.visitor.as_ref().filter(|(to, _)| *to == address).map(|(_, data)| data)
    }

    /// The address whose customer is told, if any.
    #[must_use]
    pub fn visitor(&self) -> Option<(ContactInboxId, &Value)> {
        self.visitor.as_ref().map(|(to, data)| (*to, data))
    }
}

/// Whether `viewer` could be told of `event`, judged by what is stored with it alone: cheap, before reading.
pub(super) fn may_concern(event: &Event, viewer: &Viewer) -> bool {
    if let Some(user) = only_for(event) {
        return user == viewer.user;
    }
    match kind(&event.kind) {
        Kind::Unknown => false,
        Kind::Account => true,
        Kind::Contact => viewer.may(permissions::CONTACT_READ),
        Kind::Message | Kind::Conversation => {
            let reach = |key| reach(&event.data, key);
            reach("reach").is_some_and(|r| viewer.sees(&r)) || reach("was").is_some_and(|r| viewer.sees(&r))
        }
    }
}

/// Renders a batch of one account's events. Events about what is gone by now are left out.
///
/// # Errors
/// What the store says.
pub fn render(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    events: &[Event],
) -> Result<Vec<Told>, Problem> {
    let facts = Facts::read(tx, core, scope, events)?;
    Ok(events.iter().filter_map(|e| facts.tell(scope, e)).collect())
}

/// The one member an event is for, if it is for one alone.
fn only_for(event: &Event) -> Option<UserId> {
    event.data.get(FOR).and_then(Value::as_i64).map(UserId)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Message,
    Conversation,
    Contact,
    Account,
    Unknown,
}

fn kind(name: &str) -> Kind {
    match name {
        "message.created" | "message.updated" | "first.reply.created" => Kind::Message,
        "conversation.created"
        | "conversation.updated"
        | "conversation.status_changed"
        | "conversation.read"
        | "conversation.contact_changed"
        | "conversation.mentioned"
        | "conversation.deleted"
        | "conversation.merged"
        | "assignee.changed"
        | "team.changed" => Kind::Conversation,
        "contact.created" | "contact.updated" | "contact.merged" | "contact.deleted" => Kind::Contact,
        "account.cache_invalidated"
        | "account.updated"
        | "member.changed"
        | "member.state"
        | "inbox.updated"
        | "team.updated" => Kind::Account,
        _ => Kind::Unknown,
    }
}

/// All that a batch of events needs, read in few statements.
struct Facts {
    seen: HashMap<i64, Seen>,
    conversations: HashMap<i64, Value>,
    messages: HashMap<i64, Value>,
    contacts: HashMap<i64, Value>,
    names: HashMap<i64, String>,
    cache_keys: Option<Map<String, Value>>,
}

impl Facts {
    fn read(tx: &mut Tx<'_>, core: &Core, scope: &AccountScope, events: &[Event]) -> Result<Self, Problem> {
        let ids = |wanted: &[Kind], id: fn(&Event) -> Option<i64>| {
            let mut ids: Vec<i64> =
                events.iter().filter(|e| wanted.contains(&kind(&e.kind))).filter_map(id).collect();
            ids.sort_unstable();
            ids.dedup();
            ids
        };
        let seen = ids(&[Kind::Message, Kind::Conversation], |e| e.conversation);
        let conversations = ids(&[Kind::Conversation], |e| e.conversation);
        let messages = ids(&[Kind::Message], |e| e.subject);
        let contacts = ids(&[Kind::Contact], |e| e.subject);
        let actors = ids(&[Kind::Message, Kind::Conversation, Kind::Contact], |e| e.actor);
        Ok(Self {
            seen: if seen.is_empty() { HashMap::new() } else { store::seen(tx, scope, &seen)? },
            conversations: by_id(present::conversations(tx, core, scope, &conversations)?),
            messages: by_id(present::messages(tx, core, scope, &messages)?),
            contacts: by_id(present::contacts(tx, core, scope, &contacts)?),
            names: if actors.is_empty() { HashMap::new() } else { store::names(tx, &actors)? },
            cache_keys: if events.iter().any(|e| e.kind == STALE) {
                Some(accounts::cache_keys(tx, scope)?)
            } else {
                None
            },
        })
    }

    fn tell(&self, scope: &AccountScope, event: &Event) -> Option<Told> {
        if let Some(user) = only_for(event) {
            let data = event.data.get("say").cloned().unwrap_or_default();
            return Some(self.told(event, data, Audience::One(user)));
        }
        let kind = kind(&event.kind);
        match kind {
            Kind::Message | Kind::Conversation => self.tell_seeing(scope, event, kind),
            Kind::Contact => {
                let audience = Audience::May(permissions::CONTACT_READ);
                Some(self.told(event, self.contact(scope, event)?, audience))
            }
            Kind::Account => {
                let mut data = event.data.as_object().cloned().unwrap_or_default();
                data.insert("account_id".to_owned(), scope.id().into());
                if let Some(id) = event.subject {
                    data.entry("id").or_insert(id.into());
                }
                if let Some(keys) = self.cache_keys.as_ref().filter(|_| event.kind == STALE) {
                    data.insert("cache_keys".to_owned(), keys.clone().into());
                }
                Some(self.told(event, data.into(), Audience::Members))
            }
            Kind::Unknown => None,
        }
    }

    fn tell_seeing(&self, scope: &AccountScope, event: &Event, kind: Kind) -> Option<Told> {
        if event.kind == "conversation.deleted" {
            let then = reach(&event.data, "reach")?;
            let audience = Audience::Seeing { now: then.clone(), then, was: None };
            return Some(self.told(event, json!({ "id": event.data.get("number") }), audience));
        }
        if event.kind == "conversation.merged" {
            let then = reach(&event.data, "reach")?;
            let audience = Audience::Seeing { now: then.clone(), then, was: None };
            let data = json!({ "id": event.data.get("number"), "merged_into": event.data.get("into") });
            let mut told = self.told(event, data.clone(), audience);
            let address = event.data.get("address").and_then(Value::as_i64);
            told.visitor = address.map(|to| (ContactInboxId(to), data));
            return Some(told);
        }
        let seen = self.seen.get(&event.conversation?)?;
        let object = match kind {
            Kind::Message => self.messages.get(&event.subject?)?,
            _ => self.conversations.get(&seen.number)?,
        };
        let then = reach(&event.data, "reach").unwrap_or_else(|| seen.reach.clone());
        let audience = Audience::Seeing { then, was: reach(&event.data, "was"), now: seen.reach.clone() };
        let mut told = self.told(event, object.clone(), audience);
        let visible = match kind {
            Kind::Message => visitor::message(&event.kind, object),
            _ => visitor::conversation(&event.kind, object),
        };
        told.visitor = visible.map(|data| (seen.contact_inbox, data));
        told.left = Some(json!({
            "id": seen.number,
            "account_id": scope.id(),
            "assignee": seen.reach.assignee.map(|u| json!({ "id": u.0, "name": seen.assignee_name })),
        }));
        Some(told)
    }

    fn told(&self, event: &Event, mut data: Value, audience: Audience) -> Told {
        if let Value::Object(map) = &mut data {
            map.insert("account_id".to_owned(), event.account.0.into());
            if let Some((id, name)) = event.actor.and_then(|id| Some((id, self.names.get(&id)?))) {
                map.insert("performer".to_owned(), json!({ "id": id, "name": name, "type": "user" }));
            }
            for key in ["previous_changes", "changed_attributes", "user"] {
                if let Some(value) = event.data.get(key) {
                    map.entry(key).or_insert_with(|| value.clone());
                }
            }
        }
        Told { seq: event.seq, name: event.kind.clone(), data, left: None, visitor: None, audience }
    }

    /// A customer in the form of events; one who is gone by their id alone.
    fn contact(&self, scope: &AccountScope, event: &Event) -> Option<Value> {
        let id = event.subject?;
        if event.kind == "contact.deleted" {
            let mut data = event.data.as_object().cloned().unwrap_or_default();
            data.insert("id".to_owned(), id.into());
            data.insert("account_id".to_owned(), scope.id().into());
            return Some(data.into());
        }
        let mut data = self.contacts.get(&id)?.clone();
        if let Value::Object(map) = &mut data {
            map.insert("type".to_owned(), "contact".into());
            if let Some(Value::Object(more)) = event.data.get("merged").map(|m| json!({ "merged": m })) {
                map.extend(more);
            }
        }
        Some(data)
    }
}

fn by_id(objects: Vec<Value>) -> HashMap<i64, Value> {
    objects.into_iter().filter_map(|o| Some((o.get("id")?.as_i64()?, o))).collect()
}

/// What visibility looked at when the event happened, as stored with it.
fn reach(data: &Value, key: &str) -> Option<Reach> {
    let stored: &Map<String, Value> = data.get(key)?.as_object()?;
    let id = |key: &str| stored.get(key).and_then(Value::as_i64);
    let participants = stored.get("participants").and_then(Value::as_array);
    Some(Reach {
        inbox: InboxId(id("inbox")?),
        team: id("team").map(TeamId),
        assignee: id("assignee").map(UserId),
        participants: participants.into_iter().flatten().filter_map(Value::as_i64).map(UserId).collect(),
    })
}
