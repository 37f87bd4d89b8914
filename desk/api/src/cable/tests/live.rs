//! Presence and typing over sockets.

use std::sync::Arc;

use desk_core::Doors;
use desk_core::live::{Typing, Typist};
use kernel_db::both_engines;
use plug_channel::Visitor;
use serde_json::json;

use super::stage::Stage;

both_engines! {
    with desk_core::MIGRATIONS;

    who_is_here => |store| async {
        let stage = Stage::open(store).await;
        let ana = stage.agent("ana", true).await;
        let visitor = stage.visitor().await;
        let mut ana_socket = stage.socket(&ana).await;
        let mut visitor_socket = stage.visitor_socket(&visitor).await;
        ana_socket.presence(&stage.identifier(&ana)).await;
        let told = ana_socket.until("presence.update").await;
        let expected = json!({
            "account_id": stage.admin.account.0,
            "users": { ana.user.to_string(): "online" },
            "contacts": { visitor.contact.to_string(): "online" },
            "viewing": {},
        });
        assert_eq!(told, expected);
        let identifier = format!(r#"{{"channel":"RoomChannel","pubsub_token":"{}"}}"#, visitor.pubsub_token);
        visitor_socket.presence(&identifier).await;
        let told = visitor_socket.until("presence.update").await;
        assert_eq!(told, json!({ "account_id": stage.admin.account.0, "users": { ana.user.to_string(): "online" } }));
        // Customers go after 90 seconds without a sign, members two minutes after their last connection closed.
        stage.store.clock.advance_secs(91);
        ana_socket.presence(&stage.identifier(&ana)).await;
        assert_eq!(ana_socket.until("presence.update").await["contacts"], json!({}));
        let mut admin_socket = stage.socket(&stage.admin).await;
        drop(ana_socket);
        while stage.core.live.connected()[&stage.admin.account].contains(&ana.user) {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        stage.core.store.write(|_| Ok::<_, kernel_base::Problem>(())).await.unwrap();
        visitor_socket.presence(&identifier).await;
        let users = &visitor_socket.until("presence.update").await["users"];
        assert_eq!(users[ana.user.to_string()], "online");
        stage.store.clock.advance_secs(121);
        let told = loop {
            let told = admin_socket.until("member.state").await;
            if told["user"] == json!(ana.user.0) {
                break told;
            }
        };
        assert_eq!(told["state"], "offline");
        visitor_socket.presence(&identifier).await;
        let users = &visitor_socket.until("presence.update").await["users"];
        assert_eq!(users, &json!({ stage.admin.user.to_string(): "online" }));
    }

    who_looks_where_is_told_to_those_who_see_it => |store| async {
        let stage = Stage::open(store).await;
        let (ana, outsider) = (stage.agent("ana", true).await, stage.agent("rui", false).await);
        let visitor = stage.visitor().await;
        let number = stage.says(&visitor, "Oi").await;
        let mut admin_socket = stage.socket(&stage.admin).await;
        let mut ana_socket = stage.socket(&ana).await;
        let mut outsider_socket = stage.socket(&outsider).await;
        let mut visitor_socket = stage.visitor_socket(&visitor).await;
        let look = |number: serde_json::Value| json!({ "action": "view", "conversation": number }).to_string();
        ana_socket.act(&stage.identifier(&ana), &look(json!(number))).await;
        let told = admin_socket.until("conversation.viewing").await;
        let account = stage.admin.account.0;
        assert_eq!(told, json!({ "account_id": account, "conversation": { "id": number }, "users": [ana.user.0] }));
        // Who comes later hears of it with who is here.
        admin_socket.presence(&stage.identifier(&stage.admin)).await;
        let told = admin_socket.until("presence.update").await;
        assert_eq!(told["viewing"], json!({ number.to_string(): [ana.user.0] }));
        // Whoever may not see the conversation neither shows up nor hears of it.
        outsider_socket.act(&stage.identifier(&outsider), &look(json!(number))).await;
        outsider_socket.presence(&stage.identifier(&outsider)).await;
        assert_eq!(outsider_socket.until("presence.update").await["viewing"], json!({}));
        let seen = |frames: &[serde_json::Value]| frames.iter().any(|f| f["message"]["event"] == "conversation.viewing");
        assert!(!seen(&outsider_socket.rest().await) && !seen(&visitor_socket.rest().await));
        // A page that is gone looks at nothing.
        drop(ana_socket);
        assert_eq!(admin_socket.until("conversation.viewing").await["users"], json!([]));
    }

    typing_both_ways => |store| async {
        let stage = Stage::open(store).await;
        let (ana, outsider) = (stage.agent("ana", true).await, stage.agent("rui", false).await);
        let visitor = stage.visitor().await;
        let number = stage.says(&visitor, "Oi").await;
        let conversation = {
            let ana = ana.clone();
            stage.write(move |tx, _| desk_core::conversations::find(tx, &ana, number)).await
        };
        let mut ana_socket = stage.socket(&ana).await;
        let mut admin_socket = stage.socket(&stage.admin).await;
        let mut outsider_socket = stage.socket(&outsider).await;
        let mut visitor_socket = stage.visitor_socket(&visitor).await;
        let by = |on, private| Typing {
            account: ana.account,
            conversation: conversation.id,
            by: Typist::User(ana.user),
            on,
            private,
        };
        stage.core.live.typing(by(true, false));
        let told = visitor_socket.until("conversation.typing_on").await;
        assert_eq!((told["conversation"]["id"].as_i64(), &told["user"]["name"]), (Some(number), &json!("ana")));
        let told = admin_socket.until("conversation.typing_on").await;
        assert_eq!(told["conversation"]["meta"]["sender"]["id"], visitor.contact.0);
        stage.core.live.typing(by(false, false));
        visitor_socket.until("conversation.typing_off").await;
        // A note is not the customer's business.
        stage.core.live.typing(by(true, true));
        let told = admin_socket.until("conversation.typing_on").await;
        assert_eq!(told["is_private"], true);
        Doors(Arc::clone(&stage.core)).typing(&visitor, Some(number), true).await.unwrap();
        let told = ana_socket.until("conversation.typing_on").await;
        assert_eq!((told["user"]["type"].as_str(), told["user"]["id"].as_i64()), (Some("contact"), Some(visitor.contact.0)));
        assert!(ana_socket.rest().await.is_empty(), "nobody is told of their own typing");
        assert!(visitor_socket.rest().await.is_empty(), "nor of notes");
        assert!(outsider_socket.rest().await.is_empty(), "nor of what they may not see");
    }
}
