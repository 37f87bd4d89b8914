//! The routes, as Chatwoot's clients call them.

use desk_testkit::{Engine, PLAIN, Plugs, TestApp};
use plug_feature::Feature;
use serde_json::json;

use crate::FEATURE;

static FEATURES: &[&Feature] = &[&FEATURE];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rules_are_kept_and_put_over_inboxes() {
    for engine in Engine::available() {
        let app = TestApp::start(engine, Plugs { features: FEATURES, channels: PLAIN }).await;
        let account = app.account("Aurora").await;
        let (admin, agent) = (&account.admin.client, app.agent(&account, "Ana").await);
        let inbox = account.inbox("Site", "plain").await;
        let team = admin.post(&account.path("/teams"), json!({"name": "Entregas"})).await.ok();
        let path = account.path("/assignment_policies");
        let body = json!({"assignment_policy": {"name": " Padrão ", "assignment_order": "balanced",
            "conversation_priority": "longest_waiting", "fair_distribution_limit": 5, "fair_distribution_window": 600,
            "team_ids": [team["id"]]}});
        agent.client.post(&path, body.clone()).await.is(403);
        let made = admin.post(&path, body).await.ok();
        assert_eq!((&made["name"], &made["assignment_order"]), (&json!("Padrão"), &json!("balanced")));
        assert_eq!((&made["team_ids"], &made["online_only"]), (&json!([team["id"]]), &json!(true)));
        let one = format!("{path}/{}", made["id"]);
        let placed = admin.post(&format!("{one}/inboxes"), json!({"inbox_id": inbox.id})).await.ok();
        assert_eq!(placed["assignment_policy_id"], made["id"]);
        let listed = admin.get(&format!("{one}/inboxes")).await.ok();
        assert_eq!(listed, json!({"inboxes": [{"id": inbox.id, "name": "Site"}]}));
        let of_inbox = account.path(&format!("/inboxes/{}/assignment_policy", inbox.id));
        assert_eq!(admin.get(&of_inbox).await.ok()["id"], made["id"]);
        let changed = admin.patch(&one, json!({"enabled": false, "hand_back": true})).await.ok();
        assert_eq!((&changed["enabled"], &changed["hand_back"]), (&json!(false), &json!(true)));
        // Another set takes the inbox over: it is under one at most.
        let other = admin.post(&path, json!({"name": "Outra"})).await.ok();
        admin.post(&of_inbox, json!({"assignment_policy_id": other["id"]})).await.ok();
        assert_eq!(admin.get(&one).await.ok()["inbox_count"], 0);
        admin.delete(&format!("{one}/inboxes/{}", inbox.id)).await.is(404);
        admin.delete(&of_inbox).await.is(200);
        admin.get(&of_inbox).await.is(404);
        for (body, wrong) in [
            (json!({"name": " "}), "name"),
            (json!({"name": "x".repeat(101)}), "name"),
            (json!({"name": "x", "assignment_order": "sorte"}), "assignment_order"),
            (json!({"name": "x", "conversation_priority": "sorte"}), "conversation_priority"),
            (json!({"name": "x", "fair_distribution_limit": 0}), "fair_distribution_limit"),
            (json!({"name": "x", "fair_distribution_window": 1}), "fair_distribution_window"),
            (json!({"name": "x", "affinity_hours": -1}), "affinity_hours"),
            (json!({"name": "x", "exclude_older_than_hours": 0}), "exclude_older_than_hours"),
        ] {
            assert_eq!(admin.post(&path, body).await.is(422).json()["attributes"], json!([wrong]));
        }
        admin.delete(&one).await.is(200);
        admin.get(&one).await.is(404);
        assert_eq!(admin.get(&path).await.ok().as_array().unwrap().len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn capacities_are_kept_and_given() {
    for engine in Engine::available() {
        let app = TestApp::start(engine, Plugs { features: FEATURES, channels: PLAIN }).await;
        let account = app.account("Aurora").await;
        let (admin, ana) = (&account.admin.client, app.agent(&account, "Ana").await);
        let inbox = account.inbox("Site", "plain").await;
        let team = admin.post(&account.path("/teams"), json!({"name": "Entregas"})).await.ok();
        let path = account.path("/agent_capacity_policies");
        let body = json!({"agent_capacity_policy": {"name": "Pleno", "conversation_limit": 8,
            "exclusion_rules": {"excluded_labels": ["pausado"], "exclude_older_than_hours": 48},
            "team_limits": [{"team_id": team["id"], "conversation_limit": 3}]}});
        let made = admin.post(&path, body).await.ok();
        assert_eq!(
            made["exclusion_rules"],
            json!({"excluded_labels": ["pausado"], "exclude_older_than_hours": 48})
        );
        assert_eq!(made["team_limits"], json!([{"team_id": team["id"], "conversation_limit": 3}]));
        let one = format!("{path}/{}", made["id"]);
        assert_eq!(admin.post(&format!("{one}/users"), json!({"user_id": ana.id})).await.ok()["id"], ana.id);
        assert_eq!(admin.get(&format!("{one}/users")).await.ok()[0]["name"], "Ana");
        let limit = json!({"inbox_id": inbox.id, "conversation_limit": 5});
        let limit = admin.post(&format!("{one}/inbox_limits"), limit).await.ok();
        let of_inbox = format!("{one}/inbox_limits/{}", limit["id"]);
        assert_eq!(
            admin.put(&of_inbox, json!({"conversation_limit": 4})).await.ok()["conversation_limit"],
            4
        );
        let shown = admin.get(&one).await.ok();
        assert_eq!((&shown["user_ids"], &shown["assigned_agent_count"]), (&json!([ana.id]), &json!(1)));
        assert_eq!(shown["inbox_capacity_limits"][0]["conversation_limit"], 4);
        admin.put(&of_inbox, json!({"conversation_limit": 0})).await.is(422);
        admin.delete(&of_inbox).await.is(200);
        admin.delete(&of_inbox).await.is(404);
        let free = admin.patch(&one, json!({"conversation_limit": null, "team_limits": []})).await.ok();
        assert_eq!((&free["conversation_limit"], &free["team_limits"]), (&json!(null), &json!([])));
        admin.delete(&format!("{one}/users/{}", ana.id)).await.is(200);
        admin.delete(&format!("{one}/users/{}", ana.id)).await.is(404);
        admin.post(&format!("{one}/users"), json!({"user_id": 987_654})).await.is(404);
        admin.delete(&one).await.is(200);
        assert_eq!(admin.get(&path).await.ok(), json!([]));
    }
}
