//! Where everything comes to: the binary over an empty folder, and where asked a database.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use desk_testkit::Client;
use kernel_db::testing::{Engine, TestStore};
use serde_json::Value;
use tempfile::TempDir;

pub(crate) struct Target {
    folder: TempDir,
    database: Option<(String, TestStore)>,
}

/// How a run ended.
pub(crate) struct Ended {
    success: bool,
    said: String,
    complained: String,
}

impl Ended {
    #[track_caller]
    pub(crate) fn ok(self) -> String {
        assert!(self.success, "{}\n{}", self.said, self.complained);
        self.said
    }

    #[track_caller]
    pub(crate) fn refused(self) -> String {
        assert!(!self.success, "{}", self.said);
        self.complained
    }
}

impl Target {
    pub(crate) fn new(engine: Engine) -> Self {
        let database = (engine == Engine::Pg).then(|| {
            let store = TestStore::open(Engine::Pg, &[]);
            let kernel_db::Target::Pg(url) = store.target().clone() else { panic!("not on PostgreSQL") };
            (url, store)
        });
        Self { folder: tempfile::tempdir().unwrap(), database }
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_guiche"));
        command
            .args(words)
            .arg("--data")
            .arg(self.folder.path().join("data"))
            .current_dir(self.folder.path());
        command.env_remove("GUICHE_DATABASE_URL").stdin(Stdio::null());
        if let Some((url, _)) = &self.database {
            command.env("GUICHE_DATABASE_URL", url);
        }
        command
    }

    pub(crate) fn import(&self, from: &[String]) -> Ended {
        let out = self.command(&["import", "chatwoot"]).args(from).output().unwrap();
        Ended {
            success: out.status.success(),
            said: String::from_utf8(out.stdout).unwrap(),
            complained: String::from_utf8(out.stderr).unwrap(),
        }
    }

    /// Imports, and is killed in the middle of whatever it does after a while; whether it was through before.
    pub(crate) async fn import_for(&self, from: &[String], long: Duration) -> bool {
        let mut command = self.command(&["import", "chatwoot"]);
        let mut child = command.args(from).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        tokio::time::sleep(long).await;
        let through = child.try_wait().unwrap().is_some_and(|status| status.success());
        // SIGKILL; one that has ended is past killing.
        let _ended = child.kill();
        child.wait().unwrap();
        through
    }

    pub(crate) fn is_untouched(&self) -> bool {
        !self.folder.path().join("data").exists()
    }

    pub(crate) fn report(&self) -> Value {
        let text = std::fs::read_to_string(self.folder.path().join("data/import-report.json")).unwrap();
        serde_json::from_str(&text).unwrap()
    }

    pub(crate) fn serve(&self) -> Served {
        let mut command = self.command(&["serve", "--listen", "127.0.0.1:0"]);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let line = BufReader::new(child.stdout.take().unwrap()).lines().next().unwrap().unwrap();
        let url = line.rsplit(' ').next().unwrap().replace("localhost", "127.0.0.1");
        Served { child, url }
    }
}

/// The product, serving.
pub(crate) struct Served {
    child: Child,
    url: String,
}

impl Served {
    pub(crate) fn client(&self, token: &str) -> Client {
        Client::new(&self.url).token(token)
    }

    pub(crate) fn anonymous(&self) -> Client {
        Client::new(&self.url)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // One that has ended is past killing.
        let _ended = self.child.kill();
        let _gone = self.child.wait();
    }
}
