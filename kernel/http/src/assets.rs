//! The built interface as files, wherever they lie (inside the binary, or on disk while developing).

/// One file of the built interface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Its content, not compressed.
    pub body: std::borrow::Cow<'static, [u8]>,
    /// The same as brotli, where that is smaller.
    pub brotli: Option<std::borrow::Cow<'static, [u8]>>,
    /// Media type.
    pub content_type: &'static str,
    /// Strong validator, quotes included.
    pub etag: String,
}

/// Finds files of the built interface by their path below `web/dist`, like `desk/index.html`.
pub trait Assets: Send + Sync + 'static {
    /// The file at `path`.
    fn get(&self, path: &str) -> Option<Asset>;
}
