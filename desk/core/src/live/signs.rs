//! Presence and typing as clients get them.

use std::collections::BTreeMap;

use desk_model::{Reach, Viewer, bot_of};
use kernel_base::{AccountScope, ContactId, ContactInboxId, ConversationId, Problem, UserId};
use kernel_db::{Event, NewEvent, Tx};
use serde_json::{Value, json};

use super::{Typing, Typist, store, viewing, visitor};
use crate::{Core, inboxes, present};

/// A sign of typing, ready to be told.
#[derive(Clone, Debug, PartialEq)]
pub struct TypingTold {
    /// `conversation.typing_on` or `conversation.typing_off`.
    pub name: &'static str,
    /// What members are told.
    pub data: Value,
    /// What the customer is told, and at which address; nothing of notes.
    pub visitor: Option<(ContactInboxId, Value)>,
    reach: Reach,
    by: Typist,
}

impl TypingTold {
    /// Whether `viewer` is told: those who see the conversation, but not who types.
    #[must_use]
    pub fn concerns(&self, viewer: &Viewer) -> bool {
        self.by != Typist::User(viewer.user) && viewer.sees(&self.reach)
    }
}

/// Renders a sign of typing; `None` when conversation or person are gone.
///
/// # Errors
/// What the store says.
pub fn typing(tx: &mut Tx<'_>, core: &Core, sign: &Typing) -> Result<Option<TypingTold>, Problem> {
    let scope = AccountScope::new(sign.account);
    let Some(seen) = store::seen(tx, &scope, &[sign.conversation.0])?.remove(&sign.conversation.0) else {
        return Ok(None);
    };
    let Some(conversation) = present::conversations(tx, core, &scope, &[sign.conversation.0])?.pop() else {
        return Ok(None);
    };
    let Some(person) = person(tx, core, &scope, sign.by)? else { return Ok(None) };
    let name = if sign.on { "conversation.typing_on" } else { "conversation.typing_off" };
    let visitor = match sign.by {
        Typist::User(_) if !sign.private => Some((
            seen.contact_inbox,
            json!({
                "account_id": scope.id(),
                "conversation": { "id": seen.number, "account_id": scope.id() },
                "user": visitor::person(&person),
                "is_private": false,
            }),
        )),
        _ => None,
    };
    let data = json!({
        "account_id": scope.id(),
        "conversation": conversation,
        "user": person,
        "is_private": sign.private,
    });
    Ok(Some(TypingTold { name, data, visitor, reach: seen.reach, by: sign.by }))
}

/// Whether a feature, or the address that the inbox itself names, is told of typing in this conversation.
///
/// # Errors
/// What the store says.
pub fn heeded(tx: &mut Tx<'_>, core: &Core, sign: &Typing) -> Result<bool, Problem> {
    let scope = AccountScope::new(sign.account);
    let hooks: Vec<_> = core.registry.features.iter().filter_map(|f| f.heeds_typing).collect();
    if hooks.is_empty() {
        return Ok(false);
    }
    let Some(seen) = store::seen(tx, &scope, &[sign.conversation.0])?.remove(&sign.conversation.0) else {
        return Ok(false);
    };
    if inboxes::hook(tx, core, &scope, seen.reach.inbox)?.is_some() {
        return Ok(true);
    }
    for heeds in hooks {
        if heeds(tx, &scope, seen.reach.inbox, sign.on)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Makes an event of a sign of typing.
///
/// # Errors
/// What the store says.
pub fn keep_typing(tx: &mut Tx<'_>, sign: &Typing) -> Result<(), Problem> {
    let scope = AccountScope::new(sign.account);
    let Some(seen) = store::seen(tx, &scope, &[sign.conversation.0])?.remove(&sign.conversation.0) else {
        return Ok(());
    };
    let (kind, id) = match sign.by {
        Typist::User(id) => ("user", id.0),
        Typist::Contact(id) => ("contact", id.0),
    };
    tx.emit(NewEvent {
        account: sign.account,
        kind: if sign.on { "conversation.typing_on" } else { "conversation.typing_off" },
        conversation: Some(sign.conversation.0),
        subject: None,
        actor: None,
        data: json!({ "inbox": seen.reach.inbox.0, "by": { kind: id }, "private": sign.private }),
    });
    Ok(())
}

/// The sign of typing that an event was made of.
#[must_use]
pub(crate) fn kept_typing(event: &Event) -> Option<Typing> {
    let by = event.data.get("by")?;
    let id = |key: &str| by.get(key).and_then(Value::as_i64);
    let by = match (id("user"), id("contact")) {
        (Some(user), _) => Typist::User(UserId(user)),
        (None, Some(contact)) => Typist::Contact(ContactId(contact)),
        (None, None) => return None,
    };
    Some(Typing {
        account: event.account,
        conversation: ConversationId(event.conversation?),
        by,
        on: event.kind == "conversation.typing_on",
        private: event.data.get("private") == Some(&Value::Bool(true)),
    })
}

fn person(tx: &mut Tx<'_>, core: &Core, scope: &AccountScope, who: Typist) -> Result<Option<Value>, Problem> {
    match who {
        Typist::Contact(id) => {
            let mut contact = present::contacts(tx, core, scope, &[id.0])?.pop();
            if let Some(Value::Object(map)) = &mut contact {
                map.insert("type".to_owned(), "contact".into());
            }
            Ok(contact)
        }
        Typist::User(id) if let Some(bot) = bot_of(id) => {
            let name = present::bot_name(tx, core, scope, bot)?;
            Ok(Some(
                json!({ "id": bot, "name": name, "available_name": name, "type": "agent_bot", "avatar_url": "",
                "thumbnail": "" }),
            ))
        }
        Typist::User(id) => Ok(store::shown_name(tx, id)?.map(|(shown, _)| {
            json!({ "id": id.0, "name": shown, "available_name": shown, "type": "user", "avatar_url": "",
                "thumbnail": "" })
        })),
    }
}

/// Who is here, as `presence.update` tells it: `{account_id, users, contacts, viewing}`; customers, without a `member`,
/// are told of users only. `viewing` has who looks at which conversation, as far as the member may see them.
///
/// # Errors
/// What the store says.
pub fn presence(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    member: Option<UserId>,
) -> Result<Value, Problem> {
    let account = scope.account();
    let mut users = BTreeMap::new();
    for chosen in store::chosen(tx, scope)? {
        if !chosen.auto_offline || chosen.present {
            users.insert(chosen.user.to_string(), chosen.availability.wire());
        }
    }
    let mut data = json!({ "account_id": account.0, "users": users });
    if let Some(user) = member {
        data["viewing"] = viewing::all(tx, core, scope, user)?.into();
        let here = core.live.contacts_here(account);
        let contacts: BTreeMap<String, &str> = here.iter().map(|c| (c.to_string(), "online")).collect();
        data["contacts"] = json!(contacts);
    }
    Ok(data)
}
