//! Tests of the pure words.

use crate::{Locale, Micros, Phone, SeededRng, fold, sort_key, token};

#[test]
fn ninth_digit_both_ways() {
    let with = Phone::parse("+55 (11) 98765-4321").unwrap();
    assert_eq!(with.as_str(), "+5511987654321");
    let without = with.twin().unwrap();
    assert_eq!(without.as_str(), "+551187654321");
    assert_eq!(without.twin().unwrap(), with);
    for landline_or_foreign in ["+551133334444", "+5508007001234", "+14155552671", "+123456"] {
        assert_eq!(Phone::parse(landline_or_foreign).unwrap().twin(), None, "{landline_or_foreign}");
    }
    for bad in ["11987654321", "+", "+12345", "+1234567890123456", "+55x11", ""] {
        assert!(Phone::parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn folding_and_order() {
    assert_eq!(fold("João AÇÃO ﬁm"), "joao acao fim");
    let mut names = ["zebra", "Água", "agua", "Érica", "eric"];
    names.sort_by_key(|n| sort_key(n));
    assert_eq!(names, ["agua", "Água", "eric", "Érica", "zebra"]);
}

#[test]
fn accept_language_weights() {
    assert_eq!(Locale::from_accept_language("fr, es;q=0.5, en-US;q=0.9"), Some(Locale::En));
    assert_eq!(Locale::from_accept_language("pt_BR"), Some(Locale::PtBr));
    assert_eq!(Locale::from_accept_language("fr;q=1, de"), None);
    assert_eq!(Locale::from_accept_language("en;q=0, es"), Some(Locale::Es));
}

#[test]
fn times_and_tokens() {
    assert_eq!(Micros(1_795_000_000_123_456).iso().unwrap(), "2026-11-18T11:06:40.123Z");
    assert_eq!(Micros(i64::MAX).iso(), None);
    let rng = SeededRng::new(7);
    let (a, b) = (token(&rng, 24), token(&rng, 24));
    assert_eq!(a.len(), 24);
    assert_ne!(a, b);
    assert!(a.bytes().all(|c| c.is_ascii_alphanumeric()));
}

#[test]
fn documents_are_known_by_their_check_digits() {
    use crate::{cep, cnpj, cpf};
    assert_eq!(cpf(" 529.982.247-25 ").as_deref(), Some("52998224725"));
    for wrong in ["529.982.247-24", "111.111.111-11", "5299822472", "52998224725a", "529982247٢5", ""] {
        assert_eq!(cpf(wrong), None, "{wrong}");
    }
    assert_eq!(cnpj("11.222.333/0001-81").as_deref(), Some("11222333000181"));
    // The Receita's own example of a number with letters.
    assert_eq!(cnpj("12.abc.345/01de-35").as_deref(), Some("12ABC34501DE35"));
    for wrong in ["11.222.333/0001-82", "00.000.000/0000-00", "12ABC34501DE3A", "12ABC34501DE36", "é"] {
        assert_eq!(cnpj(wrong), None, "{wrong}");
    }
    assert_eq!(cep("05435-000").as_deref(), Some("05435000"));
    assert_eq!((cep("0543500"), cep("0543500a"), cep("00000-000")), (None, None, None));
}
