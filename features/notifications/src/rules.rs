//! Why people are told, in which ways, and who of them for what happened. Pure.

use desk_model::Reach;
use kernel_base::{InboxId, TeamId, UserId};
use serde_json::Value;

/// Why someone is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Reason {
    /// A conversation began in an inbox of theirs.
    Creation,
    /// It was given to them.
    Assignment,
    /// News where they are responsible.
    AssignedMessage,
    /// Someone named them.
    Mention,
    /// News where they take part.
    ParticipatingMessage,
    /// It was given to a team of theirs.
    TeamAssignment,
}

impl Reason {
    /// Those that people choose among.
    pub(crate) const ALL: [Self; 5] =
        [Self::Creation, Self::Assignment, Self::AssignedMessage, Self::Mention, Self::ParticipatingMessage];

    /// Its number in the table.
    pub(crate) const fn number(self) -> i64 {
        match self {
            Self::Creation => 1,
            Self::Assignment => 2,
            Self::AssignedMessage => 3,
            Self::Mention => 4,
            Self::ParticipatingMessage => 5,
            Self::TeamAssignment => 6,
        }
    }

    /// The reason of a number.
    pub(crate) fn from_number(number: i64) -> Option<Self> {
        let mut known = Self::ALL.into_iter().chain([Self::TeamAssignment]);
        known.find(|r| r.number() == number)
    }

    /// Chatwoot's name of it.
    pub(crate) const fn wire(self) -> &'static str {
        match self {
            Self::Creation => "conversation_creation",
            Self::Assignment | Self::TeamAssignment => "conversation_assignment",
            Self::AssignedMessage => "assigned_conversation_new_message",
            Self::Mention => "conversation_mention",
            Self::ParticipatingMessage => "participating_conversation_new_message",
        }
    }

    /// Its bit in a way's set: what is given to someone's team is wanted as what is given to them.
    pub(crate) const fn bit(self) -> i64 {
        match self {
            Self::TeamAssignment => Self::Assignment.bit(),
            other => 1 << (other.number() - 1),
        }
    }
}

/// How someone is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// In the list, live.
    InApp,
    /// With a sound.
    Sound,
    /// By letter.
    Email,
    /// On their devices.
    Push,
}

/// What someone wants to be told of, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Settings {
    /// Reasons for the list, a bit each; likewise the next three.
    pub(crate) in_app: i64,
    pub(crate) sound: i64,
    pub(crate) email: i64,
    pub(crate) push: i64,
    /// Minutes that a letter waits.
    pub(crate) email_after: i64,
    /// Whether the sound repeats while the queue waits.
    pub(crate) sound_repeats: bool,
}

/// Minutes that a letter may wait.
pub(crate) const EMAIL_AFTER: std::ops::RangeInclusive<i64> = 1..=1440;

impl Default for Settings {
    fn default() -> Self {
        let all = |reasons: &[Reason]| reasons.iter().fold(0, |set, r| set | r.bit());
        let usual =
            [Reason::Assignment, Reason::AssignedMessage, Reason::Mention, Reason::ParticipatingMessage];
        Self {
            in_app: all(&usual),
            sound: all(&[Reason::Assignment, Reason::AssignedMessage, Reason::Mention]),
            email: all(&[Reason::Assignment, Reason::Mention]),
            push: all(&usual),
            email_after: 10,
            sound_repeats: false,
        }
    }
}

impl Settings {
    /// Whether this reason is told in this way.
    pub(crate) const fn wants(&self, way: Way, reason: Reason) -> bool {
        let set = match way {
            Way::InApp => self.in_app,
            Way::Sound => self.sound & self.in_app,
            Way::Email => self.email,
            Way::Push => self.push,
        };
        set & reason.bit() != 0
    }

    /// Whether this reason is told at all.
    pub(crate) const fn wants_any(&self, reason: Reason) -> bool {
        (self.in_app | self.email | self.push) & reason.bit() != 0
    }
}

/// The set that flags like `push_conversation_mention` make; names that are none of ours are passed over, as clients
/// send those of features we don't have.
pub(crate) fn set_of(prefix: &str, flags: &[String]) -> i64 {
    let named = |r: &Reason| {
        flags.iter().any(|f| f.strip_prefix(prefix).and_then(|f| f.strip_prefix('_')) == Some(r.wire()))
    };
    Reason::ALL.iter().filter(|r| named(r)).fold(0, |set, r| set | r.bit())
}

/// The flags of a set.
pub(crate) fn flags_of(prefix: &str, set: i64) -> Vec<String> {
    let on = Reason::ALL.iter().filter(|r| set & r.bit() != 0);
    on.map(|r| format!("{prefix}_{}", r.wire())).collect()
}

/// What an event says about who saw the conversation, by `key`: `reach` then, `was` before.
pub(crate) fn reach(data: &Value, key: &str) -> Option<Reach> {
    let stored = data.get(key)?.as_object()?;
    let id = |key: &str| stored.get(key).and_then(Value::as_i64);
    let participants = stored.get("participants").and_then(Value::as_array);
    Some(Reach {
        inbox: InboxId(id("inbox")?),
        team: id("team").map(TeamId),
        assignee: id("assignee").map(UserId),
        participants: participants.into_iter().flatten().filter_map(Value::as_i64).map(UserId).collect(),
    })
}

/// The inbox and the team that a conversation was handed to, where all of the team are meant.
pub(crate) fn team_meant(data: &Value) -> Option<(InboxId, TeamId)> {
    let now = reach(data, "reach").filter(|r| r.assignee.is_none());
    let now = now.filter(|_| data.get("to_team") == Some(&Value::Bool(true)))?;
    Some((now.inbox, now.team?))
}

/// Who is told of an event, and why; beside them, those of the inbox are told that a conversation began.
pub(crate) fn told_by(kind: &str, data: &Value, actor: Option<UserId>) -> Vec<(UserId, Reason)> {
    let Some(now) = reach(data, "reach") else { return Vec::new() };
    let mut told = Vec::new();
    match kind {
        "assignee.changed" | "conversation.created" => {
            let before = reach(data, "was").and_then(|r| r.assignee);
            told.extend(now.assignee.filter(|a| before != Some(*a)).map(|a| (a, Reason::Assignment)));
        }
        "conversation.mentioned" => {
            let named = data.get("user").and_then(Value::as_i64);
            told.extend(named.map(|u| (UserId(u), Reason::Mention)));
        }
        "message.created" => {
            told.extend(now.assignee.map(|a| (a, Reason::AssignedMessage)));
            let others = now.participants.iter().filter(|u| Some(**u) != now.assignee);
            told.extend(others.map(|u| (*u, Reason::ParticipatingMessage)));
        }
        _ => {}
    }
    told.retain(|(user, _)| Some(*user) != actor);
    told
}
