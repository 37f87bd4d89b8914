//! The part of the port about who serves a conversation, and when it may end.

use desk_model::Viewer;
use kernel_base::{AccountScope, ConversationId, InboxId, MessageId, Micros, Problem, TeamId, UserId};
use kernel_db::Tx;
use serde_json::Value;

use crate::{Activity, ConversationRef};

/// To whom a conversation is handed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    /// The person; without one it waits for the team.
    pub user: Option<UserId>,
    /// The team; without one it keeps its own.
    pub team: Option<TeamId>,
    /// The line of the timeline.
    pub line: Activity,
    /// The message that says what whoever receives it should know.
    pub about: Option<MessageId>,
}

/// A member who may receive conversations of an inbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receiver {
    /// Who.
    pub user: UserId,
    /// Whatever the conversation's team is.
    pub everywhere: bool,
    /// With one of these teams.
    pub teams: Vec<TeamId>,
}

/// Who serves a conversation.
pub trait Serving: Send + Sync + 'static {
    /// Hands a conversation on. It is open afterwards, and keeps its place in the queue.
    ///
    /// # Errors
    /// 404 unseen; 422 for a team that is not there or a person who may not receive it.
    fn hand_over(
        &self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        which: &ConversationRef,
        to: &Handover,
    ) -> Result<(), Problem>;

    /// The members who may receive conversations of an inbox, in order of their ids.
    ///
    /// # Errors
    /// What the store says.
    fn receivers(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        inbox: InboxId,
    ) -> Result<Vec<Receiver>, Problem>;

    /// A team's name; `None` if the account has none of this id.
    ///
    /// # Errors
    /// What the store says.
    fn team_name(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        team: TeamId,
    ) -> Result<Option<String>, Problem>;

    /// Whether a member answered the customer since a moment. The conversation is kept until the end of the transaction:
    /// an answer under way is waited for.
    ///
    /// # Errors
    /// What the store says.
    fn answered_since(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        id: ConversationId,
        user: UserId,
        since: Micros,
    ) -> Result<bool, Problem>;

    /// Whether an inbox is outside of its hours now.
    ///
    /// # Errors
    /// What the store says.
    fn off_hours(&self, tx: &mut Tx<'_>, scope: &AccountScope, inbox: InboxId) -> Result<bool, Problem>;

    /// Whether a conversation meets conditions in Chatwoot's form.
    ///
    /// # Errors
    /// 422 that names what is wrong with them.
    fn meets(
        &self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        id: ConversationId,
        payload: &Value,
    ) -> Result<bool, Problem>;
}

/// A conversation that a member, bot or rule is about to resolve.
pub struct Resolving<'a> {
    /// Who.
    pub viewer: &'a Viewer,
    /// The conversation's row id.
    pub id: ConversationId,
    /// The inbox it came by.
    pub inbox: InboxId,
    /// The team it was given to.
    pub team: Option<TeamId>,
    /// Whether it meets conditions in Chatwoot's form.
    pub meets: &'a dyn Fn(&mut Tx<'_>, &Value) -> Result<bool, Problem>,
}

/// Asked before a conversation is resolved: refuses with 422 that names what is missing, or notes why it ends.
pub type Resolves = fn(&mut Tx<'_>, &Resolving<'_>) -> Result<(), Problem>;
