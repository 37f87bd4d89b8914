//! Starting a conversation.

use desk_model::{ContactInbox, Conversation, Status, check_attributes};
use kernel_base::{AccountScope, ConversationId, Micros, Problem, TeamId, UserId};
use kernel_db::Tx;
use serde_json::{Map, Value};

use super::attributes::attributes_problem;
use super::{store, tell};
use crate::{Actor, Core};

/// What a conversation starts with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Begin {
    /// Facts such as browser and referrer.
    pub additional_attributes: Map<String, Value>,
    /// Attributes set by people and sites.
    pub custom_attributes: Map<String, Value>,
    /// Another status than open.
    pub status: Option<Status>,
    /// Who has it from the start; checked by the caller.
    pub assignee: Option<UserId>,
    /// The team it is given to; checked by the caller.
    pub team: Option<TeamId>,
    /// For a snoozed one: when it comes back.
    pub snoozed_until: Option<Micros>,
}

/// Starts a conversation of `address`. It takes the account's next number and a place at the queue's end.
///
/// # Errors
/// 422 for attributes beyond their bounds.
pub fn begin(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    address: &ContactInbox,
    actor: Actor<'_>,
    with: &Begin,
) -> Result<Conversation, Problem> {
    check_attributes(&with.additional_attributes)
        .map_err(|e| attributes_problem("additional_attributes", e))?;
    check_attributes(&with.custom_attributes).map_err(|e| attributes_problem("custom_attributes", e))?;
    let number = store::next_number(tx, scope)?;
    let mut c = unwritten(core, scope, address, with, number, tx.now());
    // A bot answers first where one is set up, unless it is said who does.
    let with_bot = match with.status {
        None => with.assignee.is_none(),
        Some(status) => status == Status::Pending,
    };
    if with_bot && core.registry.automates(tx, scope, address.inbox)? {
        c.status = Status::Pending;
        c.automated = true;
    }
    c.id = store::insert(tx, &c)?;
    tell(tx, "conversation.created", &c, actor.user(), None);
    Ok(c)
}

/// A conversation as it begins, not stored yet.
pub(crate) fn unwritten(
    core: &Core,
    scope: &AccountScope,
    address: &ContactInbox,
    with: &Begin,
    number: i64,
    now: Micros,
) -> Conversation {
    Conversation {
        id: ConversationId(0),
        account: scope.account(),
        number,
        uuid: uuid(core),
        inbox: address.inbox,
        contact: address.contact,
        contact_inbox: address.id,
        status: with.status.unwrap_or(Status::Open),
        automated: false,
        assignee: with.assignee,
        team: with.team,
        priority: None,
        snoozed_until: with.snoozed_until,
        queued_at: now,
        waiting_since: None,
        first_reply_at: None,
        last_activity_at: now,
        agent_last_seen_at: None,
        assignee_last_seen_at: None,
        contact_last_seen_at: None,
        unread_count: 0,
        last_message: None,
        additional_attributes: with.additional_attributes.clone(),
        custom_attributes: with.custom_attributes.clone(),
        created_at: now,
        updated_at: now,
        participants: Vec::new(),
    }
}

fn uuid(core: &Core) -> String {
    let mut bytes = [0u8; 16];
    core.rng.fill(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}
