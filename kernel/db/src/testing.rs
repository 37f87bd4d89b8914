//! Both engines for tests: each test gets an empty database of its own, thrown away afterwards.

#![expect(clippy::expect_used, reason = "a test that can't be set up has failed")]

mod cluster;
mod schema;

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kernel_base::{ManualClock, Micros};

use crate::{DbError, Migration, Options, Store, Target};

pub use schema::assert_schemas_equal;

/// Which engine a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file in a temporary folder.
    Sqlite,
    /// A database of a local cluster, see [`TestStore::open`].
    Pg,
}

/// A store on an empty, migrated database, with a clock to move.
pub struct TestStore {
    /// The store; [`TestStore`] derefs to it.
    pub store: Store,
    /// The hand of the store's clock. It starts at 2026-03-02T12:00:00Z.
    pub clock: ManualClock,
    /// Which engine it is.
    pub engine: Engine,
    target: Target,
    migrations: Vec<Migration>,
    folder: Arc<tempfile::TempDir>,
}

impl TestStore {
    /// A store on a fresh database. PostgreSQL is a cluster started for this process from the installed programs
    /// (`/usr/lib/postgresql/*/bin`), or the one at `GUICHE_TEST_PG_URL`.
    ///
    /// # Panics
    /// When there is no PostgreSQL, or the migrations do not run.
    #[must_use]
    pub fn open(engine: Engine, migrations: &[Migration]) -> Self {
        let folder = Arc::new(tempfile::tempdir().expect("a temporary folder"));
        let target = match engine {
            Engine::Sqlite => Target::Sqlite(folder.path().join("guiche.db")),
            Engine::Pg => Target::Pg(cluster::fresh_database()),
        };
        let clock = ManualClock::at(Micros::from_secs(1_772_452_800));
        let store = open(&target, &clock, migrations).expect("an open store");
        Self { store, clock, engine, target, migrations: migrations.to_vec(), folder }
    }

    /// Closes the store and opens it again on the same data, as after a restart.
    ///
    /// # Panics
    /// When it does not open.
    pub async fn reopen(&mut self) {
        self.store.close().await;
        self.store = open(&self.target, &self.clock, &self.migrations).expect("an open store");
    }

    /// Opens the same data once more, as another process would; they share the clock and the folder.
    ///
    /// # Panics
    /// On SQLite, which is one process's alone, and when it does not open.
    #[must_use]
    pub fn beside(&self) -> Self {
        assert_eq!(self.engine, Engine::Pg, "SQLite is one process's alone");
        Self {
            store: open(&self.target, &self.clock, &self.migrations).expect("an open store"),
            clock: self.clock.clone(),
            engine: self.engine,
            target: self.target.clone(),
            migrations: self.migrations.clone(),
            folder: Arc::clone(&self.folder),
        }
    }

    /// The temporary folder, for what a test keeps beside the data.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The SQLite file.
    ///
    /// # Panics
    /// On PostgreSQL.
    #[must_use]
    pub fn file(&self) -> PathBuf {
        match &self.target {
            Target::Sqlite(path) => path.clone(),
            Target::Pg(_) => panic!("this test wants SQLite"),
        }
    }

    /// Where the data lies.
    #[must_use]
    pub const fn target(&self) -> &Target {
        &self.target
    }
}

impl Deref for TestStore {
    type Target = Store;

    fn deref(&self) -> &Store {
        &self.store
    }
}

fn open(target: &Target, clock: &ManualClock, migrations: &[Migration]) -> Result<Store, DbError> {
    Store::open(Options {
        target: target.clone(),
        clock: Arc::new(clock.clone()),
        migrations: migrations.to_vec(),
    })
}

/// Makes each test run on both engines:
///
/// ```ignore
/// both_engines! {
///     with MIGRATIONS; // an expression of type &[Migration]
///     titles_are_unique => |store| async { … store.write(…).await … }
/// }
/// ```
///
/// becomes `titles_are_unique::on_sqlite` and `titles_are_unique::on_postgres`; `store` is a [`TestStore`] (write
/// `|mut store|` to reopen it).
#[macro_export]
macro_rules! both_engines {
    (with $migrations:expr; $($(#[$meta:meta])* $name:ident => |$($store:ident)+| async $body:block)+) => {$(
        mod $name {
            use super::*;

            async fn body($($store)+: $crate::testing::TestStore) $body

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                body($crate::testing::TestStore::open($crate::testing::Engine::Sqlite, $migrations)).await;
            }

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                body($crate::testing::TestStore::open($crate::testing::Engine::Pg, $migrations)).await;
            }
        }
    )+};
}
