//! Tables as text: read as people's programs write them, written so that no cell is taken for a formula. Pure.

use encoding_rs::{UTF_8, WINDOWS_1252};

use super::sheet;

/// Rows of a table at most.
pub(super) const ROWS_MAX: usize = 100_000;

/// A table that was read: its header and its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

/// Reads a table with a header: an XLSX file, or text in UTF-8 or Windows-1252, parted by semicolons, commas or tabs.
/// `None` when it is none.
pub(super) fn read(bytes: &[u8]) -> Option<Table> {
    let rows = if sheet::is_sheet(bytes) { sheet::rows(bytes)? } else { text_rows(bytes)? };
    let mut table = Table::default();
    for cells in rows {
        if cells.iter().all(String::is_empty) {
            continue;
        }
        if table.header.is_empty() {
            table.header = cells;
        } else {
            table.rows.push(cells);
        }
        if table.rows.len() > ROWS_MAX {
            return None;
        }
    }
    (!table.header.is_empty()).then_some(table)
}

fn text_rows(bytes: &[u8]) -> Option<Vec<Vec<String>>> {
    let text = match UTF_8.decode_without_bom_handling_and_without_replacement(
        bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes),
    ) {
        Some(text) => text,
        None => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    };
    if text.contains('\0') {
        return None;
    }
    let first = text.lines().next()?;
    let delimiter =
        [b';', b',', b'\t'].into_iter().max_by_key(|d| first.bytes().filter(|b| b == d).count())?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    reader.records().map(|record| Some(record.ok()?.iter().map(plain).collect())).collect()
}

/// A cell without the mark that [`safe`] puts before what looks like a formula.
fn plain(cell: &str) -> String {
    let cell = cell.trim();
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest) => rest.to_owned(),
        _ => cell.to_owned(),
    }
}

fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '|', '%'])
}

/// A cell that no program takes for a formula.
fn safe(cell: &str) -> String {
    if is_formula(cell) || is_formula(cell.trim_start()) { format!("'{cell}") } else { cell.to_owned() }
}

/// Writes a table, a row at a time, as spreadsheets open it: UTF-8 with its mark, parted by commas.
pub(super) struct Writer(csv::Writer<Vec<u8>>);

impl Writer {
    pub(super) fn new() -> Self {
        Self(csv::WriterBuilder::new().from_writer(b"\xef\xbb\xbf".to_vec()))
    }

    pub(super) fn row<S: AsRef<str>>(&mut self, cells: &[S]) -> Result<(), csv::Error> {
        self.0.write_record(cells.iter().map(|c| safe(c.as_ref())))
    }

    pub(super) fn finish(self) -> Option<Vec<u8>> {
        self.0.into_inner().ok()
    }
}
