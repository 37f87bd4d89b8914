//! Labels that a customer's page puts on their conversation.

use kernel_base::{AccountScope, ConversationId, Problem};
use kernel_db::Tx;

use crate::rules::Title;
use crate::store::{self, Carrier};

/// Puts a label on a conversation, or takes it off; whether anything changed. A page makes no labels: one that the
/// account does not have is passed over.
pub(crate) fn label(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversation: ConversationId,
    title: &str,
    on: bool,
) -> Result<bool, Problem> {
    let Ok(title) = Title::parse(title) else { return Ok(false) };
    let Some(label) = store::by_titles(tx, scope, &[title.fold.as_str()])?.pop() else { return Ok(false) };
    let carried = store::carried(tx, scope, Carrier::Conversation, conversation.0)?;
    if carried.iter().any(|c| c.id == label.id) == on {
        return Ok(false);
    }
    if on {
        store::put_on(tx, scope, Carrier::Conversation, conversation.0, &[label.id])?;
    } else {
        store::take_off(tx, scope, Carrier::Conversation, conversation.0, &[label.id])?;
    }
    Ok(true)
}
