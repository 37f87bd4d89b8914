//! Notes that another product kept about contacts.

use kernel_base::{ContactId, Micros, Problem, UserId};
use kernel_db::Tx;
use plug_feature::{Arrived, Arriving, Import};

use crate::store::{self, About};

/// What is taken in.
pub(crate) const IMPORTS: &[Import] = &[Import { noun: "note", take }];

fn take(tx: &mut Tx<'_>, a: &Arriving<'_>) -> Result<Arrived, Problem> {
    let Some(contact) = a.named(tx, "contact_id", "contact")? else {
        return Ok(Arrived::Left("its contact did not come".to_owned()));
    };
    let Some(user) = a.named(tx, "user_id", "user")? else {
        return Ok(Arrived::Left("who wrote it did not come".to_owned()));
    };
    let Some(content) = a.text("content") else { return Ok(Arrived::Left("it is empty".to_owned())) };
    let about = About::Contact(ContactId(contact));
    let mut note = store::insert(tx, &a.scope, about, UserId(user), content)?;
    note.created_at = a.number("created_at").map_or(note.created_at, Micros);
    note.updated_at = a.number("updated_at").map_or(note.created_at, Micros);
    store::date(tx, &a.scope, &note)?;
    Ok(Arrived::Here(note.id))
}
