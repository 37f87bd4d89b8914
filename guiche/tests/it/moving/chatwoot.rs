//! A Chatwoot: its tables in a database of their own, and its folder of files.

use kernel_db::testing::{Engine, TestStore};
use serde_json::Value;
use tempfile::TempDir;

/// The password of everyone there.
pub(crate) const PASSWORD: &str = "Senha da Aurora 2025";
/// A picture of one dot.
pub(crate) const DOT: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00,
    0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x06, 0x00, 0x00, 0x00, 0x1f, 0x15, 0xc4, 0x89, 0x00,
    0x00, 0x00, 0x0d, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0xd0, 0x8f, 0xbf, 0xf9, 0x1f, 0x00, 0x04,
    0x8f, 0x02, 0x67, 0x6c, 0x45, 0xc8, 0xbc, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42,
    0x60, 0x82,
];

pub(crate) struct Chatwoot {
    pub(crate) url: String,
    storage: TempDir,
    _store: TestStore,
}

impl Chatwoot {
    pub(crate) fn new() -> Self {
        let store = TestStore::open(Engine::Pg, &[]);
        let kernel_db::Target::Pg(url) = store.target().clone() else { panic!("not on PostgreSQL") };
        let digest = bcrypt::hash(PASSWORD, 4).unwrap();
        run(&url, include_str!("chatwoot.sql").replace("@DIGEST@", &digest));
        let storage = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(storage.path().join("fo/to")).unwrap();
        std::fs::write(storage.path().join("fo/to/fotodacaixa0001"), DOT).unwrap();
        Self { url, storage, _store: store }
    }

    pub(crate) fn database_words(&self) -> Vec<String> {
        let storage = self.storage.path().to_string_lossy().into_owned();
        let words = ["--chatwoot-database-url", &self.url, "--account", "3", "--storage", &storage];
        words.map(str::to_owned).to_vec()
    }

    /// Somebody writes in three conversations, and one of them is new.
    pub(crate) fn goes_on(&self) {
        let sql = "
          INSERT INTO messages (id, content, account_id, inbox_id, conversation_id, message_type, created_at, updated_at, sender_type, sender_id) VALUES
            (30001, 'Alguma novidade?', 3, 31, 501, 0, '2026-02-01 10:00:00', '2026-02-01 10:00:00', 'Contact', 41),
            (30002, 'Ainda quero o azul', 3, 31, 502, 0, '2026-02-01 10:00:00', '2026-02-01 10:00:00', 'Contact', 45);
          UPDATE conversations SET updated_at = '2026-02-01 10:00:00', last_activity_at = '2026-02-01 10:00:00', status = 2 WHERE id IN (501, 502);
          INSERT INTO conversations (id, account_id, inbox_id, status, created_at, updated_at, contact_id, display_id, contact_inbox_id, last_activity_at)
            VALUES (700, 3, 32, 0, '2026-02-02 10:00:00', '2026-02-02 10:00:00', 44, 160, 53, '2026-02-02 10:00:00');
          INSERT INTO messages (id, content, account_id, inbox_id, conversation_id, message_type, created_at, updated_at, sender_type, sender_id)
            VALUES (30003, 'Uma conversa nova', 3, 32, 700, 0, '2026-02-02 10:00:00', '2026-02-02 10:00:00', 'Contact', 44);";
        run(&self.url, sql.to_owned());
    }
}

/// Runs statements; the client may not be used on a thread of an async runtime.
fn run(url: &str, sql: String) {
    let url = url.to_owned();
    let done = std::thread::spawn(move || {
        postgres::Client::connect(&url, postgres::NoTls).unwrap().batch_execute(&sql).unwrap();
    });
    done.join().unwrap();
}

/// The JSON that a query of one row and column answers.
pub(crate) fn ask(url: &str, sql: String) -> Value {
    let url = url.to_owned();
    let asked = std::thread::spawn(move || {
        let mut client = postgres::Client::connect(&url, postgres::NoTls).unwrap();
        let text: Option<String> = client.query_one(&sql, &[]).unwrap().get(0);
        text.map_or(Value::Null, |t| serde_json::from_str(&t).unwrap())
    });
    asked.join().unwrap()
}
