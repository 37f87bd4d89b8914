//! Whether a member is to be reached.

/// Whether a member is to be reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Availability {
    /// Ready.
    #[default]
    Online,
    /// There, but not to be given more.
    Busy,
    /// Away.
    Offline,
}

impl Availability {
    /// The number it is stored as.
    #[must_use]
    pub const fn number(self) -> i64 {
        match self {
            Self::Online => 0,
            Self::Busy => 1,
            Self::Offline => 2,
        }
    }

    /// The value stored as `number`; what is unknown counts as offline.
    #[must_use]
    pub const fn from_number(number: i64) -> Self {
        match number {
            0 => Self::Online,
            1 => Self::Busy,
            _ => Self::Offline,
        }
    }

    /// Its name in Chatwoot's JSON.
    #[must_use]
    pub const fn wire(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Busy => "busy",
            Self::Offline => "offline",
        }
    }

    /// The value of that name.
    #[must_use]
    pub fn from_wire(name: &str) -> Option<Self> {
        match name {
            "online" => Some(Self::Online),
            "busy" => Some(Self::Busy),
            "offline" => Some(Self::Offline),
            _ => None,
        }
    }

    /// What others see of who chose `self`: away while they are not `present`, unless they want to stay as they chose.
    #[must_use]
    pub const fn shown(self, present: bool, auto_offline: bool) -> Self {
        if auto_offline && !present { Self::Offline } else { self }
    }
}
