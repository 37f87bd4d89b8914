//! A random history through the API, and every report held against what a person counts by hand.

mod hand;

use desk_model::Role;
use desk_testkit::{Account, Member, TestApp};
use kernel_base::Clock;
use serde_json::{Value, json};

use self::hand::{Dice, Hand, Talk, Who};

on_both! {
    the_figures_are_those_counted_by_hand
}

/// A value as it comes over the wire.
fn wire(value: &Value) -> Value {
    serde_json::from_str(&value.to_string()).unwrap()
}

struct Shop {
    app: TestApp,
    account: Account,
    agents: Vec<Member>,
    inboxes: Vec<i64>,
    teams: Vec<i64>,
    labels: Vec<(i64, &'static str)>,
    contact: i64,
    hand: Hand,
    dice: Dice,
}

async fn shop(app: TestApp) -> Shop {
    let account = app.account("Aurora").await;
    let mut agents = vec![account.admin.clone()];
    for name in ["Bia", "Caio"] {
        agents.push(app.member(&account, name, Role::Administrator).await);
    }
    let inboxes = vec![account.inbox("Site", "api").await.id, account.inbox("Loja", "api").await.id];
    let admin = &account.admin.client;
    let mut teams = Vec::new();
    for name in ["Vendas", "Entregas"] {
        let team = admin.post(&account.path("/teams"), json!({ "name": name })).await.ok();
        teams.push(team["id"].as_i64().unwrap());
    }
    let mut labels = Vec::new();
    for title in ["feira", "retirada", "nota-fiscal"] {
        let label = admin.post(&account.path("/labels"), json!({ "title": title })).await.ok();
        labels.push((label["id"].as_i64().unwrap(), title));
    }
    let contact = admin.post(&account.path("/contacts"), json!({ "name": "Marina" })).await.ok();
    let contact = contact["payload"]["contact"]["id"].as_i64().unwrap();
    Shop { app, account, agents, inboxes, teams, labels, contact, hand: Hand::default(), dice: Dice(0x5eed) }
}

impl Shop {
    fn now(&self) -> i64 {
        self.app.clock.now().secs()
    }

    async fn post(&self, by: usize, talk: usize, verb: &str, body: Value) {
        let path = format!("/conversations/{}/{verb}", self.hand.talks[talk].number);
        self.agents[by].client.post(&self.account.path(&path), body).await.ok();
    }

    async fn begins(&mut self) {
        let inbox = self.dice.of(&self.inboxes);
        let body = json!({ "contact_id": self.contact, "inbox_id": inbox });
        let made = self.account.admin.client.post(&self.account.path("/conversations"), body).await.ok();
        let number = made["id"].as_i64().unwrap();
        let agent = made["meta"]["assignee"]["id"].as_i64();
        let (started, none) = (self.now(), None);
        self.hand.talks.push(Talk {
            number,
            inbox,
            agent,
            team: none,
            started,
            waiting: None,
            answered: false,
            resolved: false,
            labels: Vec::new(),
        });
    }

    async fn customer_writes(&mut self, talk: usize) {
        self.post(0, talk, "messages", json!({ "content": "Oi", "message_type": "incoming" })).await;
        let now = self.now();
        let t = &mut self.hand.talks[talk];
        t.resolved = false;
        t.waiting = t.waiting.or(Some(now));
        let agent = t.agent;
        self.hand.note("incoming", talk, agent, now, 0);
    }

    async fn agent_writes(&mut self, by: usize, talk: usize) {
        self.post(by, talk, "messages", json!({ "content": "Bom dia" })).await;
        let (now, who) = (self.now(), Some(self.agents[by].id));
        let t = &mut self.hand.talks[talk];
        if t.agent.is_none() {
            // Who answers first takes it; that opens nothing that is finished.
            t.agent = who;
        }
        let (started, waiting, first) = (t.started, t.waiting.take(), !t.answered);
        t.answered = true;
        self.hand.note("outgoing", talk, who, now, 0);
        if let Some(since) = waiting {
            self.hand.note("reply", talk, who, now, now - since);
        }
        if first {
            self.hand.note("first", talk, who, now, now - started);
        }
    }

    async fn is_resolved(&mut self, talk: usize) {
        self.post(0, talk, "toggle_status", json!({ "status": "resolved" })).await;
        let now = self.now();
        let t = &mut self.hand.talks[talk];
        if !t.resolved {
            t.resolved = true;
            t.waiting = None;
            let (agent, secs) = (t.agent, now - t.started);
            self.hand.note("resolution", talk, agent, now, secs);
        }
    }

