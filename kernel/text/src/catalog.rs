//! Message catalogues: flat dotted keys in one JSON object per namespace and language.

use std::collections::{BTreeMap, HashMap};

use kernel_base::Locale;

use crate::message::Message;

/// A namespace with its JSON texts in the order of [`Locale::ALL`]: pt-BR, en, es.
///
/// A key is found under `namespace.key`; a key that already begins with its namespace, or an empty namespace,
/// is taken as it is.
pub type Source<'a> = (&'a str, [&'a str; 3]);

/// Why a catalogue can't be loaded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("catalogue {namespace} {locale}: {what}")]
pub struct CatalogError {
    /// The namespace.
    pub namespace: String,
    /// The language's tag.
    pub locale: &'static str,
    /// What is wrong, with the key where it is one message.
    pub what: String,
}

/// All messages of the program in all languages.
#[derive(Debug, Default)]
pub struct Catalog {
    messages: HashMap<String, [Option<Message>; 3]>,
}

impl Catalog {
    /// Reads `sources`; a key that comes twice keeps its later text.
    ///
    /// # Errors
    /// [`CatalogError`] for a text that is not a flat JSON object of well-formed messages.
    pub fn load(sources: &[Source<'_>]) -> Result<Self, CatalogError> {
        let mut messages: HashMap<String, [Option<Message>; 3]> = HashMap::new();
        for (namespace, texts) in sources {
            for (place, text) in texts.iter().enumerate() {
                for (key, message) in read(namespace, Locale::ALL[place], text)? {
                    messages.entry(key).or_default()[place] = Some(message);
                }
            }
        }
        Ok(Self { messages })
    }

    /// The words of `key` in `locale`, in Brazilian Portuguese where that language lacks it, or the key itself
    /// where nobody has it. A placeholder without a value stays visible as `{name}`.
    #[must_use]
    pub fn text(&self, locale: Locale, key: &str, args: &[(&'static str, String)]) -> String {
        let Some(languages) = self.messages.get(key) else { return key.to_owned() };
        let wanted = place(locale);
        let found = languages[wanted].as_ref().map(|m| (m, locale));
        let Some((message, locale)) = found.or_else(|| languages[0].as_ref().map(|m| (m, Locale::PtBr)))
        else {
            return key.to_owned();
        };
        let mut out = String::new();
        message
            .render(&mut out, locale, &|name| args.iter().find(|(n, _)| *n == name).map(|(_, v)| v.as_str()));
        out
    }

    /// Whether any language has `key`.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.messages.contains_key(key)
    }
}

/// What is wrong with `sources`, for tests: unreadable texts, keys that a language lacks, empty texts,
/// placeholders that differ between languages. Empty when all is well.
#[must_use]
pub fn check(sources: &[Source<'_>]) -> Vec<String> {
    let mut wrong = Vec::new();
    for (namespace, texts) in sources {
        let mut languages: Vec<BTreeMap<String, Message>> = Vec::new();
        for (place, text) in texts.iter().enumerate() {
            match read(namespace, Locale::ALL[place], text) {
                Ok(messages) => languages.push(messages.into_iter().collect()),
                Err(e) => wrong.push(e.to_string()),
            }
        }
        if languages.len() == texts.len() {
            compare(&languages, &mut wrong);
        }
    }
    wrong
}

fn compare(languages: &[BTreeMap<String, Message>], wrong: &mut Vec<String>) {
    let Some((first, others)) = languages.split_first() else { return };
    for (other, locale) in others.iter().zip(&Locale::ALL[1..]) {
        let tag = locale.tag();
        for (key, message) in first {
            match other.get(key) {
                None => wrong.push(format!("{key} is missing in {tag}")),
                Some(m) if m.names() != message.names() => {
                    wrong.push(format!("{key} has other placeholders in {tag} than in pt-BR"));
                }
                Some(_) => {}
            }
        }
        for key in other.keys().filter(|k| !first.contains_key(*k)) {
            wrong.push(format!("{key} is in {tag} but not in pt-BR"));
        }
    }
}

fn read(namespace: &str, locale: Locale, text: &str) -> Result<Vec<(String, Message)>, CatalogError> {
    let error = |what: String| CatalogError { namespace: namespace.to_owned(), locale: locale.tag(), what };
    let table: BTreeMap<String, String> =
        serde_json::from_str(text).map_err(|e| error(format!("not a flat object of texts: {e}")))?;
    let mut messages = Vec::with_capacity(table.len());
    for (key, text) in table {
        if text.trim().is_empty() {
            return Err(error(format!("{key} is empty")));
        }
        let message = Message::parse(&text).map_err(|e| error(format!("{key}: {e}")))?;
        messages.push((full_key(namespace, key), message));
    }
    Ok(messages)
}

fn full_key(namespace: &str, key: String) -> String {
    let whole = namespace.is_empty() || key.strip_prefix(namespace).is_some_and(|rest| rest.starts_with('.'));
    if whole { key } else { format!("{namespace}.{key}") }
}

fn place(locale: Locale) -> usize {
    match locale {
        Locale::PtBr => 0,
        Locale::En => 1,
        Locale::Es => 2,
    }
}

#[cfg(test)]
mod tests;
