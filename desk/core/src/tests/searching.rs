//! Search finds by words, phone and number, and nothing that may not be seen.

use kernel_db::Runner;

use super::House;
use crate::contacts::{self, Changes};
use crate::search::{Found, Groups, search};
use crate::{MIGRATIONS, behind, conversations};

async fn found(house: &House, viewer: &desk_model::Viewer, query: &'static str) -> Found {
    let viewer = viewer.clone();
    house.read(move |tx, core| search(tx, core, &viewer, query, Groups::ALL)).await.expect("found")
}

kernel_db::both_engines! {
    with MIGRATIONS;

    words_people_and_numbers_are_found_by_who_may_see_them => |store| async {
        let house = House::on(store).await;
        let empty = std::collections::HashMap::new();
        let runner = Runner::start(&house.test.store, empty, behind::consumers()).await.expect("runner");
        let out = house.agent("out", &[], &[]).await;
        let who = house.visitor().await;
        let number = house.says(&who, "Quero a **devolução** do pedido").await;
        let (scope, contact) = (house.scope(), who.contact);
        let changes = Changes {
            name: Some("Mariná Souza".into()),
            phone: Some("+5511987654321".into()),
            ..Changes::default()
        };
        house.write(move |tx, core| contacts::change(tx, core, &scope, contact, &changes, None)).await.expect("named");
        runner.settled().await.expect("settled");
        let hit = found(&house, &house.admin, "DEVOLUCAO ped").await;
        assert_eq!(hit.messages.len(), 1);
        assert_eq!(hit.messages[0]["excerpt"], "Quero a devolução do pedido");
        assert_eq!(hit.messages[0]["contact"]["name"], "Mariná Souza");
        assert!(found(&house, &out, "devolução").await.messages.is_empty());
        for query in ["marina", "sou", "98765", "87654321", "+55 11 8765-4321"] {
            let hit = found(&house, &house.admin, query).await;
            assert_eq!(hit.contacts.len(), 1, "{query}");
            assert_eq!(hit.conversations.len(), 1, "{query}");
            assert!(found(&house, &out, query).await.conversations.is_empty(), "{query}");
        }
        assert_eq!(found(&house, &house.admin, "1").await.conversations[0]["id"], number);
        let by = house.admin.clone();
        house.write(move |tx, core| conversations::delete(tx, core, &by, number)).await.expect("deleted");
        runner.settled().await.expect("settled");
        assert!(found(&house, &house.admin, "devolução").await.messages.is_empty());
        runner.stop().await;
    }
}
