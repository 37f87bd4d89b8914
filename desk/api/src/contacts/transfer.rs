//! Contacts as files: taken in, given out, and what became of it.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Method;
use desk_core::contacts::{
    HowToImport, Preview, PreviewColumn, PreviewPerson, Transfer, TransferKind, ask_export, ask_import,
    check_mapping, preview, read_table, transfers,
};
use desk_core::{Core, messages};
use desk_model::permissions;
use kernel_base::Problem;
use kernel_http::{Access, Form, Json, Refusal, Routes, UploadedFile};
use plug_feature::Member;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::TAG;
use crate::App;

/// Bytes of a table at most.
const TABLE_MAX: u64 = 16 * 1024 * 1024;
/// Columns of a table that may be named.
const IMPORT_COLUMNS_MAX: usize = 500;
/// Columns that may be asked for.
const COLUMNS_MAX: usize = 200;

pub(super) fn routes() -> Routes<App> {
    Routes::new()
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/contacts/import",
            Access::Member(permissions::CONTACT_IMPORT.name),
            TAG,
            "Takes contacts in from a CSV or XLSX file (import_file); done behind the answer, told by e-mail",
            take,
        )
        .body_max(18 * 1024 * 1024)
        .answer::<TransferView>(200)
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/contacts/import/preview",
            Access::Member(permissions::CONTACT_IMPORT.name),
            TAG,
            "What would become of a CSV or XLSX file (import_file): its columns, the first rows as contacts, who is known",
            look,
        )
        .body_max(18 * 1024 * 1024)
        .answer::<PreviewView>(200)
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/contacts/export",
            Access::Member(permissions::CONTACT_EXPORT.name),
            TAG,
            "Gives all contacts out as a CSV file; done behind the answer, told by e-mail with a link",
            give,
        )
        .body::<ExportForm>()
        .answer::<TransferView>(200)
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/contacts/transfers",
            Access::Member(permissions::CONTACT_READ.name),
            TAG,
            "The newest imports and exports, each with its file; those that the caller may ask for",
            list,
        )
        .answer::<TransferList>(200)
}

/// An import or export.
#[derive(Serialize, ToSchema)]
#[schema(as = ContactTransfer)]
struct TransferView {
    id: i64,
    /// `import` or `export`.
    kind: &'static str,
    /// `waiting`, `running`, `done` or `failed`: the file can't be read.
    state: &'static str,
    /// The file's name.
    name: String,
    /// Rows in all; 0 until it is known.
    total: i64,
    /// Rows done.
    done: i64,
    /// Rows that could not be taken in.
    failed: i64,
    /// Rows about someone who was there already and was to stay as they were.
    skipped: i64,
    /// The contacts given out, or the rows that could not be taken in with the reasons; good for a week.
    download_url: Option<String>,
    /// Epoch seconds.
    created_at: i64,
}

impl TransferView {
    fn of(core: &Core, t: &Transfer) -> Self {
        Self {
            id: t.id,
            kind: t.kind.stored(),
            state: t.state.stored(),
            name: t.name.clone(),
            total: t.total,
            done: t.done,
            failed: t.failed,
            skipped: t.skipped(),
            download_url: t.link(core),
            created_at: t.created_at.secs(),
        }
    }
}

/// Imports and exports.
#[derive(Serialize, ToSchema)]
#[schema(as = ContactTransfers)]
struct TransferList {
    payload: Vec<TransferView>,
}

/// What is to be given out.
#[derive(Deserialize, ToSchema)]
#[schema(as = ContactExport)]
struct ExportForm {
    /// Columns: `id`, `name`, `email`, `phone_number`, `identifier`, `company_name`, `job_title`, `city`, `country`,
    /// `blocked`, `created_at`, `last_activity_at`, or keys of attributes; without them the usual ones.
    #[serde(default)]
    column_names: Vec<String>,
}

/// How a table is to be taken in.
#[derive(Default, Deserialize)]
struct ImportForm {
    /// What its columns mean, in order: `name`, `email`, `phone_number`, `identifier`, `company_name`, `job_title`, `city`,
    /// `country`, `attribute:KEY`, or nothing. Without them by their headings.
    #[serde(default)]
    columns: Vec<String>,
    /// `update` or `skip` those who are there already.
    duplicates: Option<String>,
}

impl ImportForm {
    fn checked(self) -> Result<HowToImport, Problem> {
        let skip = match self.duplicates.as_deref() {
            None | Some("" | "update") => false,
            Some("skip") => true,
            Some(_) => return Err(Problem::field("duplicates", "error.wrong_value")),
        };
        if self.columns.len() > IMPORT_COLUMNS_MAX {
            let many = Problem::field("columns", "error.too_many_items");
            return Err(many.with("max", IMPORT_COLUMNS_MAX.to_string()));
        }
        if !self.columns.is_empty() {
            check_mapping(&self.columns)?;
        }
        Ok(HowToImport { columns: self.columns, skip })
    }
}

