//! A service floor inside a transaction: customers who write, people who come and go. For tests that run a whole day.

use desk_core::contacts::{NewContact, add_address, address_for, create};
use desk_core::conversations::{Begin, begin, queue_told_of};
use desk_core::messages::{Draft, Incoming, receive};
use desk_core::people::{Choice, arrive, choose};
use desk_core::{Actor, Core, DeskPort};
use desk_model::Availability;
use kernel_base::{AccountScope, ContactId, ConversationId, InboxId, Problem, TeamId, UserId};
use kernel_db::Tx;
use serde_json::Value;
use std::sync::Arc;

use plug_feature::Desk;

use crate::TestApp;

/// A conversation that began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Began {
    /// Whose.
    pub contact: ContactId,
    /// Row id.
    pub id: ConversationId,
    /// The number people see.
    pub number: i64,
}

/// The domain, as far as a day on the floor needs it; clones share it.
#[derive(Clone)]
pub struct Floor {
    core: Arc<Core>,
}

impl TestApp {
    /// The domain as features reach it.
    #[must_use]
    pub fn desk(&self) -> Arc<dyn Desk> {
        Arc::new(DeskPort(Arc::clone(&self.core)))
    }

    /// The floor.
    #[must_use]
    pub fn floor(&self) -> Floor {
        Floor { core: Arc::clone(&self.core) }
    }
}

impl Floor {
    /// A customer begins a conversation: someone new, or one known already.
    ///
    /// # Errors
    /// What the use cases say.
    pub fn begins(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        inbox: InboxId,
        team: Option<TeamId>,
        known: Option<ContactId>,
    ) -> Result<Began, Problem> {
        let contact = match known {
            Some(contact) => contact,
            None => {
                let new = NewContact { name: Some("Cliente".to_owned()), ..NewContact::default() };
                create(tx, &self.core, scope, &new, None)?.id
            }
        };
        let address = add_address(tx, &self.core, scope, contact, inbox, None)?;
        let with = Begin { team, ..Begin::default() };
        let c = begin(tx, &self.core, scope, &address, Actor::Contact(contact), &with)?;
        Ok(Began { contact, id: c.id, number: c.number })
    }

    /// A customer writes, someone new or one known already; answers whose and the conversation's number.
    ///
    /// # Errors
    /// What the use cases say.
    pub fn writes(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        inbox: InboxId,
        known: Option<ContactId>,
        text: &str,
    ) -> Result<(ContactId, i64), Problem> {
        let contact = match known {
            Some(contact) => contact,
            None => {
                let new = NewContact { name: Some("Cliente".to_owned()), ..NewContact::default() };
                create(tx, &self.core, scope, &new, None)?.id
            }
        };
        let address = address_for(tx, &self.core, scope, contact, inbox, None)?;
        let draft = Draft { content: text.to_owned(), ..Draft::default() };
        let incoming = Incoming { draft, ..Incoming::default() };
        let posted = receive(tx, &self.core, scope, &address, &incoming)?;
        Ok((contact, posted.conversation.number))
    }

    /// What the customer of the conversation of this number is told of the queue.
    ///
    /// # Errors
    /// What the use cases say.
    pub fn queue_of(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        number: i64,
    ) -> Result<Option<Value>, Problem> {
        queue_told_of(tx, &self.core, scope, number)
    }

    /// A member is there and chooses to be this.
    ///
    /// # Errors
    /// What the use cases say.
    pub fn is(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        user: UserId,
        what: Availability,
    ) -> Result<(), Problem> {
        arrive(tx, scope, user)?;
        choose(tx, scope, user, &Choice { availability: what, ..Choice::default() })
    }
}
