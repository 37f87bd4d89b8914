//! The part of the domain's port about work: who is there, who waits, and giving the one to the other.

use desk_model::Availability;
use kernel_base::{
    AccountScope, ContactId, ConversationId, InboxId, MessageId, Micros, Problem, TeamId, UserId,
};
use kernel_db::{DbError, Tx};

use crate::Activity;

/// Whom a contact belongs to, who is to have their conversations, and whether nobody else may be given them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ownership {
    /// The owner.
    pub owner: UserId,
    /// Who is to have what they write, the first who can: the owner, then who stands in; who stands in alone while the
    /// owner is away.
    pub people: Vec<UserId>,
    /// Whether the conversation waits for them.
    pub strict: bool,
}

/// Whom a contact belongs to; `None` for one of nobody's. The hook of the feature that keeps portfolios.
pub type OwnerOf = fn(&mut Tx<'_>, &AccountScope, ContactId) -> Result<Option<Ownership>, DbError>;

/// What a customer's words after the end of a conversation do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Returning {
    /// Whether it goes to the queue instead of back to whoever had it.
    pub to_queue: bool,
    /// Whether a bare "thank you" leaves it closed.
    pub ignore_thanks: bool,
}

/// What a customer's words after the end of a conversation of an inbox do. The hook of the feature that keeps it.
pub type ReturningOf = fn(&mut Tx<'_>, &AccountScope, InboxId, ConversationId) -> Result<Returning, DbError>;

/// How many seconds it takes until one more of an inbox and a team has left the queue: `None` where customers are not
/// told, `Some(None)` when it can't be known. The hook of the feature that counts it.
pub type Estimate =
    fn(&mut Tx<'_>, &AccountScope, InboxId, Option<TeamId>) -> Result<Option<Option<i64>>, DbError>;

/// An open conversation in which the customer owes the next word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Silence {
    /// Row id.
    pub id: ConversationId,
    /// The inbox.
    pub inbox: InboxId,
    /// The last words of the team or the product.
    pub last: MessageId,
    /// When they were said.
    pub since: Micros,
}

/// A member as someone who may be given work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worker {
    /// Who.
    pub user: UserId,
    /// The name colleagues see.
    pub name: String,
    /// What others see of their availability.
    pub state: Availability,
    /// Since when; `None` for someone who never was there.
    pub since: Option<Micros>,
    /// Why they are on a break.
    pub reason: Option<String>,
    /// How many seconds they mean to be.
    pub planned_secs: Option<i64>,
    /// Inboxes they are a member of, ascending.
    pub inboxes: Vec<InboxId>,
    /// Teams they are a member of, ascending.
    pub teams: Vec<TeamId>,
}

/// A conversation that waits for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Row id.
    pub id: ConversationId,
    /// The inbox it came by.
    pub inbox: InboxId,
    /// The team it was given to.
    pub team: Option<TeamId>,
    /// Whose it is.
    pub contact: ContactId,
    /// When it began.
    pub created_at: Micros,
    /// Where it stands: goes back as `after`.
    pub key: (i64, i64),
}

/// In which order what waits is given out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WaitingOrder {
    /// The queue's own.
    #[default]
    Queued,
    /// Whoever waits longest for an answer first.
    Unanswered,
}

/// Which waiting conversations are asked for: of these inboxes or of these teams.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Inboxes.
    pub inboxes: Vec<InboxId>,
    /// Teams.
    pub teams: Vec<TeamId>,
    /// Order.
    pub order: WaitingOrder,
}

/// So many open conversations that someone has of an inbox and a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Workload {
    /// Who has them.
    pub user: UserId,
    /// The inbox.
    pub inbox: InboxId,
    /// The team.
    pub team: Option<TeamId>,
    /// How many.
    pub count: i64,
}

/// What waits of an inbox and a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Queued {
    /// The inbox.
    pub inbox: InboxId,
    /// The team.
    pub team: Option<TeamId>,
    /// How many.
    pub count: i64,
    /// Since when the first has waited.
    pub oldest: Option<Micros>,
}

