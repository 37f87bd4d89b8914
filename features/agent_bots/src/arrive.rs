//! Bots that another product kept, with their tokens and the inboxes they answer in.

use kernel_base::{InboxId, Problem};
use kernel_db::Tx;
use plug_feature::{Arrived, Arriving, Import};
use serde_json::Value;

use crate::secrets;
use crate::store::{self, Bot};

/// What is taken in.
pub(crate) const IMPORTS: &[Import] = &[Import { noun: "agent_bot", take }];

fn take(tx: &mut Tx<'_>, a: &Arriving<'_>) -> Result<Arrived, Problem> {
    let text = |key: &str, max: usize| a.text(key).map(|t| t.chars().take(max).collect::<String>());
    let mut bot = Bot {
        id: 0,
        name: text("name", 255).unwrap_or_else(|| "?".to_owned()),
        description: text("description", 1000),
        outgoing_url: a.text("outgoing_url").map(str::to_owned),
        config: a.data.get("bot_config").and_then(Value::as_object).cloned().unwrap_or_default(),
        avatar_url: None,
        secret_sealed: String::new(),
        token_hash: String::new(),
        token_sealed: String::new(),
        failed_at: None,
        failure: None,
    };
    bot.id = store::insert(tx, &a.scope, &bot)?;
    let (secret, mut token) = (a.text("secret"), a.text("access_token"));
    let mut lost = "";
    if let Some(asked) = token
        && store::by_token(tx, &secrets::hash(asked))?.is_some()
    {
        (token, lost) = (None, "its token is another bot's here; it has a new one");
    }
    secrets::arriving(a, &mut bot, secret, token)?;
    store::update(tx, &a.scope, &bot)?;
    let inboxes = a.data.get("inbox_ids").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    for old in inboxes.iter().filter_map(Value::as_i64) {
        if let Some(inbox) = (a.new_id)(tx, &a.scope, "inbox", old)? {
            store::set_inbox(tx, &a.scope, InboxId(inbox), Some(bot.id))?;
        }
    }
    Ok(if lost.is_empty() { Arrived::Here(bot.id) } else { Arrived::Changed(bot.id, lost.to_owned()) })
}
