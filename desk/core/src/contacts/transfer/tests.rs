//! Tables as people's programs write them, and columns by their headings.

use super::columns::{Meaning, changes, meaning};
use super::table::{Writer, read};

#[test]
fn tables_are_read_as_programs_write_them() {
    let utf8 = read("\u{feff}nome;e-mail\nJoão;joao@x.com\n\n;\n".as_bytes()).expect("a table");
    assert_eq!(
        (utf8.header, utf8.rows),
        (vec!["nome".into(), "e-mail".into()], vec![vec!["João".into(), "joao@x.com".into()]])
    );
    let windows = read(b"nome,cidade\r\n\"Souza, Jo\xe3o\",S\xe3o Paulo\r\n").expect("a table");
    assert_eq!(windows.rows, [["Souza, João", "São Paulo"]]);
    assert_eq!(read(b"a\tb\n1\t2").expect("a table").rows, [["1", "2"]]);
    for none in [b"".as_slice(), b"\0\x01", b"PK\x03\x04\0\0"] {
        assert_eq!(read(none), None);
    }
}

#[test]
fn no_cell_is_a_formula_and_none_is_lost() {
    let mut out = Writer::new();
    let cells = ["=1+1", "+5511987654321", "-2", "@x", " =1", "\t=1", "O'Hara", "'=1", "a,\"b\"\nc"];
    out.row(&["c"; 9]).expect("header");
    out.row(&cells).expect("row");
    let bytes = out.finish().expect("bytes");
    let text = String::from_utf8(bytes.clone()).expect("text");
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let record = reader.records().next().expect("one").expect("read");
    assert!(record.iter().all(|c| !c.starts_with(['=', '+', '-', '@', '\t'])), "{record:?}");
    assert_eq!(read(&bytes).expect("a table").rows[0][..4], cells[..4]);
}

#[test]
fn columns_mean_what_their_headings_say() {
    let meanings: Vec<Meaning> =
        ["Nome", "E-mail", "Celular", "Empresa", "CPF", "País", "id"].iter().map(|h| meaning(h)).collect();
    let row =
        ["Ana", "a@x.com", "(11) 98765-4321", "Aurora", "529.982.247-25", "Brasil", "7"].map(str::to_owned);
    let c = changes(&meanings, &row).expect("someone");
    assert_eq!((c.name.as_deref(), c.phone.as_deref()), (Some("Ana"), Some("+5511987654321")));
    assert_eq!(c.additional_attributes["company_name"], "Aurora");
    assert_eq!(
        (&c.custom_attributes["cpf"], c.custom_attributes.get("id")),
        (&"529.982.247-25".into(), None)
    );
    assert_eq!(changes(&meanings, &["", "", "", "x"].map(str::to_owned)), None);
    let mangled = ["Ana", "", "5,51199E+12"].map(str::to_owned);
    assert_eq!(changes(&meanings, &mangled).expect("someone").phone.as_deref(), Some("5,51199E+12"));
}

/// A file with one sheet of these cells, as XML.
fn workbook(rows: &str) -> Vec<u8> {
    let parts = [
        ("[Content_Types].xml", r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#.to_owned()),
        ("_rels/.rels", r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#.to_owned()),
        ("xl/workbook.xml", r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Contatos" sheetId="1" r:id="rId1"/></sheets></workbook>"#.to_owned()),
        ("xl/_rels/workbook.xml.rels", r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#.to_owned()),
        ("xl/worksheets/sheet1.xml", format!(r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#)),
    ];
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        let stored =
            zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        zip.start_file(name, stored).expect("a part");
        std::io::Write::write_all(&mut zip, text.as_bytes()).expect("text");
    }
    zip.finish().expect("a file").into_inner()
}

#[test]
fn spreadsheets_are_read_as_they_were_meant() {
    let rows = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>Nome</t></is></c><c r="B1" t="inlineStr"><is><t>Celular</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>João</t></is></c><c r="B2"><v>5511998765432</v></c></row><row r="3"><c r="A3" t="inlineStr"><is><t>Ana</t></is></c><c r="B3" t="inlineStr"><is><t>5,51199E+12</t></is></c></row>"#;
    let table = read(&workbook(rows)).expect("a table");
    assert_eq!(table.header, ["Nome", "Celular"]);
    assert_eq!(table.rows, [["João", "5511998765432"], ["Ana", "5,51199E+12"]]);
    let meanings: Vec<Meaning> = table.header.iter().map(|h| meaning(h)).collect();
    let known = changes(&meanings, &table.rows[0]).expect("someone");
    assert_eq!(known.phone.as_deref(), Some("+5511998765432"));
    // What the sheet has thrown away is not guessed.
    assert_eq!(changes(&meanings, &table.rows[1]).expect("someone").phone.as_deref(), Some("5,51199E+12"));
    assert_eq!(read(&workbook("")), None, "an empty sheet");
}

#[test]
fn phones_are_read_as_people_write_them() {
    let meanings = [Meaning::Phone];
    let read = |cell: &str| changes(&meanings, &[cell.to_owned()]).expect("someone").phone.expect("a phone");
    for (written, meant) in [
        ("(0xx11) 98765-4321", "+5511987654321"),
        ("011 3333-4444", "+551133334444"),
        ("55 11 98765-4321", "+5511987654321"),
        ("98765-4321 / (11) 98765-4321", "+5511987654321"),
        ("+351 912 345 678", "+351912345678"),
        ("98765-4321", "98765-4321"),
    ] {
        assert_eq!(read(written), meant);
    }
}

#[test]
fn meanings_have_names_and_the_first_of_two_columns_counts() {
    let all = [
        Meaning::Name,
        Meaning::Phone,
        Meaning::Fact("city"),
        Meaning::Attribute("cpf".into()),
        Meaning::Nothing,
    ];
    for m in all {
        assert_eq!(Meaning::from_wire(&m.wire()), Some(m));
    }
    assert_eq!((Meaning::from_wire("attribute:"), Meaning::from_wire("bairro")), (None, None));
    let two = [Meaning::Phone, Meaning::Phone].as_slice();
    let row = ["".to_owned(), "(11) 98765-4321".to_owned()];
    assert_eq!(changes(two, &row).expect("someone").phone.as_deref(), Some("+5511987654321"));
}

#[test]
fn a_sheet_that_reaches_beyond_memory_is_read_cell_by_cell() {
    let far = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>Nome</t></is></c></row><row r="1048576"><c r="A1048576" t="inlineStr"><is><t>Ana</t></is></c><c r="XFD1048576"><v>1</v></c></row>"#;
    let table = read(&workbook(far)).expect("a table");
    assert_eq!((table.header.len(), table.rows), (1, vec![vec!["Ana".to_owned()]]));
}
