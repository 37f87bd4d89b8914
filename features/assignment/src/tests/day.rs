//! A day: sixty people, five thousand conversations, breaks, failures. What must hold is held after every minute.

use std::collections::{BTreeMap, HashMap};

use desk_model::conditions::Subject;
use desk_model::{Availability, Viewer};
use desk_testkit::{Account, Engine, Inbox, PLAIN, Plugs, TestApp};
use kernel_base::{AccountId, AccountScope, InboxId, Micros, Problem, Rng, SeededRng, TeamId, UserId};
use kernel_db::Tx;
use plug_feature::{Deed, Desk, Feature, LightWork, WaitingOrder, Wanted};
use serde_json::json;

use crate::{FEATURE, react};

static FEATURES: &[&Feature] = &[&FEATURE];

const PEOPLE: usize = 60;
const CONVERSATIONS: usize = 5000;
const MINUTES: usize = 480;
const CAPACITY: i64 = 6;

/// Numbers that are the same every time.
struct Dice(SeededRng);

impl Dice {
    fn below(&self, n: u64) -> u64 {
        let mut bytes = [0u8; 8];
        self.0.fill(&mut bytes);
        u64::from_le_bytes(bytes) % n
    }

    fn one_in(&self, n: u64) -> bool {
        self.below(n) == 0
    }
}

/// What the day came to.
#[derive(Default)]
struct Tally {
    began: usize,
    given: usize,
    resolved: usize,
    breaks: usize,
    failures: usize,
    back: usize,
    longest: i64,
    waited: i64,
    most_waiting: usize,
    fullest: i64,
    by_person: BTreeMap<i64, usize>,
}

struct Day {
    app: TestApp,
    scope: AccountScope,
    by: Viewer,
    inboxes: Vec<InboxId>,
    team: TeamId,
    people: Vec<UserId>,
}

impl Day {
    async fn begin() -> Self {
        let app = TestApp::start(Engine::Sqlite, Plugs { features: FEATURES, channels: PLAIN }).await;
        let account: Account = app.account("Aurora").await;
        let admin = &account.admin.client;
        let inboxes: [Inbox; 2] =
            [account.inbox("Site", "plain").await, account.inbox("Loja", "plain").await];
        let mut members = Vec::new();
        for n in 0..PEOPLE {
            members.push(app.agent(&account, &format!("Pessoa {n:02}")).await);
        }
        // Half at the second inbox, most at the first, everyone at one of them; every fourth in the team.
        let some = |keep: &dyn Fn(usize) -> bool| {
            members.iter().enumerate().filter(|(n, _)| keep(*n)).map(|(_, m)| m).collect::<Vec<_>>()
        };
        account.join(&inboxes[0], &some(&|n| n % 3 != 0 || n % 2 != 0)).await;
        account.join(&inboxes[1], &some(&|n| n % 2 == 0)).await;
        let team = admin.post(&account.path("/teams"), json!({"name": "Entregas"})).await.ok();
        let ids: Vec<i64> = some(&|n| n % 4 == 0).iter().map(|m| m.id).collect();
        let members_path = account.path(&format!("/teams/{}/team_members", team["id"]));
        admin.post(&members_path, json!({"user_ids": ids})).await.ok();
        let path = account.path("/assignment_policies");
        let turns =
            json!({"name": "Vez", "hand_back": true, "affinity_hours": 4, "fair_distribution_limit": 10000});
        let least = json!({"name": "Menos", "assignment_order": "balanced", "fair_distribution_limit": 10000,
            "hand_back": true, "team_ids": [team["id"]]});
        for (body, inbox) in [(turns, &inboxes[0]), (least, &inboxes[1])] {
            let made = admin.post(&path, body).await.ok();
            admin.post(&format!("{path}/{}/inboxes", made["id"]), json!({"inbox_id": inbox.id})).await.ok();
        }
        let limits = json!({"name": "Turno", "conversation_limit": CAPACITY});
        let limits = admin.post(&account.path("/agent_capacity_policies"), limits).await.ok();
        let users = account.path(&format!("/agent_capacity_policies/{}/users", limits["id"]));
        for member in &members {
            admin.post(&users, json!({"user_id": member.id})).await.ok();
            // Nobody has a socket here: the sweep of silent ones must not send them away while the clock jumps.
            let stays = json!({"auto_offline": false});
            admin.patch(&account.path(&format!("/agents/{}", member.id)), stays).await.ok();
        }
        let scope = AccountScope::new(AccountId(account.id));
        let (desk, user) = (app.desk(), UserId(account.admin.id));
        let by = app.core.store.read(move |tx| desk.viewer(tx, &scope, user)).await.unwrap().unwrap();
        Self {
            scope,
            by,
            inboxes: inboxes.iter().map(|i| InboxId(i.id)).collect(),
            team: TeamId(team["id"].as_i64().unwrap()),
            people: members.iter().map(|m| UserId(m.id)).collect(),
            app,
        }
    }
}

