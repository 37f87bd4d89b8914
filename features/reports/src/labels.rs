//! Figures by label. A conversation stands under the labels it has now: when they change, all that it ever counted for
//! moves with it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use desk_model::MessageType;
use kernel_base::{AccountScope, Problem};
use kernel_db::Tx;
use plug_feature::Ctx;

use crate::count::{GRAINS, Key, Part};
use crate::metric::{About, Metric, Sum};
use crate::store::{self, Message, Standing};

/// The name under which conversations are sorted by labels.
pub(crate) const LABEL: &str = "label";

/// Adds to the sums by label what a batch up to the event `until` came to, and moves conversations whose labels have changed.
pub(crate) fn take(
    ctx: &Ctx,
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    (touched, until): (&[(i64, &Standing)], i64),
    parts: &HashMap<i64, Vec<Part>>,
    sums: &mut BTreeMap<Key, Sum>,
) -> Result<(), Problem> {
    let Some(sorting) = ctx.desk.sorting(LABEL) else { return Ok(()) };
    let ids: Vec<i64> = touched.iter().map(|(id, _)| *id).collect();
    let before = sets(store::labels_of(tx, scope, &ids)?);
    let after = sets((sorting.of)(tx, scope, &ids)?);
    let none = BTreeSet::new();
    for (id, standing) in touched {
        let (old, new) = (before.get(id).unwrap_or(&none), after.get(id).unwrap_or(&none));
        for label in old {
            add(sums, *label, parts.get(id).map_or(&[], Vec::as_slice), 1);
        }
        if old == new {
            continue;
        }
        let whole = whole(tx, scope, (*id, standing), until)?;
        for label in new.difference(old) {
            add(sums, *label, &whole, 1);
            store::put_label(tx, scope, *id, *label)?;
        }
        for label in old.difference(new) {
            add(sums, *label, &whole, -1);
            store::drop_label(tx, scope, *id, *label)?;
        }
    }
    Ok(())
}

fn sets(pairs: Vec<(i64, i64)>) -> HashMap<i64, BTreeSet<i64>> {
    let mut all = HashMap::<i64, BTreeSet<i64>>::new();
    for (conversation, label) in pairs {
        all.entry(conversation).or_default().insert(label);
    }
    all
}

/// All that a conversation has counted for up to the event `until`.
fn whole(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    (id, standing): (i64, &Standing),
    until: i64,
) -> Result<Vec<Part>, Problem> {
    let inbox = standing.whose.inbox;
    let one = |metric, at| Part { metric, inbox, at, sum: Sum::ones(1) };
    let mut all = vec![one(Metric::Conversations, standing.started)];
    all.extend(measured(tx, scope, id, inbox)?);
    let messages = store::messages_until(tx, scope, id, until)?;
    all.extend(messages.iter().filter_map(|m| Some(one(counted(m)?, m.at))));
    Ok(all)
}

/// All that `gone` has counted for counts under the labels of `kept` too, and the other way round; `kept` stands under
/// both's.
pub(crate) fn merge(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    (gone, was): (i64, &Standing),
    (kept, now): (i64, &Standing),
    until: i64,
    sums: &mut BTreeMap<Key, Sum>,
) -> Result<(), Problem> {
    let all = sets(store::labels_of(tx, scope, &[gone, kept])?);
    let none = BTreeSet::new();
    let (its, own) = (all.get(&gone).unwrap_or(&none), all.get(&kept).unwrap_or(&none));
    let moved = store::moved(tx, scope, gone)?;
    let said =
        |m: &Message, inbox| counted(m).map(|metric| Part { metric, inbox, at: m.at, sum: Sum::ones(1) });
    let begun = |s: &Standing| Part {
        metric: Metric::Conversations,
        inbox: s.whose.inbox,
        at: s.started,
        sum: Sum::ones(1),
    };
    let mut brought = measured(tx, scope, gone, was.whose.inbox)?;
    brought.extend(store::messages(tx, scope, &moved)?.values().filter_map(|m| said(m, was.whose.inbox)));
    let mut there = measured(tx, scope, kept, now.whose.inbox)?;
    there.push(begun(now));
    let messages = store::messages_until(tx, scope, kept, until)?;
    let others = messages.iter().filter(|m| !moved.contains(&m.id));
    there.extend(others.filter_map(|m| said(m, now.whose.inbox)));
    for label in its {
        add(sums, *label, &[begun(was)], -1);
    }
    for label in own.difference(its) {
        add(sums, *label, &brought, 1);
    }
    for label in its.difference(own) {
        add(sums, *label, &there, 1);
        store::put_label(tx, scope, kept, *label)?;
    }
    Ok(())
}

/// What was measured in a conversation.
fn measured(tx: &mut Tx<'_>, scope: &AccountScope, id: i64, inbox: i64) -> Result<Vec<Part>, Problem> {
    let facts = store::facts_of(tx, scope, id)?;
    let part = |fact: &store::Fact| {
        let sum = Sum { count: 1, seconds: fact.seconds, business: fact.business };
        Metric::measured(&fact.name).map(|metric| Part { metric, inbox, at: fact.to, sum })
    };
    Ok(facts.iter().filter_map(part).collect())
}

/// What a message counts as.
pub(crate) fn counted(message: &Message) -> Option<Metric> {
    match message.kind {
        MessageType::Incoming => Some(Metric::Incoming),
        MessageType::Outgoing if !message.private => Some(Metric::Outgoing),
        _ => None,
    }
}

/// Adds parts to a label's sums, or (`times` -1) takes them away.
fn add(sums: &mut BTreeMap<Key, Sum>, label: i64, parts: &[Part], times: i64) {
    for part in parts {
        let Sum { count, seconds, business } = part.sum;
        let sum = Sum { count: count * times, seconds: seconds * times, business: business * times };
        for grain in GRAINS {
            let span = part.at.secs().div_euclid(grain);
            let mut put = |about: About, metric: i64| {
                sums.entry((grain, about.number(), label, metric, span)).or_default().add(sum);
            };
            put(About::Label, part.metric.number());
            if part.metric == Metric::Conversations {
                put(About::InboxOfLabel, part.inbox);
            }
        }
    }
}
