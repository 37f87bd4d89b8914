//! What comes in several forms is read as one.

use kernel_base::{Locale, Micros};
use plug_import::Writer;
use serde_json::{Value, json};

use crate::json::{object, time};
use crate::{enums, folder, shapes};

#[test]
fn moments_of_rows_and_of_the_api_are_the_same() {
    let at = |value: Value| time(&json!({ "at": value }), "at");
    let noon = Micros(1_772_452_800_000_000);
    for same in [
        json!(1_772_452_800),
        json!("1772452800"),
        json!("2026-03-02T12:00:00"),
        json!("2026-03-02T12:00:00.000Z"),
        json!("2026-03-02 12:00:00"),
        json!("2026-03-02T12:00:00+00:00"),
    ] {
        assert_eq!(at(same.clone()), Some(noon), "{same}");
    }
    assert_eq!(at(json!("2024-02-29T23:59:59.123456")), Some(Micros(1_709_251_199_123_456)));
    assert_eq!(at(json!(1_772_452_800.25)), Some(Micros(noon.0 + 250_000)));
    for none in [json!(0), json!(null), json!("ontem"), json!("2026-13-02T12:00:00")] {
        assert_eq!(at(none.clone()), None, "{none}");
    }
}

#[test]
fn attributes_that_rails_wrote_as_text_are_objects() {
    let of = json!({ "a": "{\"in_reply_to\":7}", "b": { "c": 1 }, "d": "words" });
    assert_eq!(object(&of, "a")["in_reply_to"], 7);
    assert_eq!(object(&of, "b")["c"], 1);
    assert!(object(&of, "d").is_empty() && object(&of, "e").is_empty());
}

#[test]
fn names_and_numbers_mean_the_same() {
    assert_eq!(enums::number(enums::STATUS, Some(&json!("snoozed"))), Some(3));
    assert_eq!(enums::number(enums::STATUS, Some(&json!(3))), Some(3));
    assert_eq!(enums::number(enums::STATUS, Some(&json!(9))), None);
    assert_eq!(enums::name(enums::CONTENT_TYPE, Some(&json!(9)), "text"), "input_csat");
    for (value, locale) in
        [(json!(16), Locale::PtBr), (json!("pt_BR"), Locale::PtBr), (json!("es"), Locale::Es)]
    {
        assert_eq!(enums::locale(Some(&value)), locale);
    }
    assert_eq!(enums::locale(Some(&json!("de"))), Locale::En);
}

#[test]
fn what_is_no_file_is_words() {
    let place = json!({"id": 4, "file_type": "location", "coordinates_lat": -23.5, "coordinates_long": -46.6,
        "fallback_title": "Loja"});
    let file = shapes::file(&place, None, None);
    assert_eq!(file.words.as_deref(), Some("Loja https://www.google.com/maps?q=-23.5,-46.6"));
    assert_eq!(file.place, None);
    let photo =
        shapes::file(&json!({"id": 5, "file_type": 0}), Some("abcdef".into()), Some("foto.png".into()));
    assert_eq!(
        (photo.words, photo.place.as_deref(), photo.name.as_str()),
        (None, Some("abcdef"), "foto.png")
    );
}

#[test]
fn writers_are_told_apart() {
    assert_eq!(shapes::writer(Some("User"), Some(3), "Ana", false), Writer::Person(3, "Ana".to_owned()));
    assert_eq!(shapes::writer(Some("contact"), Some(3), "", true), Writer::Contact(3));
    assert_eq!(shapes::writer(Some("AgentBot"), Some(2), "", false), Writer::Bot(2));
    assert_eq!(shapes::writer(None, None, "", false), Writer::System);
}

#[test]
fn a_key_leads_nowhere_else() {
    let root = std::env::temp_dir().join(format!("import-chatwoot-{}", std::process::id()));
    std::fs::create_dir_all(root.join("ab/cd")).unwrap();
    std::fs::write(root.join("ab/cd/abcdefgh"), b"conteudo").unwrap();
    let folder = folder::Folder(root.clone());
    assert_eq!(folder.read("abcdefgh").unwrap().as_deref(), Some(b"conteudo".as_slice()));
    assert_eq!(folder.read("zzzzzzzz").unwrap(), None);
    assert_eq!(folder.read("../../etc/passwd").unwrap(), None);
    std::fs::remove_dir_all(root).unwrap();
}
