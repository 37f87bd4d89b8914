//! A message that is about to be written, and its bounds.

use desk_model::{Attachment, CONTENT_MAX, ContentType, Voice, check_attributes};
use kernel_base::{Problem, UserId};
use kernel_blob::FileKind;
use serde_json::{Map, Value};

use crate::conversations::attributes_problem;

/// Keys of content attributes that only the product itself writes.
const OURS: [&str; 7] =
    ["activity", "deleted", "edited", "edits", "external_error", "forwarded", "signed_as"];

/// Bytes of a sticker at most, as messengers take them.
const STICKER_BYTES: i64 = 512 * 1024;

/// A message that is about to be written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// Text, Markdown.
    pub content: String,
    /// Whether only the team sees it.
    pub private: bool,
    /// What the content is; text if nothing is said.
    pub content_type: Option<ContentType>,
    /// Quote, form values and the like.
    pub content_attributes: Map<String, Value>,
    /// The sender's own id: the same twice is one message.
    pub echo_id: Option<String>,
    /// The provider's id.
    pub source_id: Option<String>,
    /// Files, stored already.
    pub files: Vec<NewFile>,
    /// People mentioned beside those the text names.
    pub mentions: Vec<UserId>,
    /// Whether a reply names its author: by a line above where the channel has such lines, else by their signature below.
    pub sign: bool,
}

/// A file that is stored and waits for its message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// Where the content lies.
    pub key: String,
    /// Checked name.
    pub name: String,
    /// `image`, `audio`, `video` or `file`.
    pub kind: &'static str,
    /// Media type found in the content.
    pub content_type: String,
    /// Bytes.
    pub size: i64,
    /// Pixels, for pictures.
    pub width: Option<i64>,
    /// Pixels, for pictures.
    pub height: Option<i64>,
    /// What is known of recorded voice.
    pub voice: Option<Voice>,
    /// Where the recording lies as it came, if the file was made from it.
    pub original_key: Option<String>,
}

impl From<Attachment> for NewFile {
    fn from(file: Attachment) -> Self {
        Self {
            key: file.blob_key,
            name: file.name,
            kind: FileKind::from_wire(&file.kind).unwrap_or(FileKind::File).wire(),
            content_type: file.content_type,
            size: file.size,
            width: file.width,
            height: file.height,
            voice: file.voice,
            original_key: file.original_key,
        }
    }
}

impl Draft {
    /// Checks the bounds and takes out what only the product itself writes.
    ///
    /// # Errors
    /// 422 with the field that is wrong.
    pub fn checked(mut self) -> Result<Self, Problem> {
        if self.content.trim().is_empty() && self.files.is_empty() {
            return Err(Problem::field("content", "error.required"));
        }
        if self.content.chars().count() > CONTENT_MAX {
            return Err(Problem::field("content", "error.too_long").with("max", CONTENT_MAX.to_string()));
        }
        if self.content_type == Some(ContentType::Sticker) && !self.is_sticker() {
            return Err(Problem::field("attachments", "error.sticker"));
        }
        too_long("echo_id", self.echo_id.as_deref(), 255)?;
        too_long("source_id", self.source_id.as_deref(), 1000)?;
        for key in OURS {
            self.content_attributes.remove(key);
        }
        check_attributes(&self.content_attributes)
            .map_err(|e| attributes_problem("content_attributes", e))?;
        self.echo_id = self.echo_id.filter(|e| !e.is_empty());
        self.source_id = self.source_id.filter(|e| !e.is_empty());
        Ok(self)
    }

    /// Whether it is one small picture and nothing else.
    fn is_sticker(&self) -> bool {
        let [picture] = self.files.as_slice() else { return false };
        self.content.trim().is_empty()
            && matches!(picture.content_type.as_str(), "image/webp" | "image/png")
            && picture.size <= STICKER_BYTES
    }

    /// The message it quotes.
    pub(crate) fn quotes(&self) -> Result<Option<i64>, Problem> {
        match self.content_attributes.get("in_reply_to") {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Number(n)) => Ok(n.as_i64()),
            Some(Value::String(s)) if s.is_empty() => Ok(None),
            Some(Value::String(s)) => s
                .parse()
                .map(Some)
                .map_err(|_| Problem::field("content_attributes.in_reply_to", "error.wrong_value")),
            Some(_) => Err(Problem::field("content_attributes.in_reply_to", "error.wrong_value")),
        }
    }
}

/// Refuses a text beyond `max` characters.
pub(crate) fn too_long(field: &str, text: Option<&str>, max: usize) -> Result<(), Problem> {
    match text {
        Some(t) if t.chars().count() > max => {
            Err(Problem::field(field, "error.too_long").with("max", max.to_string()))
        }
        _ => Ok(()),
    }
}
