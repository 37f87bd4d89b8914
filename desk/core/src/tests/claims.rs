//! One conversation, one owner: claims race, losers are told, the rest is not.

use desk_model::Status;
use kernel_base::Kind;

use super::House;
use crate::MIGRATIONS;
use crate::conversations::{assign, claim, counters, return_to_queue};
use crate::messages::Draft;

kernel_db::both_engines! {
    with MIGRATIONS;

    two_answers_at_once_have_one_winner => |store| async {
        let house = House::on(store).await;
        let ana = house.agent("ana", &[house.inbox], &[]).await;
        let rui = house.agent("rui", &[house.inbox], &[]).await;
        for round in 0..5 {
            let who = house.visitor().await;
            let number = house.says(&who, "oi").await;
            let both = tokio::join!(house.answers(&ana, number, "eu!"), house.answers(&rui, number, "não, eu!"));
            let (winner, lost) = match both {
                (Ok(_), Err(lost)) => (&ana, lost),
                (Err(lost), Ok(_)) => (&rui, lost),
                other => panic!("round {round}: {other:?}"),
            };
            assert_eq!((lost.kind, lost.key), (Kind::Conflict, "error.claimed"));
            let c = house.talk(number).await;
            assert_eq!(c.assignee, Some(winner.user));
            assert!(lost.extra.contains(&("winner.id", winner.user.to_string())));
            // The loser's words were not kept, and the winner's only once.
            assert_eq!(house.texts(number).await.len(), 3);
        }
    }

    two_takes_at_once_have_one_winner => |store| async {
        let house = House::on(store).await;
        let ana = house.agent("ana", &[house.inbox], &[]).await;
        let rui = house.agent("rui", &[house.inbox], &[]).await;
        let who = house.visitor().await;
        let number = house.says(&who, "oi").await;
        let take = |viewer: &desk_model::Viewer| {
            let viewer = viewer.clone();
            house.write(move |tx, core| claim(tx, core, &viewer, number))
        };
        let both = tokio::join!(take(&ana), take(&rui));
        assert!(both.0.is_ok() != both.1.is_ok());
        let (winner, loser) = if both.0.is_ok() { (&ana, &rui) } else { (&rui, &ana) };
        assert!(take(winner).await.is_ok(), "who has it may take it again");
        let (by, by_loser) = (winner.clone(), loser.clone());
        let back = house.write(move |tx, core| return_to_queue(tx, core, &by, number)).await.expect("back");
        assert_eq!((back.assignee, back.status), (None, Status::Open));
        assert!(house.write(move |tx, core| claim(tx, core, &by_loser, number)).await.is_ok());
    }

    notes_and_strangers_claim_nothing => |store| async {
        let house = House::on(store).await;
        let ana = house.agent("ana", &[house.inbox], &[]).await;
        let out = house.agent("out", &[], &[]).await;
        let who = house.visitor().await;
        let number = house.says(&who, "oi").await;
        let note = Draft { content: "nota".into(), private: true, ..Draft::default() };
        house.writes(&ana, number, note).await.expect("a note");
        assert_eq!(house.talk(number).await.assignee, None);
        assert_eq!(house.answers(&out, number, "oi").await.expect_err("unseen").kind, Kind::NotFound);
        house.answers(&ana, number, "olá").await.expect("hers now");
        assert_eq!(house.answers(&out, number, "oi").await.expect_err("still unseen").kind, Kind::NotFound);
        // Whoever sees all answers without taking it.
        house.answers(&house.admin, number, "eu também").await.expect("may speak");
        assert_eq!(house.talk(number).await.assignee, Some(ana.user));
        let (by, to) = (house.admin.clone(), out.user);
        let refused = house.write(move |tx, core| assign(tx, core, &by, number, Some(to))).await;
        assert_eq!(refused.expect_err("works elsewhere").fields[0].field, "assignee_id");
        let viewer = ana.clone();
        let c = house.read(move |tx, core| counters(tx, core, &viewer)).await.expect("counters");
        assert_eq!((c.mine, c.queue, c.all, c.inboxes.get(&house.inbox.0)), (1, 0, 1, Some(&1)));
    }
}
