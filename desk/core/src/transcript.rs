//! A conversation by e-mail: what the customer saw of it, nothing else. Notes, lines of the timeline and deleted
//! messages are never in it.

use desk_model::{Conversation, Message, SenderKind, Viewer, is_email};
use kernel_base::{AccountScope, Locale, Micros, Problem};
use kernel_db::Tx;
use plug_feature::Letter;

use crate::conversations::find;
use crate::messages::{Line, store, write_line};
use crate::{Actor, Core, accounts, conversations, mail, present};

/// Messages in one letter at most, the newest.
const MESSAGES_MAX: i64 = 1000;
/// Characters of one letter at most; what came before is left out.
const CHARS_MAX: usize = 500_000;

/// Sends what the customer saw of a conversation to `to`, and says so in the timeline.
///
/// # Errors
/// 404 unseen; 422 for what is no address.
pub fn send_transcript(
    tx: &mut Tx<'_>,
    core: &Core,
    viewer: &Viewer,
    number: i64,
    to: &str,
) -> Result<(), Problem> {
    let c = find(tx, viewer, number)?;
    let to = address(to)?;
    let letter = letter(tx, core, &c, &to)?;
    mail::Post::plain(letter, Some(c.account)).queue(tx, core)?;
    let mut c = conversations::store::lock(tx, &c.scope(), c.id)?.ok_or_else(Problem::not_found)?;
    write_line(tx, core, &mut c, Actor::Member(viewer), &Line::new("activity.transcript").with("email", to))?;
    Ok(conversations::store::save_after_message(tx, &c)?)
}

/// Sends a customer's own conversation to their own address; only once somebody of the team has answered, so that
/// nobody can have letters of their own words sent to strangers.
///
/// # Errors
/// 422 without an address, or without an answer.
pub(crate) fn send_to_customer(tx: &mut Tx<'_>, core: &Core, c: &Conversation) -> Result<(), Problem> {
    let contact = crate::contacts::contact(tx, &c.scope(), c.contact)?;
    let to = address(contact.email.as_deref().unwrap_or_default())?;
    if c.first_reply_at.is_none() {
        return Err(Problem::field("conversation_id", "error.no_reply_yet"));
    }
    let letter = letter(tx, core, c, &to)?;
    mail::Post::plain(letter, Some(c.account)).queue(tx, core)
}

fn address(text: &str) -> Result<String, Problem> {
    let text = text.trim();
    if is_email(text) { Ok(text.to_owned()) } else { Err(Problem::field("email", "error.email")) }
}

/// The conversation as a letter, in the account's language.
pub(crate) fn letter(tx: &mut Tx<'_>, core: &Core, c: &Conversation, to: &str) -> Result<Letter, Problem> {
    let scope = c.scope();
    let account = accounts::account(tx, &scope)?;
    let inbox = crate::inboxes::stored(tx, &scope, c.inbox)?;
    let locale = account.locale;
    let number = ("number", c.number.to_string());
    let words = |key: &str, args: &[(&'static str, String)]| core.texts.text(locale, key, args);
    Ok(Letter {
        to: to.to_owned(),
        locale,
        subject: words("transcript.subject", &[number.clone(), ("account", account.name.clone())]),
        title: words("transcript.title", &[number]),
        paragraphs: paragraphs(tx, core, &scope, c, locale)?,
        action: None,
        footer: Some(words("transcript.footer", &[("inbox", inbox.name), ("account", account.name)])),
        files: Vec::new(),
    })
}

/// What was said, the oldest first, each with its author and moment.
fn paragraphs(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    c: &Conversation,
    locale: Locale,
) -> Result<Vec<String>, Problem> {
    let mut rows = store::before(tx, scope, c.id, i64::MAX, MESSAGES_MAX, true)?;
    rows.retain(|m| m.is_public() && !m.is_deleted());
    let ids: Vec<i64> = rows.iter().map(|m| m.id.0).collect();
    let files = store::files_of(tx, scope, &ids)?;
    let (mut all, mut chars) = (Vec::with_capacity(rows.len()), 0);
    let mut names = Names::default();
    for m in &rows {
        let mut text = format!("{} · {}", names.of(tx, core, scope, locale, m)?, moment(m.created_at));
        if !m.content.trim().is_empty() {
            text.push('\n');
            text.push_str(m.content.trim());
        }
        for file in files.iter().filter(|f| f.message == m.id) {
            text.push_str("\n📎 ");
            text.push_str(&file.name);
        }
        chars += text.chars().count();
        if chars > CHARS_MAX {
            break;
        }
        all.push(text);
    }
    let left_out = all.len() < rows.len() || i64::try_from(ids.len()).unwrap_or(0) >= MESSAGES_MAX;
    if left_out {
        all.push(core.texts.text(locale, "transcript.shortened", &[]));
    }
    all.reverse();
    Ok(all)
}

/// Day and time, in UTC: the reader's own clock is not known.
fn moment(at: Micros) -> String {
    let iso = at.iso().unwrap_or_default();
    let (day, time) = (iso.get(..10).unwrap_or_default(), iso.get(11..16).unwrap_or_default());
    format!("{day} {time} UTC")
}

/// Names of authors, each read once.
#[derive(Default)]
struct Names(std::collections::HashMap<(SenderKind, Option<i64>), String>);

impl Names {
    fn of(
        &mut self,
        tx: &mut Tx<'_>,
        core: &Core,
        scope: &AccountScope,
        locale: Locale,
        m: &Message,
    ) -> Result<String, Problem> {
        let key = (m.sender.kind, m.sender.id);
        if let Some(known) = self.0.get(&key) {
            return Ok(known.clone());
        }
        let found = match (m.sender.kind, m.sender.id) {
            (SenderKind::User, Some(id)) => present::person_name(tx, scope, kernel_base::UserId(id))?,
            (SenderKind::Contact, Some(id)) => present::contact_name(tx, scope, kernel_base::ContactId(id))?,
            _ => String::new(),
        };
        let name = match (found.is_empty(), m.sender.kind) {
            (false, _) => found,
            (true, SenderKind::Contact) => core.texts.text(locale, "transcript.customer", &[]),
            (true, _) => core.texts.text(locale, "transcript.team", &[]),
        };
        self.0.insert(key, name.clone());
        Ok(name)
    }
}