/// What is to happen in a minute.
#[derive(Clone, Default)]
struct Minute {
    begins: Vec<(InboxId, Option<TeamId>)>,
    states: Vec<(UserId, Availability)>,
    resolves: Vec<i64>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_of_sixty_people_and_five_thousand_conversations() {
    let day = Day::begin().await;
    let dice = Dice(SeededRng::new(20_261_130));
    let mut tally = Tally::default();
    let mut states: HashMap<UserId, Availability> = HashMap::new();
    let mut since: HashMap<i64, i64> = HashMap::new();
    let mut held: BTreeMap<i64, UserId> = BTreeMap::new();
    let mut numbers: HashMap<i64, i64> = HashMap::new();
    let (mut minute_no, mut last) = (0, 0);
    while tally.resolved < CONVERSATIONS {
        assert!(minute_no < MINUTES * 3, "the day must end: {} of {CONVERSATIONS}", tally.resolved);
        let mut minute = Minute::default();
        // Mornings and afternoons are busier than noon.
        let rush = if (150..210).contains(&minute_no) { 6 } else { 13 };
        let arrivals = dice.below(2 * rush) as usize;
        for _ in 0..arrivals.min(CONVERSATIONS - tally.began) {
            let inbox = day.inboxes[dice.below(2) as usize];
            minute.begins.push((inbox, dice.one_in(5).then_some(day.team)));
        }
        for person in &day.people {
            let now = states.get(person).copied();
            let next = match now {
                None => (minute_no >= dice.below(20) as usize).then_some(Availability::Online),
                Some(Availability::Online) if dice.one_in(90) => Some(Availability::Busy),
                Some(Availability::Online) if dice.one_in(400) => Some(Availability::Offline),
                Some(Availability::Busy) if dice.one_in(12) => Some(Availability::Online),
                Some(Availability::Offline) if dice.one_in(25) => Some(Availability::Online),
                _ => None,
            };
            if let Some(next) = next {
                tally.breaks += usize::from(next == Availability::Busy);
                tally.failures += usize::from(next == Availability::Offline);
                states.insert(*person, next);
                minute.states.push((*person, next));
            }
        }
        minute.resolves = held.keys().filter(|_| dice.one_in(14)).map(|id| numbers[id]).collect();
        tally.began += minute.begins.len();
        tally.resolved += minute.resolves.len();
        let seen = happen(&day, minute, last).await;
        last = seen.last;
        numbers.extend(seen.began.iter().copied());
        check(&seen, minute_no, &mut tally, &mut since, &mut held);
        day.app.clock.advance_secs(60);
        minute_no += 1;
    }
    report(&tally, minute_no);
    assert_eq!((tally.began, tally.resolved), (CONVERSATIONS, CONVERSATIONS));
    assert!(tally.given >= CONVERSATIONS && tally.breaks > 100 && tally.failures > 20 && tally.back > 0);
    assert!(
        tally.by_person.len() == PEOPLE && tally.most_waiting > 0,
        "everyone worked, and sometimes somebody waited"
    );
}

/// How it stands after a minute.
struct Seen {
    /// Conversations that wait, in order, with the time they were queued at and whether someone could have them.
    waiting: Vec<(i64, i64, bool)>,
    held: BTreeMap<i64, UserId>,
    loads: BTreeMap<i64, i64>,
    /// Row ids and numbers of those that began.
    began: Vec<(i64, i64)>,
    /// The last event.
    last: i64,
}

/// One minute, with what follows from it.
async fn happen(day: &Day, minute: Minute, last: i64) -> Seen {
    let (floor, desk, scope) = (day.app.floor(), day.app.desk(), day.scope);
    let (by, inboxes, people) = (day.by.clone(), day.inboxes.clone(), day.people.clone());
    let began = {
        let (floor, desk, minute) = (floor.clone(), desk.clone(), minute.clone());
        let write = move |tx: &mut Tx<'_>| {
            let mut began = Vec::new();
            for (user, state) in &minute.states {
                floor.is(tx, &scope, *user, *state)?;
            }
            for number in &minute.resolves {
                let deed = Deed::new("change_status", vec![json!("resolved")]);
                desk.act(tx, &by, Subject::Conversation, *number, &deed)?;
            }
            for (inbox, team) in &minute.begins {
                let new = floor.begins(tx, &scope, *inbox, *team, None)?;
                began.push((new.id.0, new.number));
            }
            Ok::<_, Problem>(began)
        };
        day.app.core.store.write(write).await.unwrap()
    };
    // The consumer's work, until nothing follows any more.
    let mut after = last;
    loop {
        let events = day.app.core.store.read(move |tx| events_after(tx, &scope, after)).await.unwrap();
        let Some(end) = events.last().map(|e| e.seq) else { break };
        let desk = desk.clone();
        let take = move |tx: &mut Tx<'_>| react::take(&*desk, tx, scope.account(), &events);
        day.app.core.store.write(take).await.unwrap();
        after = end;
    }
    let read = move |tx: &mut Tx<'_>| look(&*desk, tx, &scope, &inboxes, &people);
    let (waiting, held, loads) = day.app.core.store.read(read).await.unwrap();
    Seen { waiting, held, loads, began, last: after }
}

