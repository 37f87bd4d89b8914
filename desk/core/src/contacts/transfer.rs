//! Contacts as files: taken in from a table, given out as one. Both are done behind the request, and told by letter.

mod columns;
mod give;
mod preview;
mod sheet;
mod table;
mod take;

use kernel_base::{AccountScope, Micros, Problem, UserId};
use kernel_db::{NewJob, Tx};
use plug_feature::{LETTER_JOB, Letter};
use serde_json::{Value, json};

use super::store::transfers as rows;
use crate::{Core, people};

pub(crate) use give::export;
pub use preview::{Preview, PreviewColumn, PreviewPerson, ReadTable, check_mapping, preview, read_table};
pub(crate) use take::import;

/// Days after which a transfer and its files are forgotten.
const KEPT_DAYS: i64 = 14;
/// Transfers that are listed.
const LISTED: i64 = 20;

/// Which way contacts go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferKind {
    /// In.
    Import,
    /// Out.
    Export,
}

impl TransferKind {
    /// The word it is stored as and shown by.
    #[must_use]
    pub const fn stored(self) -> &'static str {
        match self {
            Self::Import => "import",
            Self::Export => "export",
        }
    }

    pub(super) fn from_stored(text: &str) -> Self {
        if text == "import" { Self::Import } else { Self::Export }
    }
}

/// How far a transfer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferState {
    /// Not begun.
    Waiting,
    /// Being done.
    Running,
    /// Done, perhaps with rows that could not be taken in.
    Done,
    /// The file can't be read.
    Failed,
}

impl TransferState {
    /// The word it is stored as and shown by.
    #[must_use]
    pub const fn stored(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }

    pub(super) fn from_stored(text: &str) -> Self {
        match text {
            "waiting" => Self::Waiting,
            "running" => Self::Running,
            "done" => Self::Done,
            _ => Self::Failed,
        }
    }
}

/// A file of contacts that is taken in or given out.
#[derive(Clone, Debug, PartialEq)]
pub struct Transfer {
    /// Row id.
    pub id: i64,
    /// Who asked for it.
    pub user: UserId,
    /// Which way.
    pub kind: TransferKind,
    /// How far.
    pub state: TransferState,
    /// The file's name.
    pub name: String,
    /// Where the file lies, once there is one.
    pub blob_key: Option<String>,
    /// Where the rows lie that could not be taken in.
    pub report_key: Option<String>,
    /// What was asked for, and while it runs what went wrong.
    pub asked: Value,
    /// Rows in all.
    pub total: i64,
    /// Rows done.
    pub done: i64,
    /// Rows that could not be taken in.
    pub failed: i64,
    /// When it was asked for.
    pub created_at: Micros,
    /// When it last moved.
    pub updated_at: Micros,
}

impl Transfer {
    /// The file that its asker is to have: the contacts given out, or the rows that could not be taken in.
    #[must_use]
    pub fn result(&self) -> Option<(&str, String)> {
        let bare = self.name.trim_end_matches(".csv").trim_end_matches(".xlsx");
        match self.kind {
            TransferKind::Export => Some((self.blob_key.as_deref()?, self.name.clone())),
            TransferKind::Import => Some((self.report_key.as_deref()?, format!("{bare}-erros.csv"))),
        }
    }

    /// Rows about someone who is there already and was to stay as they are.
    #[must_use]
    pub fn skipped(&self) -> i64 {
        self.asked.get("skipped").and_then(Value::as_i64).unwrap_or_default()
    }

    /// Whether those who are there already stay as they are.
    fn skips(&self) -> bool {
        self.asked.get("skip") == Some(&Value::Bool(true))
    }

    /// What its columns mean, where that was said.
    fn columns(&self) -> Vec<String> {
        let said = self.asked.get("columns").and_then(Value::as_array);
        said.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    }

