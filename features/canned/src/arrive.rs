//! Canned responses that another product kept.

use kernel_base::Problem;
use kernel_db::Tx;
use plug_feature::{Arrived, Arriving, Import};

use crate::store;

/// What is taken in.
pub(crate) const IMPORTS: &[Import] = &[Import { noun: "canned_response", take }];

fn take(tx: &mut Tx<'_>, a: &Arriving<'_>) -> Result<Arrived, Problem> {
    let (Some(code), Some(content)) = (a.text("short_code"), a.text("content")) else {
        return Ok(Arrived::Left("it has no short code or no text".to_owned()));
    };
    let now = tx.now();
    for n in 1..100 {
        let free = if n == 1 { code.to_owned() } else { format!("{code}-{n}") };
        if let Some(id) = store::insert_free(tx, &a.scope, &free, content, now)? {
            return Ok(match n {
                1 => Arrived::Here(id),
                _ => Arrived::Changed(id, format!("its short code is taken here; it is {free}")),
            });
        }
    }
    Ok(Arrived::Left("its short code is taken here".to_owned()))
}
