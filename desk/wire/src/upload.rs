//! Files that were sent ahead of their message.

use serde::Serialize;
use utoipa::ToSchema;

use crate::VoiceJson;

/// A file that waits for its message; `signed_id` in a message's `attachments` names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct UploadJson {
    /// What a message names it by; only whoever sent it can.
    pub signed_id: String,
    /// The same.
    pub blob_id: String,
    /// Where its content lies.
    pub blob_key: String,
    /// Where to get it.
    pub file_url: String,
    /// Its name.
    pub file_name: String,
    /// Media type found in the content.
    pub content_type: String,
    /// `image`, `audio`, `video` or `file`.
    pub file_type: String,
    /// Bytes.
    pub file_size: i64,
    /// Pixels, for pictures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<i64>,
    /// Pixels, for pictures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<i64>,
    /// A small picture of it; empty where there is none.
    pub thumb_url: String,
    /// What is known of recorded voice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meta: Option<VoiceJson>,
}
