//! How many conversations in work are alike, kept in memory, so that a number beside a view costs the same at a hundred
//! conversations and at a million.
//!
//! An account's tally stands at one of its events. Whoever counts brings it forward first: the conversations that the
//! events since then are about are read anew, inside the reader's own snapshot, so that nothing is missed that this
//! process, another one, or the reader itself has committed. The rows are the truth: a tally that is lost is counted anew.

mod store;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use desk_model::{Reach, Status, Viewer};
use kernel_base::{AccountId, InboxId, Problem, TeamId, UserId};
use kernel_db::Tx;
use parking_lot::Mutex;

use crate::Registry;
use crate::live::head;

/// Events that a tally is brought forward by; beyond that counting anew is no slower.
const BEHIND_MAX: i64 = 20_000;
/// Accounts whose tallies are kept, the last used ones.
const ACCOUNTS_MAX: usize = 500;

/// What counts as alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Alike {
    pub(crate) status: Status,
    pub(crate) automated: bool,
    pub(crate) holder: Option<UserId>,
    pub(crate) inbox: InboxId,
    pub(crate) team: Option<TeamId>,
    /// Whether the customer's words have no answer.
    pub(crate) waiting: bool,
}

impl Alike {
    fn reach(&self, participants: Vec<UserId>) -> Reach {
        Reach { inbox: self.inbox, team: self.team, assignee: self.holder, participants }
    }
}

/// Values by which features count, each with its place among the counted fields.
type Fields = Vec<(usize, Arc<str>)>;

/// One conversation in work.
struct Entry {
    alike: Alike,
    fields: Fields,
    participants: Vec<UserId>,
}

/// Those that are alike.
#[derive(Debug, Default, PartialEq)]
struct Group {
    count: i64,
    fields: HashMap<(usize, Arc<str>), i64>,
}

#[derive(Default)]
struct Tally {
    /// The event it stands at; `None` before it was counted.
    at: Option<i64>,
    entries: HashMap<i64, Entry>,
    groups: HashMap<Alike, Group>,
    taking_part: HashMap<UserId, HashSet<i64>>,
}

/// What a viewer sees of a tally.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Tallied {
    /// Those in work, by what is alike.
    pub(crate) groups: Vec<(Alike, i64)>,
    /// Open ones by the values that features count by: by the field's name, then by its values.
    pub(crate) fields: BTreeMap<&'static str, BTreeMap<String, i64>>,
}

/// The tallies of the accounts that were looked at.
#[derive(Default)]
pub struct Tallies {
    accounts: Mutex<Accounts>,
}

#[derive(Default)]
struct Accounts {
    all: HashMap<AccountId, (u64, Arc<Mutex<Tally>>)>,
    /// Counts how often tallies were used.
    clock: u64,
}

impl Tallies {
    /// What `viewer` sees. For reading transactions only: what is not committed would stay counted after a roll-back.
    ///
    /// # Errors
    /// What the store says.
    pub(crate) fn of(
        &self,
        tx: &mut Tx<'_>,
        registry: &Registry,
        viewer: &Viewer,
    ) -> Result<Tallied, Problem> {
        let tally = self.account(viewer.account);
        let mut tally = tally.lock();
        tally.bring_forward(tx, registry, viewer)?;
        Ok(tally.seen_by(registry, viewer))
    }

    fn account(&self, account: AccountId) -> Arc<Mutex<Tally>> {
        let mut accounts = self.accounts.lock();
        accounts.clock += 1;
        let now = accounts.clock;
        if !accounts.all.contains_key(&account) && accounts.all.len() >= ACCOUNTS_MAX {
            let oldest = accounts.all.iter().min_by_key(|(_, (used, _))| *used).map(|(id, _)| *id);
            oldest.and_then(|id| accounts.all.remove(&id));
        }
        let (used, tally) = accounts.all.entry(account).or_default();
        *used = now;
        Arc::clone(tally)
    }
}

impl Tally {
    fn bring_forward(
        &mut self,
        tx: &mut Tx<'_>,
        registry: &Registry,
        viewer: &Viewer,
    ) -> Result<(), Problem> {
        let scope = viewer.scope();
        let head = head(tx, &scope)?;
        let news = match self.at {
            Some(at) if at >= head => return Ok(()),
            Some(at) if head - at <= BEHIND_MAX => store::touched(tx, &scope, at, head)?,
            _ => None,
        };
        // Until all of it is done it counts as lost.
        self.at = None;
        if let Some(ids) = &news {
            ids.iter().for_each(|id| self.remove(*id));
        } else {
            *self = Self::default();
        }
        let found = store::in_work(tx, &scope, registry, news.as_deref())?;
        found.into_iter().for_each(|(id, entry)| self.add(id, entry));
        self.at = Some(head);
        if cfg!(debug_assertions) {
            let mut anew = Self::default();
            store::in_work(tx, &scope, registry, None)?
                .into_iter()
                .for_each(|(id, entry)| anew.add(id, entry));
            debug_assert_eq!(self.groups, anew.groups, "a change of a conversation was not told");
        }
        Ok(())
    }

    fn remove(&mut self, id: i64) {
        let Some(entry) = self.entries.remove(&id) else { return };
        for user in &entry.participants {
            if let Some(theirs) = self.taking_part.get_mut(user) {
                theirs.remove(&id);
            }
        }
        let Some(group) = self.groups.get_mut(&entry.alike) else { return };
        group.count -= 1;
        for field in entry.fields {
            if let Some(count) = group.fields.get_mut(&field) {
                *count -= 1;
            }
        }
        group.fields.retain(|_, count| *count > 0);
        if group.count == 0 {
            self.groups.remove(&entry.alike);
        }
    }

    fn add(&mut self, id: i64, entry: Entry) {
        self.remove(id);
        for user in &entry.participants {
            self.taking_part.entry(*user).or_default().insert(id);
        }
        let group = self.groups.entry(entry.alike).or_default();
        group.count += 1;
        for field in &entry.fields {
            *group.fields.entry(field.clone()).or_default() += 1;
        }
        self.entries.insert(id, entry);
    }

    fn seen_by(&self, registry: &Registry, viewer: &Viewer) -> Tallied {
        let names: Vec<&'static str> = registry.counted().map(|(name, _)| name).collect();
        let mut seen = Tallied::default();
        seen.fields.extend(names.iter().map(|name| (*name, BTreeMap::new())));
        let mut count = |fields: &mut dyn Iterator<Item = (&(usize, Arc<str>), i64)>| {
            for ((field, value), n) in fields {
                let values = names.get(*field).and_then(|name| seen.fields.get_mut(name));
                if let Some(values) = values {
                    *values.entry(value.to_string()).or_default() += n;
                }
            }
        };
        let mut groups: HashMap<Alike, i64> = HashMap::new();
        for (alike, group) in self.groups.iter().filter(|(alike, _)| viewer.sees(&alike.reach(Vec::new()))) {
            groups.insert(*alike, group.count);
            count(&mut group.fields.iter().map(|(field, n)| (field, *n)));
        }
        // What they see because they take part in it, and for nothing else.
        for id in self.taking_part.get(&viewer.user).into_iter().flatten() {
            let Some(entry) = self.entries.get(id) else { continue };
            let alike = &entry.alike;
            if !viewer.sees(&alike.reach(Vec::new())) && viewer.sees(&alike.reach(vec![viewer.user])) {
                *groups.entry(*alike).or_default() += 1;
                count(&mut entry.fields.iter().map(|field| (field, 1)));
            }
        }
        seen.groups = groups.into_iter().collect();
        seen
    }
}
