//! Asking and taking answers, behind the commit: the consumer of the account's events.

use desk_model::{ContentType, Status};
use kernel_base::{AccountId, AccountScope, ConversationId, MessageId, Problem};
use kernel_db::{Consumer, Event, From, Tx};
use kernel_text::Catalog;
use plug_feature::{Ctx, Desk, Ending, NewPost, Voice};
use serde_json::{Map, Value};

use crate::rules::{self, Answer};
use crate::store::{self, Survey};

/// The consumer.
pub(crate) fn consumers(ctx: &Ctx) -> Vec<Consumer> {
    let ctx = ctx.clone();
    let take = move |tx: &mut Tx<'_>, account: AccountId, events: &[Event]| take(&ctx, tx, account, events);
    vec![Consumer::in_tx("csat", From::Now, take).minding(minds)]
}

fn minds(event: &Event) -> bool {
    matches!(event.kind.as_str(), "conversation.status_changed" | "message.updated")
}

fn take(ctx: &Ctx, tx: &mut Tx<'_>, account: AccountId, events: &[Event]) -> Result<(), Problem> {
    let scope = AccountScope::new(account);
    for event in events {
        match (event.kind.as_str(), event.conversation, event.subject) {
            ("conversation.status_changed", Some(id), _) => {
                resolved(ctx, tx, &scope, ConversationId(id))?;
            }
            ("message.updated", _, Some(message)) => answered(ctx, tx, &scope, MessageId(message))?,
            _ => {}
        }
    }
    Ok(())
}

/// Asks where a conversation has just been resolved and a survey is due.
fn resolved(ctx: &Ctx, tx: &mut Tx<'_>, scope: &AccountScope, id: ConversationId) -> Result<(), Problem> {
    // It may have been merged into another since.
    let Some(id) = ctx.desk.conversation_by_id(tx, scope, id)?.map(|c| c.id) else { return Ok(()) };
    let Some(end) = ctx.desk.ending(tx, scope, id)? else { return Ok(()) };
    // What it is by now decides: who reopened it meanwhile is not asked.
    if end.status != Status::Resolved || !end.csat_enabled {
        return Ok(());
    }
    let last = store::of_conversation(tx, scope, id.0)?.first().map(|s| s.message);
    if !rules::is_due(last, end.last_incoming.map(|m| m.0)) {
        return Ok(());
    }
    let shown = ctx.desk.present_conversations(tx, scope, &[id.0])?;
    let labels = shown.first().and_then(|c| c["labels"].as_array()).cloned().unwrap_or_default();
    let labels: Vec<&str> = labels.iter().filter_map(Value::as_str).collect();
    if rules::labels_allow(&end.csat_config, &labels) {
        send(&*ctx.desk, &ctx.texts, &ctx.public_url, tx, scope, id, &end)?;
    }
    Ok(())
}

/// Sends a survey into a conversation.
pub(crate) fn send(
    desk: &dyn Desk,
    texts: &Catalog,
    public_url: &str,
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: ConversationId,
    end: &Ending,
) -> Result<Survey, Problem> {
    let set =
        |key: &str| end.csat_config.get(key).and_then(Value::as_str).map(str::trim).filter(|t| !t.is_empty());
    let mut content = match set("message") {
        Some(own) => own.to_owned(),
        None => texts.text(end.locale, "csat.ask", &[]),
    };
    if !end.forms {
        content = format!("{content}\n{public_url}/survey/responses/{}", end.uuid);
    }
    let mut content_attributes = Map::new();
    content_attributes.insert("display_type".into(), set("display_type").unwrap_or("emoji").into());
    let message = NewPost {
        content,
        private: false,
        content_type: ContentType::InputCsat,
        content_attributes,
        voice: Voice::System,
        echo_id: None,
    };
    let message = desk.post_message(tx, scope, id, &message)?;
    let now = tx.now();
    let mut survey = Survey {
        id: 0,
        conversation: id.0,
        message: message.0,
        contact: end.contact.0,
        inbox: end.inbox.0,
        assignee: end.assignee.map(|u| u.0),
        team: end.team.map(|t| t.0),
        uuid: end.uuid.clone(),
        sent_at: now,
        rating: None,
        feedback: String::new(),
        answered_at: None,
        updated_at: now,
    };
    survey.id = store::insert(tx, scope, &survey)?;
    Ok(survey)
}

/// Takes over an answer that was given in the chat.
fn answered(ctx: &Ctx, tx: &mut Tx<'_>, scope: &AccountScope, message: MessageId) -> Result<(), Problem> {
    let Some(survey) = store::by_message(tx, scope, message.0)? else { return Ok(()) };
    let shown = ctx.desk.present_messages(tx, scope, &[message.0])?;
    let Some(submitted) = shown.first().map(|m| &m["content_attributes"]["submitted_values"]) else {
        return Ok(());
    };
    // What can't be an answer is no reason to stop listening.
    let Ok(Some(answer)) = Answer::read(submitted) else { return Ok(()) };
    let same = survey.rating == Some(answer.rating) && survey.feedback == answer.feedback;
    if !same && rules::is_open(survey.sent_at, tx.now()) {
        store::answer(tx, scope, survey.id, answer.rating, &answer.feedback)?;
    }
    Ok(())
}
