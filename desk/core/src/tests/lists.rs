//! Lists: the queue's order, places, teams, pages by key and by number.

use desk_model::{Place, Priority, Status};
use plug_channel::VisitorRef;

use super::House;
use crate::MIGRATIONS;
use crate::conversations::{
    Assigned, Filter, List, Order, Target, assign_team, block_and_resolve, counters, counts, list, move_to,
    mute, mutes, return_to_queue, set_priority, unblock,
};
use crate::messages::Draft;

async fn talks(house: &House, many: usize) -> Vec<(VisitorRef, i64)> {
    let mut made = Vec::new();
    for n in 0..many {
        let who = house.visitor().await;
        house.test.clock.advance_secs(1);
        let number = house.says(&who, &format!("pedido {n}")).await;
        made.push((who, number));
    }
    made
}

async fn numbers(house: &House, wanted: List) -> (Vec<i64>, Option<String>) {
    let admin = house.admin.clone();
    let found = house.read(move |tx, _| {
        let page = list(tx, &admin, &wanted)?;
        let mut numbers = Vec::new();
        for id in page.items {
            let c = crate::conversations::store::by_ids(tx, &admin.scope(), &[id])?;
            numbers.extend(c.iter().map(|c| c.number));
        }
        Ok((numbers, page.next))
    });
    found.await.expect("a list")
}

fn place(place: Place, order: Order) -> List {
    List { filter: Filter { place: Some(place), ..Filter::default() }, order, ..List::default() }
}