    /// A signed link to that file, good for a week.
    #[must_use]
    pub fn link(&self, core: &Core) -> Option<String> {
        let (key, name) = self.result()?;
        let path = core.blobs.links().path(key, &name, kernel_blob::Variant::Original, core.clock.now());
        Some(format!("{}{path}", core.public_url))
    }
}

/// The newest transfers of the account.
///
/// # Errors
/// What the store says.
pub fn transfers(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<Transfer>, Problem> {
    Ok(rows::newest(tx, scope, LISTED)?)
}

/// How a table is to be taken in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HowToImport {
    /// What its columns mean, in order; none of them said, by their headings.
    pub columns: Vec<String>,
    /// Those who are there already stay as they are.
    pub skip: bool,
}

/// Asks for a stored table to be taken in.
///
/// # Errors
/// What the store says.
pub fn ask_import(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    by: UserId,
    name: &str,
    blob_key: &str,
    how: &HowToImport,
) -> Result<Transfer, Problem> {
    let asked = json!({ "columns": how.columns, "skip": how.skip });
    ask(tx, scope, by, TransferKind::Import, name, Some(blob_key), &asked)
}

/// Asks for all contacts as a table, with these columns or the usual ones.
///
/// # Errors
/// What the store says.
pub fn ask_export(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    by: UserId,
    columns: &[String],
) -> Result<Transfer, Problem> {
    let name = format!("contatos-{}.csv", tx.now().secs());
    ask(tx, scope, by, TransferKind::Export, &name, None, &json!({ "columns": columns }))
}

fn ask(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    by: UserId,
    kind: TransferKind,
    name: &str,
    blob_key: Option<&str>,
    asked: &Value,
) -> Result<Transfer, Problem> {
    rows::forget_before(tx, scope, tx.now().plus_secs(-KEPT_DAYS * 86_400))?;
    let id = rows::insert(tx, scope, by, kind, name, blob_key, asked)?;
    tx.enqueue(NewJob {
        account: Some(scope.account()),
        kind: if kind == TransferKind::Import { "contacts.import" } else { "contacts.export" },
        key: format!("contacts:{}", scope.id()),
        run_at: None,
        unique: None,
        data: json!({ "transfer": id }),
    })?;
    rows::by_id(tx, scope, id)?.ok_or_else(Problem::not_found)
}

/// Tells the asker by letter how a transfer ended.
fn write_home(tx: &mut Tx<'_>, core: &Core, scope: &AccountScope, t: &Transfer) -> Result<(), Problem> {
    let Some(person) = people::references(tx, scope, &[t.user])?.pop() else { return Ok(()) };
    let word = |key: &str, args: &[(&'static str, String)]| core.texts.text(person.locale, key, args);
    let counts = [
        ("total", t.total.to_string()),
        ("done", (t.done - t.failed - t.skipped()).to_string()),
        ("failed", t.failed.to_string()),
        ("file", t.name.clone()),
    ];
    let what = match (t.kind, t.state) {
        (_, TransferState::Failed) => "failed",
        (TransferKind::Export, _) => "export",
        (TransferKind::Import, _) if t.failed > 0 => "import_partly",
        (TransferKind::Import, _) => "import",
    };
    let link = t.link(core);
    let letter = Letter {
        to: person.email.clone(),
        locale: person.locale,
        subject: word(&format!("contacts.letter.{what}.subject"), &counts),
        title: word(&format!("contacts.letter.{what}.subject"), &counts),
        paragraphs: vec![word(&format!("contacts.letter.{what}.text"), &counts)],
        action: link.map(|url| (word("contacts.letter.download", &[]), url)),
        footer: (t.result().is_some()).then(|| word("contacts.letter.footer", &[])),
        files: Vec::new(),
    };
    Ok(tx.enqueue(NewJob {
        account: None,
        kind: LETTER_JOB,
        key: String::new(),
        run_at: None,
        unique: None,
        data: letter.to_json(),
    })?)
}

#[cfg(test)]
mod tests;
