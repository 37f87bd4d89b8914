//! A reader of another product. It blocks: an import has a thread to itself.

use kernel_base::Micros;

use crate::{Contact, Conversation, File, Home, Inbox, Left, Message, Person, Team, Thing};

/// Why the other product could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// It refuses; asking again would not help.
    #[error("{0}")]
    Refused(String),
    /// It can't be reached any more; running the import again goes on where it stood.
    #[error("{0}")]
    Gone(String),
}

/// Some of many.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// What it holds.
    pub items: Vec<T>,
    /// Where the next one begins; `None` after the last.
    pub next: Option<i64>,
}

/// A reader of another product. Lists come in an order in which what is new comes last.
pub trait Source {
    /// What is read, the same text at each run: it finds what came before.
    fn name(&self) -> String;

    /// The account.
    ///
    /// # Errors
    /// [`Trouble`].
    fn home(&mut self) -> Result<Home, Trouble>;

    /// Everyone who answers, and where it is known who once did.
    ///
    /// # Errors
    /// [`Trouble`].
    fn people(&mut self) -> Result<Vec<Person>, Trouble>;

    /// The teams.
    ///
    /// # Errors
    /// [`Trouble`].
    fn teams(&mut self) -> Result<Vec<Team>, Trouble>;

    /// The inboxes.
    ///
    /// # Errors
    /// [`Trouble`].
    fn inboxes(&mut self) -> Result<Vec<Inbox>, Trouble>;

    /// Things of features that stand by themselves.
    ///
    /// # Errors
    /// [`Trouble`].
    fn things(&mut self) -> Result<Vec<Thing>, Trouble>;

    /// Customers from a place on (0 is the first).
    ///
    /// # Errors
    /// [`Trouble`].
    fn contacts(&mut self, from: i64) -> Result<Page<Contact>, Trouble>;

    /// Conversations from a place on (0 is the first).
    ///
    /// # Errors
    /// [`Trouble`].
    fn conversations(&mut self, from: i64) -> Result<Page<Conversation>, Trouble>;

    /// The first messages of a conversation after an old id, oldest first; the next ones begin after the last of them.
    ///
    /// # Errors
    /// [`Trouble`].
    fn messages(&mut self, of: &Conversation, after: i64) -> Result<Page<Message>, Trouble>;

    /// Things of features about customers and conversations, from a place on (0 is the first).
    ///
    /// # Errors
    /// [`Trouble`].
    fn late_things(&mut self, from: i64) -> Result<Page<Thing>, Trouble>;

    /// The content of a file; `None` when it is gone.
    ///
    /// # Errors
    /// [`Trouble`].
    fn content(&mut self, of: &File) -> Result<Option<Vec<u8>>, Trouble>;

    /// What this reader knows that it can't bring.
    ///
    /// # Errors
    /// [`Trouble`].
    fn left(&mut self) -> Result<Vec<Left>, Trouble>;

    /// Whether passwords come along.
    fn brings_passwords(&self) -> bool;

    /// Whether a conversation changed since a moment that an earlier run noted; a reader that can't tell says yes.
    fn changed_since(&self, of: &Conversation, noted: Micros) -> bool {
        of.updated_at > noted
    }
}
