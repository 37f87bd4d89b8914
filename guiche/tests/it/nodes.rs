//! Two nodes of one installation, on one PostgreSQL and a real NATS server: what happens at one is known at the other, races have
//! one outcome wherever they are run, and a bus that dies costs nothing that was acknowledged.

use std::time::Duration;

use desk_core::live::{Typing, Typist};
use desk_core::nodes;
use desk_model::Availability;
use desk_testkit::{Account, Engine, Inbox, Member, TestApp};
use futures_util::{SinkExt as _, StreamExt as _};
use kernel_base::{AccountId, AccountScope, ContactId, InboxId, UserId};
use kernel_bus::testing::Nats;
use kernel_db::Tx;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

const PATIENCE: Duration = Duration::from_secs(60);

struct Pair {
    nats: Nats,
    a: TestApp,
    b: TestApp,
    account: Account,
    inbox: Inbox,
    scope: AccountScope,
}

impl Pair {
    async fn begin() -> Self {
        let nats = Nats::start().await;
        let a = TestApp::start(Engine::Pg, crate::PLUGS).await;
        let b = a.beside().await;
        for node in [&a, &b] {
            nodes::join(&node.core, &nats.url()).await.unwrap();
        }
        let account = a.account("Aurora").await;
        let inbox = account.inbox("API", "api_channel").await;
        let scope = AccountScope::new(AccountId(account.id));
        let pair = Self { nats, a, b, account, inbox, scope };
        pair.hear_each_other().await;
        pair
    }

    /// Waits until both hear each other: a server that comes or comes back is found a moment later.
    async fn hear_each_other(&self) {
        for (from, to) in [(&self.a, &self.b), (&self.b, &self.a)] {
            let mut news = to.core.live.listen_news();
            let heard = async {
                loop {
                    let account = self.scope.account();
                    let touch = move |tx: &mut Tx<'_>| {
                        desk_core::accounts::list_changed(tx, &AccountScope::new(account), "label")
                    };
                    from.core.store.write(touch).await.unwrap();
                    if let Ok(Ok(_)) = tokio::time::timeout(Duration::from_millis(100), news.recv()).await {
                        return;
                    }
                }
            };
            tokio::time::timeout(PATIENCE, heard).await.unwrap();
        }
    }

    /// A conversation that begins at node A: its row id, contact and number.
    async fn begins(&self) -> desk_testkit::Began {
        let (floor, scope, inbox) = (self.a.floor(), self.scope, InboxId(self.inbox.id));
        let write = move |tx: &mut Tx<'_>| floor.begins(tx, &scope, inbox, None, None);
        self.a.core.store.write(write).await.unwrap()
    }
}

/// A socket of a member at a node.
struct Socket(WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>);

impl Socket {
    async fn open(node: &TestApp, account: &Account, member: &Member) -> Self {
        let token = member.client.get("/api/v1/profile").await.ok()["pubsub_token"].clone();
        let identifier = json!({ "channel": "RoomChannel", "pubsub_token": token, "account_id": account.id, "user_id": member.id });
        let (stream, _) = connect_async(format!("{}/cable", node.url.replace("http", "ws"))).await.unwrap();
        let mut socket = Self(stream);
        let ask = json!({ "command": "subscribe", "identifier": identifier.to_string() });
        socket.0.send(Message::Text(ask.to_string().into())).await.unwrap();
        socket.until("guiche.ready").await;
        socket
    }

    /// The data and place of the next event of this name.
    async fn until(&mut self, event: &str) -> (Value, i64) {
        let wait = async {
            loop {
                let Message::Text(text) = self.0.next().await.unwrap().unwrap() else { continue };
                let frame: Value = serde_json::from_str(&text).unwrap();
                if frame["message"]["event"] == event {
                    return (frame["message"]["data"].clone(), frame["message"]["seq"].as_i64().unwrap_or(0));
                }
            }
        };
        tokio::time::timeout(PATIENCE, wait).await.unwrap_or_else(|_| panic!("no {event} came"))
    }
}

