//! The time to answer: it begins with each of the customer's messages, and an inbox that sets none has no end.

use desk_testkit::{Engine, Plugs, TestApp};
use kernel_base::Clock;
use plug_channel::ChannelKind;
use serde_json::{Value, json};

use crate::KIND;

static CHANNELS: &[&ChannelKind] = &[&KIND];
const PLUGS: Plugs = Plugs { features: &[], channels: CHANNELS };

fn window(hours: &Value) -> Value {
    json!({ "channel": { "additional_attributes": { "agent_reply_time_window": hours, "kept": "x" } } })
}

#[tokio::test]
async fn the_team_may_answer_for_so_many_hours() {
    for engine in Engine::available() {
        let app = TestApp::start(engine, PLUGS).await;
        let account = app.account("Aurora").await;
        let inbox = account.inbox("Aplicativo", "api").await;
        let admin = &account.admin.client;
        let settings = account.path(&format!("/inboxes/{}", inbox.id));
        let person = admin.post(&account.path("/contacts"), json!({ "name": "Marina" })).await.ok();
        let contact = &person["payload"]["contact"]["id"];
        let begin = json!({ "contact_id": contact, "inbox_id": inbox.id });
        let talk = admin.post(&account.path("/conversations"), begin).await.ok();
        let one = account.path(&format!("/conversations/{}", talk["id"]));
        let may = async || {
            let shown = admin.get(&one).await.ok();
            let listed = admin.get(&account.path("/conversations?status=all")).await.ok();
            assert_eq!(listed["data"]["payload"][0]["can_reply"], shown["can_reply"]);
            (shown["can_reply"].as_bool().unwrap(), shown["reply_window"].clone())
        };
        assert_eq!(may().await, (true, Value::Null), "no window, no end");

        // As a number, and as Chatwoot's own form sends it.
        admin.patch(&settings, window(&json!("24"))).await.ok();
        let kept = admin.get(&settings).await.ok()["additional_attributes"].clone();
        assert_eq!(kept, json!({ "agent_reply_time_window": "24", "kept": "x" }));
        assert_eq!(may().await, (false, json!({ "hours": 24, "until": null })), "nobody has asked anything");

        let says = json!({ "content": "Oi", "message_type": "incoming" });
        admin.post(&format!("{one}/messages"), says.clone()).await.ok();
        let until = app.clock.now().secs() + 24 * 3_600;
        assert_eq!(may().await, (true, json!({ "hours": 24, "until": until })));
        app.clock.advance_secs(24 * 3_600 - 1);
        assert!(may().await.0, "one second before the end");
        app.clock.advance_secs(2);
        assert!(!may().await.0, "and one after");
        // A note is for the team, and what a program sends is its own affair, as in Chatwoot.
        admin.post(&format!("{one}/messages"), json!({ "content": "Ligar", "private": true })).await.ok();
        admin.post(&format!("{one}/messages"), json!({ "content": "Tudo certo?" })).await.ok();
        assert!(!may().await.0, "the team's own words begin nothing");
        admin.post(&format!("{one}/messages"), says).await.ok();
        assert!(may().await.0, "the customer's do");

        for wrong in [json!("soon"), json!(-1), json!(1.5), json!(100_000), json!([24])] {
            admin.patch(&settings, window(&wrong)).await.is(422);
        }
        assert_eq!(may().await.1["hours"], 24, "what is wrong changes nothing");
        for none in [Value::Null, json!(""), json!(0)] {
            admin.patch(&settings, window(&none)).await.ok();
            assert_eq!(may().await, (true, Value::Null));
        }
    }
}
