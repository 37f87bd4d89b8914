//! Customers who are perhaps the same person.

use kernel_base::{AccountScope, ContactId, Problem};
use kernel_db::Tx;

use super::store;

/// Others that are offered at most.
const OFFERED: usize = 5;

/// A customer who shares something with another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Twin {
    /// The other one.
    pub contact: ContactId,
    /// What they share: `email`, `phone` (with or without the ninth digit), `cpf`…
    pub shared: Vec<String>,
}

/// Customers who share an e-mail, a phone or a document with this one.
///
/// # Errors
/// 404 for a stranger.
pub fn twins(tx: &mut Tx<'_>, scope: &AccountScope, id: ContactId) -> Result<Vec<Twin>, Problem> {
    super::contact(tx, scope, id)?;
    let mut found: Vec<Twin> = Vec::new();
    for (other, kind) in store::claims::twins(tx, scope, id, 50)? {
        match found.iter_mut().find(|t| t.contact.0 == other) {
            Some(twin) => twin.shared.push(kind),
            None => found.push(Twin { contact: ContactId(other), shared: vec![kind] }),
        }
    }
    found.truncate(OFFERED);
    Ok(found)
}
