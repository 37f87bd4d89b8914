//! How far a consumer has read one account, and reading on from there: from what was heard of the commits while that is
//! without a gap, else from the rows.

use std::collections::VecDeque;
use std::sync::Arc;

use kernel_base::{AccountId, Problem};
use tokio::sync::watch;

use super::consumer::Take;
use super::{Consumer, cursors};
use crate::{DbError, Event, Store, outbox};

/// Events that may wait to be handed over; beyond them they are read from the rows when it is their turn.
const HEARD_MAX: usize = 8192;

/// How far an account has been read.
pub(super) struct Place {
    /// What the row says.
    pub(super) stored: i64,
    /// The last event that was heard of: all up to it were taken, are of no concern, or wait in `heard`.
    known: i64,
    /// Events of concern that were heard of and are still to be taken, without a gap before them.
    heard: VecDeque<Event>,
    /// Whether the rows hold something that was not heard of.
    missed: bool,
}

impl Place {
    const fn at(stored: i64, known: i64) -> Self {
        Self { stored, known, heard: VecDeque::new(), missed: false }
    }

    /// Takes note of an event that was committed.
    pub(super) fn hear(&mut self, event: &Event, minds: fn(&Event) -> bool) {
        if event.seq <= self.known {
            return;
        }
        if event.seq != self.known + 1 || self.heard.len() >= HEARD_MAX {
            self.missed = true;
            return;
        }
        self.known = event.seq;
        if minds(event) {
            self.heard.push_back(event.clone());
        }
    }

    /// The rows are to be read, whatever was heard.
    pub(super) const fn distrust(&mut self) {
        self.missed = true;
    }

    /// Whether there is something to take.
    pub(super) fn is_waiting(&self) -> bool {
        self.missed || !self.heard.is_empty()
    }

    /// The last event that is done with.
    pub(super) fn taken(&self) -> i64 {
        self.heard.front().map_or(self.known, |next| next.seq - 1)
    }

    /// Whether the row does not know how far was read.
    pub(super) fn is_ahead(&self) -> bool {
        self.taken() > self.stored
    }
}

/// Reading one account of one consumer.
pub(super) struct Reading {
    pub(super) store: Store,
    pub(super) consumer: Consumer,
    pub(super) account: AccountId,
    pub(super) batch: usize,
    pub(super) stopped: watch::Receiver<bool>,
}

impl Reading {
    /// Hands over until there is no more; tells how far it came, unless that is for the rows to say.
    pub(super) async fn read_all(self, place: Option<Place>) -> Result<Option<Place>, Problem> {
        let Some(mut place) = place else { return self.read_rows(0).await };
        while !place.heard.is_empty() && !self.is_stopped() {
            let count = place.heard.len().min(self.batch);
            let events: Vec<Event> = place.heard.drain(..count).collect();
            let last = place.taken();
            match self.hand_over(place.stored, last, events).await? {
                Handed::Taken => place.stored = last,
                Handed::PassedOver => {}
                Handed::Elsewhere => return self.read_rows(0).await,
            }
        }
        if place.missed && !self.is_stopped() { self.read_rows(place.known).await } else { Ok(Some(place)) }
    }

    /// Hands over what the rows hold after what they say was read, and after event `passed`.
    async fn read_rows(&self, passed: i64) -> Result<Option<Place>, Problem> {
        let (name, account, batch) = (self.consumer.name, self.account, self.batch);
        let mut passed = passed;
        while !self.is_stopped() {
            let read = self.store.read(move |tx| {
                let stored = cursors::cursor(tx, name, account)?;
                let events = outbox::read_events(tx, account, stored.max(passed), batch)?;
                Ok::<_, DbError>((stored, events))
            });
            let (stored, mut events) = read.await?;
            let Some(last) = events.last().map(|e| e.seq) else {
                return Ok(Some(Place::at(stored, stored.max(passed))));
            };
            events.retain(self.consumer.minds);
            let nothing = events.is_empty();
            if nothing || !matches!(self.hand_over(stored, last, events).await?, Handed::Elsewhere) {
                passed = last;
            }
        }
        Ok(None)
    }

    fn is_stopped(&self) -> bool {
        *self.stopped.borrow()
    }

    /// Hands over a batch and writes down that everything up to `last` is done.
    async fn hand_over(&self, stored: i64, last: i64, events: Vec<Event>) -> Result<Handed, Problem> {
        let (name, account, events) = (self.consumer.name, self.account, Arc::new(events));
        if let Some(look) = self.consumer.look.clone() {
            let shown = Arc::clone(&events);
            if !self.store.read(move |tx| look(tx, account, &shown)).await? {
                return Ok(Handed::PassedOver);
            }
        }
        if let Take::Outside(take) = &self.consumer.take {
            take(account, Arc::clone(&events)).await?;
        }
        let take = self.consumer.take.clone();
        let taken = self.store.write(move |tx| {
            // The cursor first: its row is the lock that keeps a second process from taking the same events.
            if !cursors::advance(tx, name, account, stored, last)? {
                return Ok(false);
            }
            if let Take::InTx(take) = &take {
                take(tx, account, &events)?;
            }
            Ok::<_, Problem>(true)
        });
        Ok(if taken.await? { Handed::Taken } else { Handed::Elsewhere })
    }
}

/// What became of a batch.
enum Handed {
    /// It was taken, and the row says so.
    Taken,
    /// There was nothing to do for it; the row does not know yet.
    PassedOver,
    /// Another process moved the row.
    Elsewhere,
}
