//! ActionCable as clients expect it.

use desk_core::live::user_token;
use kernel_base::UserId;
use kernel_db::both_engines;
use serde_json::json;

use super::client::Client;
use super::stage::Stage;

both_engines! {
    with desk_core::MIGRATIONS;

    a_conversation_with_the_protocol => |store| async {
        let stage = Stage::open(store).await;
        let mut client = Client::connect(stage.addr).await;
        assert_eq!(client.protocol, "actioncable-v1-json");
        // Spaces, order and escapes are the client's own: they come back byte for byte.
        let token = user_token(&stage.core.sealer, stage.admin.user, 0);
        let odd = format!(
            r#"{{ "user_id":"{}",  "account_id":{}, "x":"\u00e9é", "pubsub_token":"{token}","channel":"RoomChannel"}}"#,
            stage.admin.user, stage.admin.account
        );
        let before = stage.head().await;
        client.command("subscribe", &odd).await;
        let quoted = serde_json::to_string(&odd).unwrap();
        assert_eq!(client.text().await, format!("{{\"identifier\":{quoted},\"type\":\"confirm_subscription\"}}"));
        // That somebody came in is an event as well: the position is the one before or after it.
        let ready = client.text().await;
        let at = |seq: i64| {
            let account = stage.admin.account;
            format!(
                "{{\"identifier\":{quoted},\"message\":{{\"event\":\"guiche.ready\",\"data\":{{\"account_id\":{account},\"seq\":{seq}}}}}}}"
            )
        };
        let head = stage.head().await;
        assert!((before..=head).any(|seq| ready == at(seq)), "{ready} between {before} and {head}");
        assert_eq!(client.event().await.0, "presence.update");
        // The same again changes nothing.
        client.command("subscribe", &odd).await;
        let visitor = stage.visitor().await;
        stage.says(&visitor, "Oi").await;
        let created = client.until("message.created").await;
        assert_eq!((created["content"].as_str(), created["account_id"].as_i64()), (Some("Oi"), Some(stage.admin.account.0)));
        // A sign of life comes within its time, with the clock's seconds.
        let mut ping = client.text().await;
        while !ping.contains("ping") {
            ping = client.text().await;
        }
        assert_eq!(ping, format!("{{\"type\":\"ping\",\"message\":{}}}", stage.core.clock.now().secs()));
        client.command("unsubscribe", &odd).await;
        client.rest().await;
        stage.says(&visitor, "Alguém aí?").await;
        assert_eq!(client.rest().await, Vec::<serde_json::Value>::new());
        assert_eq!(stage.app.hub.sockets(), 1);
        drop(client);
        stage.until_open(0, std::time::Duration::from_secs(5)).await;
    }

    wrong_tokens_are_rejected_alike => |store| async {
        let stage = Stage::open(store).await;
        let other = stage.other_account().await;
        let mine = user_token(&stage.core.sealer, stage.admin.user, 0);
        let nobody = user_token(&stage.core.sealer, UserId(999), 0);
        let (account, user) = (stage.admin.account, stage.admin.user);
        let mut client = Client::connect(stage.addr).await;
        for identifier in [
            json!({ "channel": "RoomChannel", "pubsub_token": "wrong", "account_id": account.0, "user_id": user.0 }),
            json!({ "channel": "RoomChannel", "pubsub_token": mine, "account_id": account.0, "user_id": user.0 + 1 }),
            json!({ "channel": "RoomChannel", "pubsub_token": mine, "account_id": other.account.0, "user_id": user.0 }),
            json!({ "channel": "RoomChannel", "pubsub_token": mine, "account_id": 12345, "user_id": user.0 }),
            json!({ "channel": "RoomChannel", "pubsub_token": mine }),
            json!({ "channel": "RoomChannel", "pubsub_token": nobody, "account_id": account.0, "user_id": 999 }),
            json!({ "channel": "RoomChannel" }),
            json!({ "channel": "Secrets", "pubsub_token": mine, "account_id": account.0, "user_id": user.0 }),
            json!("x"),
        ] {
            let identifier = identifier.to_string();
            client.command("subscribe", &identifier).await;
            assert_eq!(client.frame().await, json!({ "identifier": identifier, "type": "reject_subscription" }));
        }
        client.command("subscribe", "not json").await;
        assert_eq!(client.frame().await, json!({ "identifier": "not json", "type": "reject_subscription" }));
    }
}
