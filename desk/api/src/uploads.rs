//! Files sent ahead of their message: at once, by a web address, or announced first and put afterwards.

mod disk;

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::Method;
use bytes::Bytes;
use desk_core::messages::{Announced, FileLimits, Handed, Upload, announce, keep, wait};
use desk_core::present;
use desk_model::{Sender, permissions};
use desk_wire::UploadJson;
use kernel_base::{Kind, Micros, Problem};
use kernel_blob::MAX_FILE;
use kernel_http::{
    Access, Form, Json, Limiter, Outbound, OutboundError, OutboundRequest, Path, Rate, Refusal, Routes,
};
use plug_channel::Recordings;
use plug_feature::Member;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use crate::App;
use crate::messages::limits;

const TAG: &str = "Messages";
/// Bytes of an upload with what goes along with it.
const BODY_MAX: usize = MAX_FILE as usize + (1 << 20);
/// How long another server may take to give a file.
const FETCH: Duration = Duration::from_secs(20);

/// What the handlers work with.
#[derive(Clone)]
pub(crate) struct Uploads {
    app: App,
    http: Outbound,
    often: Arc<Limiter<i64>>,
}

impl Uploads {
    /// Over the app and the client that dials out.
    pub(crate) fn new(app: &App, http: &Outbound) -> Self {
        let rate = Rate { burst: 120, every: Duration::from_millis(500) };
        Self { app: app.clone(), http: http.clone(), often: Arc::new(Limiter::new(rate)) }
    }
}

/// The table of routes.
pub(crate) fn routes() -> Routes<Uploads> {
    let write = Access::Member(permissions::CONVERSATION_WRITE.name);
    Routes::new()
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/upload",
            write,
            TAG,
            "Stores a file for a message, from the body (`attachment`) or from another server",
            upload,
        )
        .body_max(BODY_MAX)
        .body::<UploadForm>()
        .answer::<UploadJson>(200)
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/conversations/{conversation_id}/direct_uploads",
            write,
            TAG,
            "Announces a file for a message; its content is put to the address that is answered",
            direct,
        )
        .body::<DirectForm>()
        .answer::<DirectUpload>(200)
        .merge(disk::routes())
}

/// A file for a message.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = NewUpload)]
struct UploadForm {
    /// Where another server has the file; without one in the body.
    external_url: Option<String>,
    /// The conversation it is for, by its number: its channel's limit holds.
    conversation_id: Option<i64>,
    /// That it is recorded voice: true, or a list with its name.
    #[schema(value_type = bool)]
    is_recorded_audio: Option<Value>,
    /// 64 heights from 0 to 255, used where they can't be found in the recording.
    voice_peaks: Option<Vec<i64>>,
    /// Length in milliseconds, used where it can't be found in the recording.
    voice_duration_ms: Option<i64>,
}

/// A file that is to come.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = AnnounceUpload)]
struct DirectForm {
    /// The file.
    blob: BlobForm,
}

/// A file that is to come.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = AnnouncedBlob)]
struct BlobForm {
    /// Its name.
    filename: String,
    /// Bytes.
    byte_size: i64,
    /// MD5 of its content, Base64.
    checksum: String,
    /// What its sender takes it for.
    content_type: Option<String>,
}

/// A file whose content is awaited.
#[derive(Serialize, ToSchema)]
struct DirectUpload {
    /// What a message names it by.
    id: String,
    /// The same.
    key: String,
    /// The same.
    signed_id: String,
    /// Its name.
    filename: String,
    /// What its sender takes it for.
    content_type: String,
    /// Always empty.
    #[schema(value_type = Object)]
    metadata: Map<String, Value>,
    /// Always `local`.
    service_name: &'static str,
    /// Bytes.
    byte_size: i64,
    /// MD5 of its content, Base64.
    checksum: String,
    /// When it was announced, ISO 8601.
    created_at: Option<String>,
    /// Where the content goes, and with which headers.
    #[schema(value_type = Object)]
    direct_upload: Value,
}

async fn upload(
    State(own): State<Uploads>,
    member: Member,
    Form { value: form, files }: Form<UploadForm>,
) -> Result<Json<UploadJson>, Refusal> {
    own.often.check(&member.user.0)?;
    let limits = match form.conversation_id {
        Some(number) => limits(&own.app, &member, number).await?,
        None => FileLimits { size: MAX_FILE, count: 1 },
    };
    let recordings = Recordings::read(
        form.is_recorded_audio.as_ref(),
        form.voice_peaks.as_deref(),
        form.voice_duration_ms,
    )?;
    let (name, data) = match (files.into_iter().next(), form.external_url.as_deref()) {
        (Some(file), _) => (file.name, file.data),
        (None, Some(url)) if !url.trim().is_empty() => fetch(&own.http, url.trim(), limits).await?,
        _ => return Err(Problem::field("attachment", "error.required").into()),
    };
    let voice = recordings.of(&name);
    let one = FileLimits { count: 1, ..limits };
    let kept = keep(&own.app.core, one, vec![Handed { name, data, voice }]).await?.pop();
    let file = kept.ok_or_else(Problem::not_found)?;
    let upload = wait(&own.app.core, member.scope(), Sender::user(member.user), file).await?;
    let now = own.app.core.clock.now();
    Ok(Json(shown(&own.app, &upload, now)))
}

fn shown(app: &App, upload: &Upload, now: Micros) -> UploadJson {
    present::upload(&app.core, upload, now)
}

/// Gets a file from another server, never from inside the network.
async fn fetch(http: &Outbound, url: &str, limits: FileLimits) -> Result<(String, Bytes), Problem> {
    let most = usize::try_from(limits.size).unwrap_or(usize::MAX);
    let mut request = OutboundRequest::get(url, most);
    request.timeout = FETCH;
    let answer = http.send(request).await.map_err(|e| match e {
        OutboundError::TooLarge => Problem::new(Kind::TooLarge, "error.file_too_large")
            .with("limit", (limits.size / (1024 * 1024)).to_string()),
        _ => Problem::field("external_url", "error.not_fetched"),
    })?;
    if !answer.status.is_success() {
        return Err(Problem::field("external_url", "error.not_fetched"));
    }
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    let name = percent_encoding::percent_decode_str(name).decode_utf8_lossy().into_owned();
    Ok((if name.is_empty() { "file".to_owned() } else { name }, answer.body))
}

async fn direct(
    State(own): State<Uploads>,
    member: Member,
    Path((_, number)): Path<(i64, i64)>,
    Json(form): Json<DirectForm>,
) -> Result<Json<DirectUpload>, Refusal> {
    own.often.check(&member.user.0)?;
    let limits = limits(&own.app, &member, number).await?;
    let core = &own.app.core;
    let blob = form.blob;
    let content_type = blob.content_type.unwrap_or_else(|| "application/octet-stream".to_owned());
    let file = Announced {
        name: blob.filename.clone(),
        size: blob.byte_size,
        checksum: blob.checksum.clone(),
        content_type: content_type.clone(),
    };
    let token = announce(core, member.scope(), Sender::user(member.user), limits, file).await?;
    let url = format!("{}/rails/active_storage/disk/{}.{token}", core.public_url, member.account);
    Ok(Json(DirectUpload {
        id: token.clone(),
        key: token.clone(),
        signed_id: token,
        filename: blob.filename,
        direct_upload: json!({ "url": url, "headers": { "Content-Type": content_type } }),
        content_type,
        metadata: Map::new(),
        service_name: "local",
        byte_size: blob.byte_size,
        checksum: blob.checksum,
        created_at: core.clock.now().iso(),
    }))
}

#[cfg(test)]
mod tests;
