//! Spreads events in the order of their numbers. Threads commit in that order within an account (the row of its
//! head is locked until the commit), but may come here in another, so the one that comes first brings what is
//! missing before its own from the rows.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use kernel_base::AccountId;
use parking_lot::Mutex;

use super::Connection;
use crate::hub::Hub;
use crate::tx::{Aftermath, Engine, Tx};
use crate::{DbError, Event, outbox};

pub(super) struct Relay {
    pub(super) hub: Arc<Hub>,
    /// The last number spread, by account.
    told: Mutex<HashMap<AccountId, i64>>,
}

impl Relay {
    pub(super) fn new(connection: &mut Connection, hub: Arc<Hub>) -> Result<Self, DbError> {
        let mut tx = Tx::new(Engine::Pg(connection), hub.clock.now());
        let heads = outbox::heads(&mut tx)?;
        Ok(Self { told: Mutex::new(heads.into_iter().collect()), hub })
    }

    /// Spreads what a committed transaction left behind.
    pub(super) fn publish(&self, connection: &mut Connection, after: Aftermath) {
        let mut by_account = BTreeMap::<AccountId, Vec<Event>>::new();
        for event in after.events {
            by_account.entry(event.account).or_default().push(event);
        }
        let mut told = self.told.lock();
        let mut events = Vec::new();
        for (account, own) in by_account {
            let last = told.entry(account).or_default();
            let Some(head) = own.last().map(|e| e.seq).filter(|head| head > last) else { continue };
            if own.first().is_none_or(|e| e.seq != *last + 1) {
                let limit = usize::try_from(head - *last).unwrap_or(usize::MAX);
                let mut tx = Tx::new(Engine::Pg(connection), self.hub.clock.now());
                match outbox::read_events(&mut tx, account, *last, limit) {
                    Ok(rows) => events.extend(rows),
                    // Consumers read the rows themselves; sockets see the gap in the numbers.
                    Err(e) => tracing::warn!(error = ?e, "events could not be brought in order"),
                }
            } else {
                events.extend(own);
            }
            *last = head;
        }
        self.hub.publish(Aftermath { events, jobs: after.jobs });
    }
}
