//! Customers: found by identities, created, changed, merged, listed, deleted. One file per verb.

mod address;
mod change;
mod delete;
mod filter;
mod find;
mod list;
mod merge;
mod rules;
pub(crate) mod store;
mod transfer;
mod twins;

pub use address::{Contactable, add_address, address_by_id, address_for, by_source, contactable};
pub use change::{Changes, NewContact, change, create, drop_attributes};
pub use delete::delete;
pub use filter::{filter, matching};
pub use find::{contact, identified, search_among};
pub use list::{Column, ContactOrder, Listed, active, list, search};
pub use merge::merge;
pub use rules::{Blocked, Standing, standing};
pub use transfer::{
    HowToImport, Preview, PreviewColumn, PreviewPerson, ReadTable, Transfer, TransferKind, TransferState,
    ask_export, ask_import, check_mapping, preview, read_table, transfers,
};
pub use twins::{Twin, twins};

pub(crate) use change::{Claim, change_as, create_as, merge_into};
pub(crate) use rules::claims;
pub(crate) use transfer::{export, import};

use kernel_base::AccountScope;
use kernel_db::{NewEvent, Tx};
use serde_json::json;

/// Tells that a customer changed.
pub(crate) fn tell(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    kind: &'static str,
    contact: kernel_base::ContactId,
    actor: Option<kernel_base::UserId>,
) {
    tx.emit(NewEvent {
        account: scope.account(),
        kind,
        conversation: None,
        subject: Some(contact.0),
        actor: actor.map(|u| u.0),
        data: json!({}),
    });
}

/// Tells that a customer changed, with what did.
fn tell_change(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    before: &desk_model::Contact,
    after: &desk_model::Contact,
    actor: Option<kernel_base::UserId>,
) {
    let pair = |field, of: fn(&desk_model::Contact) -> serde_json::Value| (field, of(before), of(after));
    let changed = desk_wire::webhook::changes(vec![
        pair("name", |c| json!(c.name)),
        pair("email", |c| json!(c.email)),
        pair("phone_number", |c| json!(c.phone)),
        pair("identifier", |c| json!(c.identifier)),
        pair("blocked", |c| json!(c.blocked)),
        pair("additional_attributes", |c| json!(c.additional_attributes)),
        pair("custom_attributes", |c| json!(c.custom_attributes)),
    ]);
    tx.emit(NewEvent {
        account: scope.account(),
        kind: "contact.updated",
        conversation: None,
        subject: Some(after.id.0),
        actor: actor.map(|u| u.0),
        data: changed.map_or_else(|| json!({}), |changed| json!({ "changed_attributes": changed })),
    });
}
