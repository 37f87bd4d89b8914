//! The rule in the model and the rule as SQL let through the same conversations.

use desk_model::{Conversation, Rights, Role, Status, Viewer, Visibility};
use kernel_base::{InboxId, TeamId, UserId};
use kernel_db::testing::TestStore;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};

use super::House;
use crate::MIGRATIONS;
use crate::contacts::store::address;
use crate::conversations::{Begin, Filter, List, Order, begin, counts, join, list};
use crate::{Actor, conversations};

/// A conversation with one of four inboxes, teams, assignees and participants each, or none.
type Drawn = (i64, Option<i64>, Option<i64>, Vec<i64>);
/// A member with some inboxes and teams, and what they may.
type Looks = (i64, bool, Vec<i64>, Vec<i64>, Rights);

fn some() -> impl Strategy<Value = Vec<i64>> {
    prop::collection::btree_set(1..5i64, 0..4).prop_map(|s| s.into_iter().collect())
}

fn drawn() -> impl Strategy<Value = Vec<Drawn>> {
    let one = (1..5i64, prop::option::of(1..5i64), prop::option::of(1..5i64), some());
    prop::collection::vec(one, 60)
}

fn said() -> impl Strategy<Value = Vec<(i64, Visibility)>> {
    let one = (1..5i64, prop::sample::select(Visibility::ALL));
    let some = prop::collection::btree_map(one.0, one.1, 0..4).prop_map(|m| m.into_iter().collect());
    prop_oneof![Just(Vec::new()), some]
}

fn rights() -> impl Strategy<Value = Rights> {
    let own = prop_oneof![
        4 => Just(None),
        1 => Just(Some(vec!["contact_read".to_owned()])),
        1 => Just(Some(vec!["conversation_read".to_owned()])),
        1 => Just(Some(vec!["conversation_read".to_owned(), "conversation_see_all".to_owned()])),
    ];
    (own, prop::sample::select(Visibility::ALL), said(), said()).prop_map(|(granted, visibility, i, t)| {
        Rights {
            granted,
            visibility,
            by_inbox: i.into_iter().map(|(i, v)| (InboxId(i), v)).collect(),
            by_team: t.into_iter().map(|(t, v)| (TeamId(t), v)).collect(),
        }
    })
}

fn looks() -> impl Strategy<Value = Vec<Looks>> {
    prop::collection::vec((1..5i64, prop::bool::weighted(0.1), some(), some(), rights()), 60)
}

async fn both_agree(store: TestStore) {
    let house = House::on(store).await;
    let mut runner = TestRunner::new(Config::default());
    let drawn = drawn().new_tree(&mut runner).expect("conversations").current();
    let looks = looks().new_tree(&mut runner).expect("members").current();
    let visitor = house.visitor().await;
    let scope = house.scope();
    let made: Vec<Conversation> = house
        .write(move |tx, core| {
            let mut made = Vec::new();
            for (inbox, team, assignee, participants) in &drawn {
                let mut at = address(tx, &scope, visitor.contact_inbox)?
                    .ok_or_else(kernel_base::Problem::not_found)?;
                at.inbox = InboxId(*inbox);
                let with = Begin {
                    assignee: assignee.map(UserId),
                    team: team.map(TeamId),
                    status: Some(Status::Open),
                    ..Begin::default()
                };
                let mut c = begin(tx, core, &scope, &at, Actor::System, &with)?;
                let users: Vec<UserId> = participants.iter().map(|u| UserId(*u)).collect();
                join(tx, &mut c, &users)?;
                made.push(c);
            }
            Ok(made)
        })
        .await
        .expect("conversations");
    for (user, admin, inboxes, teams, rights) in looks {
        let viewer = Viewer {
            account: house.account,
            user: UserId(user),
            role: if admin { Role::Administrator } else { Role::Agent },
            inboxes: inboxes.into_iter().map(InboxId).collect(),
            teams: teams.into_iter().map(TeamId).collect(),
            rights: rights.into(),
        };
        let mut expected: Vec<i64> =
            made.iter().filter(|c| viewer.sees(&c.reach())).map(|c| c.id.0).collect();
        expected.sort_unstable();
        let (by, total) = (viewer.clone(), expected.len() as i64);
        let orders = [Order::LastActivityDesc, Order::Queue, Order::CreatedDesc];
        let order = orders[user as usize % orders.len()];
        let (found, counted) = house
            .read(move |tx, core| {
                let (mut found, mut wanted) = (Vec::new(), List { order, ..List::default() });
                loop {
                    let page = list(tx, &by, &wanted)?;
                    found.extend(page.items);
                    wanted.cursor = page.next;
                    if wanted.cursor.is_none() {
                        break;
                    }
                }
                let filter = Filter { status: Some(Status::Open), ..Filter::default() };
                Ok((found, counts(tx, core, &by, &filter)?))
            })
            .await
            .expect("a list");
        let mut found = found;
        found.sort_unstable();
        assert_eq!(found, expected, "{viewer:?}");
        assert_eq!(counted.all_count, total);
        for c in &made {
            let (by, number) = (viewer.clone(), c.number);
            let one = house.read(move |tx, _| conversations::find(tx, &by, number)).await;
            assert_eq!(one.is_ok(), viewer.sees(&c.reach()));
        }
    }
}

kernel_db::both_engines! {
    with MIGRATIONS;

    model_and_sql_agree => |store| async {
        both_agree(store).await;
    }
}
