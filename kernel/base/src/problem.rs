//! `Problem`: the one error that crosses rooms; `kernel-http` turns it into a response.

/// What kind of refusal or fault it is; decides the HTTP status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// 400: the request can't be read.
    BadRequest,
    /// 401: nobody is signed in, or the credential is not valid.
    Unauthenticated,
    /// 403: signed in, but the permission is missing.
    Forbidden,
    /// 404: it does not exist, or the caller may not know that it does.
    NotFound,
    /// 409: someone was faster, or it already exists.
    Conflict,
    /// 413: too large.
    TooLarge,
    /// 415: a type of content that is not taken.
    UnsupportedMedia,
    /// 422: readable, but a field is wrong.
    Invalid,
    /// 429: too many tries.
    TooMany,
    /// 500: our fault.
    Internal,
    /// 503: busy or a part is down; try again.
    Unavailable,
    /// 507: the disk is full.
    StorageFull,
}

/// One wrong field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field as the client named it, like `name` or `contact.email`.
    pub field: String,
    /// Key of the message catalogue, like `error.required`.
    pub key: &'static str,
    /// Values for the message's placeholders.
    pub args: Vec<(&'static str, String)>,
}

/// A refusal or fault, with words looked up by key in the caller's language at the edge.
///
/// `Display` shows the key, never the source; the source is logged by the edge as a chain.
#[derive(Debug)]
pub struct Problem {
    /// Which status it becomes.
    pub kind: Kind,
    /// Key of the message catalogue, like `error.not_found`.
    pub key: &'static str,
    /// Values for the message's placeholders.
    pub args: Vec<(&'static str, String)>,
    /// Wrong fields, for [`Kind::Invalid`].
    pub fields: Vec<FieldError>,
    /// Seconds after which a new try makes sense (`Retry-After`).
    pub retry_after: Option<u32>,
    /// What a machine may read beside the words, like the winner of a race. Pairs of key and value.
    pub extra: Vec<(&'static str, String)>,
    /// What went wrong underneath; logged, never shown.
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Problem {
    /// A problem of `kind` with the message `key`.
    #[must_use]
    pub const fn new(kind: Kind, key: &'static str) -> Self {
        Self {
            kind,
            key,
            args: Vec::new(),
            fields: Vec::new(),
            retry_after: None,
            extra: Vec::new(),
            source: None,
        }
    }

    /// 404, the same for what does not exist and for what the caller may not see.
    #[must_use]
    pub const fn not_found() -> Self {
        Self::new(Kind::NotFound, "error.not_found")
    }

    /// 401 without a hint at the reason.
    #[must_use]
    pub const fn unauthenticated() -> Self {
        Self::new(Kind::Unauthenticated, "error.unauthenticated")
    }

    /// 403: the caller's role does not allow it.
    #[must_use]
    pub const fn forbidden() -> Self {
        Self::new(Kind::Forbidden, "error.forbidden")
    }

    /// 422 with one wrong field.
    #[must_use]
    pub fn field(field: impl Into<String>, key: &'static str) -> Self {
        Self::new(Kind::Invalid, "error.invalid").and_field(field, key)
    }

    /// 500 with its cause.
    #[must_use]
    pub fn internal(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        let mut p = Self::new(Kind::Internal, "error.internal");
        p.source = Some(source.into());
        p
    }

    /// Adds a wrong field.
    #[must_use]
    pub fn and_field(mut self, field: impl Into<String>, key: &'static str) -> Self {
        self.fields.push(FieldError { field: field.into(), key, args: Vec::new() });
        self
    }

    /// Adds a value for a placeholder: of the last wrong field if there is one, else of the message.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        match self.fields.last_mut() {
            Some(f) => f.args.push((name, value.into())),
            None => self.args.push((name, value.into())),
        }
        self
    }

    /// Adds a machine-readable value beside the words.
    #[must_use]
    pub fn tell(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.extra.push((name, value.into()));
        self
    }

    /// Tells after how many seconds to try again.
    #[must_use]
    pub const fn retry_after(mut self, secs: u32) -> Self {
        self.retry_after = Some(secs);
        self
    }

    /// Whether it is our fault (5xx) rather than the caller's.
    #[must_use]
    pub const fn is_fault(&self) -> bool {
        matches!(self.kind, Kind::Internal | Kind::Unavailable | Kind::StorageFull)
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.key)?;
        for field in &self.fields {
            write!(f, " {}={}", field.field, field.key)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|s| s as _)
    }
}
