//! An SMTP server and how to speak with it.

/// How the connection is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Security {
    /// Not at all: a relay on the same machine.
    None,
    /// Begins in clear and must turn to TLS (587).
    #[default]
    StartTls,
    /// TLS from the first byte (465).
    Tls,
}

impl Security {
    /// Its name in settings: `none`, `starttls`, `tls`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::StartTls => "starttls",
            Self::Tls => "tls",
        }
    }

    /// The one of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "none" => Some(Self::None),
            "starttls" => Some(Self::StartTls),
            "tls" => Some(Self::Tls),
            _ => None,
        }
    }

    /// The port where servers usually speak so.
    #[must_use]
    pub const fn usual_port(self) -> u16 {
        match self {
            Self::None => 25,
            Self::StartTls => 587,
            Self::Tls => 465,
        }
    }
}

/// A server with what it knows us by. Shows no password in `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Server {
    /// Name or address.
    pub host: String,
    /// Port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// User and password, where it asks for them.
    pub login: Option<(String, String)>,
    /// The address letters come from.
    pub from: String,
    /// The name letters come from; `None` leaves it to each letter.
    pub from_name: Option<String>,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Server({}:{} {} from {})", self.host, self.port, self.security.name(), self.from)
    }
}