    async fn something(&mut self) {
        self.app.clock.advance_secs(1 + self.dice.below(5_000) as i64);
        if self.hand.talks.is_empty() || self.dice.below(5) == 0 {
            return self.begins().await;
        }
        let talk = self.dice.below(self.hand.talks.len() as u64) as usize;
        let by = self.dice.below(3) as usize;
        match self.dice.below(11) {
            0..3 => self.customer_writes(talk).await,
            3..6 => self.agent_writes(by, talk).await,
            6 => self.is_resolved(talk).await,
            7 => {
                let agent = self.agents[by].id;
                self.post(0, talk, "assignments", json!({ "assignee_id": agent })).await;
                self.hand.talks[talk].agent = Some(agent);
                self.post(by, talk, "messages", json!({ "content": "Nota", "private": true })).await;
            }
            8 | 9 => {
                // None, one or several, whatever it had before.
                let chosen = self.dice.below(8);
                let some = self.labels.iter().enumerate().filter(|(i, _)| chosen & (1 << i) != 0);
                let some: Vec<(i64, &str)> = some.map(|(_, label)| *label).collect();
                let titles: Vec<&str> = some.iter().map(|(_, title)| *title).collect();
                self.post(0, talk, "labels", json!({ "labels": titles })).await;
                self.hand.talks[talk].labels = some.iter().map(|(id, _)| *id).collect();
            }
            _ => {
                let team = self.dice.of(&self.teams);
                self.post(0, talk, "assignments", json!({ "team_id": team })).await;
                self.hand.talks[talk].team = Some(team);
            }
        }
    }

    async fn report(&self, rest: &str) -> Value {
        let path = format!("/api/v2/accounts/{}/{rest}", self.account.id);
        self.account.admin.client.get(&path).await.ok()
    }

    fn everyone(&self) -> Vec<Who> {
        let mut all: Vec<Who> = vec![("account", 0)];
        all.extend(self.inboxes.iter().map(|id| ("inbox", *id)));
        all.extend(self.agents.iter().map(|a| ("agent", a.id)));
        all.extend(self.teams.iter().map(|id| ("team", *id)));
        all.extend(self.labels.iter().map(|(id, _)| ("label", *id)));
        all
    }

    /// The summary's seven figures.
    fn figures(&self, who: Who, from: i64, to: i64) -> Value {
        let average = |what| self.hand.average(what, who, from, to).unwrap_or(0.0);
        wire(&json!({
            "conversations_count": self.hand.count("conversation", who, from, to),
            "incoming_messages_count": self.hand.count("incoming", who, from, to),
            "outgoing_messages_count": self.hand.count("outgoing", who, from, to),
            "avg_first_response_time": average("first"),
            "avg_resolution_time": average("resolution"),
            "resolutions_count": self.hand.count("resolution", who, from, to),
            "reply_time": average("reply"),
        }))
    }

    async fn holds(&mut self, begin: i64) {
        let (first, last) = (begin - 3_600, self.now() + 3_600);
        for turn in 0..12 {
            let mut ends = [first, last].map(|end| {
                if turn == 0 { end } else { first + self.dice.below((last - first) as u64) as i64 }
            });
            ends.sort_unstable();
            let [since, until] = ends;
            let (from, to) = (since.div_euclid(900) * 900, (until + 899).div_euclid(900) * 900);
            for who in self.everyone() {
                let query = format!("type={}&id={}&since={since}&until={until}", who.0, who.1);
                let mut shown = self.report(&format!("reports/summary?{query}")).await;
                let before = shown.as_object_mut().unwrap().remove("previous").unwrap();
                assert_eq!(shown, self.figures(who, from, to), "{query}");
                assert_eq!(before, self.figures(who, from - (to - from), from), "before {query}");
                self.points_hold(who, &query, from, to).await;
            }
            self.rows_hold(since, until, from, to).await;
        }
    }

