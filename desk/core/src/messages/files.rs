//! Files on their way into a message: stored before the transaction, checked, and swept when nobody names them.

use std::collections::HashSet;

use bytes::Bytes;
use desk_model::{PEAKS, Voice};
use kernel_base::Problem;
use plug_channel::{Capabilities, Recorded};

use super::{NewFile, store, uploads};
use crate::Core;

/// Seconds after which a file without a message is swept.
const ORPHAN_SECS: i64 = 86_400;

/// What a channel takes of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileLimits {
    /// Bytes in one file.
    pub size: u64,
    /// Files in one message.
    pub count: usize,
}

impl From<Capabilities> for FileLimits {
    fn from(c: Capabilities) -> Self {
        Self { size: c.file_max, count: c.files_max }
    }
}

/// A file as it was handed in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Handed {
    /// Name as the sender gave it.
    pub name: String,
    /// Content.
    pub data: Bytes,
    /// That it is recorded voice, with what its sender says of it.
    pub voice: Option<Recorded>,
}

/// Stores files; afterwards they wait for their message.
///
/// # Errors
/// 422 for too many or an empty one, 413 for one that is too large, 507 when the disk is full.
pub async fn keep(core: &Core, limits: FileLimits, files: Vec<Handed>) -> Result<Vec<NewFile>, Problem> {
    if files.len() > limits.count {
        return Err(
            Problem::field("attachments", "error.too_many_files").with("max", limits.count.to_string())
        );
    }
    for file in &files {
        limits.check_size(i64::try_from(file.data.len()).unwrap_or(i64::MAX))?;
    }
    let mut kept = Vec::with_capacity(files.len());
    for Handed { name, data, voice } in files {
        let (stored, voice, original_key) = match voice {
            None => (core.blobs.put(&name, data, limits.size).await?, None, None),
            Some(said) => {
                let heard = core.blobs.put_voice(&name, data, limits.size).await?;
                let peaks = heard.peaks.or(said.peaks).unwrap_or_else(|| vec![0; PEAKS]);
                let duration_ms = heard.duration_ms.or(said.duration_ms).unwrap_or(0);
                (heard.played, Some(Voice { peaks, duration_ms }), heard.original_key)
            }
        };
        kept.push(NewFile {
            key: stored.key,
            name: stored.name,
            kind: stored.kind.wire(),
            content_type: stored.content_type.to_owned(),
            size: i64::try_from(stored.size).unwrap_or(i64::MAX),
            width: stored.width.map(i64::from),
            height: stored.height.map(i64::from),
            voice,
            original_key,
        });
    }
    Ok(kept)
}

/// Removes files older than a day that no message and no picture names. Returns how many went.
///
/// # Errors
/// What the store or the disk says.
pub async fn sweep(core: &Core) -> Result<usize, Problem> {
    core.store.write(uploads::forget_old).await?;
    let before = core.clock.now().plus_secs(-ORPHAN_SECS);
    core.blobs
        .sweep(before, |keys| async {
            let used =
                core.store.read(move |tx| store::keys_in_use(tx, &keys).map_err(Problem::from)).await?;
            Ok::<_, Problem>(used.into_iter().collect::<HashSet<String>>())
        })
        .await
}
