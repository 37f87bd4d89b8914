//! The port that features get, over the domain.

use std::sync::Arc;

use desk_model::Viewer;
use kernel_base::{AccountScope, ContactId, Problem};
use kernel_db::Tx;
use plug_feature::{Activity, ConversationRef, Desk};

use crate::messages::{Line, write_line};
use crate::{Actor, Core, accounts, contacts, conversations};

/// The domain as features reach it.
#[derive(Clone)]
pub struct DeskPort(pub Arc<Core>);

impl Desk for DeskPort {
    fn conversation(
        &self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        number: i64,
    ) -> Result<ConversationRef, Problem> {
        let c = conversations::find(tx, viewer, number)?;
        Ok(ConversationRef { id: c.id, number: c.number, contact: c.contact, reach: c.reach() })
    }

    fn contact(&self, tx: &mut Tx<'_>, scope: &AccountScope, id: ContactId) -> Result<(), Problem> {
        contacts::contact(tx, scope, id).map(|_| ())
    }

    fn activity(
        &self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        to: &ConversationRef,
        line: &Activity,
    ) -> Result<(), Problem> {
        let found = conversations::store::lock(tx, &viewer.scope(), to.id)?;
        let mut c = found.ok_or_else(Problem::not_found)?;
        let written = line.args.iter().fold(Line::new(line.key), |l, (name, value)| l.with(name, value));
        write_line(tx, &self.0, &mut c, Actor::Member(viewer), &written)?;
        Ok(conversations::store::save_after_message(tx, &c)?)
    }

    fn conversation_changed(
        &self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        which: &ConversationRef,
    ) -> Result<(), Problem> {
        let found = conversations::store::lock(tx, &viewer.scope(), which.id)?;
        let mut c = found.ok_or_else(Problem::not_found)?;
        c.updated_at = tx.now();
        conversations::store::save_after_message(tx, &c)?;
        conversations::tell(tx, "conversation.updated", &c, Some(viewer.user), None);
        Ok(())
    }

    fn contact_changed(&self, tx: &mut Tx<'_>, viewer: &Viewer, which: ContactId) -> Result<(), Problem> {
        contacts::tell(tx, &viewer.scope(), "contact.updated", which, Some(viewer.user));
        Ok(())
    }

    fn cache_changed(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        list: &'static str,
    ) -> Result<(), Problem> {
        accounts::list_changed(tx, scope, list)
    }
}
