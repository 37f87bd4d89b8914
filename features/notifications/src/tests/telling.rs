//! Who is told, who is not, and what they do with it.

use desk_testkit::Engine;
use serde_json::json;

use super::stage::Stage;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn assigned_mentioned_and_written_to() {
    for engine in Engine::available() {
        let stage = Stage::open(engine).await;
        let (ana, bia) = (&stage.ana, &stage.bia);
        stage.assign(ana.id).await;
        let told = stage.told(ana, 1).await;
        assert_eq!(told[0]["notification_type"], "conversation_assignment");
        assert_eq!(told[0]["push_message_title"], "Admin Aurora transferiu Marina Alves para você");
        assert_eq!(
            (&told[0]["primary_actor_type"], &told[0]["primary_actor_id"]),
            (&json!("Conversation"), &json!(stage.number))
        );
        assert_eq!(told[0]["primary_actor"]["id"], stage.number);
        assert_eq!((&told[0]["read_at"], &told[0]["snoozed_until"]), (&json!(null), &json!(null)));
        // A note that names Bia tells her by that, and Ana that something was written; the writer hears nothing.
        let note = format!("[@Bia](mention://user/{}/Bia) vê isto?", bia.id);
        stage.says(&stage.account.admin, &note, true).await;
        let named = stage.told(bia, 1).await;
        assert_eq!(named[0]["notification_type"], "conversation_mention");
        assert_eq!(named[0]["secondary_actor"]["content"], note);
        let told = stage.told(ana, 2).await;
        assert_eq!(told[0]["notification_type"], "assigned_conversation_new_message");
        // The same again brings up the same one; Bia takes part now.
        stage.says(ana, "Resolvido por aqui", true).await;
        let told = stage.told(bia, 2).await;
        assert_eq!(told[0]["notification_type"], "participating_conversation_new_message");
        assert_eq!(told[0]["push_message_body"], "Resolvido por aqui");
        stage.says(&stage.account.admin, "Certo", true).await;
        stage.settled().await;
        assert_eq!((stage.told(ana, 2).await.len(), stage.unread(&stage.account.admin).await), (2, 0));
        // What she may not see any more is taken back.
        let path = stage.path("/conversations/{n}/participants");
        stage.account.admin.client.send("DELETE", &path, Some(json!({ "user_ids": [bia.id] }))).await.ok();
        stage.told(bia, 0).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_team_that_is_handed_a_conversation_hears_of_it() {
    for engine in Engine::available() {
        let stage = Stage::open(engine).await;
        let (ana, bia) = (&stage.ana, &stage.bia);
        let admin = &stage.account.admin;
        let mute = stage.app.agent(&stage.account, "Caio").await;
        let team =
            admin.client.post(&stage.path("/teams"), json!({ "name": "Trocas" })).await.ok()["id"].as_i64();
        let members = stage.path(&format!("/teams/{}/team_members", team.unwrap()));
        admin.client.post(&members, json!({ "user_ids": [ana.id, admin.id] })).await.ok();
        let id = stage.hand_to_team(team.unwrap()).await;
        let told = stage.told(ana, 1).await;
        assert_eq!(told[0]["notification_type"], "conversation_assignment");
        assert_eq!(told[0]["push_message_title"], "Admin Aurora transferiu Marina Alves para a sua equipe");
        assert_eq!(told[0]["push_message_body"], "cliente pediu reenvio");
        assert_eq!(told[0]["secondary_actor"]["id"].as_i64(), Some(id));
        // Not whoever handed it on, nor those of no such team.
        assert_eq!(
            (stage.unread(admin).await, stage.unread(bia).await, stage.unread(&mute).await),
            (0, 0, 0)
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_muted_and_those_who_look_hear_nothing() {
    for engine in Engine::available() {
        let stage = Stage::open(engine).await;
        let ana = &stage.ana;
        stage.assign(ana.id).await;
        stage.told(ana, 1).await;
        ana.client.post(&stage.path("/conversations/{n}/my_mute"), json!({})).await.ok();
        ana.client.post(&stage.path("/notifications/read_all"), json!({})).await.ok();
        stage.says(&stage.account.admin, "Oi", true).await;
        stage.settled().await;
        assert_eq!(stage.unread(ana).await, 0);
        ana.client.delete(&stage.path("/conversations/{n}/my_mute")).await.ok();
        stage.says(&stage.account.admin, "Oi de novo", true).await;
        stage.told(ana, 1).await;
        ana.client.post(&stage.path("/notifications/read_all"), json!({})).await.ok();
        // What is wanted in no way is not kept.
        let none =
            json!({ "selected_in_app_flags": [], "selected_email_flags": [], "selected_push_flags": [] });
        let settings = stage.wants(ana, none).await;
        assert_eq!(settings["selected_push_flags"], json!([]));
        stage.says(&stage.account.admin, "E mais", true).await;
        stage.settled().await;
        assert_eq!(stage.unread(ana).await, 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn read_snoozed_and_removed() {
    for engine in Engine::available() {
        let stage = Stage::open(engine).await;
        let (ana, now) = (&stage.ana, stage.app.core.clock.now().secs());
        stage.assign(ana.id).await;
        let id = stage.told(ana, 1).await[0]["id"].as_i64().unwrap();
        let one = stage.path(&format!("/notifications/{id}"));
        let read = ana.client.patch(&one, json!({})).await.ok();
        assert!(read["read_at"].is_string());
        stage.told(ana, 0).await;
        let all = ana.client.get(&stage.path("/notifications?includes[]=read")).await.ok();
        assert_eq!(
            (&all["data"]["meta"]["count"], &all["data"]["meta"]["current_page"]),
            (&json!(1), &json!(1))
        );
        assert_eq!(ana.client.post(&format!("{one}/unread"), json!({})).await.ok()["read_at"], json!(null));
        for bad in [json!(now - 1), json!("ontem"), json!(now + 400 * 86_400), json!({})] {
            ana.client.post(&format!("{one}/snooze"), json!({ "snoozed_until": bad })).await.is(422);
        }
        let snoozed =
            ana.client.post(&format!("{one}/snooze"), json!({ "snoozed_until": now + 60 })).await.ok();
        assert!(snoozed["snoozed_until"].is_string());
        stage.told(ana, 0).await;
        stage.app.clock.advance_secs(61);
        stage.told(ana, 1).await;
        // Nobody else's.
        stage.bia.client.patch(&one, json!({})).await.is(404);
        stage.bia.client.delete(&one).await.is(404);
        ana.client.delete(&one).await.ok();
        stage.told(ana, 0).await;
        ana.client.delete(&one).await.is(404);
        // One conversation's, and all.
        stage.says(&stage.account.admin, "Oi", true).await;
        stage.told(ana, 1).await;
        let other = json!({ "primary_actor_type": "Conversation", "primary_actor_id": stage.number + 1 });
        ana.client.post(&stage.path("/notifications/read_all"), other).await.ok();
        stage.told(ana, 1).await;
        let this = json!({ "primary_actor_type": "Conversation", "primary_actor_id": stage.number });
        ana.client.post(&stage.path("/notifications/read_all"), this).await.ok();
        stage.told(ana, 0).await;
        ana.client.post(&stage.path("/notifications/destroy_all"), json!({ "type": "read" })).await.ok();
        let all = ana.client.get(&stage.path("/notifications?includes[]=read&includes[]=snoozed")).await.ok();
        assert_eq!(all["data"]["payload"], json!([]));
        assert!(stage.inbox > 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_letter_carries_what_is_still_unread() {
    for engine in Engine::available() {
        let stage = Stage::open(engine).await;
        let ana = &stage.ana;
        stage.wants(ana, json!({ "email_after_minutes": 5, "selected_email_flags": ["email_conversation_assignment", "email_assigned_conversation_new_message"] })).await;
        ana.client
            .patch(
                &stage.path("/notification_settings"),
                json!({ "notification_settings": { "email_after_minutes": 0 } }),
            )
            .await
            .is(422);
        stage.assign(ana.id).await;
        stage.says(&stage.account.admin, "Pode ver?", true).await;
        stage.told(ana, 2).await;
        stage.app.clock.advance_secs(301);
        let letter = stage.letter().await;
        assert_eq!((&letter["to"], &letter["locale"]), (&json!(ana.email), &json!("pt-BR")));
        assert_eq!(letter["subject"], "2 avisos esperam por você");
        assert_eq!(letter["paragraphs"].as_array().unwrap().len(), 2);
        assert!(letter["paragraphs"][1].as_str().unwrap().ends_with("\nPode ver?"), "{letter}");
        assert!(letter["action"]["url"].as_str().unwrap().ends_with("/notifications"));
    }
}
