//! Giving contacts out: all of them, or the columns asked for, as a table.

use std::collections::BTreeSet;
use std::sync::Arc;

use desk_model::Contact;
use kernel_base::{AccountScope, Micros, Problem};
use serde_json::{Map, Value};

use super::table::Writer;
use super::{Transfer, TransferState, rows, write_home};
use crate::Core;
use crate::contacts::store;

/// Contacts read at once.
const AT_ONCE: i64 = 500;
/// Columns unless others are asked for; attributes follow.
const USUAL: [&str; 11] = [
    "id",
    "name",
    "email",
    "phone_number",
    "identifier",
    "company_name",
    "job_title",
    "city",
    "country",
    "created_at",
    "last_activity_at",
];
/// Attributes that get a column of their own.
const ATTRIBUTES_MAX: usize = 200;

/// Writes the table of a transfer.
///
/// # Errors
/// What the store or the disk says.
pub(crate) async fn export(core: &Arc<Core>, scope: AccountScope, id: i64) -> Result<(), Problem> {
    let found = core.store.read(move |tx| Ok::<_, Problem>(rows::by_id(tx, &scope, id)?)).await?;
    let Some(mut t) = found.filter(|t| matches!(t.state, TransferState::Waiting | TransferState::Running))
    else {
        return Ok(());
    };
    let columns = columns(core, scope, &t).await?;
    let mut out = Writer::new();
    out.row(&columns).map_err(Problem::internal)?;
    let mut after = 0;
    loop {
        let some = page(core, scope, after).await?;
        let Some(last) = some.last() else { break };
        after = last.id.0;
        for c in &some {
            let cells: Vec<String> = columns.iter().map(|key| cell(c, key)).collect();
            out.row(&cells).map_err(Problem::internal)?;
        }
        t.total += some.len() as i64;
    }
    t.done = t.total;
    let bytes = out.finish().unwrap_or_default();
    t.blob_key = Some(core.blobs.put(&t.name, bytes.into(), u64::MAX).await?.key);
    t.state = TransferState::Done;
    let own = Arc::clone(core);
    core.store
        .write(move |tx| {
            rows::save(tx, &scope, &t)?;
            write_home(tx, &own, &scope, &t)
        })
        .await
}

async fn page(core: &Core, scope: AccountScope, after: i64) -> Result<Vec<Contact>, Problem> {
    core.store
        .read(move |tx| {
            let ids = store::lists::after(tx, &scope, after, AT_ONCE)?;
            let mut some = store::by_ids(tx, &scope, &ids)?;
            some.sort_by_key(|c| c.id);
            Ok::<_, Problem>(some)
        })
        .await
}

/// The columns asked for, else the usual ones and every attribute that somebody has.
async fn columns(core: &Core, scope: AccountScope, t: &Transfer) -> Result<Vec<String>, Problem> {
    let asked: Vec<String> = t
        .asked
        .get("columns")
        .and_then(Value::as_array)
        .map(|list| list.iter().filter_map(Value::as_str).map(str::to_owned).collect())
        .unwrap_or_default();
    if !asked.is_empty() {
        return Ok(asked);
    }
    let (mut keys, mut after) = (BTreeSet::new(), 0);
    loop {
        let some = page(core, scope, after).await?;
        let Some(last) = some.last() else { break };
        after = last.id.0;
        keys.extend(some.into_iter().flat_map(|c| c.custom_attributes.into_iter().map(|(key, _)| key)));
    }
    let keys = keys.into_iter().take(ATTRIBUTES_MAX);
    Ok(USUAL.iter().map(|c| (*c).to_owned()).chain(keys).collect())
}

fn cell(c: &Contact, column: &str) -> String {
    let time = |at: Option<Micros>| at.and_then(Micros::iso).unwrap_or_default();
    match column {
        "id" => c.id.to_string(),
        "name" => c.name.clone(),
        "email" => c.email.clone().unwrap_or_default(),
        "phone_number" => c.phone.clone().unwrap_or_default(),
        "identifier" => c.identifier.clone().unwrap_or_default(),
        "blocked" => c.blocked.to_string(),
        "created_at" => time(Some(c.created_at)),
        "last_activity_at" => time(c.last_activity_at),
        "company_name" | "job_title" | "city" | "country" => value(&c.additional_attributes, column),
        key => value(&c.custom_attributes, key),
    }
}

fn value(of: &Map<String, Value>, key: &str) -> String {
    match of.get(key) {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}