type Looked = (Vec<(i64, i64, bool)>, BTreeMap<i64, UserId>, BTreeMap<i64, i64>);

/// What waits and who has what, asked independently of the rules under test.
fn look(
    desk: &dyn Desk,
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    inboxes: &[InboxId],
    people: &[UserId],
) -> Result<Looked, Problem> {
    let workers = desk.workers(tx, scope)?;
    let mut loads: BTreeMap<i64, i64> = people.iter().map(|u| (u.0, 0)).collect();
    for part in desk.workloads(tx, scope, None, &LightWork::default())? {
        *loads.entry(part.user.0).or_default() += part.count;
    }
    let wanted = Wanted { inboxes: inboxes.to_vec(), teams: Vec::new(), order: WaitingOrder::Queued };
    let waiting = desk.waiting(tx, scope, &wanted, None, 100_000)?;
    let waits = waiting.iter().map(|w| {
        let could = workers.iter().any(|k| {
            let there = match w.team {
                Some(team) => k.teams.contains(&team),
                None => k.inboxes.contains(&w.inbox),
            };
            there && k.state == Availability::Online && loads.get(&k.user.0).copied().unwrap_or(0) < CAPACITY
        });
        (w.id.0, w.key.0, could)
    });
    let waits: Vec<_> = waits.collect();
    let mut held = BTreeMap::new();
    for user in people {
        held.extend(desk.held_by(tx, scope, *user)?.iter().map(|h| (h.id.0, *user)));
    }
    Ok((waits, held, loads))
}

fn events_after(tx: &mut Tx<'_>, scope: &AccountScope, after: i64) -> Result<Vec<kernel_db::Event>, Problem> {
    let rows = tx.query(
        "SELECT seq, kind, conversation_id, subject_id, actor_id, data FROM events \
         WHERE account_id = $1 AND seq > $2 ORDER BY seq",
        &[&scope.id(), &after],
        |row| {
            Ok(kernel_db::Event {
                account: scope.account(),
                seq: row.get(0)?,
                at: Micros(0),
                kind: row.get(1)?,
                conversation: row.get(2)?,
                subject: row.get(3)?,
                actor: row.get(4)?,
                data: row.get::<kernel_db::Json>(5)?.value()?,
            })
        },
    )?;
    Ok(rows)
}

/// What must hold after every minute.
fn check(
    seen: &Seen,
    minute: usize,
    tally: &mut Tally,
    since: &mut HashMap<i64, i64>,
    held: &mut BTreeMap<i64, UserId>,
) {
    let now = minute as i64;
    for (user, load) in &seen.loads {
        assert!(*load <= CAPACITY, "minute {minute}: {user} has {load}, {CAPACITY} is the most");
        tally.fullest = tally.fullest.max(*load);
    }
    for (number, _, could) in &seen.waiting {
        assert!(!could, "minute {minute}: {number} waits while someone free may take it");
    }
    assert!(seen.waiting.windows(2).all(|w| w[0].1 <= w[1].1), "minute {minute}: the queue is out of order");
    for (id, _) in &seen.began {
        since.insert(*id, now);
    }
    for (number, user) in &seen.held {
        if held.get(number) != Some(user) {
            let waited = now - since.get(number).copied().unwrap_or(now);
            tally.given += 1;
            tally.waited += waited;
            tally.longest = tally.longest.max(waited);
            *tally.by_person.entry(user.0).or_default() += 1;
        }
    }
    let gone_back = seen.waiting.iter().filter(|(n, ..)| held.contains_key(n));
    for (number, ..) in gone_back {
        tally.back += 1;
        since.insert(*number, now);
    }
    let moved = seen.held.iter().filter(|(n, u)| held.get(n).is_some_and(|was| was != *u));
    tally.back += moved.count();
    tally.most_waiting = tally.most_waiting.max(seen.waiting.len());
    held.clone_from(&seen.held);
}

fn report(t: &Tally, minutes: usize) {
    let (least, most) = (t.by_person.values().min(), t.by_person.values().max());
    println!("A day of assignment, {PEOPLE} people, capacity {CAPACITY}");
    println!("  minutes simulated        {minutes}");
    println!("  conversations begun      {}", t.began);
    println!("  given out                {} (of these {} after going back to the queue)", t.given, t.back);
    println!("  resolved                 {}", t.resolved);
    println!("  breaks, failures         {}, {}", t.breaks, t.failures);
    println!("  most waiting at once     {}", t.most_waiting);
    println!(
        "  longest wait             {} min, mean {:.2} min",
        t.longest,
        t.waited as f64 / t.given.max(1) as f64
    );
    println!("  most at once, one person {}", t.fullest);
    println!("  given to one person      {} to {}", least.unwrap_or(&0), most.unwrap_or(&0));
    println!("  waited while someone free could take it: 0; capacity passed: 0; out of order: 0");
}