/// The same person, calling another node.
fn at(node: &TestApp, member: &Member) -> desk_testkit::Client {
    node.anonymous().token(&member.token)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_types_who_looks_and_who_is_here_is_known_at_the_other_node() {
    let mut pair = Pair::begin().await;
    let began = pair.begins().await;
    let (account, ana) = (pair.scope.account(), UserId(pair.account.admin.id));
    for round in 0..2 {
        let mut signs = pair.b.core.live.listen_typing_elsewhere();
        let sign =
            Typing { account, conversation: began.id, by: Typist::User(ana), on: round == 0, private: false };
        pair.a.core.live.typing(sign);
        let heard = tokio::time::timeout(PATIENCE, signs.recv()).await.unwrap().unwrap();
        assert_eq!(heard, sign);

        let mut views = pair.b.core.live.listen_viewing();
        let seat = pair.a.core.live.seat();
        pair.a.core.live.look(account, ana, seat, Some(began.id));
        tokio::time::timeout(PATIENCE, views.recv()).await.unwrap().unwrap();
        assert_eq!(pair.b.core.live.viewers(account, began.id), [ana]);
        assert!(pair.b.core.live.is_looking(account, ana, began.id), "no letter is sent of what one sees");
        assert_eq!(pair.b.core.live.all_viewed(account), [(began.id, vec![ana])]);
        pair.a.core.live.look(account, ana, seat, None);
        tokio::time::timeout(PATIENCE, views.recv()).await.unwrap().unwrap();
        assert_eq!(pair.b.core.live.viewers(account, began.id), []);

        let here = ContactId(began.contact.0 + round);
        let wait = async {
            pair.a.core.live.saw_contact(account, here);
            while !pair.b.core.live.is_contact_here(account, here) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(PATIENCE, wait).await.expect("the customer is here");
        if round == 0 {
            pair.nats.kill();
            pair.nats.again().await;
            pair.hear_each_other().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sockets_of_both_nodes_hear_everything_once_with_and_without_the_bus() {
    let mut pair = Pair::begin().await;
    let ana = pair.a.agent(&pair.account, "Ana").await;
    pair.account.join(&pair.inbox, &[&ana]).await;
    let began = pair.begins().await;
    let mut sockets = [
        Socket::open(&pair.a, &pair.account, &ana).await,
        Socket::open(&pair.b, &pair.account, &pair.account.admin).await,
    ];
    let path = pair.account.path(&format!("/conversations/{}/messages", began.number));
    let nodes = [at(&pair.a, &ana), at(&pair.b, &ana)];
    for round in ["with", "without", "with again"] {
        if round == "without" {
            pair.nats.kill();
        } else if round == "with again" {
            pair.nats.again().await;
            pair.hear_each_other().await;
        }
        let mut expected = Vec::new();
        for n in 0..6 {
            let content = format!("{round} {n}");
            nodes[n % 2].post(&path, json!({ "content": content })).await.ok();
            expected.push(content);
        }
        for socket in &mut sockets {
            let mut last = 0;
            for content in &expected {
                let (data, seq) = loop {
                    let (data, seq) = socket.until("message.created").await;
                    if data["message_type"] == 1 {
                        break (data, seq);
                    }
                };
                assert_eq!(data["content"], **content, "each once, in order");
                assert!(seq > last);
                last = seq;
            }
        }
    }
    let typing = json!({ "typing_status": "on" });
    let path = pair.account.path(&format!("/conversations/{}/toggle_typing_status", began.number));
    nodes[0].post(&path, typing).await.is(200);
    let (told, _) = sockets[1].until("conversation.typing_on").await;
    assert_eq!(told["user"]["id"], ana.id);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_someone_may_no_longer_do_is_known_at_the_other_node() {
    let pair = Pair::begin().await;
    let ana = pair.a.agent(&pair.account, "Ana").await;
    let settings = pair.account.path("/assignment_policies");
    let admin = &pair.account.admin.client;
    let role = pair.account.path(&format!("/agents/{}", ana.id));
    let there = at(&pair.b, &ana);
    for (given, status) in [("administrator", 200), ("agent", 403), ("administrator", 200)] {
        there.get(&settings).await;
        let mut news = pair.b.core.live.listen_news();
        admin.patch(&role, json!({ "role": given })).await.ok();
        let wait = async { while !news.recv().await.unwrap().members.contains(&UserId(ana.id)) {} };
        tokio::time::timeout(PATIENCE, wait).await.expect("the other node hears of it");
        there.get(&settings).await.is(status);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn ten_agents_at_two_nodes_have_one_winner() {
    let pair = Pair::begin().await;
    let mut team = Vec::new();
    for n in 0..10 {
        team.push(pair.a.agent(&pair.account, &format!("Pessoa {n}")).await);
    }
    pair.account.join(&pair.inbox, &team.iter().collect::<Vec<_>>()).await;
    let mut watching = Socket::open(&pair.b, &pair.account, &pair.account.admin).await;
    for _ in 0..5 {
        let began = pair.begins().await;
        let claim = pair.account.path(&format!("/conversations/{}/claim", began.number));
        let calls = team.iter().enumerate().map(|(n, member)| {
            let client = at(if n % 2 == 0 { &pair.a } else { &pair.b }, member);
            let claim = claim.clone();
            async move { client.post(&claim, json!({})).await.status }
        });
        let mut statuses = futures_util::future::join_all(calls).await;
        statuses.sort_unstable();
        assert_eq!(statuses, [&[200][..], &[409; 9]].concat(), "one has it, all others are told");
        let path = pair.account.path(&format!("/conversations/{}", began.number));
        let winner = pair.account.admin.client.get(&path).await.ok()["meta"]["assignee"]["id"].clone();
        assert!(team.iter().any(|m| winner == m.id));
        loop {
            let (told, _) = watching.until("assignee.changed").await;
            if told["id"] == began.number {
                assert_eq!(told["meta"]["assignee"]["id"], winner);
                break;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_two_nodes_give_out_never_passes_a_capacity() {
    let pair = Pair::begin().await;
    let runners = [pair.a.behind().await, pair.b.behind().await];
    let mut team = Vec::new();
    for n in 0..4 {
        team.push(pair.a.agent(&pair.account, &format!("Pessoa {n}")).await);
    }
    pair.account.join(&pair.inbox, &team.iter().collect::<Vec<_>>()).await;
    let admin = &pair.account.admin.client;
    let policies = pair.account.path("/assignment_policies");
    let made = admin.post(&policies, json!({ "name": "Vez" })).await.ok();
    admin
        .post(&format!("{policies}/{}/inboxes", made["id"]), json!({ "inbox_id": pair.inbox.id }))
        .await
        .ok();
    let capacity = pair.account.path("/agent_capacity_policies");
    let made = admin.post(&capacity, json!({ "name": "Turno", "conversation_limit": 3 })).await.ok();
    for member in &team {
        admin.post(&format!("{capacity}/{}/users", made["id"]), json!({ "user_id": member.id })).await.ok();
        let (floor, scope, user) = (pair.b.floor(), pair.scope, UserId(member.id));
        let node = if member.id % 2 == 0 { &pair.a } else { &pair.b };
        node.core.store.write(move |tx| floor.is(tx, &scope, user, Availability::Online)).await.unwrap();
    }
    let (floor_a, floor_b) = (pair.a.floor(), pair.b.floor());
    let begins = |n: usize| {
        let (node, floor) = if n.is_multiple_of(2) { (&pair.a, &floor_a) } else { (&pair.b, &floor_b) };
        let (floor, scope, inbox) = (floor.clone(), pair.scope, InboxId(pair.inbox.id));
        node.core.store.write(move |tx| floor.begins(tx, &scope, inbox, None, None))
    };
    futures_util::future::try_join_all((0..20).map(begins)).await.unwrap();
    for runner in &runners {
        tokio::time::timeout(PATIENCE, runner.settled()).await.unwrap().unwrap();
    }
    let meta = admin.get(&pair.account.path("/conversations/meta?status=open")).await.ok();
    assert_eq!(meta["meta"]["unassigned_count"], 8, "{meta}");
    for member in &team {
        let mine = member.client.get(&pair.account.path("/conversations/meta?status=open")).await.ok();
        assert_eq!(mine["meta"]["mine_count"], 3, "full, and not more");
    }
    for runner in runners {
        runner.stop().await;
    }
}
