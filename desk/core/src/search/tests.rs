//! Excerpts are whole, short and marked.

use super::{Excerpt, excerpt};

#[test]
fn marks_the_beginning_of_words_whatever_their_accents() {
    let found = excerpt("Pedi a **devolução** 😀 e a troca", "DEVOLUCAO tro");
    assert_eq!(found.text, "Pedi a devolução 😀 e a troca");
    assert_eq!(found.ranges, vec![[7, 16], [24, 27]]);
}

#[test]
fn cuts_around_the_first_word() {
    let long = format!("{} agulha {}", "palha ".repeat(60), "palha ".repeat(60));
    let found = excerpt(&long, "agulha");
    assert!(found.text.starts_with('…') && found.text.ends_with('…'));
    let [from, to] = found.ranges[0];
    let units: Vec<u16> = found.text.encode_utf16().collect();
    assert_eq!(String::from_utf16_lossy(&units[from..to]), "agulha");
}

#[test]
fn a_text_without_the_word_has_no_marks() {
    assert_eq!(excerpt("", "x"), Excerpt::default());
    assert!(excerpt("nada aqui", "ausente").ranges.is_empty());
}
