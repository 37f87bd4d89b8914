//! What a file is, told by its content and never by its name or by what the sender claims.

/// How the interface shows a file; the names are Chatwoot's `file_type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// A picture that can be shown.
    Image,
    /// Sound.
    Audio,
    /// A film.
    Video,
    /// Anything else: offered for download.
    File,
}

impl FileKind {
    /// `image`, `audio`, `video` or `file`.
    #[must_use]
    pub const fn wire(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Audio => "audio",
            Self::Video => "video",
            Self::File => "file",
        }
    }

    /// The kind named `name`.
    #[must_use]
    pub fn from_wire(name: &str) -> Option<Self> {
        [Self::Image, Self::Audio, Self::Video, Self::File].into_iter().find(|k| k.wire() == name)
    }

    /// How a file of this media type is shown.
    #[must_use]
    pub fn of(content_type: &str) -> Self {
        match content_type {
            "image/png" | "image/jpeg" | "image/gif" | "image/webp" => Self::Image,
            t if t.starts_with("audio/") && shown_inline(t) => Self::Audio,
            t if t.starts_with("video/") && shown_inline(t) => Self::Video,
            _ => Self::File,
        }
    }
}

/// Whether a browser may show this type in place. Everything else is downloaded as bytes without a type: what
/// can carry script (HTML, SVG, XML) is not in this list.
#[must_use]
pub fn shown_inline(content_type: &str) -> bool {
    matches!(
        content_type,
        "image/png"
            | "image/jpeg"
            | "image/gif"
            | "image/webp"
            | "audio/mpeg"
            | "audio/mp4"
            | "audio/aac"
            | "audio/ogg"
            | "audio/webm"
            | "audio/wav"
            | "audio/x-flac"
            | "audio/amr"
            | "video/mp4"
            | "video/webm"
            | "video/quicktime"
            | "application/pdf"
    )
}

/// Bytes at either end of a file that are looked at for tracks.
const WINDOW: usize = 256 * 1024;

/// The media type of `data` and the usual extension of such files (empty where there is none).
#[must_use]
pub fn sniff(data: &[u8]) -> (&'static str, &'static str) {
    let Some(found) = infer::get(data) else { return textual(data) };
    match found.mime_type() {
        "video/webm" | "video/x-matroska" if has(data, b"A_") && !has(data, b"V_") => ("audio/webm", "webm"),
        "video/mp4" | "video/x-m4v" | "video/quicktime" if only_sound(data) => ("audio/mp4", "m4a"),
        "video/x-m4v" => ("video/mp4", "mp4"),
        "audio/m4a" => ("audio/mp4", "m4a"),
        "audio/opus" => ("audio/ogg", "ogg"),
        "audio/x-wav" => ("audio/wav", "wav"),
        "text/xml" | "text/html" => textual(data),
        other => (other, found.extension()),
    }
}

fn textual(data: &[u8]) -> (&'static str, &'static str) {
    let head = &data[..data.len().min(4096)];
    let lower = head.to_ascii_lowercase();
    if contains(&lower, b"<svg") {
        return ("image/svg+xml", "svg");
    }
    if [&b"<!doctype html"[..], b"<html", b"<script", b"<body", b"<iframe"]
        .iter()
        .any(|m| contains(&lower, m))
    {
        return ("text/html", "html");
    }
    if lower.trim_ascii_start().starts_with(b"<?xml") {
        return ("text/xml", "xml");
    }
    let is_text = match std::str::from_utf8(head) {
        Ok(_) => true,
        // The window may cut a character in two.
        Err(e) => e.error_len().is_none() && head.len() == 4096,
    };
    let no_control = head.iter().all(|b| *b >= 0x20 || matches!(b, b'\t' | b'\n' | b'\r' | 0x0c));
    if is_text && no_control && !head.is_empty() {
        ("text/plain", "txt")
    } else {
        ("application/octet-stream", "bin")
    }
}

/// Whether an MP4's track handlers name sound and no picture.
fn only_sound(data: &[u8]) -> bool {
    let mut sound = false;
    for window in ends(data) {
        for (at, _) in window.windows(4).enumerate().filter(|(_, w)| *w == b"hdlr") {
            match window.get(at + 12..at + 16) {
                Some(b"vide") => return false,
                Some(b"soun") => sound = true,
                _ => {}
            }
        }
    }
    sound
}

fn has(data: &[u8], mark: &[u8]) -> bool {
    contains(&data[..data.len().min(16 * 1024)], mark)
}

fn contains(data: &[u8], mark: &[u8]) -> bool {
    data.windows(mark.len()).any(|w| w == mark)
}

fn ends(data: &[u8]) -> [&[u8]; 2] {
    let head = data.len().min(WINDOW);
    let tail = data.len().saturating_sub(WINDOW).max(head);
    [&data[..head], &data[tail..]]
}
