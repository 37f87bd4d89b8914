//! The first sheet of an XLSX file as rows of text. Pure.

use std::io::{Cursor, Read as _, copy, sink};

use calamine::{Data, DataRef, Reader as _, Xlsx, open_workbook_from_rs};

use super::table::ROWS_MAX;

/// Bytes of its parts, unpacked, at most.
const UNPACKED_MAX: u64 = 200 << 20;
/// Columns that are read.
const COLUMNS_MAX: usize = 500;

/// Whether these bytes are of such a file rather than text.
pub(super) fn is_sheet(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// The rows of the first sheet; `None` when it can't be read, or would be too much.
pub(super) fn rows(bytes: &[u8]) -> Option<Vec<Vec<String>>> {
    if !fits(bytes)? {
        return None;
    }
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).ok()?;
    let name = book.sheet_names().into_iter().next()?;
    let mut cells = book.worksheet_cells_reader(&name).ok()?;
    let (mut rows, mut at): (Vec<Vec<String>>, Option<u32>) = (Vec::new(), None);
    // Cell by cell: a sheet may say that it reaches further than any memory.
    while let Some(found) = cells.next_cell().ok()? {
        let (row, column) = found.get_position();
        let column = usize::try_from(column).ok().filter(|c| *c < COLUMNS_MAX);
        let (Some(column), text) = (column, cell(found.get_value())) else { continue };
        if text.is_empty() {
            continue;
        }
        if at != Some(row) {
            at = Some(row);
            rows.push(Vec::new());
        }
        if rows.len() > ROWS_MAX + 1 {
            return None;
        }
        if let Some(last) = rows.last_mut() {
            last.resize(last.len().max(column + 1), String::new());
            last[column] = text;
        }
    }
    Some(rows)
}

/// Whether its parts are of a size that can be read, whatever they say of themselves.
fn fits(bytes: &[u8]) -> Option<bool> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut left = UNPACKED_MAX;
    for n in 0..archive.len() {
        let part = archive.by_index(n).ok()?;
        let read = copy(&mut part.take(left + 1), &mut sink()).ok()?;
        if read > left {
            return Some(false);
        }
        left -= read;
    }
    Some(true)
}

fn cell(data: &DataRef<'_>) -> String {
    match Data::from(data.clone()) {
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.trim().to_owned(),
        // A phone that is kept as a number is whole: `5511998765432`, however the sheet shows it.
        Data::Float(n) if n.fract() == 0.0 && n.abs() < 1e15 => format!("{n:.0}"),
        Data::Float(n) => n.to_string(),
        Data::Int(n) => n.to_string(),
        Data::Bool(b) => b.to_string(),
        Data::DateTime(at) if at.is_datetime() => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTime(at) => at.as_f64().to_string(),
        _ => String::new(),
    }
}
