//! Files on the local disk: random keys in 256 folders, each file whole and on disk before anyone hears of it.

use std::collections::HashSet;
use std::fs::{self, File};
use std::future::Future;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use bytes::Bytes;
use kernel_base::{Micros, Rng};
use tokio::sync::Semaphore;

use crate::sniff::{FileKind, sniff};
use crate::{BlobError, Links, safe_name};
use crate::{picture, voice};

/// Bytes that one file may have at most, whatever the channel allows.
pub const MAX_FILE: u64 = 40 * 1024 * 1024;

/// How many pictures are decoded at the same time; each may take 256 MiB for a moment.
const DECODERS: usize = 2;
/// Ending of a thumbnail's file.
const THUMB: &str = ".thumb";

/// What is known of a file that was just stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Random key to find it by: 32 hexadecimal digits.
    pub key: String,
    /// Its name, made safe.
    pub name: String,
    /// How it is shown.
    pub kind: FileKind,
    /// Media type, told by the content.
    pub content_type: &'static str,
    /// Bytes.
    pub size: u64,
    /// Pixels, for a picture; a picture that has them has a thumbnail too.
    pub width: Option<u32>,
    /// Pixels, for a picture.
    pub height: Option<u32>,
}

/// Recorded voice that was just stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredVoice {
    /// What is played.
    pub played: Stored,
    /// Key of the recording as it came, if what is played was made from it.
    pub original_key: Option<String>,
    /// How loud it is, in [`crate::PEAKS`] heights; absent where it can't be decoded here.
    pub peaks: Option<Vec<u8>>,
    /// Length in milliseconds, where it is known.
    pub duration_ms: Option<i64>,
}

/// The file store; clones share it.
#[derive(Clone)]
pub struct Blobs {
    inner: Arc<Inner>,
}

struct Inner {
    root: PathBuf,
    rng: Arc<dyn Rng>,
    links: Links,
    decoders: Semaphore,
}

impl Blobs {
    /// Opens the store in the folder `root`, making it where needed. `secret` signs links.
    ///
    /// # Errors
    /// [`BlobError`] when the folders can't be made.
    pub fn open(root: impl Into<PathBuf>, secret: &[u8], rng: Arc<dyn Rng>) -> Result<Self, BlobError> {
        let root = root.into();
        for folder in 0..=u8::MAX {
            fs::create_dir_all(root.join(format!("{folder:02x}")))?;
        }
        fs::create_dir_all(root.join("tmp"))?;
        sync_folder(&root)?;
        let decoders = Semaphore::new(DECODERS);
        Ok(Self { inner: Arc::new(Inner { root, rng, links: Links::new(secret), decoders }) })
    }

    /// Makes and checks links to files.
    #[must_use]
    pub fn links(&self) -> &Links {
        &self.inner.links
    }

    /// Stores a file of at most `limit` bytes (and at most [`MAX_FILE`]); when it returns, the file is on disk.
    ///
    /// # Errors
    /// [`BlobError::TooLarge`], [`BlobError::Empty`], [`BlobError::Full`] or what the disk says; nothing is left.
    pub async fn put(&self, name: &str, data: Bytes, limit: u64) -> Result<Stored, BlobError> {
        let size = data.len() as u64;
        let limit = limit.min(MAX_FILE);
        if size > limit {
            return Err(BlobError::TooLarge { limit });
        }
        if data.is_empty() {
            return Err(BlobError::Empty);
        }
        let (content_type, extension) = sniff(&data);
        let picture = self.picture(&data, content_type).await;
        let kind = match FileKind::of(content_type) {
            // A picture nobody can decode is a file like any other.
            FileKind::Image if picture.is_none() => FileKind::File,
            kind => kind,
        };
        let stored = Stored {
            key: self.fresh_key(),
            name: safe_name(name, extension),
            kind,
            content_type,
            size,
            width: picture.as_ref().map(|p| p.width),
            height: picture.as_ref().map(|p| p.height),
        };
        let (inner, key) = (self.inner.clone(), stored.key.clone());
        blocking(move || {
            if let Some(picture) = picture {
                inner.write(&format!("{key}{THUMB}"), &picture.thumbnail)?;
            }
            inner.write(&key, &data)
        })
        .await?;
        Ok(stored)
    }

    /// Stores recorded voice like [`Self::put`]: a browser's WebM is kept, and beside it an Ogg of the same packets, which
    /// is what is played.
    ///
    /// # Errors
    /// [`BlobError::NotVoice`] for what is no sound or broken; as for [`Self::put`].
    pub async fn put_voice(&self, name: &str, data: Bytes, limit: u64) -> Result<StoredVoice, BlobError> {
        let limit = limit.min(MAX_FILE);
        if data.len() as u64 > limit {
            return Err(BlobError::TooLarge { limit });
        }
        if data.is_empty() {
            return Err(BlobError::Empty);
        }
        let found = {
            let _permit = self.inner.decoders.acquire().await.ok();
            let data = data.clone();
            // A decoder that panics on a crafted file must not take the request down: it counts as broken.
            let read = tokio::task::spawn_blocking(move || voice::read(&data)).await;
            read.map_err(|_| BlobError::NotVoice)??
        };
        let (peaks, duration_ms) = (found.peaks, found.duration_ms);
        let Some(played) = found.played else {
            let played = self.put(name, data, limit).await?;
            return Ok(StoredVoice { played, original_key: None, peaks, duration_ms });
        };
        let original_key = Some(self.put(name, data, limit).await?.key);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        // The pages of an Ogg may weigh a little more than those of a WebM: the limit was kept by what came.
        let played = self.put(&format!("{stem}.ogg"), Bytes::from(played), MAX_FILE).await?;
        Ok(StoredVoice { played, original_key, peaks, duration_ms })
    }

