//! Who is behind a credential, remembered for at most a second, so that a busy client does not cost a read each
//! time. A change of a person's places is known at once in this process, in others as soon as the
//! bus tells, and without it within the second.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use desk_core::Core;
use desk_core::auth::{Via, WhoCalls, look_up, look_up_bot, touch};
use desk_core::live::News;
use desk_core::seal::token_hash;
use kernel_base::{Problem, UserId};
use kernel_db::{Committed, DbError};
use parking_lot::Mutex;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::TryRecvError;

/// What is older is read again before it is believed.
const BELIEVED: Duration = Duration::from_millis(1000);
/// What is older is read again in the background.
const REFRESHED: Duration = Duration::from_millis(500);
/// Credentials remembered at most.
const REMEMBERED_MAX: usize = 20_000;

/// The memory.
pub struct Callers {
    core: Arc<Core>,
    known: Mutex<HashMap<String, Known>>,
    /// What the store tells after each commit, and before it answers the one who wrote.
    events: Mutex<Receiver<Committed>>,
    /// What other nodes tell.
    news: Mutex<Receiver<News>>,
    /// Counts what was forgotten, so that a read which began before does not bring it back.
    forgotten: AtomicU64,
}

struct Known {
    who: Arc<WhoCalls>,
    read: Instant,
    refreshing: bool,
}

impl Callers {
    pub(crate) fn new(core: Arc<Core>) -> Arc<Self> {
        let (events, news) = (Mutex::new(core.store.subscribe()), Mutex::new(core.live.listen_news()));
        Arc::new(Self { core, known: Mutex::new(HashMap::new()), events, news, forgotten: AtomicU64::new(0) })
    }

    /// Forgets people whose places changed: what was committed before this request came has been told by now.
    fn hear(&self) {
        self.hear_others();
        let mut events = self.events.lock();
        loop {
            match events.try_recv() {
                Ok(batch) => {
                    let changed = batch.iter().filter(|e| e.kind == "member.changed");
                    changed.filter_map(|e| e.subject).for_each(|user| self.forget(UserId(user)));
                }
                Err(TryRecvError::Lagged(_)) => self.forget_all(),
                Err(TryRecvError::Empty | TryRecvError::Closed) => return,
            }
        }
    }

    /// Forgets people whose places changed at other nodes.
    fn hear_others(&self) {
        let mut news = self.news.lock();
        loop {
            match news.try_recv() {
                Ok(news) => news.members.into_iter().for_each(|user| self.forget(user)),
                Err(TryRecvError::Lagged(_)) => self.forget_all(),
                Err(TryRecvError::Empty | TryRecvError::Closed) => return,
            }
        }
    }

    /// Who is behind `via`.
    ///
    /// # Errors
    /// 401 when nobody is; what the store says.
    pub async fn identify(self: &Arc<Self>, via: Via) -> Result<Arc<WhoCalls>, Problem> {
        self.hear();
        let key = key_of(&via);
        if let Some((who, refresh)) = self.remembered(&key) {
            if refresh {
                let (this, key) = (Arc::clone(self), key);
                tokio::spawn(async move {
                    if this.read(key.clone(), via).await.is_err() {
                        this.known.lock().remove(&key);
                    }
                });
            }
            return Ok(who);
        }
        self.read(key, via).await
    }

    /// Forgets a person: the next request reads anew.
    pub fn forget(&self, user: UserId) {
        self.forgotten.fetch_add(1, Ordering::SeqCst);
        self.known.lock().retain(|_, k| k.who.user != user);
    }

    fn forget_all(&self) {
        self.forgotten.fetch_add(1, Ordering::SeqCst);
        self.known.lock().clear();
    }

    fn remembered(&self, key: &str) -> Option<(Arc<WhoCalls>, bool)> {
        let now = self.core.clock.now();
        let mut known = self.known.lock();
        let entry = known.get_mut(key)?;
        let age = entry.read.elapsed();
        if age > BELIEVED || entry.who.until.is_some_and(|until| until <= now) {
            known.remove(key);
            return None;
        }
        let refresh = age > REFRESHED && !entry.refreshing;
        entry.refreshing |= refresh;
        Some((Arc::clone(&entry.who), refresh))
    }

    async fn read(&self, key: String, via: Via) -> Result<Arc<WhoCalls>, Problem> {
        let forgotten = self.forgotten.load(Ordering::SeqCst);
        let read = Instant::now();
        let core = Arc::clone(&self.core);
        let find = move |tx: &mut kernel_db::Tx<'_>| match look_up(tx, &via)? {
            Some(who) => Ok(Some(who)),
            None => look_up_bot(tx, &core.registry, &via),
        };
        let found = self.core.store.read(find).await?;
        let who = Arc::new(found.ok_or_else(Problem::unauthenticated)?);
        if let (true, Some(session)) = (who.note, who.session) {
            let store = self.core.store.clone();
            tokio::spawn(async move {
                let noted: Result<(), DbError> = store.write(move |tx| touch(tx, session)).await;
                if let Err(e) = noted {
                    tracing::warn!(error = %e, "a session's use was not noted");
                }
            });
        }
        let mut known = self.known.lock();
        if self.forgotten.load(Ordering::SeqCst) == forgotten {
            if known.len() >= REMEMBERED_MAX {
                known.retain(|_, k| k.read.elapsed() < REFRESHED);
                if known.len() >= REMEMBERED_MAX {
                    known.clear();
                }
            }
            known.insert(key, Known { who: Arc::clone(&who), read, refreshing: false });
        }
        Ok(who)
    }
}

/// A credential's key: nothing that could be used if it leaked.
fn key_of(via: &Via) -> String {
    token_hash(&match via {
        Via::AccessToken(token) => format!("a {token}"),
        Via::Cookie(token) => format!("c {token}"),
        Via::Devise { token, client, uid } => format!("d {client} {uid} {token}"),
    })
}
