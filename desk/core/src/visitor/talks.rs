//! A visitor's conversations: theirs alone, found, read, written, ended.

use desk_model::{ContactInbox, Conversation, Message, Move, Sender, Status};
use kernel_base::{AccountScope, MessageId, Problem};
use kernel_db::Tx;
use plug_channel::{NewConversation, NewMessage, VisitorRef};
use serde_json::{Map, Value};

use crate::contacts::{self, merge_into, store as contact_rows};
use crate::conversations::{self, Begin, apply, attributes_problem, is_now, newest_of, store, tell};
use crate::live::{Typing, Typist};
use crate::messages::{self, Draft, Incoming, NewFile, Span, reactions};
use crate::{Actor, Core, inboxes, present};

/// Conversations of a visitor that are listed at most.
const LISTED: usize = 50;

pub(super) fn scope(who: &VisitorRef) -> AccountScope {
    AccountScope::new(who.account)
}

fn address(tx: &mut Tx<'_>, who: &VisitorRef) -> Result<ContactInbox, Problem> {
    contact_rows::address(tx, &scope(who), who.contact_inbox)?.ok_or_else(Problem::not_found)
}

/// The visitor's contact, as themselves see it.
pub(super) fn contact(tx: &mut Tx<'_>, who: &VisitorRef) -> Result<Value, Problem> {
    let a = address(tx, who)?;
    Ok(desk_wire::visitor_contact(&contacts::contact(tx, &scope(who), a.contact)?))
}

/// Whether what the visitor does is dropped. They are not to learn of it.
pub(super) fn is_blocked(tx: &mut Tx<'_>, who: &VisitorRef) -> Result<bool, Problem> {
    let a = address(tx, who)?;
    Ok(contacts::contact(tx, &scope(who), a.contact)?.blocked)
}

/// Whether a conversation is the visitor's: of this address, or of their contact in this inbox once proved.
fn theirs(who: &VisitorRef, a: &ContactInbox, c: &Conversation) -> bool {
    c.contact_inbox == a.id || (who.verified && c.contact == a.contact && c.inbox == a.inbox)
}

/// The conversation with this number or the newest one, or what it was merged into.
pub(super) fn find(
    tx: &mut Tx<'_>,
    who: &VisitorRef,
    number: Option<i64>,
    locked: bool,
) -> Result<Conversation, Problem> {
    let scope = scope(who);
    let a = address(tx, who)?;
    let found = match number {
        Some(number) if locked => store::lock_there(tx, &scope, number)?,
        Some(number) => match store::by_number(tx, &scope, number)? {
            Some(there) => Some(there),
            None => is_now(tx, &scope, number)?,
        },
        None => newest_of(tx, &scope, a.id, locked)?,
    };
    found.filter(|c| theirs(who, &a, c)).ok_or_else(Problem::not_found)
}

pub(super) fn list(tx: &mut Tx<'_>, core: &Core, who: &VisitorRef) -> Result<Vec<Value>, Problem> {
    let scope = scope(who);
    let a = address(tx, who)?;
    let me = contact(tx, who)?;
    let ids = contact_rows::conversations_of(tx, &scope, a.contact)?;
    let mut rows = store::by_ids(tx, &scope, &ids)?;
    rows.retain(|c| theirs(who, &a, c));
    rows.sort_by_key(|c| std::cmp::Reverse(c.id));
    rows.truncate(LISTED);
    rows.iter().map(|c| present::visitor_one(tx, core, c, &me)).collect()
}

pub(super) fn messages(
    tx: &mut Tx<'_>,
    core: &Core,
    who: &VisitorRef,
    number: Option<i64>,
    span: Span,
) -> Result<Vec<Value>, Problem> {
    let c = match find(tx, who, number, false) {
        Err(_) if number.is_some() && is_blocked(tx, who)? => return Ok(Vec::new()),
        found => found?,
    };
    let rows = span.read(tx, &c, true)?;
    present::visitor_messages(tx, core, &c, &rows)
}

/// A visitor's message as a draft; files are stored already.
pub(super) fn draft(new: &NewMessage, files: Vec<NewFile>) -> Result<Draft, Problem> {
    let mut content_attributes = new.content_attributes.clone();
    if let Some(quoted) = new.in_reply_to {
        content_attributes.insert("in_reply_to".to_owned(), quoted.into());
    }
    let draft = Draft {
        content: new.content.clone(),
        private: false,
        content_type: None,
        content_attributes,
        echo_id: new.echo_id.clone(),
        source_id: new.source_id.clone(),
        files,
        mentions: Vec::new(),
        sign: false,
    };
    draft.checked()
}

pub(super) fn open(
    tx: &mut Tx<'_>,
    core: &Core,
    who: &VisitorRef,
    new: &NewConversation,
    first: Option<&Draft>,
) -> Result<Value, Problem> {
    let scope = scope(who);
    let a = address(tx, who)?;
    let begin = Begin {
        additional_attributes: new.additional_attributes.clone(),
        custom_attributes: new.custom_attributes.clone(),
        ..Begin::default()
    };
    let c = match first {
        Some(draft) => {
            let incoming = Incoming { draft: draft.clone(), number: None, begin, anew: true };
            messages::receive(tx, core, &scope, &a, &incoming)?.conversation
        }
        None if is_blocked(tx, who)? => messages::pretended(tx, core, &scope, &a, None, &begin)?,
        None if inboxes::stored(tx, &scope, a.inbox)?.lock_to_single_conversation => {
            match newest_of(tx, &scope, a.id, true)? {
                Some(there) => there,
                None => conversations::begin(tx, core, &scope, &a, Actor::Contact(a.contact), &begin)?,
            }
        }
        None => conversations::begin(tx, core, &scope, &a, Actor::Contact(a.contact), &begin)?,
    };
    let me = contact(tx, who)?;
    present::visitor_one(tx, core, &c, &me)
}

