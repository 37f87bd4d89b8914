//! The core's fields, and those that features add.

use desk_model::conditions::{FieldKind, Subject};
use kernel_base::{AccountScope, Problem};
use kernel_db::Tx;
use plug_feature::Field;

use super::store::{CHANNEL_IS, UNREAD};
use crate::Core;

/// Keys that the core looks at.
pub(super) const STATUS: &str = "status";
pub(super) const CHANNEL: &str = "channel";

const STATUSES: FieldKind = FieldKind::Named(&[("open", 0), ("resolved", 1), ("pending", 2), ("snoozed", 3)]);
const PRIORITIES: FieldKind = FieldKind::Named(&[("low", 0), ("medium", 1), ("high", 2), ("urgent", 3)]);

/// Every field of the account: the core's, then the features'.
///
/// # Errors
/// What the store says.
pub fn fields(tx: &mut Tx<'_>, core: &Core, scope: &AccountScope) -> Result<Vec<Field>, Problem> {
    let mut all = own();
    for more in core.registry.features.iter().filter_map(|f| f.fields) {
        all.extend(more(tx, scope)?);
    }
    Ok(all)
}

fn own() -> Vec<Field> {
    use FieldKind as K;
    use Subject::{Contact, Conversation};
    vec![
        Field::column(Conversation, STATUS, STATUSES, "c.status"),
        Field::column(Conversation, "assignee_id", K::Member, "c.assignee_id"),
        Field::column(Conversation, "inbox_id", K::Id, "c.inbox_id"),
        Field::column(Conversation, "team_id", K::Id, "c.team_id"),
        Field::column(Conversation, "contact_id", K::Id, "c.contact_id"),
        Field::column(Conversation, "display_id", K::Int, "c.number"),
        Field::column(Conversation, "priority", PRIORITIES, "c.priority"),
        Field::column(Conversation, "unread", K::Truth, UNREAD),
        Field::column(Conversation, "automated", K::Truth, "c.automated"),
        Field::set(Conversation, CHANNEL, CHANNEL_IS, "TRUE"),
        Field::fact(Conversation, "browser_language"),
        Field::fact(Conversation, "conversation_language"),
        Field::fact(Conversation, "country_code"),
        Field::fact(Conversation, "referer"),
        Field::fact(Conversation, "mail_subject"),
        // Set by campaigns; an account without any has nothing in it.
        Field::fact(Conversation, "campaign_id"),
        Field::column(Conversation, "created_at", K::Time, "c.created_at"),
        Field::column(Conversation, "last_activity_at", K::Time, "c.last_activity_at"),
        Field::column(Conversation, "waiting_since", K::Time, "c.waiting_since"),
        Field::column(Conversation, "snoozed_until", K::Time, "c.snoozed_until"),
        Field::column(Contact, "id", K::Id, "p.id"),
        Field::column(Contact, "name", K::Text, "p.name"),
        Field::column(Contact, "email", K::Identity("email"), "p.email"),
        Field::column(Contact, "phone_number", K::Identity("phone"), "p.phone"),
        Field::column(Contact, "identifier", K::Identity("identifier"), "p.identifier"),
        Field::column(Contact, "blocked", K::Truth, "p.blocked"),
        Field::fact(Contact, "country_code"),
        Field::fact(Contact, "city"),
        Field::fact(Contact, "company_name"),
        Field { key: "company".into(), ..Field::fact(Contact, "company_name") },
        Field::column(Contact, "created_at", K::Time, "p.created_at"),
        Field::column(Contact, "last_activity_at", K::Time, "p.last_activity_at"),
    ]
}

/// What an attribute holds whose definition (or condition) is of this type.
pub(super) fn kind_of(display_type: &str) -> Option<FieldKind> {
    Some(match display_type {
        "text" | "link" | "list" => FieldKind::Text,
        "number" | "currency" | "percent" => FieldKind::Number,
        "date" => FieldKind::Date,
        "checkbox" | "boolean" => FieldKind::Truth,
        _ => return None,
    })
}

/// The channel's id, from that or from Chatwoot's name of it.
pub(super) fn channel_id(core: &Core, name: &str) -> String {
    let found = core.registry.channels.iter().find(|c| kernel_base::fold(c.wire) == name);
    found.map_or_else(|| name.to_owned(), |c| kernel_base::fold(c.id))
}