fn file_of(files: Vec<UploadedFile>) -> Result<UploadedFile, Problem> {
    let file = files.into_iter().find(|f| f.field == "import_file");
    let file = file.ok_or_else(|| Problem::field("import_file", "error.required"))?;
    if file.data.len() as u64 > TABLE_MAX {
        return Err(Problem::field("import_file", "error.file_too_large").with("limit", "16".to_owned()));
    }
    Ok(file)
}

/// What would become of a table.
#[derive(Serialize, ToSchema)]
#[schema(as = ContactImportPreview)]
struct PreviewView {
    columns: Vec<ColumnView>,
    /// The first rows as contacts.
    people: Vec<PersonView>,
    /// Rows in all.
    total: usize,
    /// Rows that were compared with the contacts there are.
    compared: usize,
    /// Those of them that are someone already.
    known: usize,
    /// Those of them that can't be taken in as they stand.
    wrong: usize,
}

/// A column of a table.
#[derive(Serialize, ToSchema)]
#[schema(as = ContactImportColumn)]
struct ColumnView {
    heading: String,
    /// What it means, as `columns` of an import takes it; empty for what is not taken in.
    meaning: String,
    /// What stands in the first rows.
    cells: Vec<String>,
}

/// A row as a contact.
#[derive(Serialize, ToSchema)]
#[schema(as = ContactImportPerson)]
struct PersonView {
    name: Option<String>,
    email: Option<String>,
    phone_number: Option<String>,
    /// The field that is wrong, or `row`.
    wrong: Option<&'static str>,
}

impl From<Preview> for PreviewView {
    fn from(p: Preview) -> Self {
        let column = |c: PreviewColumn| ColumnView { heading: c.heading, meaning: c.meaning, cells: c.cells };
        let person = |p: PreviewPerson| PersonView {
            name: p.name,
            email: p.email,
            phone_number: p.phone,
            wrong: p.wrong,
        };
        Self {
            columns: p.columns.into_iter().map(column).collect(),
            people: p.people.into_iter().map(person).collect(),
            total: p.total,
            compared: p.compared,
            known: p.known,
            wrong: p.wrong,
        }
    }
}

async fn look(
    State(app): State<App>,
    member: Member,
    Form { value, files }: Form<ImportForm>,
) -> Result<Json<PreviewView>, Refusal> {
    let columns = value.columns;
    if columns.len() > IMPORT_COLUMNS_MAX {
        let many = Problem::field("columns", "error.too_many_items");
        return Err(many.with("max", IMPORT_COLUMNS_MAX.to_string()).into());
    }
    let data = file_of(files)?.data;
    let read = tokio::task::spawn_blocking(move || read_table(&data)).await.map_err(Problem::internal)?;
    let table = read.ok_or_else(|| Problem::field("import_file", "contacts.import.no_table"))?;
    let scope = member.scope();
    let seen = app.core.store.read(move |tx| preview(tx, &scope, &table, &columns)).await?;
    Ok(Json(seen.into()))
}

async fn take(
    State(app): State<App>,
    member: Member,
    Form { value, files }: Form<ImportForm>,
) -> Result<Json<TransferView>, Refusal> {
    let how = value.checked()?;
    let file = file_of(files)?;
    let limits = messages::FileLimits { size: TABLE_MAX, count: 1 };
    let file = messages::Handed { name: file.name, data: file.data, voice: None };
    let kept = messages::keep(&app.core, limits, vec![file]).await?.pop();
    let kept = kept.ok_or_else(|| Problem::field("import_file", "error.required"))?;
    let write = move |tx: &mut kernel_db::Tx<'_>| {
        ask_import(tx, &member.scope(), member.user, &kept.name, &kept.key, &how)
    };
    let asked = app.core.store.write(write).await?;
    Ok(Json(TransferView::of(&app.core, &asked)))
}

async fn give(
    State(app): State<App>,
    member: Member,
    Json(form): Json<ExportForm>,
) -> Result<Json<TransferView>, Refusal> {
    if form.column_names.len() > COLUMNS_MAX || form.column_names.iter().any(|c| c.chars().count() > 255) {
        let wrong = Problem::field("column_names", "error.too_many_items");
        return Err(wrong.with("max", COLUMNS_MAX.to_string()).into());
    }
    let write =
        move |tx: &mut kernel_db::Tx<'_>| ask_export(tx, &member.scope(), member.user, &form.column_names);
    let asked = app.core.store.write(write).await?;
    Ok(Json(TransferView::of(&app.core, &asked)))
}

async fn list(State(app): State<App>, member: Member) -> Result<Json<TransferList>, Refusal> {
    let core = Arc::clone(&app.core);
    let (imports, exports) =
        (member.may(permissions::CONTACT_IMPORT), member.may(permissions::CONTACT_EXPORT));
    let mut found = app.core.store.read(move |tx| transfers(tx, &member.scope())).await?;
    found.retain(|t| match t.kind {
        TransferKind::Import => imports,
        TransferKind::Export => exports,
    });
    Ok(Json(TransferList { payload: found.iter().map(|t| TransferView::of(&core, t)).collect() }))
}

#[cfg(test)]
mod tests;
