//! Why a letter was not taken, in the words of the server where it gave some.

/// Why a letter was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// The server refused for good (5xx): the address does not exist, the content is not wanted.
    #[error("{0}")]
    Refused(String),
    /// The server asked to come back (4xx), or the connection was lost underway.
    #[error("{0}")]
    Later(String),
    /// The settings are not right: no such server, no TLS, wrong user or password.
    #[error("{0}")]
    Settings(String),
    /// The server lies at an address that may not be dialled.
    #[error("the address is not allowed")]
    NotAllowed,
    /// The letter itself can't be written: an address or a file that is none.
    #[error("{0}")]
    Unwritable(String),
}

impl MailError {
    /// Whether the same letter may be taken another time, with the same settings or with mended ones.
    #[must_use]
    pub const fn may_pass(&self) -> bool {
        matches!(self, Self::Later(_) | Self::Settings(_) | Self::NotAllowed)
    }

    pub(crate) fn of(error: &lettre::transport::smtp::Error) -> Self {
        let said = words(error);
        match error.status().map(u16::from) {
            // Who we are, not what we bring: mended in the settings.
            Some(530 | 534 | 535 | 538) => Self::Settings(said),
            Some(500..) => Self::Refused(said),
            Some(_) => Self::Later(said),
            None if error.is_tls() || error.is_client() => Self::Settings(said),
            None if error.is_timeout() || error.is_response() => Self::Later(said),
            None => Self::Settings(said),
        }
    }
}

/// `550 5.1.1 No such user` where the server said so, else what went wrong on the way.
fn words(error: &lettre::transport::smtp::Error) -> String {
    let mut cause = std::error::Error::source(error);
    let mut inner = Vec::new();
    while let Some(one) = cause {
        inner.push(one.to_string());
        cause = one.source();
    }
    inner.dedup();
    let text = if inner.is_empty() { error.to_string() } else { inner.join(": ") };
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(500).collect();
    match error.status() {
        Some(code) => format!("{code} {}", text.trim()),
        None => text.trim().to_owned(),
    }
}
