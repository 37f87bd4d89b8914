//! Labels that another product kept, and what carried them.

use kernel_base::Problem;
use kernel_db::Tx;
use plug_feature::{Arrived, Arriving, Import};
use serde_json::Value;

use crate::rules::{Title, color, color_of, description};
use crate::store::{self, Carrier, NewLabel};

/// What is taken in.
pub(crate) const IMPORTS: &[Import] = &[
    Import { noun: "label", take },
    Import { noun: "conversation_labels", take: |tx, a| carry(tx, a, Carrier::Conversation) },
    Import { noun: "contact_labels", take: |tx, a| carry(tx, a, Carrier::Contact) },
];

fn take(tx: &mut Tx<'_>, a: &Arriving<'_>) -> Result<Arrived, Problem> {
    let raw = a.text("title").unwrap_or_default();
    let Ok(title) = Title::parse(raw) else {
        return Ok(Arrived::Left("its title has signs that labels can't have here".to_owned()));
    };
    let new = NewLabel {
        description: a.text("description").and_then(|d| description(d).ok().flatten()),
        color: a.text("color").and_then(|c| color(c).ok()).unwrap_or_else(|| color_of(&title).to_owned()),
        show_on_sidebar: a.data.get("show_on_sidebar").and_then(Value::as_bool).unwrap_or(false),
        title,
    };
    ensure(tx, a, &new)
}

fn ensure(tx: &mut Tx<'_>, a: &Arriving<'_>, new: &NewLabel) -> Result<Arrived, Problem> {
    let now = tx.now();
    store::ensure(tx, &a.scope, new, now)?;
    let here = store::by_titles(tx, &a.scope, &[&new.title.fold])?.pop().ok_or_else(Problem::not_found)?;
    Ok(match here.title == new.title.text {
        true => Arrived::Here(here.id),
        false => Arrived::Changed(
            here.id,
            format!("differs from {} in accents only: both are that one here", here.title),
        ),
    })
}

/// Puts exactly these on, also such as no label was kept of.
fn carry(tx: &mut Tx<'_>, a: &Arriving<'_>, carrier: Carrier) -> Result<Arrived, Problem> {
    let Some(id) = a.number("id") else { return Ok(Arrived::Left("it names nothing".to_owned())) };
    let asked = a.data.get("labels").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut wanted = Vec::new();
    for title in asked.iter().filter_map(Value::as_str).filter_map(|t| Title::parse(t).ok()) {
        let color = color_of(&title).to_owned();
        let new = NewLabel { title, description: None, color, show_on_sidebar: false };
        if let Arrived::Here(label) | Arrived::Changed(label, _) = ensure(tx, a, &new)? {
            wanted.push(label);
        }
    }
    let carried = store::carried(tx, &a.scope, carrier, id)?;
    let off: Vec<i64> = carried.iter().map(|l| l.id).filter(|l| !wanted.contains(l)).collect();
    store::take_off(tx, &a.scope, carrier, id, &off)?;
    store::put_on(tx, &a.scope, carrier, id, &wanted)?;
    Ok(Arrived::Here(id))
}
