//! What would become of a table before it is taken in.

use kernel_base::{AccountScope, Phone, Problem};
use kernel_db::Tx;

use super::columns::{self, Meaning};
use super::table::{self, Table};
use super::take;
use crate::contacts::Changes;

/// Rows that are shown.
const SHOWN: usize = 5;
/// Rows that are held against the contacts there are.
const COMPARED: usize = 1000;

/// A table as it would be taken in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preview {
    /// Its columns: heading, what it would mean, and what stands in the first rows.
    pub columns: Vec<PreviewColumn>,
    /// The first rows as contacts.
    pub people: Vec<PreviewPerson>,
    /// Rows in all.
    pub total: usize,
    /// Rows that were compared with the contacts there are.
    pub compared: usize,
    /// Those of them that are someone already.
    pub known: usize,
    /// Those of them that can't be taken in as they stand.
    pub wrong: usize,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewColumn {
    /// Heading.
    pub heading: String,
    /// What it means; empty for what is not taken in.
    pub meaning: String,
    /// What stands in the first rows.
    pub cells: Vec<String>,
}

/// A row as someone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PreviewPerson {
    /// Name.
    pub name: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// The field that is wrong; `row` when nothing says who it is.
    pub wrong: Option<&'static str>,
}

/// Reads a mapping: a meaning for each column.
///
/// # Errors
/// 422 for a meaning that is none, and when no column says who someone is.
pub fn check_mapping(named: &[String]) -> Result<(), Problem> {
    let read: Option<Vec<Meaning>> = named.iter().map(|m| Meaning::from_wire(m)).collect();
    let read = read.ok_or_else(|| Problem::field("columns", "error.wrong_value"))?;
    let says =
        |m: &Meaning| matches!(m, Meaning::Name | Meaning::Email | Meaning::Phone | Meaning::Identifier);
    if read.iter().any(says) { Ok(()) } else { Err(Problem::field("columns", "contacts.import.no_identity")) }
}

/// What the columns of a table mean: as asked, else by their headings, where none is told twice of who someone is.
pub(super) fn meanings(table: &Table, asked: &[String]) -> Vec<Meaning> {
    let mut all: Vec<Meaning> = Vec::new();
    for (at, heading) in table.header.iter().enumerate() {
        all.push(match asked.get(at) {
            Some(named) => Meaning::from_wire(named).unwrap_or(Meaning::Nothing),
            None if asked.is_empty() => columns::meaning(heading),
            None => Meaning::Nothing,
        });
    }
    all
}

/// Reads a table; nothing for what is none.
#[must_use]
pub fn read_table(bytes: &[u8]) -> Option<ReadTable> {
    table::read(bytes).map(ReadTable)
}

/// A table that was read.
#[derive(Clone, Debug)]
pub struct ReadTable(Table);

/// What would become of a table.
///
/// # Errors
/// What the store says.
pub fn preview(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    table: &ReadTable,
    asked: &[String],
) -> Result<Preview, Problem> {
    let table = &table.0;
    let meanings = meanings(table, asked);
    let shown = |at: usize| table.rows.iter().take(SHOWN).filter_map(|r| r.get(at).cloned()).collect();
    let columns = table.header.iter().zip(&meanings).enumerate();
    let mut seen = Preview {
        columns: columns
            .map(|(at, (heading, m))| PreviewColumn {
                heading: heading.clone(),
                meaning: m.wire(),
                cells: shown(at),
            })
            .collect(),
        total: table.rows.len(),
        compared: table.rows.len().min(COMPARED),
        ..Preview::default()
    };
    for (n, row) in table.rows.iter().take(COMPARED).enumerate() {
        let person = columns::changes(&meanings, row);
        let wrong = wrong(person.as_ref());
        if let (Some(changes), None) = (&person, wrong) {
            seen.known += usize::from(!take::owners(tx, scope, changes)?.is_empty());
        }
        seen.wrong += usize::from(wrong.is_some());
        if n < SHOWN {
            let c = person.unwrap_or_default();
            seen.people.push(PreviewPerson { name: c.name, email: c.email, phone: c.phone, wrong });
        }
    }
    Ok(seen)
}

/// What is wrong with a row, as far as it can be told by itself.
fn wrong(person: Option<&Changes>) -> Option<&'static str> {
    let Some(c) = person else { return Some("row") };
    if c.email.as_deref().is_some_and(|e| !desk_model::is_email(e.trim())) {
        return Some("email");
    }
    c.phone.as_deref().is_some_and(|p| Phone::parse(p).is_err()).then_some("phone_number")
}