kernel_db::both_engines! {
    with MIGRATIONS;

    the_queue_keeps_its_order_whatever_is_said => |store| async {
        let house = House::on(store).await;
        let made = talks(&house, 4).await;
        let queue = || place(Place::Queue, Order::Queue);
        house.test.clock.advance_secs(1);
        house.says(&made[0].0, "ainda aqui").await;
        assert_eq!(numbers(&house, queue()).await.0, [1, 2, 3, 4]);
        assert_eq!(numbers(&house, List::default()).await.0, [1, 4, 3, 2]);
        // A team keeps the place, urgency does not change it; returning puts at the end.
        let team = house.team("Entregas").await;
        house.test.clock.advance_secs(5);
        let by = house.admin.clone();
        house
            .write(move |tx, core| {
                assign_team(tx, core, &by, 2, Some(team))?;
                set_priority(tx, core, &by, 3, Some(Priority::Urgent))?;
                return_to_queue(tx, core, &by, 1)
            })
            .await
            .expect("moved");
        assert_eq!(numbers(&house, queue()).await.0, [2, 3, 4, 1]);
        let urgent = List { order: Order::PriorityDesc, ..place(Place::Queue, Order::Queue) };
        assert_eq!(numbers(&house, urgent).await.0[0], 3);
        let of_team = Filter { team: Some(team), ..Filter::default() };
        assert_eq!(numbers(&house, List { filter: of_team, ..List::default() }).await.0, [2]);
        let admin = house.admin.clone();
        let c = house.read(move |tx, core| counters(tx, core, &admin)).await.expect("counters");
        assert_eq!((c.queue, c.all, c.teams.get(&team.0)), (4, 4, Some(&1)));
    }

    everything_is_in_one_place => |store| async {
        let house = House::on(store).await;
        talks(&house, 4).await;
        let by = house.admin.clone();
        house
            .write(move |tx, core| {
                move_to(tx, core, &by, 1, Target::Resolved)?;
                move_to(tx, core, &by, 2, Target::Pending)?;
                move_to(tx, core, &by, 3, Target::Snoozed(None))
            })
            .await
            .expect("moved");
        for (at, number) in
            [(Place::Finished, 1), (Place::Pending, 2), (Place::Snoozed, 3), (Place::Queue, 4)]
        {
            assert_eq!(numbers(&house, place(at, Order::default())).await.0, [number], "{at:?}");
        }
        for at in [Place::Automatic, Place::InService] {
            assert!(numbers(&house, place(at, Order::default())).await.0.is_empty());
        }
        let admin = house.admin.clone();
        let c = house
            .read(move |tx, core| {
                let of = |status| Filter { status, ..Filter::default() };
                Ok((counts(tx, core, &admin, &of(None))?, counts(tx, core, &admin, &of(Some(Status::Resolved)))?))
            })
            .await
            .expect("counts");
        assert_eq!((c.0.all_count, c.0.unassigned_count, c.1.all_count), (4, 4, 1));
    }

    what_is_mine_alone_is_no_part_of_the_conversation => |store| async {
        let house = House::on(store).await;
        let made = talks(&house, 3).await;
        let ana = house.agent("ana", &[house.inbox], &[]).await;
        let note = Draft { content: "Vê isto?".into(), private: true, mentions: vec![ana.user], ..Draft::default() };
        let admin = house.admin.clone();
        house.writes(&admin, 2, note).await.expect("a note");
        house.answers(&ana, 1, "Oi!").await.expect("claimed by the reply");
        let of = |filter: Filter| List { filter, ..List::default() };
        let seen = async |filter: Filter| {
            let (ana, wanted) = (ana.clone(), of(filter));
            let found = house.read(move |tx, _| {
                let ids = list(tx, &ana, &wanted)?.items;
                let rows = crate::conversations::store::by_ids(tx, &ana.scope(), &ids)?;
                let mut numbers: Vec<i64> = rows.iter().map(|c| c.number).collect();
                numbers.sort_unstable();
                Ok(numbers)
            });
            found.await.expect("a list")
        };
        let counted = async || {
            let ana = ana.clone();
            let c = house.read(move |tx, core| counters(tx, core, &ana)).await.expect("counters");
            (c.mine, c.mentions, c.unattended, c.all)
        };
        let mentioned = || Filter { mentioned: true, unmuted: true, ..Filter::default() };
        let waiting = || Filter { status: Some(Status::Open), waiting: true, unmuted: true, ..Filter::default() };
        assert_eq!(seen(mentioned()).await, [2]);
        assert_eq!(seen(waiting()).await, [2, 3]);
        assert_eq!(counted().await, (1, 1, 2, 3));
        for number in [1, 2] {
            let ana = ana.clone();
            house.write(move |tx, _| mute(tx, &ana, number, true)).await.expect("muted");
        }
        assert!(seen(mentioned()).await.is_empty());
        assert_eq!(seen(waiting()).await, [3]);
        assert_eq!(seen(Filter { assigned: Assigned::Me, unmuted: true, ..Filter::default() }).await, Vec::<i64>::new());
        assert_eq!(seen(Filter::default()).await, [1, 2, 3], "still among all");
        assert_eq!(counted().await, (0, 0, 1, 3));
        let who = ana.clone();
        assert_eq!(house.read(move |tx, _| mutes(tx, &who)).await.expect("mutes"), [2, 1]);
        let who = ana.clone();
        house.write(move |tx, _| mute(tx, &who, 1, false)).await.expect("heard again");
        assert_eq!(counted().await.0, 1);
        // Nobody mutes what they may not see.
        let (bia, number) = (house.agent("bia", &[], &[]).await, made[2].1);
        let refused = house.write(move |tx, _| mute(tx, &bia, number, true)).await.expect_err("unseen");
        assert_eq!(refused.kind, kernel_base::Kind::NotFound);
    }

    chatwoots_mute_blocks_and_resolves => |store| async {
        let house = House::on(store).await;
        talks(&house, 1).await;
        let by = house.admin.clone();
        house.write(move |tx, core| block_and_resolve(tx, core, &by, 1)).await.expect("muted");
        let c = house.talk(1).await;
        let (scope, contact) = (house.scope(), c.contact);
        let blocked = async || house.read(move |tx, _| crate::contacts::contact(tx, &scope, contact)).await.expect("contact").blocked;
        assert_eq!((c.status, blocked().await), (Status::Resolved, true));
        let by = house.admin.clone();
        house.write(move |tx, core| unblock(tx, core, &by, 1)).await.expect("unmuted");
        assert!(!blocked().await);
    }

    pages_follow_by_key_and_by_number => |store| async {
        let house = House::on(store).await;
        talks(&house, 28).await;
        for order in [
            Order::LastActivityDesc,
            Order::LastActivityAsc,
            Order::CreatedDesc,
            Order::CreatedAsc,
            Order::PriorityDesc,
            Order::WaitingAsc,
            Order::WaitingDesc,
            Order::Queue,
        ] {
            let (mut first, next) = numbers(&house, List { order, ..List::default() }).await;
            let (rest, end) = numbers(&house, List { order, cursor: next, ..List::default() }).await;
            let (second, _) = numbers(&house, List { order, page: Some(2), ..List::default() }).await;
            assert_eq!((first.len(), rest.len(), &rest, end), (25, 3, &second, None), "{order:?}");
            first.extend(rest);
            first.sort_unstable();
            assert_eq!(first, (1..=28).collect::<Vec<i64>>());
        }
        assert!(numbers(&house, List { page: Some(3), ..List::default() }).await.0.is_empty());
        assert!(numbers(&house, List { page: Some(i64::MAX), ..List::default() }).await.0.is_empty());
        let mine = Filter { assigned: Assigned::Me, ..Filter::default() };
        assert!(numbers(&house, List { filter: mine, ..List::default() }).await.0.is_empty());
        let admin = house.admin.clone();
        let wrong = List { cursor: Some("'; DROP".into()), ..List::default() };
        let refused = house.read(move |tx, _| list(tx, &admin, &wrong)).await.expect_err("no cursor");
        assert_eq!(refused.fields[0].field, "cursor");
    }
}
