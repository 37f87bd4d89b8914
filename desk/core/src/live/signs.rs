//! Presence and typing as clients get them.

use std::collections::BTreeMap;

use desk_model::{Reach, Viewer};
use kernel_base::{AccountScope, ContactInboxId, Problem};
use kernel_db::Tx;
use serde_json::{Value, json};

use super::{Typing, Typist, store, visitor};
use crate::{Core, present};

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

fn person(tx: &mut Tx<'_>, core: &Core, scope: &AccountScope, who: Typist) -> Result<Option<Value>, Problem> {
    match who {
        Typist::Contact(id) => {
            let mut contact = present::contacts(tx, core, scope, &[id.0])?.pop();
            if let Some(Value::Object(map)) = &mut contact {
                map.insert("type".to_owned(), "contact".into());
            }
            Ok(contact)
        }
        Typist::User(id) => Ok(store::shown_name(tx, id)?.map(|(shown, _)| {
            json!({ "id": id.0, "name": shown, "available_name": shown, "type": "user", "avatar_url": "",
                "thumbnail": "" })
        })),
    }
}

/// Who is here, as `presence.update` tells it: `{account_id, users, contacts}`; customers are told of users only.
///
/// # Errors
/// What the store says.
pub fn presence(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    for_member: bool,
) -> Result<Value, Problem> {
    let account = scope.account();
    let mut users = BTreeMap::new();
    for chosen in store::chosen(tx, scope)? {
        if !chosen.auto_offline || core.live.is_user_here(account, chosen.user) {
            users.insert(chosen.user.to_string(), desk_wire::availability(chosen.availability));
        }
    }
    let mut data = json!({ "account_id": account.0, "users": users });
    if for_member {
        let here = core.live.contacts_here(account);
        let contacts: BTreeMap<String, &str> = here.iter().map(|c| (c.to_string(), "online")).collect();
        data["contacts"] = json!(contacts);
    }
    Ok(data)
}
