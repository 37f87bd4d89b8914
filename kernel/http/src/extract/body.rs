//! Reading a body, whatever form it came in, into one tree of values and files.

use axum::body::Body;
use axum::extract::multipart::MultipartError;
use axum::extract::rejection::{BytesRejection, FailedToBufferBody};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{StatusCode, header};
use bytes::Bytes;
use http_body_util::{BodyExt as _, Limited};
use kernel_base::{Kind, Problem};
use serde_json::Value;

use super::{UploadedFile, params, too_large, unreadable};

/// Text fields of a multipart body at most; beyond it someone is playing.
const FIELDS_MAX: usize = 1000;

pub(super) struct Read {
    pub(super) value: Value,
    /// Whether everything came as text.
    pub(super) form: bool,
    pub(super) files: Vec<UploadedFile>,
}

/// Reads the body by its content type. Without one it is taken for JSON; an empty body is an empty object.
pub(super) async fn read<S: Send + Sync>(request: Request, state: &S) -> Result<Read, Problem> {
    let kind = request.headers().get(header::CONTENT_TYPE).map(|v| v.to_str().unwrap_or("?").to_owned());
    let kind = kind.unwrap_or_default();
    let media = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match media.as_str() {
        "multipart/form-data" => multipart(request, state).await,
        "application/x-www-form-urlencoded" => {
            let bytes = fields(request, state).await?;
            let text = std::str::from_utf8(&bytes).map_err(|_| unreadable())?;
            let value = params::tree(params::decode(text)?)?;
            Ok(Read { value, form: true, files: Vec::new() })
        }
        m if m.is_empty() || m == "application/json" || m == "text/json" || m.ends_with("+json") => {
            let bytes = fields(request, state).await?;
            let value = if bytes.iter().all(u8::is_ascii_whitespace) {
                Value::Object(serde_json::Map::new())
            } else {
                serde_json::from_slice(&bytes).map_err(|_| unreadable())?
            };
            Ok(Read { value, form: false, files: Vec::new() })
        }
        _ => {
            let bytes = fields(request, state).await?;
            if bytes.is_empty() {
                return Ok(Read {
                    value: Value::Object(serde_json::Map::new()),
                    form: false,
                    files: Vec::new(),
                });
            }
            Err(Problem::new(Kind::UnsupportedMedia, "error.media_type"))
        }
    }
}

/// Bytes of a body without files at most, however much the route takes with files: the longest message there is,
/// each of its characters escaped, has less.
const TEXT_MAX: usize = 2 << 20;

/// Bytes of a body that is too large that are read and thrown away before it is refused.
const DRAIN_MAX: usize = 16 << 20;

/// The whole body of fields without files.
async fn fields<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Problem> {
    let length =
        request.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|l| l > TEXT_MAX as u64) {
        drain(request.into_body()).await;
        return Err(too_large());
    }
    bytes(request.map(|body| Body::new(Limited::new(body, TEXT_MAX))), state).await
}

/// Lets who is still sending finish, up to a bound: a connection closed in the middle would hide why it was refused.
async fn drain(mut body: Body) {
    let mut seen = 0;
    while let Some(Ok(frame)) = body.frame().await {
        seen += frame.data_ref().map_or(0, Bytes::len);
        if seen > DRAIN_MAX {
            return;
        }
    }
}

/// The whole body, within the route's limit.
pub(super) async fn bytes<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Problem> {
    match Bytes::from_request(request, state).await {
        Ok(bytes) => Ok(bytes),
        Err(BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_))) => Err(too_large()),
        Err(_) => Err(unreadable()),
    }
}

async fn multipart<S: Send + Sync>(request: Request, state: &S) -> Result<Read, Problem> {
    let mut parts = Multipart::from_request(request, state).await.map_err(|_| unreadable())?;
    let mut pairs = Vec::new();
    let mut files = Vec::new();
    while let Some(part) = parts.next_field().await.map_err(refused)? {
        let field = part.name().unwrap_or_default().to_owned();
        if let Some(name) = part.file_name().map(str::to_owned) {
            let data = part.bytes().await.map_err(refused)?;
            // A file input left empty is sent as a file without name and content.
            if !name.is_empty() || !data.is_empty() {
                files.push(UploadedFile { field, name, data });
            }
        } else {
            let data = part.bytes().await.map_err(refused)?;
            let text = std::str::from_utf8(&data).map_err(|_| unreadable())?;
            pairs.push((field, text.to_owned()));
        }
        if pairs.len() + files.len() > FIELDS_MAX {
            return Err(too_large());
        }
    }
    Ok(Read { value: params::tree(pairs)?, form: true, files })
}

fn refused(e: MultipartError) -> Problem {
    if e.status() == StatusCode::PAYLOAD_TOO_LARGE { too_large() } else { unreadable() }
}
