//! Files in a folder of Active Storage's disk service: a key `abcdef…` lies at `ab/cd/abcdef…`.

use std::path::{Path, PathBuf};

use plug_import::Trouble;

/// The folder.
#[derive(Clone, Debug)]
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    /// The content under a key; `None` when it is not there.
    pub(crate) fn read(&self, key: &str) -> Result<Option<Vec<u8>>, Trouble> {
        let Some(path) = place(&self.0, key) else { return Ok(None) };
        match std::fs::read(&path) {
            Ok(content) => Ok(Some(content)),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(Trouble::Gone(format!("reading {}: {e}", path.display()))),
        }
    }
}

/// Keys are letters and digits; anything else could lead out of the folder.
fn place(root: &Path, key: &str) -> Option<PathBuf> {
    let sound = key.len() > 4 && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    sound.then(|| root.join(&key[..2]).join(&key[2..4]).join(key))
}
