//! Folders that another product kept. What they compare with by id is put to the new ids.

use desk_model::conditions::Subject;
use kernel_base::{Problem, UserId};
use kernel_db::{Json, Tx};
use plug_feature::{Arrived, Arriving, Import};
use serde_json::Value;

use crate::store::{self, Folder};

/// What is taken in.
pub(crate) const IMPORTS: &[Import] = &[Import { noun: "custom_filter", take }];

/// Fields that are compared with ids, and what those are of.
const IDS: [(&str, &str); 3] = [("assignee_id", "user"), ("inbox_id", "inbox"), ("team_id", "team")];

fn take(tx: &mut Tx<'_>, a: &Arriving<'_>) -> Result<Arrived, Problem> {
    let owner = match a.named(tx, "user_id", "user")? {
        Some(user) => UserId(user),
        None => match a.desk.administrators(tx, &a.scope)?.first() {
            Some(first) => first.id,
            None => return Ok(Arrived::Left("there is nobody to give it to".to_owned())),
        },
    };
    let Some(viewer) = a.desk.viewer(tx, &a.scope, owner)? else {
        return Ok(Arrived::Left("its owner is no member any more".to_owned()));
    };
    let kinds = ["conversation", "contact", "report"];
    let kind = a.text("filter_type").and_then(|k| kinds.iter().position(|name| *name == k)).unwrap_or(0);
    let mut query = a.data.get("query").cloned().unwrap_or_default();
    if let Value::String(text) = &query {
        query = serde_json::from_str(text).unwrap_or_default();
    }
    renumber(tx, a, &mut query)?;
    if let Some(payload) =
        query.get("payload").filter(|p| kind < 2 && p.as_array().is_some_and(|l| !l.is_empty()))
    {
        let about = if kind == 1 { Subject::Contact } else { Subject::Conversation };
        if let Err(problem) = a.desk.check_conditions(tx, &viewer, about, payload) {
            if problem.is_fault() {
                return Err(problem);
            }
            return Ok(Arrived::Left("it has a condition that is not known here".to_owned()));
        }
    }
    let now = tx.now();
    let folder = Folder {
        id: 0,
        owner,
        kind: i64::try_from(kind).unwrap_or(0),
        name: a.text("name").unwrap_or("?").chars().take(100).collect(),
        query: Json::of(&if query.is_object() { query } else { Value::Object(serde_json::Map::new()) }),
        shared: false,
        team: None,
        created_at: now,
        updated_at: now,
    };
    Ok(Arrived::Here(store::insert(tx, &a.scope, &folder)?.id))
}

/// Puts the ids that conditions name to the new ones.
fn renumber(tx: &mut Tx<'_>, a: &Arriving<'_>, query: &mut Value) -> Result<(), Problem> {
    let Some(conditions) = query.get_mut("payload").and_then(Value::as_array_mut) else { return Ok(()) };
    for condition in conditions {
        let key = condition.get("attribute_key").and_then(Value::as_str).unwrap_or_default();
        let Some((_, noun)) = IDS.iter().find(|(field, _)| *field == key) else { continue };
        let Some(Value::Array(values)) = condition.get_mut("values") else { continue };
        for value in values {
            let place = if value.is_object() { value.get_mut("id") } else { Some(value) };
            let Some(place) = place else { continue };
            let old = place.as_i64().or_else(|| place.as_str()?.parse().ok());
            let Some(old) = old else { continue };
            if let Some(new) = (a.new_id)(tx, &a.scope, noun, old)? {
                *place = if place.is_string() { new.to_string().into() } else { new.into() };
            }
        }
    }
    Ok(())
}
