//! The panel says what a person would count by hand.

use std::time::Duration;

use desk_model::Availability;
use desk_testkit::{Engine, PLAIN, Plugs, TestApp};
use kernel_base::{AccountId, AccountScope, InboxId, Problem, TeamId, UserId};
use kernel_db::Tx;
use plug_feature::Feature;
use serde_json::{Value, json};

use crate::FEATURE;

static FEATURES: &[&Feature] = &[&FEATURE];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_panel_counts_what_is_there() {
    for engine in Engine::available() {
        let app = TestApp::start(engine, Plugs { features: FEATURES, channels: PLAIN }).await;
        let runner = app.behind().await;
        let account = app.account("Aurora").await;
        let inbox = account.inbox("Site", "plain").await;
        let (admin, ana) = (&account.admin.client, app.agent(&account, "Ana").await);
        account.join(&inbox, &[&ana]).await;
        let team = admin.post(&account.path("/teams"), json!({"name": "Entregas"})).await.ok();
        let members = account.path(&format!("/teams/{}/team_members", team["id"]));
        admin.post(&members, json!({"user_ids": [ana.id]})).await.ok();
        let (floor, scope) = (app.floor(), AccountScope::new(AccountId(account.id)));
        let (place, user) = (InboxId(inbox.id), UserId(ana.id));
        let of_team = Some(TeamId(team["id"].as_i64().unwrap()));
        let write = move |tx: &mut Tx<'_>| {
            floor.is(tx, &scope, user, Availability::Online)?;
            let one = floor.begins(tx, &scope, place, None, None)?;
            floor.begins(tx, &scope, place, of_team, None)?;
            floor.begins(tx, &scope, place, of_team, None)?;
            Ok::<_, Problem>(one.number)
        };
        let number = app.core.store.write(write).await.unwrap();
        app.clock.advance_secs(90);
        let talk = account.path(&format!("/conversations/{number}"));
        ana.client.post(&format!("{talk}/messages"), json!({"content": "Oi"})).await.ok();
        let settle = async || {
            tokio::time::timeout(Duration::from_secs(60), runner.settled()).await.unwrap().unwrap();
        };
        settle().await;
        let path = account.path("/live_panel");
        ana.client.get(&path).await.is(403);
        let seen = admin.get(&path).await.ok();
        let part = |v: &Value, key: &str| v[key].clone();
        assert_eq!((part(&seen, "waiting"), part(&seen, "in_service")), (json!(2), json!(1)));
        assert_eq!((part(&seen, "first_reply_secs"), part(&seen, "first_replies")), (json!(90), json!(1)));
        assert_eq!(seen["now"].as_i64().unwrap() - seen["oldest_since"].as_i64().unwrap(), 90);
        assert_eq!((part(&seen, "available"), part(&seen, "started")), (json!(1), json!(1)));
        assert_eq!(seen["entered"].as_array().unwrap().iter().filter_map(Value::as_i64).sum::<i64>(), 3);
        let queue = &seen["queues"][0];
        assert_eq!(
            (&queue["team_id"], &queue["waiting"], &queue["available"]),
            (&team["id"], &json!(2), &json!(1))
        );
        let person = &seen["people"][0];
        assert_eq!(
            (&person["name"], &person["load"], &person["state"]),
            (&json!("Ana"), &json!(1), &json!("online"))
        );
        ana.client.post(&format!("{talk}/toggle_status"), json!({"status": "resolved"})).await.ok();
        settle().await;
        let after = admin.get(&path).await.ok();
        assert_eq!((part(&after, "in_service"), part(&after, "resolved")), (json!(0), json!(1)));
        assert_eq!(after["people"][0]["resolved"], 1);
        // Of a team alone.
        let only = admin.get(&format!("{path}?team_id={}", team["id"])).await.ok();
        assert_eq!((part(&only, "waiting"), part(&only, "resolved")), (json!(2), json!(0)));
        app.clock.advance_secs(86_400);
        assert_eq!(admin.get(&path).await.ok()["resolved"], 0, "yesterday is over");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_screen_shows_figures_until_its_link_is_taken_back() {
    for engine in Engine::available() {
        let app = TestApp::start(engine, Plugs { features: FEATURES, channels: PLAIN }).await;
        let account = app.account("Aurora").await;
        let inbox = account.inbox("Site", "plain").await;
        let (admin, ana) = (&account.admin.client, app.agent(&account, "Ana").await);
        account.join(&inbox, &[&ana]).await;
        let (floor, scope, place) =
            (app.floor(), AccountScope::new(AccountId(account.id)), InboxId(inbox.id));
        let user = UserId(ana.id);
        let write = move |tx: &mut Tx<'_>| {
            floor.is(tx, &scope, user, Availability::Online)?;
            floor.begins(tx, &scope, place, None, None)?;
            Ok::<_, Problem>(())
        };
        app.core.store.write(write).await.unwrap();
        let path = account.path("/live_screens");
        ana.client.get(&path).await.is(403);
        ana.client.post(&path, json!({"name": "TV"})).await.is(403);
        for (form, field) in [
            (json!({"name": " "}), "name"),
            (json!({"name": "x".repeat(61)}), "name"),
            (json!({"name": "TV", "team_id": 9_999}), "team_id"),
            (json!({"name": "TV", "inbox_id": 9_999}), "inbox_id"),
        ] {
            let refused = admin.post(&path, form).await.is(422).json();
            assert!(refused["fields"][field].is_string(), "{refused}");
        }
        let made = admin.post(&path, json!({"name": "TV <do> salão", "inbox_id": inbox.id})).await.ok();
        assert_eq!(admin.get(&path).await.ok(), json!([made]));
        let url = made["url"].as_str().unwrap();
        let link = &url[url.find("/tv/").unwrap()..];
        let seen = app.anonymous();
        let page = seen.get(link).await;
        let text = &page.is(200).text;
        assert!(text.contains("TV &lt;do&gt; salão") && text.contains("<b>Ana</b>"), "{text}");
        assert!(text.contains("<dd>1</dd>"), "one waits: {text}");
        seen.get("/tv/nothing").await.is(404);
        admin.delete(&format!("{path}/{}", made["id"])).await.is(200);
        admin.delete(&format!("{path}/{}", made["id"])).await.is(404);
        seen.get(link).await.is(404);
    }
}
