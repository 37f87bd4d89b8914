//! Several nodes on one database: what each tells the others over the bus, so that they need not look for it.
//!
//! The rows are the truth, and every node looks at them by itself; the bus only makes it sooner. What stands in no row (who types,
//! who looks, which customers are here) is true for as long as it is said again.

mod words;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Weak};
use std::time::Duration;

use futures_util::{Stream, StreamExt as _};
use kernel_base::{AccountId, ConversationId, UserId};
use kernel_bus::{Bus, BusError, Word};
use kernel_db::Committed;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::MissedTickBehavior;

use crate::Core;
use crate::live::{News, Viewing};
use words::{ContactSign, EVENTS, HERE, Look, TYPING, TypingSign, VIEWING, VIEWS};

/// How often a node says again what is true only now.
const BEAT: Duration = Duration::from_secs(10);
/// Committed batches told together at most.
const TOGETHER: usize = 64;
/// Conversations in one word at most.
const LOOKS: usize = 2000;

/// Joins the other nodes of this installation at a NATS server; goes on until the core is gone. Nodes are of one installation
/// when they have the same master key. Call it inside the runtime.
///
/// # Errors
/// When the address is none.
pub async fn join(core: &Arc<Core>, url: &str) -> Result<(), BusError> {
    let mut name = [0u8; 8];
    core.rng.fill(&mut name);
    let room = format!("guiche-{}", hex::encode(&core.sealer.derive("bus")[..12]));
    let bus = Bus::join(url, &room, &hex::encode(name)).await?;
    let heard = bus.hear().await?;
    tokio::spawn(listen(Arc::downgrade(core), heard));
    let speaker = Speaker { bus, core: Arc::downgrade(core), told: HashMap::new() };
    tokio::spawn(speaker.run(core.store.subscribe(), core.live.clone()));
    Ok(())
}

/// Tells the others what happens here.
struct Speaker {
    bus: Bus,
    core: Weak<Core>,
    /// Who was said to look where.
    told: HashMap<Viewing, Vec<UserId>>,
}

impl Speaker {
    async fn run(
        mut self,
        mut committed: tokio::sync::broadcast::Receiver<Committed>,
        live: crate::live::Live,
    ) {
        let (mut typing, mut viewing, mut here) =
            (live.listen_typing(), live.listen_viewing(), live.listen_contacts());
        // The signs end with the last one who can give them.
        drop(live);
        let mut beat = tokio::time::interval(BEAT);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            // What was missed is looked for by the others.
            tokio::select! {
                batch = committed.recv() => match batch {
                    Ok(batch) => self.events(batch, &mut committed).await,
                    Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => return,
                },
                Ok(sign) = typing.recv() => self.say(TYPING, &TypingSign::of(&sign)).await,
                Ok(sign) = viewing.recv() => self.look(sign).await,
                Ok((account, contact)) = here.recv() => {
                    self.say(HERE, &ContactSign { account: account.0, contact: contact.0 }).await;
                }
                _ = beat.tick() => if !self.beat().await { return },
            }
        }
    }

    async fn say(&self, subject: &str, word: &impl serde::Serialize) {
        if let Ok(body) = serde_json::to_vec(word) {
            self.bus.say(subject, body).await;
        }
    }

    async fn events(&self, first: Committed, more: &mut tokio::sync::broadcast::Receiver<Committed>) {
        let mut by: BTreeMap<AccountId, words::Told> = BTreeMap::new();
        let mut note = |batch: &Committed| {
            for event in batch.iter() {
                let told = by.entry(event.account).or_insert_with(|| words::Told::of(event.account));
                told.seq = told.seq.max(event.seq);
                if event.kind == "member.changed" {
                    told.members.extend(event.subject);
                }
            }
        };
        note(&first);
        for _ in 1..TOGETHER {
            match more.try_recv() {
                Ok(batch) => note(&batch),
                Err(_) => break,
            }
        }
        self.say(EVENTS, &by.into_values().collect::<Vec<_>>()).await;
    }

    async fn look(&mut self, sign: Viewing) {
        let Some(core) = self.core.upgrade() else { return };
        let users = core.live.viewers_here(sign.account, sign.conversation);
        // What another node's word changed here is no news of ours.
        if self.told.get(&sign).map_or(users.is_empty(), |told| *told == users) {
            return;
        }
        if users.is_empty() {
            self.told.remove(&sign);
        } else {
            self.told.insert(sign, users.clone());
        }
        self.say(VIEWING, &Look::of(sign.account, sign.conversation, &users)).await;
    }

    /// Says again what is true now, and forgets who has been silent; whether the core is there still.
    async fn beat(&mut self) -> bool {
        let Some(core) = self.core.upgrade() else { return false };
        core.live.sweep_elsewhere();
        let mut all: Vec<Look> = core
            .live
            .all_viewed_here()
            .into_iter()
            .map(|((account, conversation), users)| Look::of(account, conversation, &users))
            .collect();
        all.truncate(LOOKS);
        self.say(VIEWS, &all).await;
        true
    }
}

/// Takes in what others say.
async fn listen(core: Weak<Core>, mut heard: impl Stream<Item = Word> + Unpin) {
    while let Some(word) = heard.next().await {
        let Some(core) = core.upgrade() else { return };
        if take(&core, &word).is_none() {
            tracing::debug!(target: "bus", subject = word.subject, "a word was not understood");
        }
    }
}

/// Takes a word in; `None` when it can't be read: another version may say more.
fn take(core: &Core, word: &Word) -> Option<()> {
    match word.subject.as_str() {
        EVENTS => {
            let all: Vec<words::Told> = serde_json::from_slice(&word.body).ok()?;
            for told in all {
                let members = told.members.into_iter().map(UserId).collect();
                core.live.hear(News { account: AccountId(told.account), seq: told.seq, members });
            }
        }
        TYPING => {
            let sign: TypingSign = serde_json::from_slice(&word.body).ok()?;
            core.live.hear_typing(sign.typing()?);
        }
        VIEWING => {
            let look: Look = serde_json::from_slice(&word.body).ok()?;
            core.live.hear_look(&word.node, look.at(), look.users());
        }
        VIEWS => {
            let all: Vec<Look> = serde_json::from_slice(&word.body).ok()?;
            core.live.hear_looks(&word.node, all.iter().map(|l| (l.at(), l.users())).collect());
        }
        HERE => {
            let sign: ContactSign = serde_json::from_slice(&word.body).ok()?;
            core.live.hear_contact(AccountId(sign.account), kernel_base::ContactId(sign.contact));
        }
        _ => return None,
    }
    Some(())
}

/// A conversation of an account.
pub(crate) type At = (AccountId, ConversationId);
