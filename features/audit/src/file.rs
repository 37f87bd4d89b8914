//! The audit as a file that spreadsheets open without harm.

/// A line of cells. What a spreadsheet would take for a formula starts with an apostrophe.
pub(crate) fn line(cells: &[String]) -> String {
    let cells: Vec<String> =
        cells.iter().map(|c| format!("\"{}\"", harmless(c).replace('"', "\"\""))).collect();
    format!("{}\r\n", cells.join(";"))
}

fn harmless(cell: &str) -> String {
    let first = cell.trim_start_matches(['"', ' ', '\'']).chars().next();
    let formula =
        first.is_some_and(|c| matches!(c, '=' | '+' | '-' | '@')) || cell.starts_with(['\t', '\r', '\n']);
    if formula { format!("'{cell}") } else { cell.to_owned() }
}
