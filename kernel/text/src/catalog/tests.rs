//! Tests of catalogues: look-up, placeholders, plurals, and what the check finds.

use kernel_base::Locale;

use crate::{Catalog, check};

fn load(pt: &str, en: &str, es: &str) -> Catalog {
    Catalog::load(&[("ns", [pt, en, es])]).unwrap()
}

#[test]
fn looks_up_with_fallback() {
    let catalog =
        load(r#"{"a":"Olá, {name}","only":"Só"}"#, r#"{"a":"Hi, {name}"}"#, r#"{"ns.a":"Hola, {name}"}"#);
    let args = [("name", "Marina".to_owned())];
    assert_eq!(catalog.text(Locale::PtBr, "ns.a", &args), "Olá, Marina");
    assert_eq!(catalog.text(Locale::En, "ns.a", &args), "Hi, Marina");
    assert_eq!(catalog.text(Locale::Es, "ns.a", &args), "Hola, Marina");
    assert_eq!(catalog.text(Locale::En, "ns.only", &[]), "Só");
    assert_eq!(catalog.text(Locale::En, "ns.none", &[]), "ns.none");
    assert_eq!(catalog.text(Locale::En, "ns.a", &[]), "Hi, {name}");
    assert!(catalog.has("ns.only") && !catalog.has("only"));
}

#[test]
fn a_value_is_never_read_as_a_message() {
    let catalog = load(r#"{"a":"{x}"}"#, "{}", "{}");
    assert_eq!(catalog.text(Locale::PtBr, "ns.a", &[("x", "{x} {n, plural".to_owned())]), "{x} {n, plural");
}

#[test]
fn plurals_follow_each_language() {
    let text = "{n, plural, =0 {Nada} one {# item de {who}} other {# itens de {who}}}.";
    let json = serde_json::json!({ "p": text }).to_string();
    let catalog = load(&json, &json, &json);
    let say =
        |locale, n: i64| catalog.text(locale, "ns.p", &[("n", n.to_string()), ("who", "Ana".to_owned())]);
    assert_eq!(say(Locale::PtBr, 0), "Nada.");
    assert_eq!(say(Locale::PtBr, 1), "1 item de Ana.");
    assert_eq!(say(Locale::PtBr, 12_345), "12.345 itens de Ana.");
    assert_eq!(say(Locale::PtBr, 1_000_000), "1.000.000 itens de Ana.");
    assert_eq!(say(Locale::En, 1234), "1,234 itens de Ana.");
    assert_eq!(say(Locale::Es, 1234), "1234 itens de Ana.");
}

#[test]
fn portuguese_counts_zero_as_one() {
    let json = r##"{"p":"{n, plural, one {# vez} other {# vezes}}"}"##;
    let catalog = load(json, json, json);
    assert_eq!(catalog.text(Locale::PtBr, "ns.p", &[("n", "0".to_owned())]), "0 vez");
    assert_eq!(catalog.text(Locale::En, "ns.p", &[("n", "0".to_owned())]), "0 vezes");
}

#[test]
fn variables_in_double_braces_stay() {
    let catalog = load(r#"{"a":"Oi {{contact.name}}, {x}!"}"#, "{}", "{}");
    assert_eq!(catalog.text(Locale::PtBr, "ns.a", &[("x", "já".to_owned())]), "Oi {{contact.name}}, já!");
}

#[test]
fn malformed_catalogues_are_refused() {
    for bad in [
        r#"{"a":"{"}"#,
        r#"{"a":"}"}"#,
        r#"{"a":"{}"}"#,
        r#"{"a":"{x, select, other {}}"}"#,
        r#"{"a":"{n, plural, one {1}}"}"#,
        r#"{"a":"{n, plural, few {1} other {2}}"}"#,
        r#"{"a":"{{x"}"#,
        r#"{"a":" "}"#,
        r#"{"a":{"b":"c"}}"#,
        "[]",
    ] {
        assert!(Catalog::load(&[("ns", [bad, "{}", "{}"])]).is_err(), "{bad}");
    }
    let deep = format!("{{\"a\":\"{}x{}\"}}", "{n, plural, other {".repeat(50), "}}".repeat(50));
    assert!(Catalog::load(&[("ns", [&deep, "{}", "{}"])]).is_err());
}

#[test]
fn the_check_names_what_differs() {
    assert_eq!(
        check(&[("ns", [r#"{"a":"{x}"}"#, r#"{"a":"{x}!"}"#, r#"{"a":"¡{x}!"}"#])]),
        Vec::<String>::new()
    );
    let found =
        check(&[("ns", [r#"{"a":"{x}","b":"c"}"#, r#"{"a":"{y}","b":"c"}"#, r#"{"a":"{x}","d":"e"}"#])]);
    assert_eq!(
        found,
        [
            "ns.a has other placeholders in en than in pt-BR",
            "ns.b is missing in es",
            "ns.d is in es but not in pt-BR",
        ]
    );
    assert_eq!(check(&[("ns", ["x", "{}", "{}"])]).len(), 1);
}
