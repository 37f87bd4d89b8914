//! Moving in: what another product kept, written with its own ids and times, as if it had always been here.
//!
//! History, not news: the only event is one that nobody minds, so nobody is notified, no webhook is called and no rule runs; the search is fed
//! beside. Every part notes the new id in its own transaction, so that a run that was cut goes on where it stood and a
//! second run brings only what is new.

mod contacts;
mod conversations;
mod inboxes;
mod messages;
mod people;
pub(crate) mod store;
mod things;

pub use contacts::contact;
pub use conversations::{Chunk, conversation, more, noted};
pub use inboxes::inbox;
pub use messages::{Brought, keep_file};
pub use people::{person, team, welcome_links};
pub use things::thing;

use std::sync::Arc;

use kernel_base::{AccountScope, Micros, Problem};
use kernel_db::{Event, Tx};
use plug_channel::ChannelKind;
use plug_import::{Home, Left};
use serde_json::{Map, Value, json};

use crate::Core;
use crate::accounts::list_changed;
use crate::people::check_name;

/// An import that is under way.
#[derive(Clone)]
pub struct Moving {
    /// The domain.
    pub core: Arc<Core>,
    /// The account that is filled.
    pub scope: AccountScope,
    /// How far each list was read by a run that was cut.
    pub progress: Map<String, Value>,
    /// The channel of inboxes that do not go on here.
    archive: &'static ChannelKind,
    /// Whether ids can stay as they were: nobody else's rows are in the installation.
    keep: bool,
}

/// What became of something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Came {
    /// Its id here; `None` when it stays behind.
    pub id: Option<i64>,
    /// Whether it came now.
    pub new: bool,
    /// What of it did not come, or why it did not.
    pub left: Vec<Left>,
}

impl Came {
    fn known(id: i64) -> Self {
        Self { id: Some(id), ..Self::default() }
    }

    fn now(id: i64, left: Vec<Left>) -> Self {
        Self { id: Some(id), new: true, left }
    }

    fn behind(left: Left) -> Self {
        Self { left: vec![left], ..Self::default() }
    }
}

/// Begins an import from `source`, in an account of its own, or goes on with it.
///
/// # Errors
/// What the store says.
pub fn begin(
    tx: &mut Tx<'_>,
    core: &Arc<Core>,
    archive: &'static ChannelKind,
    source: &str,
    home: &Home,
) -> Result<Moving, Problem> {
    let (scope, progress) = match store::import(tx, source)? {
        Some((account, progress)) => {
            let progress = progress.value()?.as_object().cloned().unwrap_or_default();
            (AccountScope::new(account), progress)
        }
        None => {
            let keep = store::alone(tx, None)?;
            let mut home = home.clone();
            home.created_at = known_since(tx, home.created_at);
            home.name = check_name("name", &home.name, 100).unwrap_or_else(|_| source.to_owned());
            // There, agents see whatever is in their inboxes.
            home.settings.insert("visibility".to_owned(), "ours".into());
            let settings = Value::Object(home.settings.clone());
            let scope = AccountScope::new(store::rows::account(tx, &home, &settings, keep)?);
            store::insert_import(tx, &scope, source)?;
            (scope, Map::new())
        }
    };
    let keep = store::alone(tx, Some(&scope))?;
    Ok(Moving { core: Arc::clone(core), scope, progress, archive, keep })
}

/// Notes how far a list was read.
///
/// # Errors
/// What the store says.
pub fn reached(tx: &mut Tx<'_>, m: &Moving, progress: &Map<String, Value>) -> Result<(), Problem> {
    Ok(store::save_progress(tx, &m.scope, progress, false)?)
}

/// All of it was read: the next run begins anew, and desks that are open ask for their lists again.
///
/// # Errors
/// What the store says.
pub fn finish(tx: &mut Tx<'_>, m: &Moving) -> Result<(), Problem> {
    store::save_progress(tx, &m.scope, &Map::new(), true)?;
    for list in ["label", "inbox", "team", "canned_response"] {
        list_changed(tx, &m.scope, list)?;
    }
    Ok(())
}

/// Old and new ids of all that came of one kind.
///
/// # Errors
/// What the store says.
pub fn ids(tx: &mut Tx<'_>, m: &Moving, noun: &str) -> Result<Vec<(i64, i64)>, Problem> {
    Ok(store::items(tx, &m.scope, noun)?)
}

/// A moment that the other product told; now where it did not.
fn known_since(tx: &Tx<'_>, told: Micros) -> Micros {
    if told.0 > 0 { told } else { tx.now() }
}

impl Moving {
    /// The id to write something under that had this one.
    fn kept(&self, old: i64) -> Option<i64> {
        self.keep.then_some(old)
    }

    /// What is here of something that came before.
    fn item(&self, tx: &mut Tx<'_>, noun: &str, old: i64) -> Result<Option<store::Item>, Problem> {
        Ok(store::item(tx, &self.scope, noun, old)?)
    }

    /// The id here of something that came before.
    fn found(&self, tx: &mut Tx<'_>, noun: &str, old: Option<i64>) -> Result<Option<i64>, Problem> {
        match old {
            Some(old) => Ok(self.item(tx, noun, old)?.map(|i| i.id)),
            None => Ok(None),
        }
    }

    /// Notes what something is here.
    fn note(&self, tx: &mut Tx<'_>, noun: &str, old: i64, id: i64) -> Result<(), Problem> {
        let item = store::Item { id, upto: 0, stamp: Micros(0) };
        Ok(store::put_item(tx, &self.scope, (noun, old), item)?)
    }

    /// What feeds the search, as an event would have told it.
    fn told(&self, tx: &Tx<'_>, kind: &str, subject: i64) -> Event {
        Event {
            account: self.scope.account(),
            seq: 0,
            at: tx.now(),
            kind: kind.to_owned(),
            conversation: None,
            subject: Some(subject),
            actor: None,
            data: json!({}),
        }
    }
}
