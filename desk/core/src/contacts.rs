//! Customers: found by identities, created, changed, merged, listed, deleted. One file per verb.

mod address;
mod change;
mod delete;
mod find;
mod list;
mod merge;
pub(crate) mod store;

pub use address::{Contactable, add_address, address_by_id, address_for, by_source, contactable};
pub use change::{Changes, NewContact, change, create, drop_attributes};
pub use delete::delete;
pub use find::{contact, identified, search_among};
pub use list::{ContactOrder, Listed, filter_equal, list, search};
pub use merge::merge;

pub(crate) use change::{Claim, change_as, create_as, merge_into};

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
