//! A letter with its envelope, and how it becomes bytes. Nothing that is given in can begin a header of its own.

use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Attachment as Part, Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};

use crate::{MailError, Server};

/// Characters of a header's text at most.
const LINE_MAX: usize = 250;

/// A file that goes with a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// Its media type; what is none counts as bytes.
    pub content_type: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// A letter about to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Whom it is for.
    pub to: String,
    /// The name it comes from, where the server's settings say none.
    pub from_name: String,
    /// Subject.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The HTML.
    pub html: String,
    /// What stands before the @ of its Message-ID: the same each time the same letter is tried.
    pub id: String,
    /// Files.
    pub files: Vec<Attachment>,
}

/// Whether `text` is an address a letter can be sent to.
#[must_use]
pub fn is_address(text: &str) -> bool {
    text.len() <= 254 && text.parse::<Address>().is_ok()
}

/// `text` as one line without anything invisible, cut to what a header bears.
#[must_use]
pub fn one_line(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    line.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LINE_MAX).collect()
}

/// `Auto-Submitted: auto-generated`: no machine answers a machine (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }
    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }
    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// The same for Exchange, which does not read the former.
#[derive(Clone)]
struct AutoResponseSuppress;

impl Header for AutoResponseSuppress {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("X-Auto-Response-Suppress")
    }
    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }
    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "All".to_owned())
    }
}

impl Mail {
    /// The message as it is handed over.
    pub(crate) fn message(&self, server: &Server) -> Result<Message, MailError> {
        let address = |text: &str| {
            text.parse::<Address>()
                .map_err(|_| MailError::Unwritable(format!("no address: {}", one_line(text))))
        };
        let from = address(&server.from)?;
        let name = one_line(server.from_name.as_deref().unwrap_or(&self.from_name));
        let id: String =
            self.id.chars().filter(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c)).collect();
        let id = format!("<{id}@{}>", from.domain());
        let body = MultiPart::alternative()
            .singlepart(SinglePart::plain(self.text.clone()))
            .singlepart(SinglePart::html(self.html.clone()));
        let builder = Message::builder()
            .from(Mailbox::new(Some(name).filter(|n| !n.is_empty()), from))
            .to(Mailbox::new(None, address(&self.to)?))
            .subject(one_line(&self.subject))
            .message_id(Some(id))
            .header(AutoSubmitted)
            .header(AutoResponseSuppress);
        let whole = if self.files.is_empty() {
            body
        } else {
            self.files.iter().fold(MultiPart::mixed().multipart(body), |all, file| {
                let kind =
                    ContentType::parse(&file.content_type).or(ContentType::parse("application/octet-stream"));
                let kind = kind.unwrap_or(ContentType::TEXT_PLAIN);
                all.singlepart(Part::new(one_line(&file.name)).body(file.bytes.clone(), kind))
            })
        };
        builder.multipart(whole).map_err(|e| MailError::Unwritable(e.to_string()))
    }
}
