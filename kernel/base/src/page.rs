//! Paging by key: a page of rows and where the next one begins.

/// How many rows a page may hold, kept between 1 and a maximum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageSize(u32);

impl PageSize {
    /// `wanted` rows, at least 1 and at most `max`.
    #[must_use]
    pub const fn new(wanted: u32, max: u32) -> Self {
        Self(if wanted < 1 {
            1
        } else if wanted > max {
            max
        } else {
            wanted
        })
    }

    /// The number of rows, for `LIMIT`.
    #[must_use]
    pub const fn rows(self) -> i64 {
        self.0 as i64
    }
}

/// Rows with an opaque key of the next page, `None` on the last one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows, in the order asked for.
    pub items: Vec<T>,
    /// What to send back as `cursor` for the following page.
    pub next: Option<String>,
}
