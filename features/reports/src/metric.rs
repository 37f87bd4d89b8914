//! What is counted, and whose it is.

/// Something that is counted. The number is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Metric {
    /// Conversations, in the moment they began; of whoever has them now.
    Conversations,
    /// Messages of customers; of whoever had the conversation.
    Incoming,
    /// Messages to customers by people and bots; of who wrote them. Notes and what the product itself says are none.
    Outgoing,
    /// From the beginning, or from a bot's hand-over, to a person's first answer; of who answered.
    FirstResponse,
    /// From a customer's first word without an answer to a person's answer; of who answered.
    Reply,
    /// From the beginning to the end; of whoever had it.
    Resolution,
    /// Ended while a bot had it.
    BotResolution,
    /// Handed over by a bot to people.
    BotHandoff,
    /// Begun with a bot.
    BotConversations,
    /// Messages that bots wrote.
    BotMessages,
    /// First responses within an hour, and so on.
    Within1h,
    Within4h,
    Within8h,
    Within24h,
    Later,
    /// Conversations by how they stand now.
    Open,
    Resolved,
    Pending,
    Snoozed,
}

impl Metric {
    /// The number it is stored as.
    pub(crate) const fn number(self) -> i64 {
        self as i64
    }

    /// Whether it is counted by label too.
    pub(crate) const fn by_label(self) -> bool {
        matches!(
            self,
            Self::Conversations
                | Self::Incoming
                | Self::Outgoing
                | Self::FirstResponse
                | Self::Reply
                | Self::Resolution
        )
    }

    /// What was measured under this name.
    pub(crate) fn measured(name: &str) -> Option<Self> {
        [Self::FirstResponse, Self::Reply, Self::Resolution].into_iter().find(|m| m.event() == Some(name))
    }

    /// The bucket of a first response of so many seconds.
    pub(crate) const fn within(secs: i64) -> Self {
        match secs {
            ..3_600 => Self::Within1h,
            3_600..14_400 => Self::Within4h,
            14_400..28_800 => Self::Within8h,
            28_800..86_400 => Self::Within24h,
            _ => Self::Later,
        }
    }

    /// Conversations of this status.
    pub(crate) const fn of_status(status: desk_model::Status) -> Self {
        match status {
            desk_model::Status::Open => Self::Open,
            desk_model::Status::Resolved => Self::Resolved,
            desk_model::Status::Pending => Self::Pending,
            desk_model::Status::Snoozed => Self::Snoozed,
        }
    }

    /// The name under which what was measured is kept; `None` for what is only counted.
    pub(crate) const fn event(self) -> Option<&'static str> {
        match self {
            Self::FirstResponse => Some("first_response"),
            Self::Reply => Some("reply_time"),
            Self::Resolution => Some("conversation_resolved"),
            Self::BotResolution => Some("conversation_bot_resolved"),
            Self::BotHandoff => Some("conversation_bot_handoff"),
            _ => None,
        }
    }
}

/// Whose sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum About {
    Account,
    Inbox,
    Agent,
    Team,
    Label,
    /// Conversations of a label by inbox: the number of the metric is the inbox.
    InboxOfLabel,
}

impl About {
    /// The number it is stored as.
    pub(crate) const fn number(self) -> i64 {
        self as i64
    }

    /// Read from Chatwoot's `type` or `group_by`.
    pub(crate) fn of(name: &str) -> Option<Self> {
        match name {
            "" | "account" => Some(Self::Account),
            "inbox" => Some(Self::Inbox),
            "agent" => Some(Self::Agent),
            "team" => Some(Self::Team),
            "label" => Some(Self::Label),
            _ => None,
        }
    }
}

/// A sum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sum {
    pub(crate) count: i64,
    pub(crate) seconds: i64,
    pub(crate) business: i64,
}

impl Sum {
    /// One more, or one less.
    pub(crate) const fn ones(count: i64) -> Self {
        Self { count, seconds: 0, business: 0 }
    }

    pub(crate) const fn add(&mut self, other: Self) {
        self.count += other.count;
        self.seconds += other.seconds;
        self.business += other.business;
    }

    /// The average length in seconds; `None` of nothing.
    pub(crate) fn average(self, business: bool) -> Option<f64> {
        let all = if business { self.business } else { self.seconds };
        (self.count > 0).then(|| all as f64 / self.count as f64)
    }
}