/// Conversations that don't count as load.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LightWork {
    /// A list's parameter and its values, like `labels`.
    pub with: Option<(&'static str, Vec<String>)>,
    /// Those begun before.
    pub begun_before: Option<Micros>,
}

/// An open conversation that someone has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// Row id.
    pub id: ConversationId,
    /// The inbox.
    pub inbox: InboxId,
    /// The team.
    pub team: Option<TeamId>,
}

/// Whether there still is room, asked again once nobody else can change it.
pub type Room<'a> = dyn Fn(&mut Tx<'_>) -> Result<bool, Problem> + 'a;

/// Use cases about work, as plain functions inside the caller's transaction.
pub trait Work: Send + Sync + 'static {
    /// The members of the account who have accepted, in order of their ids.
    ///
    /// # Errors
    /// What the store says.
    fn workers(&self, tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<Worker>, Problem>;

    /// Conversations that wait for a person, in order, after a key.
    ///
    /// # Errors
    /// What the store says.
    fn waiting(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        wanted: &Wanted,
        after: Option<(i64, i64)>,
        limit: i64,
    ) -> Result<Vec<Waiting>, Problem>;

    /// Who has how many open conversations, but for what does not count; of one member alone, or of all.
    ///
    /// # Errors
    /// What the store says.
    fn workloads(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        only: Option<UserId>,
        but: &LightWork,
    ) -> Result<Vec<Workload>, Problem>;

    /// What waits in the queue, by inbox and team.
    ///
    /// # Errors
    /// What the store says.
    fn queued(&self, tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<Queued>, Problem>;

    /// Row ids of the open conversations whose customers wait longest for an answer, the longest first.
    ///
    /// # Errors
    /// What the store says.
    fn unanswered(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        inbox: Option<InboxId>,
        team: Option<TeamId>,
        limit: i64,
    ) -> Result<Vec<i64>, Problem>;

    /// The open conversations that a member has, in order of their ids.
    ///
    /// # Errors
    /// What the store says.
    fn held_by(&self, tx: &mut Tx<'_>, scope: &AccountScope, user: UserId) -> Result<Vec<Held>, Problem>;

    /// Who last had another conversation of the contact in which something happened since a moment.
    ///
    /// # Errors
    /// What the store says.
    fn last_holder(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        contact: ContactId,
        except: ConversationId,
        since: Micros,
    ) -> Result<Option<UserId>, Problem>;

    /// Teams whose members want to be given nothing without a person's doing.
    ///
    /// # Errors
    /// What the store says.
    fn closed_teams(&self, tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<TeamId>, Problem>;

    /// What waits of those customers who belong to a member, or to someone they stand in for; the queue's order.
    ///
    /// # Errors
    /// What the store says.
    fn waiting_for(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        user: UserId,
        limit: i64,
    ) -> Result<Vec<Waiting>, Problem>;

    /// Whom a contact belongs to, as the features say.
    ///
    /// # Errors
    /// What the store says.
    fn owner_of(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        contact: ContactId,
    ) -> Result<Option<Ownership>, Problem>;

    /// Gives a waiting conversation to a member, with a line of the timeline that says why (`{to}` is filled in), if
    /// it still waits, they may have it and there is `room`. One at a time asks for a member's room.
    ///
    /// # Errors
    /// What the store says.
    fn give(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        id: ConversationId,
        to: UserId,
        line: &Activity,
        room: &Room<'_>,
    ) -> Result<bool, Problem>;

    /// The silence in a conversation; `None` when it is not open or the customer waits.
    ///
    /// # Errors
    /// What the store says.
    fn silence(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        id: ConversationId,
    ) -> Result<Option<Silence>, Problem>;

    /// Resolves an open conversation without a person's doing, with a line that says why; whether it was open.
    ///
    /// # Errors
    /// What the store says.
    fn finish(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        id: ConversationId,
        line: &Activity,
    ) -> Result<bool, Problem>;

    /// Puts a conversation that a member has back into the queue, with a line that says why (`{from}` is filled in);
    /// whether they had it.
    ///
    /// # Errors
    /// What the store says.
    fn hand_back(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        id: ConversationId,
        from: UserId,
        line: &Activity,
    ) -> Result<bool, Problem>;
}
