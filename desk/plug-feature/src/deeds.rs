//! What can be done to conversations and contacts, in the words that bulk, macros and rules share: Chatwoot's
//! `action_name` and `action_params`.

use desk_model::Viewer;
use desk_model::conditions::Subject;
use kernel_base::{ContactId, Problem};
use kernel_db::Tx;
use serde_json::Value;

use crate::{ConversationRef, Desk};

/// Something to be done.
#[derive(Clone, Debug, PartialEq)]
pub struct Deed {
    /// Its name, like `add_label`.
    pub name: String,
    /// With what.
    pub params: Vec<Value>,
}

impl Deed {
    /// A deed.
    #[must_use]
    pub fn new(name: &str, params: Vec<Value>) -> Self {
        Self { name: name.to_owned(), params }
    }
}

/// What it is done to; the doer sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Acted {
    /// A conversation.
    Conversation(ConversationRef),
    /// A contact.
    Contact(ContactId),
}

/// Does something to what the viewer sees, with parameters. Answers what would undo it; `None` when nothing changed.
pub type Act = fn(&mut Tx<'_>, &dyn Desk, &Viewer, &Acted, &[Value]) -> Result<Option<Deed>, Problem>;

/// A deed that a feature knows how to do.
#[derive(Clone, Copy)]
pub struct Action {
    /// Its name.
    pub name: &'static str,
    /// What it is done to.
    pub about: Subject,
    /// Whether it can be done with these parameters at all.
    pub check: fn(&[Value]) -> Result<(), Problem>,
    /// Does it.
    pub run: Act,
}
