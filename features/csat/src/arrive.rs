//! Answers to surveys that another product kept.

use kernel_base::{ConversationId, Micros, Problem};
use kernel_db::Tx;
use plug_feature::{Arrived, Arriving, Import};

use crate::store::{self, Survey};

/// What is taken in.
pub(crate) const IMPORTS: &[Import] = &[Import { noun: "csat_survey_response", take }];

fn take(tx: &mut Tx<'_>, a: &Arriving<'_>) -> Result<Arrived, Problem> {
    let left = |why: &str| Ok(Arrived::Left(why.to_owned()));
    let Some(conversation) = a.named(tx, "conversation_number", "conversation")? else {
        return left("its conversation did not come");
    };
    let Some(message) = a.named(tx, "message_id", "message")? else {
        return left("its message did not come");
    };
    let Some(about) = a.desk.ending(tx, &a.scope, ConversationId(conversation))? else {
        return left("its conversation did not come");
    };
    let rating = a.number("rating").filter(|r| (1..=5).contains(r));
    let Some(rating) = rating else { return left("it has no rating") };
    if store::by_message(tx, &a.scope, message)?.is_some() {
        return left("its message was answered already");
    }
    let at = a.number("created_at").map_or(tx.now(), Micros);
    let survey = Survey {
        id: 0,
        conversation,
        message,
        contact: about.contact.0,
        inbox: about.inbox.0,
        assignee: a.named(tx, "assigned_agent_id", "user")?,
        team: about.team.map(|t| t.0),
        uuid: about.uuid,
        sent_at: at,
        rating: Some(rating),
        feedback: a.text("feedback_message").unwrap_or_default().to_owned(),
        answered_at: Some(at),
        updated_at: a.number("updated_at").map_or(at, Micros),
    };
    Ok(Arrived::Here(store::insert(tx, &a.scope, &survey)?))
}
