//! Taking contacts in: row by row, some at a time; those that can't be taken are told with the reason.

use std::sync::Arc;

use desk_model::Identity;
use kernel_base::{AccountScope, ContactId, Kind, Locale, Phone, Problem};
use kernel_db::Tx;
use serde_json::{Value, json};
use tokio::io::AsyncReadExt as _;

use super::columns;
use super::table::{self, Table, Writer};
use super::{Transfer, TransferState, preview, rows, write_home};
use crate::contacts::{Changes, change, contact, create, identified};
use crate::{Core, people};

/// Rows taken in by one transaction.
const AT_ONCE: usize = 50;
/// Rows that are told with the reason.
const TOLD_MAX: usize = 5000;

/// Takes in the table of a transfer, from the row where it stopped.
///
/// # Errors
/// What the store or the disk says.
pub(crate) async fn import(core: &Arc<Core>, scope: AccountScope, id: i64) -> Result<(), Problem> {
    let found = core.store.read(move |tx| Ok::<_, Problem>(rows::by_id(tx, &scope, id)?)).await?;
    let Some(mut t) = found.filter(|t| matches!(t.state, TransferState::Waiting | TransferState::Running))
    else {
        return Ok(());
    };
    let Some(table) = open(core, &t).await? else {
        t.state = TransferState::Failed;
        return end(core, scope, t).await;
    };
    let meanings = preview::meanings(&table, &t.columns());
    t.total = table.rows.len() as i64;
    t.state = TransferState::Running;
    while (t.done as usize) < table.rows.len() {
        let from = t.done as usize;
        let to = (from + AT_ONCE).min(table.rows.len());
        let (own, before) = (Arc::clone(core), t.clone());
        let wanted: Vec<Option<Changes>> =
            table.rows[from..to].iter().map(|cells| columns::changes(&meanings, cells)).collect();
        t = core.store.write(move |tx| some(tx, &own, &scope, before.clone(), &wanted)).await?;
    }
    if let Some(report) = report(&table, &t) {
        let kept = core.blobs.put("erros.csv", report.into(), u64::MAX).await?;
        t.report_key = Some(kept.key);
    }
    t.state = TransferState::Done;
    end(core, scope, t).await
}

async fn open(core: &Core, t: &Transfer) -> Result<Option<Table>, Problem> {
    let Some(key) = t.blob_key.as_deref() else { return Ok(None) };
    let (mut file, length) = match core.blobs.open_file(key, false).await {
        Ok(found) => found,
        Err(_) => return Ok(None),
    };
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    file.read_to_end(&mut bytes).await.map_err(Problem::internal)?;
    Ok(table::read(&bytes))
}

async fn end(core: &Arc<Core>, scope: AccountScope, t: Transfer) -> Result<(), Problem> {
    let own = Arc::clone(core);
    core.store
        .write(move |tx| {
            rows::save(tx, &scope, &t)?;
            write_home(tx, &own, &scope, &t)
        })
        .await
}

/// Takes some rows in and keeps how far it is; a row that is refused stands in the way of no other.
fn some(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    mut t: Transfer,
    wanted: &[Option<Changes>],
) -> Result<Transfer, Problem> {
    let locale = people::references(tx, scope, &[t.user])?.pop().map_or(Locale::PtBr, |p| p.locale);
    let mut wrong = t.asked.get("wrong").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut skipped = t.skipped();
    for changes in wanted {
        let outcome = match changes {
            Some(changes) => one(tx, core, scope, &t, changes),
            None => Err(Problem::new(Kind::Invalid, "contacts.import.nobody")),
        };
        if matches!(outcome, Ok(false)) {
            skipped += 1;
        }
        if let Err(problem) = outcome {
            if problem.kind != Kind::Invalid && problem.kind != Kind::Conflict {
                return Err(problem);
            }
            t.failed += 1;
            if wrong.len() < TOLD_MAX {
                wrong.push(json!([t.done, said(core, locale, &problem)]));
            }
        }
        t.done += 1;
    }
    t.asked["wrong"] = wrong.into();
    t.asked["skipped"] = skipped.into();
    rows::save(tx, scope, &t)?;
    Ok(t)
}

/// Creates the contact of a row, or changes the one it names; answers whether it did. Everything is asked before
/// anything is written.
fn one(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    t: &Transfer,
    changes: &Changes,
) -> Result<bool, Problem> {
    let owners = owners(tx, scope, changes)?;
    match owners.as_slice() {
        [] => create(tx, core, scope, changes, Some(t.user)).map(|_| true),
        // Those who are there already stay as they are.
        [_, ..] if t.skips() => Ok(false),
        [owner] => {
            let mut changes = changes.clone();
            // The same line without its ninth digit is no other number.
            let number = |p: &Option<String>| {
                p.as_deref().and_then(|p| Phone::parse(p).ok()).map(|p| Identity::phone(&p))
            };
            if number(&contact(tx, scope, *owner)?.phone) == number(&changes.phone) {
                changes.phone = None;
            }
            change(tx, core, scope, *owner, &changes, Some(t.user)).map(|_| true)
        }
        _ => Err(Problem::new(Kind::Invalid, "contacts.import.several")),
    }
}

/// Whom a row is about, by all that it names.
pub(super) fn owners(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    changes: &Changes,
) -> Result<Vec<ContactId>, Problem> {
    let mut owners = Vec::new();
    for identity in named(changes) {
        if let Some(owner) = identified(tx, scope, &[identity])?
            && !owners.contains(&owner)
        {
            owners.push(owner);
        }
    }
    Ok(owners)
}

fn named(c: &Changes) -> Vec<Identity> {
    let mut all: Vec<Identity> = c.identifier.as_deref().map(Identity::identifier).into_iter().collect();
    all.extend(c.email.as_deref().map(Identity::email));
    all.extend(c.phone.as_deref().and_then(|p| Phone::parse(p).ok()).map(|p| Identity::phone(&p)));
    all
}

fn said(core: &Core, locale: Locale, problem: &Problem) -> String {
    match problem.fields.first() {
        Some(f) => format!("{}: {}", f.field, core.texts.text(locale, f.key, &f.args)),
        None => core.texts.text(locale, problem.key, &problem.args),
    }
}

/// The rows that could not be taken in, as they were, each with the reason.
fn report(table: &Table, t: &Transfer) -> Option<Vec<u8>> {
    let wrong = t.asked.get("wrong").and_then(Value::as_array).filter(|w| !w.is_empty())?;
    let mut out = Writer::new();
    let with = |cells: &[String], last: &str| {
        let mut cells = cells.to_vec();
        cells.resize(table.header.len(), String::new());
        cells.push(last.to_owned());
        cells
    };
    out.row(&with(&table.header, "erro")).ok()?;
    for entry in wrong {
        let row =
            entry.get(0).and_then(Value::as_u64).and_then(|n| table.rows.get(usize::try_from(n).ok()?))?;
        out.row(&with(row, entry.get(1).and_then(Value::as_str).unwrap_or_default())).ok()?;
    }
    out.finish()
}
