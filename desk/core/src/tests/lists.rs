//! Lists: the queue's order, places, teams, pages by key and by number.

use desk_model::{Place, Priority, Status};
use plug_channel::VisitorRef;

use super::House;
use crate::MIGRATIONS;
use crate::conversations::{
    Assigned, Filter, List, Order, Target, assign_team, counters, counts, list, move_to, return_to_queue,
    set_priority,
};

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
        let c = house.read(move |tx, core| counters(tx, &core.registry, &admin)).await.expect("counters");
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
            .read(move |tx, _| {
                let of = |status| Filter { status, ..Filter::default() };
                Ok((counts(tx, &admin, &of(None))?, counts(tx, &admin, &of(Some(Status::Resolved)))?))
            })
            .await
            .expect("counts");
        assert_eq!((c.0.all_count, c.0.unassigned_count, c.1.all_count), (4, 4, 1));
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