    async fn points_hold(&self, who: Who, query: &str, from: i64, to: i64) {
        for (metric, what) in [("conversations_count", "conversation"), ("reply_time", "reply")] {
            let path = format!("reports?metric={metric}&{query}&group_by=day&timezone_offset=-3");
            let points = self.report(&path).await;
            let points = points.as_array().unwrap();
            let mut seen = 0;
            for point in points {
                let day = point["timestamp"].as_i64().unwrap();
                assert_eq!((day - 3 * 3_600).rem_euclid(86_400), 0, "{day}");
                let (a, b) = (day.max(from), (day + 86_400).min(to));
                let by_hand = self.hand.count(what, who, a, b);
                if metric == "reply_time" {
                    assert_eq!(point["count"], by_hand, "{path}");
                    let average = self.hand.average(what, who, a, b).unwrap_or(0.0);
                    assert_eq!(point["value"], wire(&json!(average)), "{path}");
                } else {
                    assert_eq!(point["value"].as_f64(), Some(by_hand as f64), "{path}");
                }
                seen += by_hand;
            }
            assert_eq!(seen, self.hand.count(what, who, from, to), "{path}");
        }
    }

    async fn rows_hold(&self, since: i64, until: i64, from: i64, to: i64) {
        for kind in ["agent", "team", "inbox", "label"] {
            let rows = self.report(&format!("summary_reports/{kind}?since={since}&until={until}")).await;
            for row in rows.as_array().unwrap() {
                let who = (kind, row["id"].as_i64().unwrap());
                let average = |what| wire(&json!(self.hand.average(what, who, from, to)));
                assert_eq!(row["conversations_count"], self.hand.count("conversation", who, from, to));
                assert_eq!(row["resolved_conversations_count"], self.hand.count("resolution", who, from, to));
                assert_eq!(row["avg_resolution_time"], average("resolution"), "{who:?}");
                assert_eq!(row["avg_first_response_time"], average("first"), "{who:?}");
                assert_eq!(row["avg_reply_time"], average("reply"), "{who:?}");
            }
            let of_kind = self.everyone().into_iter().filter(|w| w.0 == kind).count();
            // A fresh account has labels of its own.
            let shown = rows.as_array().unwrap().len();
            assert!(if kind == "label" { shown >= of_kind } else { shown == of_kind }, "{kind}: {shown}");
        }
        let (everyone, query) = (("account", 0), format!("since={since}&until={until}"));
        let channels = self.report(&format!("summary_reports/channel?{query}")).await;
        let talks = self.hand.talks.iter().filter(|t| t.started >= from && t.started < to);
        let (mut open, mut resolved) = (0, 0);
        talks.for_each(|t| if t.resolved { resolved += 1 } else { open += 1 });
        let shown = &channels["Channel::Api"];
        let count = |key: &str| shown[key].as_i64().unwrap_or(0);
        assert_eq!((count("open"), count("resolved"), count("total")), (open, resolved, open + resolved));
        self.matrix_holds(&query, from, to).await;
        let waits = self.report(&format!("reports/first_response_time_distribution?{query}")).await;
        let firsts = self.hand.within("first", everyone, from, to);
        for (bucket, low, high) in
            [("0-1h", 0, 1), ("1-4h", 1, 4), ("4-8h", 4, 8), ("8-24h", 8, 24), ("24h+", 24, i64::MAX / 3_600)]
        {
            let by_hand = firsts.iter().filter(|d| d.secs >= low * 3_600 && d.secs < high * 3_600).count();
            let shown = waits["Channel::Api"][bucket].as_i64().unwrap_or(0);
            assert_eq!(shown, by_hand as i64, "{bucket} {query}");
        }
    }
}

async fn the_figures_are_those_counted_by_hand(app: TestApp) {
    let mut shop = shop(app).await;
    let begin = shop.now();
    // Stopped and started in the middle, nothing counts twice and nothing is left out.
    for _ in 0..3 {
        let runner = shop.app.behind().await;
        for _ in 0..60 {
            shop.something().await;
        }
        runner.stop().await;
    }
    let runner = shop.app.behind().await;
    runner.settled().await.unwrap();
    assert!(shop.hand.deeds.iter().filter(|d| d.what == "reply").count() > 10, "too quiet a history");
    shop.holds(begin).await;
    shop.lists_hold().await;
    shop.year_holds().await;
}

impl Shop {
    /// Conversations by inbox and label, all of them and some.
    async fn matrix_holds(&self, query: &str, from: i64, to: i64) {
        let (inbox, label) = (self.inboxes[1], self.labels[2].0);
        let some = format!("{query}&inbox_ids[]={inbox}&label_ids[]={label}");
        for (asked, width) in [(query, None), (some.as_str(), Some(1))] {
            let shown = self.report(&format!("reports/inbox_label_matrix?{asked}")).await;
            let (inboxes, labels) =
                (shown["inboxes"].as_array().unwrap(), shown["labels"].as_array().unwrap());
            assert!(width.is_none_or(|n| inboxes.len() == n && labels.len() == n), "{asked}");
            for (row, inbox) in shown["matrix"].as_array().unwrap().iter().zip(inboxes) {
                for (cell, label) in row.as_array().unwrap().iter().zip(labels) {
                    let (inbox, label) = (inbox["id"].as_i64().unwrap(), label["id"].as_i64().unwrap());
                    let talks = self.hand.talks.iter().filter(|t| t.started >= from && t.started < to);
                    let by_hand = talks.filter(|t| t.inbox == inbox && t.labels.contains(&label)).count();
                    assert_eq!(*cell, by_hand, "{inbox} {label} {asked}");
                }
            }
        }
    }

