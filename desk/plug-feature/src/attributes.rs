//! The hook of the feature that knows what custom attributes must look like.

use desk_model::Identity;
use kernel_base::{AccountScope, Problem};
use kernel_db::Tx;
use serde_json::{Map, Value};

/// What carries custom attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bearer {
    /// A conversation.
    Conversation,
    /// A contact.
    Contact,
}

/// Checks values that a member is about to write, and puts them into the form they are kept in. Nulls, which remove a
/// value, are left alone. Wrong ones are named as `custom_attributes.<key>`.
pub type CheckAttributes =
    fn(&mut Tx<'_>, &AccountScope, Bearer, &mut Map<String, Value>) -> Result<(), Problem>;

/// What a contact with these attributes is further recognised by, like a CPF.
pub type AttributeIdentities =
    fn(&mut Tx<'_>, &AccountScope, &Map<String, Value>) -> Result<Vec<Identity>, Problem>;

/// What an account says of its custom attributes.
#[derive(Clone, Copy)]
pub struct AttributeRules {
    /// Checks what members write.
    pub check: CheckAttributes,
    /// Finds what a contact is recognised by.
    pub identities: AttributeIdentities,
    /// What a whole search text may name.
    pub named: fn(&str) -> Vec<Identity>,
}
