//! Adding and removing labels, as bulk, macros and rules do it.

use desk_model::Viewer;
use desk_model::conditions::Subject;
use kernel_base::Problem;
use kernel_db::Tx;
use plug_feature::{Acted, Action, Deed, Desk};
use serde_json::{Value, json};

use crate::api::{contact_labels, conversation_labels, titles};
use crate::rules::Title;
use crate::store::{self, Carrier};

/// What this feature does.
pub(crate) const ACTIONS: &[Action] = &[
    Action { name: ADD, about: Subject::Conversation, check, run: add },
    Action { name: REMOVE, about: Subject::Conversation, check, run: remove },
    Action { name: ADD, about: Subject::Contact, check, run: add },
    Action { name: REMOVE, about: Subject::Contact, check, run: remove },
];
const ADD: &str = "add_label";
const REMOVE: &str = "remove_label";

fn wanted(params: &[Value]) -> Result<Vec<Title>, Problem> {
    let texts: Option<Vec<String>> = params.iter().map(|p| p.as_str().map(str::to_owned)).collect();
    let titles = titles(&texts.ok_or_else(|| Problem::field("labels", "error.wrong_type"))?)?;
    if titles.is_empty() { Err(Problem::field("labels", "error.required")) } else { Ok(titles) }
}

fn check(params: &[Value]) -> Result<(), Problem> {
    wanted(params).map(|_| ())
}

/// What it carries now.
fn carried(tx: &mut Tx<'_>, viewer: &Viewer, what: &Acted) -> Result<Vec<Title>, Problem> {
    let (carrier, id) = match what {
        Acted::Conversation(c) => (Carrier::Conversation, c.id.0),
        Acted::Contact(id) => (Carrier::Contact, id.0),
    };
    let labels = store::carried(tx, &viewer.scope(), carrier, id)?;
    labels.iter().map(|l| Title::parse(&l.title)).collect()
}

fn put(
    tx: &mut Tx<'_>,
    desk: &dyn Desk,
    viewer: &Viewer,
    what: &Acted,
    titles: &[Title],
) -> Result<(), Problem> {
    match what {
        Acted::Conversation(c) => conversation_labels(tx, desk, viewer, c, titles).map(|_| ()),
        Acted::Contact(id) => contact_labels(tx, desk, viewer, *id, titles).map(|_| ()),
    }
}

/// The deed on those titles; none without any.
fn deed(name: &str, titles: &[Title]) -> Option<Deed> {
    (!titles.is_empty()).then(|| Deed::new(name, titles.iter().map(|t| json!(t.text)).collect()))
}

fn has(all: &[Title], one: &Title) -> bool {
    all.iter().any(|t| t.fold == one.fold)
}

fn add(
    tx: &mut Tx<'_>,
    desk: &dyn Desk,
    viewer: &Viewer,
    what: &Acted,
    params: &[Value],
) -> Result<Option<Deed>, Problem> {
    let before = carried(tx, viewer, what)?;
    let new: Vec<Title> = wanted(params)?.into_iter().filter(|t| !has(&before, t)).collect();
    if new.is_empty() {
        return Ok(None);
    }
    let all: Vec<Title> = before.into_iter().chain(new.iter().cloned()).collect();
    put(tx, desk, viewer, what, &all)?;
    Ok(deed(REMOVE, &new))
}

fn remove(
    tx: &mut Tx<'_>,
    desk: &dyn Desk,
    viewer: &Viewer,
    what: &Acted,
    params: &[Value],
) -> Result<Option<Deed>, Problem> {
    let unwanted = wanted(params)?;
    let (gone, kept): (Vec<Title>, Vec<Title>) =
        carried(tx, viewer, what)?.into_iter().partition(|t| has(&unwanted, t));
    if gone.is_empty() {
        return Ok(None);
    }
    put(tx, desk, viewer, what, &kept)?;
    Ok(deed(ADD, &gone))
}
