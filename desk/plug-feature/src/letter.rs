//! A letter: an e-mail by the product itself, in parts that a template draws.

use kernel_base::Locale;
use serde_json::{Value, json};

/// The kind of the job that carries a letter.
pub const LETTER_JOB: &str = "mail.send";

/// An e-mail by the product itself: an invitation, a notice, a transcript. Texts are plain; the template escapes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The address.
    pub to: String,
    /// Language of the template's own words.
    pub locale: Locale,
    /// Subject, one line.
    pub subject: String,
    /// Headline.
    pub title: String,
    /// Paragraphs; a line break within one is kept.
    pub paragraphs: Vec<String>,
    /// A button: its words and its address.
    pub action: Option<(String, String)>,
    /// Small print below.
    pub footer: Option<String>,
    /// Files that go with it, stored under these keys.
    pub files: Vec<LetterFile>,
}

/// A stored file that goes with a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterFile {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub content_type: String,
    /// Where its content lies.
    pub blob_key: String,
}

impl Letter {
    /// As the data of its job.
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({
            "to": self.to,
            "locale": self.locale.tag(),
            "subject": self.subject,
            "title": self.title,
            "paragraphs": self.paragraphs,
            "action": self.action.as_ref().map(|(label, url)| json!({ "label": label, "url": url })),
            "footer": self.footer,
            "files": self.files.iter().map(|f| json!({
                "name": f.name, "content_type": f.content_type, "blob_key": f.blob_key,
            })).collect::<Vec<_>>(),
        })
    }

    /// The letter of such data; `None` when it is none.
    #[must_use]
    pub fn from_json(data: &Value) -> Option<Self> {
        let text = |value: &Value, name: &str| value.get(name)?.as_str().map(str::to_owned);
        let list = |name: &str| data.get(name).and_then(Value::as_array).into_iter().flatten();
        let action = data.get("action").filter(|a| !a.is_null());
        Some(Self {
            to: text(data, "to")?,
            locale: Locale::parse(data.get("locale")?.as_str()?)?,
            subject: text(data, "subject")?,
            title: text(data, "title")?,
            paragraphs: list("paragraphs").filter_map(|p| p.as_str().map(str::to_owned)).collect(),
            action: action.and_then(|a| Some((text(a, "label")?, text(a, "url")?))),
            footer: text(data, "footer"),
            files: list("files")
                .filter_map(|f| {
                    let (name, blob_key) = (text(f, "name")?, text(f, "blob_key")?);
                    Some(LetterFile { name, content_type: text(f, "content_type")?, blob_key })
                })
                .collect(),
        })
    }
}