    /// Opens a file, or its thumbnail, for reading: the open file and its length in bytes.
    ///
    /// # Errors
    /// [`BlobError::NotFound`] without one, or what the disk says.
    pub async fn open_file(&self, key: &str, thumbnail: bool) -> Result<(tokio::fs::File, u64), BlobError> {
        let path = self.inner.path(&if thumbnail { format!("{key}{THUMB}") } else { key.to_owned() })?;
        let file = tokio::fs::File::open(path).await?;
        let length = file.metadata().await?.len();
        Ok((file, length))
    }

    /// Removes a file and its thumbnail; one that is gone already is fine.
    ///
    /// # Errors
    /// What the disk says.
    pub async fn remove(&self, key: &str) -> Result<(), BlobError> {
        let paths = [self.inner.path(key)?, self.inner.path(&format!("{key}{THUMB}"))?];
        blocking(move || {
            for path in paths {
                match fs::remove_file(path) {
                    Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(e.into()),
                    _ => {}
                }
            }
            Ok(())
        })
        .await
    }

    /// Removes files last written before `before` that nobody uses. `in_use` is asked with the keys of a folder
    /// at a time and answers those that are still wanted. Returns how many files went.
    ///
    /// # Errors
    /// What `in_use` or the disk says; what was removed before stays removed.
    pub async fn sweep<E, F, A>(&self, before: Micros, in_use: F) -> Result<usize, E>
    where
        E: From<BlobError>,
        F: Fn(Vec<String>) -> A,
        A: Future<Output = Result<HashSet<String>, E>>,
    {
        let mut gone = 0;
        for folder in (0..=u8::MAX).map(|f| format!("{f:02x}")) {
            let path = self.inner.root.join(folder);
            let old = blocking(move || older_files(&path, before)).await?;
            let keys: Vec<String> = old.into_iter().filter(|n| is_key(n)).collect();
            if keys.is_empty() {
                continue;
            }
            let wanted = in_use(keys.clone()).await?;
            for key in keys.iter().filter(|k| !wanted.contains(*k)) {
                self.remove(key).await?;
                gone += 1;
            }
        }
        let tmp = self.inner.root.join("tmp");
        let left = blocking(move || {
            let names = older_files(&tmp, before)?;
            names.iter().try_for_each(|n| fs::remove_file(tmp.join(n)))?;
            Ok(names.len())
        });
        Ok(gone + left.await?)
    }

    async fn picture(&self, data: &Bytes, content_type: &'static str) -> Option<picture::Picture> {
        if FileKind::of(content_type) != FileKind::Image {
            return None;
        }
        let _permit = self.inner.decoders.acquire().await.ok()?;
        let data = data.clone();
        // A decoder that panics on a crafted file must not take the request down: it counts as undecodable.
        tokio::task::spawn_blocking(move || picture::read(&data, content_type)).await.ok().flatten()
    }

    fn fresh_key(&self) -> String {
        let mut bytes = [0u8; 16];
        self.inner.rng.fill(&mut bytes);
        hex::encode(bytes)
    }
}

impl Inner {
    /// Where the file `name` (a key, or a key with an ending) lies.
    fn path(&self, name: &str) -> Result<PathBuf, BlobError> {
        if !is_key(name.strip_suffix(THUMB).unwrap_or(name)) {
            return Err(BlobError::NotFound);
        }
        Ok(self.root.join(&name[..2]).join(name))
    }

    /// Writes beside, syncs, then moves into place, so that a cut never leaves half a file under a key.
    fn write(&self, name: &str, data: &[u8]) -> Result<(), BlobError> {
        let (tmp, path) = (self.root.join("tmp").join(name), self.path(name)?);
        let written = write_synced(&tmp, data).and_then(|()| fs::rename(&tmp, &path));
        if let Err(e) = written {
            // The write's failure is what matters; a left-over is swept within a day.
            drop(fs::remove_file(&tmp));
            return Err(e.into());
        }
        sync_folder(path.parent().unwrap_or(&self.root))?;
        Ok(())
    }
}

fn write_synced(path: &Path, data: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(data)?;
    file.sync_all()
}

fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

fn is_key(name: &str) -> bool {
    name.len() == 32 && name.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// Names of the files in `folder` that were last written before `before`.
fn older_files(folder: &Path, before: Micros) -> Result<Vec<String>, BlobError> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(meta) = entry.metadata() else { continue };
        let age = meta.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
        if meta.is_file() && i64::try_from(age.as_micros()).unwrap_or(i64::MAX) < before.0 {
            names.extend(entry.file_name().into_string());
        }
    }
    Ok(names)
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, BlobError> + Send + 'static,
) -> Result<T, BlobError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(e) => Err(BlobError::Io(io::Error::other(e))),
    }
}