pub(super) fn post(
    tx: &mut Tx<'_>,
    core: &Core,
    who: &VisitorRef,
    number: Option<i64>,
    draft: &Draft,
) -> Result<Value, Problem> {
    let mut a = address(tx, who)?;
    if let Some(number) = number
        && !is_blocked(tx, who)?
    {
        // A proved visitor may go on with a conversation they began at another address of theirs.
        let c = find(tx, who, Some(number), false)?;
        if c.contact_inbox != a.id {
            a = contact_rows::address(tx, &scope(who), c.contact_inbox)?.ok_or_else(Problem::not_found)?;
        }
    }
    let incoming = Incoming { draft: draft.clone(), number, ..Incoming::default() };
    let posted = messages::receive(tx, core, &scope(who), &a, &incoming)?;
    let json = present::visitor_messages(tx, core, &posted.conversation, &[posted.message])?;
    json.into_iter().next().ok_or_else(Problem::not_found)
}

pub(super) fn submit(
    tx: &mut Tx<'_>,
    core: &Core,
    who: &VisitorRef,
    message: i64,
    values: &Map<String, Value>,
) -> Result<Value, Problem> {
    let (c, found) = message_of(tx, who, message)?;
    let m = messages::submit(tx, &c, found.id, values)?;
    let json = present::visitor_messages(tx, core, &c, &[m])?;
    json.into_iter().next().ok_or_else(Problem::not_found)
}

/// A message of the visitor's conversations that they may see, with its conversation, locked.
fn message_of(tx: &mut Tx<'_>, who: &VisitorRef, message: i64) -> Result<(Conversation, Message), Problem> {
    let scope = scope(who);
    let found = messages::store::by_id(tx, &scope, MessageId(message))?.ok_or_else(Problem::not_found)?;
    let c = store::lock(tx, &scope, found.conversation)?.ok_or_else(Problem::not_found)?;
    let a = address(tx, who)?;
    let found = messages::store::lock(tx, &scope, c.id, found.id)?.filter(Message::is_public);
    found.filter(|_| theirs(who, &a, &c)).map(|m| (c, m)).ok_or_else(Problem::not_found)
}

pub(super) fn react(
    tx: &mut Tx<'_>,
    core: &Core,
    who: &VisitorRef,
    message: i64,
    emoji: Option<&str>,
) -> Result<Value, Problem> {
    let (c, m) = message_of(tx, who, message)?;
    if !is_blocked(tx, who)? {
        reactions::feel(tx, core, &c, &m, Sender::contact(c.contact), emoji)?;
    }
    let json = present::visitor_messages(tx, core, &c, &[m])?;
    json.into_iter().next().ok_or_else(Problem::not_found)
}

pub(super) fn typing(who: &VisitorRef, c: &Conversation, on: bool) -> Typing {
    Typing { account: who.account, conversation: c.id, by: Typist::Contact(who.contact), on, private: false }
}

pub(super) fn seen(tx: &mut Tx<'_>, who: &VisitorRef, number: Option<i64>) -> Result<(), Problem> {
    if is_blocked(tx, who)? {
        return Ok(());
    }
    let mut c = find(tx, who, number, true)?;
    conversations::seen_by_contact(tx, &mut c)
}

pub(super) fn toggle_status(
    tx: &mut Tx<'_>,
    core: &Core,
    who: &VisitorRef,
    number: Option<i64>,
) -> Result<Value, Problem> {
    if is_blocked(tx, who)? {
        let a = address(tx, who)?;
        let mut c = messages::pretended(tx, core, &scope(who), &a, number, &Begin::default())?;
        c.status = if c.status == Status::Resolved { Status::Open } else { Status::Resolved };
        let me = contact(tx, who)?;
        return present::visitor_one(tx, core, &c, &me);
    }
    let mut c = find(tx, who, number, true)?;
    let what = if c.status == Status::Resolved { Move::Reopen } else { Move::Resolve };
    let actor = Actor::Contact(c.contact);
    apply(tx, core, &mut c, actor, what, None)?;
    let me = contact(tx, who)?;
    present::visitor_one(tx, core, &c, &me)
}

/// Has the features that keep labels put one on the current conversation, or take it off.
pub(super) fn label(
    tx: &mut Tx<'_>,
    core: &Core,
    who: &VisitorRef,
    title: &str,
    on: bool,
) -> Result<(), Problem> {
    let mut c = find(tx, who, None, true)?;
    let mut changed = false;
    for label in core.registry.features.iter().filter_map(|f| f.label) {
        changed |= label(tx, &c.scope(), c.id, title, on)?;
    }
    if changed {
        c.updated_at = tx.now();
        store::save(tx, &c)?;
        tell(tx, "conversation.updated", &c, None, None);
    }
    Ok(())
}

pub(super) fn attributes(
    tx: &mut Tx<'_>,
    who: &VisitorRef,
    changes: &Map<String, Value>,
) -> Result<(), Problem> {
    if is_blocked(tx, who)? {
        return Ok(());
    }
    let mut c = find(tx, who, None, true)?;
    merge_into(&mut c.custom_attributes, changes);
    desk_model::check_attributes(&c.custom_attributes)
        .map_err(|e| attributes_problem("custom_attributes", e))?;
    c.updated_at = tx.now();
    store::save(tx, &c)?;
    tell(tx, "conversation.updated", &c, None, None);
    Ok(())
}
