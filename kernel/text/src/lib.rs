//! Words for people: message catalogues in three languages, and Markdown as safe HTML or as plain text.
//!
//! Pure: texts in, texts out. Knows no tables, no HTTP and no files; catalogues are handed in as JSON texts.

mod catalog;
mod markdown;
mod message;

pub use catalog::{Catalog, CatalogError, Source, check};
pub use markdown::{document, escape, plain, preview, to_html};
