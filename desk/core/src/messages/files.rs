//! Files on their way into a message: stored before the transaction, checked, and swept when nobody names them.

use std::collections::HashSet;

use bytes::Bytes;
use kernel_base::{Kind, Problem};
use plug_channel::Capabilities;

use super::{NewFile, store};
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

/// Stores files; afterwards they wait for their message.
///
/// # Errors
/// 422 for too many or an empty one, 413 for one that is too large, 507 when the disk is full.
pub async fn keep(
    core: &Core,
    limits: FileLimits,
    files: Vec<(String, Bytes)>,
) -> Result<Vec<NewFile>, Problem> {
    if files.len() > limits.count {
        return Err(
            Problem::field("attachments", "error.too_many_items").with("max", limits.count.to_string())
        );
    }
    if files.iter().any(|(_, data)| data.len() as u64 > limits.size) {
        let max = (limits.size / (1024 * 1024)).to_string();
        return Err(Problem::new(Kind::TooLarge, "error.file_too_large").with("limit", max));
    }
    let mut kept = Vec::with_capacity(files.len());
    for (name, data) in files {
        let stored = core.blobs.put(&name, data, limits.size).await?;
        kept.push(NewFile {
            key: stored.key,
            name: stored.name,
            kind: stored.kind.wire(),
            content_type: stored.content_type.to_owned(),
            size: i64::try_from(stored.size).unwrap_or(i64::MAX),
            width: stored.width.map(i64::from),
            height: stored.height.map(i64::from),
        });
    }
    Ok(kept)
}

/// Removes files older than a day that no message and no picture names. Returns how many went.
///
/// # Errors
/// What the store or the disk says.
pub async fn sweep(core: &Core) -> Result<usize, Problem> {
    let before = core.clock.now().plus_secs(-ORPHAN_SECS);
    core.blobs
        .sweep(before, |keys| async {
            let used =
                core.store.read(move |tx| store::keys_in_use(tx, &keys).map_err(Problem::from)).await?;
            Ok::<_, Problem>(used.into_iter().collect::<HashSet<String>>())
        })
        .await
}
