//! A table as a Brazilian office makes it, looked at and taken in, on both engines.

use desk_testkit::{Account, Answer, Client, Engine, PLAIN, Plugs, TestApp};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

/// Windows-1252, semicolons, dates and phones as people write them.
const TABLE: &[u8] = b"Raz\xe3o social;Contato;Fone;E-mail;Nascimento;Obs\r\n\
    Padaria S\xe3o Jo\xe3o Ltda;Jo\xe3o Souza;(011) 98765-4321 / 3333-4444;;12/03/1990;antigo\r\n\
    ;Marina Alves;11 8765-4322;MARINA@x.com;;\r\n\
    ;Caio;98765-4321;;;\r\n\
    ;;;;;ningu\xe9m\r\n";

async fn send(client: &Client, path: &str, fields: &[(&'static str, &'static str)], data: &[u8]) -> Answer {
    let part = Part::bytes(data.to_vec()).file_name("clientes.csv");
    let form = fields.iter().fold(Form::new(), |f, (name, value)| f.text(*name, *value));
    Answer::of(client.request("POST", path).multipart(form.part("import_file", part))).await
}

async fn done(account: &Account) -> Value {
    for _ in 0..200 {
        let all = account.admin.client.get(&account.path("/contacts/transfers")).await.ok();
        if all["payload"][0]["state"] == "done" {
            return all["payload"][0].clone();
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("it was not taken in");
}

async fn named(account: &Account, name: &str) -> Value {
    let all = account.admin.client.get(&account.path("/contacts")).await.ok();
    let all = all["payload"].as_array().unwrap().clone();
    all.into_iter().find(|c| c["name"].as_str().is_some_and(|n| n.contains(name))).expect("someone")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_table_is_looked_at_mapped_and_taken_in() {
    for engine in Engine::available() {
        let app = TestApp::start(engine, Plugs { features: &[], channels: PLAIN }).await;
        let account = app.account("Aurora").await;
        let (me, ana) = (&account.admin.client, app.agent(&account, "Ana").await.client);
        // Known with the ninth digit; the table has her without.
        let marina = json!({ "name": "Marina", "phone_number": "+5511987654322" });
        me.post(&account.path("/contacts"), marina).await.ok();
        let look = account.path("/contacts/import/preview");
        let seen = send(me, &look, &[], TABLE).await.ok();
        let of = |key: &str| -> Vec<Value> {
            seen["columns"].as_array().unwrap().iter().map(|c| c[key].clone()).collect()
        };
        assert_eq!(of("heading")[0], "Razão social");
        let guessed =
            ["company_name", "name", "phone_number", "email", "attribute:nascimento", "attribute:obs"];
        assert_eq!(of("meaning"), guessed);
        assert_eq!(
            (&seen["total"], &seen["compared"], &seen["known"], &seen["wrong"]),
            (&json!(4), &json!(4), &json!(1), &json!(2))
        );
        assert_eq!(seen["people"][0]["phone_number"], "+5511987654321");
        assert_eq!(
            (&seen["people"][2]["wrong"], &seen["people"][3]["wrong"]),
            (&json!("phone_number"), &json!("row"))
        );
        let before = me.get(&account.path("/contacts")).await.ok()["meta"]["count"].clone();
        assert_eq!(before, 1, "looking changes nothing");
        send(me, &look, &[], b"\0\x01").await.is(422);
        send(&ana, &look, &[], TABLE).await.is(403);

        let import = account.path("/contacts/import");
        send(me, &import, &[("columns[]", "attribute:x")], TABLE).await.is(422);
        send(me, &import, &[("columns[]", "birthday")], TABLE).await.is(422);
        send(me, &import, &[("duplicates", "merge")], TABLE).await.is(422);
        let runner = app.behind().await;
        let columns = ["company_name", "name", "phone_number", "email", "attribute:nascimento", ""];
        let mut how: Vec<(&'static str, &'static str)> =
            columns.into_iter().map(|c| ("columns[]", c)).collect();
        how.push(("duplicates", "skip"));
        send(me, &import, &how, TABLE).await.ok();
        let first = done(&account).await;
        assert_eq!((&first["total"], &first["skipped"], &first["failed"]), (&json!(4), &json!(1), &json!(2)));
        assert!(first["download_url"].is_string(), "the rows that could not be taken in");
        assert_eq!(named(&account, "Marina").await["email"], Value::Null, "she stays as she was");
        let joao = named(&account, "Souza").await;
        assert_eq!(joao["additional_attributes"]["company_name"], "Padaria São João Ltda");
        assert_eq!(
            joao["custom_attributes"],
            json!({ "nascimento": "12/03/1990" }),
            "and nothing that was left out"
        );

        how.pop();
        send(me, &import, &how, TABLE).await.ok();
        runner.settled().await.unwrap();
        let second = done(&account).await;
        assert_eq!((&second["skipped"], &second["failed"]), (&json!(0), &json!(2)));
        let marina = named(&account, "Marina").await;
        assert_eq!(marina["email"], "MARINA@x.com");
        assert_eq!(marina["phone_number"], "+5511987654322", "the ninth digit stays");
        assert_eq!(me.get(&account.path("/contacts")).await.ok()["meta"]["count"], 2, "nobody twice");
        let transfers = account.path("/contacts/transfers");
        assert_eq!(me.get(&transfers).await.ok()["payload"].as_array().map(Vec::len), Some(2));
        assert_eq!(ana.get(&transfers).await.ok()["payload"], json!([]), "what she may not ask for");
        runner.stop().await;
    }
}
