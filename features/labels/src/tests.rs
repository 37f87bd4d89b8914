//! Tests of labels.

use kernel_text::check;

use crate::LOCALES;
use crate::rules::{Title, color, color_of, description};

#[test]
fn titles_as_they_are_stored() {
    for (raw, text, fold) in [
        ("Troca", "troca", "troca"),
        ("  Segunda  via ", "segunda-via", "segunda-via"),
        ("DÚVIDA_2", "dúvida_2", "duvida_2"),
        ("日本", "日本", "日本"),
    ] {
        let title = Title::parse(raw).unwrap();
        assert_eq!((title.text.as_str(), title.fold.as_str()), (text, fold), "{raw}");
    }
    for bad in ["", "   ", "a/b", "<b>", "a,b", "\"", "a\0b", &"x".repeat(61)] {
        assert!(Title::parse(bad).is_err(), "{bad:?}");
    }
}

#[test]
fn colours_and_descriptions() {
    assert_eq!(color("#1f9fc4").unwrap(), "#1F9FC4");
    assert_eq!(color(" #abc ").unwrap(), "#AABBCC");
    for bad in ["", "red", "1f9fc4", "#12", "#12345g", "#1234567", "url(x)"] {
        assert!(color(bad).is_err(), "{bad}");
    }
    let title = Title::parse("qualquer").unwrap();
    assert_eq!(color(color_of(&title)).unwrap(), color_of(&title));
    assert_eq!(description("  ").unwrap(), None);
    assert!(description(&"x".repeat(501)).is_err());
}

#[test]
fn words_in_three_languages() {
    assert_eq!(check(&[("labels", LOCALES)]), Vec::<String>::new());
}
