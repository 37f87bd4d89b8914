//! The two engines a test can run on.

use kernel_db::Target;

/// Where tests find a PostgreSQL they may make databases in, like `postgres://me@localhost/postgres`.
const PG: &str = "GUICHE_TEST_PG";

/// An engine of the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file of its own.
    Sqlite,
    /// A database of its own.
    Pg,
}

/// A place for a store that goes away with it.
pub(crate) struct Place {
    pub(crate) target: Target,
    pub(crate) folder: tempfile::TempDir,
    /// Server and name of a database to drop.
    drop: Option<(String, String)>,
}

impl Engine {
    /// The engines of this machine: PostgreSQL only where `GUICHE_TEST_PG` names one.
    #[must_use]
    pub fn available() -> Vec<Self> {
        let pg = std::env::var(PG).is_ok().then_some(Self::Pg);
        std::iter::once(Self::Sqlite).chain(pg).collect()
    }

    /// A fresh place.
    pub(crate) fn place(self) -> Place {
        let folder = tempfile::tempdir().unwrap();
        match self {
            Self::Sqlite => {
                let target = Target::Sqlite(folder.path().join("guiche.db"));
                Place { target, folder, drop: None }
            }
            Self::Pg => {
                let server = std::env::var(PG).expect("GUICHE_TEST_PG names a server");
                let unique = folder.path().file_name().unwrap().to_string_lossy().to_lowercase();
                let name: String = unique.chars().filter(char::is_ascii_alphanumeric).collect();
                let name = format!("guiche_test_{name}");
                run(&server, &format!("CREATE DATABASE {name}"));
                let (address, query) = server.split_once('?').unwrap_or((&server, ""));
                let (head, _) = address.rsplit_once('/').expect("the address names a database");
                let query = if query.is_empty() { String::new() } else { format!("?{query}") };
                let target = Target::Pg(format!("{head}/{name}{query}"));
                Place { target, folder, drop: Some((server, name)) }
            }
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some((server, name)) = self.drop.take() {
            run(&server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

/// The synchronous client blocks and minds being called inside a runtime, hence its own thread.
fn run(server: &str, sql: &str) {
    let (server, sql) = (server.to_owned(), sql.to_owned());
    let done = std::thread::spawn(move || {
        let mut client = postgres::Client::connect(&server, postgres::NoTls).unwrap();
        client.batch_execute(&sql).unwrap();
    });
    done.join().unwrap();
}
