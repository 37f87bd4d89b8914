//! Tests of canned responses.

use kernel_text::check;

use crate::LOCALES;
use crate::rules::{content, short_code};

#[test]
fn codes_and_texts_as_they_are_stored() {
    assert_eq!(short_code(" /Olá Pessoal ").unwrap(), "olá-pessoal");
    assert_eq!(short_code("a.b_c-1").unwrap(), "a.b_c-1");
    for bad in ["", "/", "a,b", "<x>", "a\0", &"x".repeat(41)] {
        assert!(short_code(bad).is_err(), "{bad:?}");
    }
    assert_eq!(content(" Oi {{contact.name}} ").unwrap(), "Oi {{contact.name}}");
    assert!(content(" \n").is_err());
    assert!(content(&"é".repeat(20_001)).is_err());
}

#[test]
fn words_in_three_languages() {
    assert_eq!(check(&[("canned", LOCALES)]), Vec::<String>::new());
}
