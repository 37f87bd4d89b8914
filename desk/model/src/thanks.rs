//! A bare word of thanks: it wants no answer.

use kernel_base::fold;

/// Words that may stand in thanks, without accents or case.
const WORDS: &[&str] = &[
    "obrigado",
    "obrigada",
    "obg",
    "obgd",
    "brigado",
    "brigada",
    "valeu",
    "vlw",
    "grato",
    "grata",
    "agradeco",
    "agradecido",
    "agradecida",
    "muito",
    "mto",
    "mt",
    "de",
    "nada",
    "ok",
    "okay",
    "beleza",
    "blz",
    "certo",
    "show",
    "perfeito",
    "otimo",
    "entendi",
    "pela",
    "pelo",
    "atencao",
    "ajuda",
    "atendimento",
    "por",
    "tudo",
    "a",
    "o",
    "voce",
    "vc",
    "voces",
    "todos",
    "mesmo",
    "viu",
    "bom",
    "boa",
    "dia",
    "tarde",
    "noite",
    "abraco",
    "abracos",
    "thanks",
    "thank",
    "you",
    "thx",
    "ty",
    "so",
    "much",
    "very",
    "great",
    "perfect",
    "cheers",
    "for",
    "your",
    "the",
    "help",
    "everything",
    "gracias",
    "muchas",
    "mil",
    "muy",
    "amable",
    "todo",
    "vale",
    "perfecto",
    "genial",
    "la",
    "su",
    "tu",
    "ayuda",
];
/// Words without which nothing is thanks.
const THANKS: &[&str] = &[
    "obrigado",
    "obrigada",
    "obg",
    "obgd",
    "brigado",
    "brigada",
    "valeu",
    "vlw",
    "grato",
    "grata",
    "agradeco",
    "agradecido",
    "agradecida",
    "thanks",
    "thank",
    "thx",
    "ty",
    "cheers",
    "gracias",
];
/// Signs that alone are as good as thanks.
const SIGNS: &[char] =
    &['\u{1f64f}', '\u{1f44d}', '\u{2764}', '\u{1f49a}', '\u{1f60a}', '\u{1f970}', '\u{1f64c}'];
/// Characters that thanks have at most.
const MOST: usize = 80;

/// Whether a text is nothing but thanks, in Portuguese, English or Spanish; a question never is.
#[must_use]
pub fn is_thanks(text: &str) -> bool {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > MOST || text.contains('?') {
        return false;
    }
    let folded = fold(text);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    if words.is_empty() {
        return text.chars().any(|c| SIGNS.contains(&c));
    }
    words.iter().all(|w| WORDS.contains(w)) && words.iter().any(|w| THANKS.contains(w))
}