    /// The year of each agent.
    async fn year_holds(&self) {
        for agent in &self.agents {
            let path = format!("/api/v2/accounts/{}/year_in_review", self.account.id);
            let year = agent.client.get(&path).await.ok();
            let who = ("agent", agent.id);
            assert_eq!(year["total_conversations"], self.hand.count("conversation", who, 0, i64::MAX));
            let average = self.hand.average("reply", who, 0, i64::MAX).unwrap_or(0.0).round();
            assert_eq!(year["support_personality"]["avg_response_time_seconds"], average as i64);
            let mut days = std::collections::BTreeMap::new();
            for deed in self.hand.within("conversation", who, 0, i64::MAX) {
                *days.entry(deed.at.div_euclid(86_400)).or_insert(0_i64) += 1;
            }
            assert_eq!(year["busiest_day"]["count"].as_i64(), days.values().max().copied());
        }
    }

    /// What was measured one by one, what is live now, and the files.
    async fn lists_hold(&self) {
        let admin = &self.account.admin.client;
        let all = |what: &str| self.hand.deeds.iter().filter(|d| d.what == what).count() as i64;
        for (name, what) in
            [("first_response", "first"), ("reply_time", "reply"), ("conversation_resolved", "resolution")]
        {
            let path = self.account.path(&format!("/reporting_events?name={name}"));
            assert_eq!(admin.get(&path).await.ok()["meta"]["count"], all(what), "{name}");
        }
        let talk = &self.hand.talks[0];
        let path = self.account.path(&format!("/conversations/{}/reporting_events", talk.number));
        for fact in admin.get(&path).await.ok().as_array().unwrap() {
            assert_eq!(fact["conversation_id"], talk.number);
            assert!(fact["value"].as_f64() >= Some(0.0));
        }
        let live = self.report("reports/conversations?type=account").await;
        let open: Vec<&Talk> = self.hand.talks.iter().filter(|t| !t.resolved).collect();
        let count = |f: &dyn Fn(&Talk) -> bool| open.iter().filter(|t| f(t)).count();
        assert_eq!(live["open"], open.len());
        assert_eq!(live["unassigned"], count(&|t| t.agent.is_none()));
        assert_eq!(live["unattended"], count(&|t| !t.answered || t.waiting.is_some()));
        let people = self.report("reports/conversations?type=agent").await;
        assert_eq!(people.as_array().unwrap().len(), self.agents.len());
        for person in people.as_array().unwrap() {
            let id = person["id"].as_i64();
            assert_eq!(person["metric"]["open"], count(&|t| t.agent == id), "{person}");
        }
        let groups = self.report("live_reports/grouped_conversation_metrics?group_by=team_id").await;
        for group in groups.as_array().unwrap() {
            assert_eq!(group["open"], count(&|t| t.team == group["team_id"].as_i64()), "{group}");
        }
        for sheet in ["agents", "inboxes", "teams", "labels", "conversations_summary", "conversation_traffic"]
        {
            let path = format!("/api/v2/accounts/{}/reports/{sheet}", self.account.id);
            let answer = admin.get(&path).await;
            assert_eq!(answer.headers["content-type"], "text/csv; charset=utf-8");
            assert!(answer.is(200).text.starts_with('\u{feff}'), "{sheet}");
        }
        for wrong in [
            "reports?metric=x",
            "reports?metric=reply_time&type=label",
            "reports/summary?type=agent",
            "reports/outgoing_messages_count?group_by=channel",
            "year_in_review?year=1",
            "reports?metric=reply_time&timezone_offset=99",
            "reports?metric=reply_time&since=0&until=99999999999",
        ] {
            admin.get(&format!("/api/v2/accounts/{}/{wrong}", self.account.id)).await.is(422);
        }
    }
}
