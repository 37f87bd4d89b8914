//! The audit through the whole product.

use desk_testkit::{Engine, PASSWORD, PLAIN, Plugs, TestApp};
use kernel_db::DbError;
use plug_feature::Feature;
use serde_json::{Value, json};

use crate::FEATURE;

static FEATURES: &[&Feature] = &[&FEATURE];

/// The first line that is about this.
fn about<'a>(page: &'a Value, what: &str, event: &str) -> &'a Value {
    let lines = page["audit_logs"].as_array().unwrap();
    let found = lines.iter().find(|l| l["auditable_type"] == what && l["action"] == event);
    found.unwrap_or_else(|| panic!("no {event} of {what}: {page}"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_done_is_told_with_before_and_after_and_stays() {
    for engine in Engine::available() {
        let app = TestApp::start(engine, Plugs { features: FEATURES, channels: PLAIN }).await;
        let runner = app.behind().await;
        let account = app.account("Aurora").await;
        let ana = app.agent(&account, "Ana").await;
        let (admin, path) = (&account.admin.client, account.path("/audit_logs"));
        let team = admin.post(&account.path("/teams"), json!({"name": "=Entregas"})).await.ok();
        let one = account.path(&format!("/teams/{}", team["id"]));
        admin.patch(&one, json!({"name": "Trocas"})).await.ok();
        admin.post(&format!("{one}/team_members"), json!({"user_ids": [ana.id]})).await.ok();
        admin
            .patch(&account.path(&format!("/agents/{}", ana.id)), json!({"role": "administrator"}))
            .await
            .ok();
        let mail = json!({"host": "mail.loja.example", "port": 587, "security": "starttls", "username": "loja",
            "password": "segredo-do-servidor", "from_address": "equipe@loja.example", "from_name": "Loja"});
        admin.put(&account.path("/mail_settings"), mail).await.ok();
        admin.delete(&one).await.ok();
        let anyone = app.anonymous();
        let sign_in = |password: &str| json!({"email": account.admin.email, "password": password});
        anyone.post("/auth/sign_in", sign_in(PASSWORD)).await.ok();
        anyone.post("/auth/sign_in", sign_in("outra senha qualquer")).await.is(401);
        runner.settled().await.unwrap();
        let mut page = admin.get(&path).await.ok();
        // What failed is noted behind the answer.
        for _ in 0..100 {
            if page.to_string().contains("sign_in_failed") {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            runner.settled().await.unwrap();
            page = admin.get(&path).await.ok();
        }
        let made = about(&page, "Team", "create");
        assert_eq!(made["audited_changes"]["name"], json!([null, "=Entregas"]));
        assert_eq!((&made["user_id"], &made["auditable_id"]), (&json!(account.admin.id), &team["id"]));
        assert!(made["username"].as_str().unwrap().starts_with("Admin"), "{made}");
        assert!(made["remote_address"].is_string());
        let changed = about(&page, "Team", "update");
        assert_eq!(changed["audited_changes"], json!({"name": ["=Entregas", "Trocas"]}));
        assert_eq!(about(&page, "Team", "destroy")["auditable"]["name"], "Trocas");
        about(&page, "TeamMember", "create");
        let raised = about(&page, "AccountUser", "update");
        assert_eq!(raised["audited_changes"]["role"], json!(["0", "1"]));
        assert_eq!(
            about(&page, "MailSettings", "create")["audited_changes"]["password_sealed"],
            json!([null, "•••"])
        );
        for event in ["sign_in", "sign_in_failed"] {
            assert_eq!(about(&page, "User", event)["user_id"], account.admin.id);
        }
        assert!(!page.to_string().contains("segredo-do-servidor"));
        // Filters, and the file.
        let only = admin.get(&format!("{path}?type=Team&event=update")).await.ok();
        assert_eq!(only["total_entries"], 1);
        assert_eq!(admin.get(&format!("{path}?user_id=987654")).await.ok()["audit_logs"], json!([]));
        assert_eq!(admin.get(&format!("{path}?q=TROCAS&type=Team")).await.ok()["total_entries"], 2);
        assert_eq!(admin.get(&format!("{path}?until=5")).await.ok()["total_entries"], 0);
        admin.get(&format!("{path}?since=x")).await.is(422);
        let csv = admin.get(&format!("{path}/download?type=Team")).await.is(200).text.clone();
        assert!(csv.contains("\"'=Entregas\""), "{csv}");
        runner.settled().await.unwrap();
        about(&admin.get(&path).await.ok(), "audit_logs", "export");
        // Neither changed nor removed, whoever tries.
        for sql in [
            "UPDATE audit_logs SET user_name = 'x' WHERE account_id = $1",
            "DELETE FROM audit_logs WHERE account_id = $1",
        ] {
            let id = account.id;
            let tried: Result<u64, DbError> = app.core.store.write(move |tx| tx.execute(sql, &[&id])).await;
            assert!(tried.is_err(), "{sql}");
        }
        let other = app.account("Outra").await;
        assert!(!other.admin.client.get(&other.path("/audit_logs")).await.text.contains("Trocas"));
        runner.stop().await;
    }
}

#[test]
fn no_cell_is_a_formula() {
    for cell in
        ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "\"=1", "'=1", "=cmd|' /C calc'!A0", "\n=1", "  +2"]
    {
        let line = crate::file::line(&[cell.to_owned()]);
        assert!(line.starts_with("\"'"), "{cell:?}: {line}");
    }
    assert_eq!(crate::file::line(&["Ana \"A\"".to_owned(), "2".to_owned()]), "\"Ana \"\"A\"\"\";\"2\"\r\n");
}
