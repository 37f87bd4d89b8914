//! Handing a message to its channel: the `channel.send` job.

use std::sync::Arc;

use desk_model::{Message, MessageState};
use kernel_base::{AccountScope, MessageId, Problem};
use kernel_db::Tx;
use plug_channel::{ChannelKind, InboxConfig, OutMessage, Ports, Receipt, SendError};

use super::change::forward;
use super::store;
use crate::conversations::{event, store as conversations, wordless};
use crate::{Core, inboxes, present};

/// Tries before a message counts as failed.
const TRIES: i64 = 8;

/// What became of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// Nothing more is to be done.
    Done,
    /// To be tried again, after so many seconds if the provider said.
    Again(Option<u32>),
}

/// What is needed to hand a message over.
struct Load {
    kind: &'static ChannelKind,
    inbox: InboxConfig,
    out: OutMessage,
}

/// Hands a message to its channel on its `attempt`th try (from 1) and keeps what came of it.
///
/// # Errors
/// What the store says.
pub async fn send(
    core: &Arc<Core>,
    ports: &Ports,
    scope: AccountScope,
    id: MessageId,
    attempt: i64,
) -> Result<Sent, Problem> {
    let own = core.clone();
    let Some(load) = core.store.read(move |tx| load(tx, &own, &scope, id)).await? else {
        return Ok(Sent::Done);
    };
    let channel = (load.kind.connect)(load.inbox, ports.clone());
    let outcome = channel.send(&load.out).await;
    let (state, receipt, failure) = match outcome {
        Ok(receipt) => (MessageState::Sent, receipt, None),
        Err(SendError::Retry(after)) if attempt < TRIES => return Ok(Sent::Again(after)),
        Err(SendError::Retry(_)) => {
            (MessageState::Failed, Receipt::default(), Some("unreachable".to_owned()))
        }
        Err(SendError::Refused(why)) => (MessageState::Failed, Receipt::default(), Some(why)),
        Err(SendError::MaybeSent) => {
            (MessageState::Failed, Receipt::default(), Some("outcome_unknown".to_owned()))
        }
    };
    core.store
        .write(move |tx| settle(tx, &scope, id, state, receipt.external_id.as_deref(), failure.as_deref()))
        .await?;
    Ok(Sent::Done)
}

/// The message, if it still is to be sent.
fn load(tx: &mut Tx<'_>, core: &Core, scope: &AccountScope, id: MessageId) -> Result<Option<Load>, Problem> {
    let Some(message) = store::by_id(tx, scope, id)? else { return Ok(None) };
    if message.state != MessageState::Sending || message.is_deleted() {
        return Ok(None);
    }
    let Some(c) = conversations::there(tx, scope, message.conversation)? else { return Ok(None) };
    let inbox = inboxes::config(tx, &core.sealer, scope, message.inbox)?;
    let Some(kind) = core.registry.channel(&inbox.kind) else { return Ok(None) };
    let mut message = message;
    if let Some(name) = message.content_attributes.get("signed_as").and_then(serde_json::Value::as_str) {
        message.content = format!("**{}:**\n{}", name.replace('*', ""), message.content);
    }
    let webhook = present::webhook_message(tx, core, &c, &message, "message_created")?;
    let to = present::source_id(tx, scope, c.contact_inbox)?;
    let out = OutMessage { id: id.0, to, webhook, content: message.content };
    Ok(Some(Load { kind, inbox, out }))
}

/// Keeps what came of a try; a state that went further meanwhile stays.
fn settle(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: MessageId,
    state: MessageState,
    external: Option<&str>,
    failure: Option<&str>,
) -> Result<(), Problem> {
    let Some(found) = store::by_id(tx, scope, id)? else { return Ok(()) };
    let Some(c) = conversations::lock(tx, scope, found.conversation)? else { return Ok(()) };
    let Some(mut m): Option<Message> = store::lock(tx, scope, c.id, id)? else { return Ok(()) };
    let moved = forward(&mut m, state, failure);
    if let Some(external) = external {
        m.source_id = Some(external.to_owned());
    }
    if moved || external.is_some() {
        m.updated_at = tx.now();
        store::save(tx, scope, &m)?;
        tx.emit(wordless(event("message.updated", &c, Some(id.0), None, None)));
    }
    Ok(())
}
