//! Whether members are there: choices, the grace after a lost connection, intervals that fit together.

use desk_model::{Availability, Viewer};
use kernel_base::{AccountScope, Problem, UserId};
use kernel_db::Tx;

use super::House;
use crate::MIGRATIONS;
use crate::people::{self, Choice, MemberChanges, MemberState};

fn pause(reason: &str, minutes: i64) -> Choice {
    Choice { availability: Availability::Busy, reason: Some(reason.into()), minutes: Some(minutes) }
}

impl House {
    async fn arrives(&self, who: &Viewer) {
        let (scope, user) = (self.scope(), who.user);
        self.write(move |tx, _| people::arrive(tx, &scope, user)).await.expect("arrived");
    }

    async fn chooses(&self, who: &Viewer, choice: Choice) -> Result<(), Problem> {
        let (scope, user) = (self.scope(), who.user);
        self.write(move |tx, _| people::choose(tx, &scope, user, &choice)).await
    }

    fn now_secs(&self) -> i64 {
        kernel_base::Clock::now(&self.test.clock).secs()
    }

    async fn sets(&self, who: &Viewer, changes: MemberChanges) -> Availability {
        let (by, user) = (self.admin.clone(), who.user);
        let write = move |tx: &mut Tx<'_>, core: &crate::Core| {
            people::change_member(tx, core, &by, user, &changes).map(|(m, _)| m.shown())
        };
        self.write(write).await.expect("changed")
    }

    /// The sweep that runs all the time.
    async fn sweeps(&self) {
        self.write(|tx, _| people::send_silent_away(tx)).await.expect("swept");
    }

    async fn state(&self, who: &Viewer) -> Option<MemberState> {
        let (scope, user) = (self.scope(), who.user);
        let all = self.read(move |tx, _| people::states(tx, &scope)).await.expect("states");
        all.into_iter().find(|s| s.user == user)
    }

    /// `(state, reason, from, until)` of a member, oldest first; times in seconds since `since`.
    async fn history(&self, who: &Viewer, since: i64) -> Vec<(i64, Option<String>, i64, Option<i64>)> {
        let (scope, user) = (self.scope(), who.user);
        let read = move |tx: &mut Tx<'_>, _: &crate::Core| Ok(rows(tx, &scope, user)?);
        let rows = self.read(read).await.expect("history");
        rows.into_iter().map(|(s, r, from, to)| (s, r, from - since, to.map(|t| t - since))).collect()
    }
}

type Interval = (i64, Option<String>, i64, Option<i64>);

fn rows(tx: &mut Tx<'_>, scope: &AccountScope, user: UserId) -> Result<Vec<Interval>, kernel_db::DbError> {
    tx.query(
        "SELECT state, reason, began_at, ended_at FROM member_states WHERE account_id = $1 AND user_id = $2 ORDER BY id",
        &[&scope.id(), &user],
        |row| {
            let end: Option<i64> = row.get(3)?;
            Ok((row.get(0)?, row.get(1)?, row.get::<i64>(2)? / 1_000_000, end.map(|e| e / 1_000_000)))
        },
    )
}

kernel_db::both_engines! {
    with MIGRATIONS;

    a_lost_connection_has_two_minutes => |store| async {
        let house = House::on(store).await;
        let ana = house.agent("ana", &[house.inbox], &[]).await;
        assert_eq!(house.state(&ana).await, None, "never was there");
        let start = house.now_secs();
        house.arrives(&ana).await;
        assert_eq!(house.state(&ana).await.map(|s| s.state), Some(Availability::Online));
        // Two minutes without a sign, less a second: nothing happened.
        house.test.clock.advance_secs(119);
        house.sweeps().await;
        house.arrives(&ana).await;
        house.test.clock.advance_secs(119);
        house.sweeps().await;
        assert_eq!(house.history(&ana, start).await, [(0, None, 0, None)]);
        // Found late, it still counts from when the time was over.
        house.test.clock.advance_secs(60);
        house.sweeps().await;
        assert_eq!(house.history(&ana, start).await, [(0, None, 0, Some(239)), (2, None, 239, None)]);
        house.sweeps().await;
        house.arrives(&ana).await;
        house.arrives(&ana).await;
        let whole = [(0, None, 0, Some(239)), (2, None, 239, Some(298)), (0, None, 298, None)];
        assert_eq!(house.history(&ana, start).await, whole);
    }

    a_break_has_a_reason_and_ends_with_the_next_choice => |store| async {
        let house = House::on(store).await;
        let ana = house.agent("ana", &[house.inbox], &[]).await;
        let start = house.now_secs();
        house.arrives(&ana).await;
        house.test.clock.advance_secs(10);
        house.chooses(&ana, pause(" Almoço ", 30)).await.expect("a break");
        house.chooses(&ana, pause("Almoço", 30)).await.expect("the same again changes nothing");
        let now = house.state(&ana).await.expect("a state");
        assert_eq!((now.state, now.reason.as_deref(), now.planned_secs), (Availability::Busy, Some("Almoço"), Some(1800)));
        // The break goes on where it was when the connection is back.
        house.test.clock.advance_secs(300);
        house.sweeps().await;
        assert_eq!(house.state(&ana).await.map(|s| s.state), Some(Availability::Offline));
        house.arrives(&ana).await;
        assert_eq!(house.state(&ana).await.and_then(|s| s.reason).as_deref(), Some("Almoço"));
        let online = Choice::default();
        house.chooses(&ana, online).await.expect("back");
        let lunch = Some("Almoço".to_owned());
        let whole = [
            (0, None, 0, Some(10)),
            (1, lunch.clone(), 10, Some(120)),
            (2, None, 120, Some(310)),
            (1, lunch, 310, Some(310)),
            (0, None, 310, None),
        ];
        assert_eq!(house.history(&ana, start).await, whole);
    }

    what_can_t_be_chosen_is_refused => |store| async {
        let house = House::on(store).await;
        let ana = house.agent("ana", &[house.inbox], &[]).await;
        let online = |reason: Option<&str>, minutes| Choice {
            availability: Availability::Online, reason: reason.map(Into::into), minutes,
        };
        for (choice, field) in [
            (online(Some("Almoço"), None), "profile.reason"),
            (online(None, Some(5)), "profile.reason"),
            (pause(&"x".repeat(61), 5), "profile.reason"),
            (pause("x", 0), "profile.minutes"),
            (pause("x", 1441), "profile.minutes"),
        ] {
            assert_eq!(house.chooses(&ana, choice).await.expect_err("refused").fields[0].field, field);
        }
        let stranger = Viewer { user: UserId(987_654), ..ana.clone() };
        assert!(house.chooses(&stranger, Choice::default()).await.is_err());
    }

    who_stays_on_line_and_who_is_set_by_others => |store| async {
        let house = House::on(store).await;
        let ana = house.agent("ana", &[house.inbox], &[]).await;
        // Without going off-line by themselves they are what they chose, there or not.
        let stays = MemberChanges { auto_offline: Some(false), ..MemberChanges::default() };
        assert_eq!(house.sets(&ana, stays).await, Availability::Online);
        let busy = MemberChanges { availability: Some(Availability::Busy), ..MemberChanges::default() };
        assert_eq!(house.sets(&ana, busy).await, Availability::Busy);
        let off = MemberChanges { auto_offline: Some(true), ..MemberChanges::default() };
        assert_eq!(house.sets(&ana, off).await, Availability::Offline);
    }
}
