//! The two engines a test can run on.

use kernel_db::Migration;
use kernel_db::testing::TestStore;

/// An engine of the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file of its own.
    Sqlite,
    /// A PostgreSQL database of its own.
    Pg,
}

impl Engine {
    /// Both engines: what holds on one has to hold on the other.
    #[must_use]
    pub fn available() -> Vec<Self> {
        vec![Self::Sqlite, Self::Pg]
    }

    /// A fresh store.
    pub(crate) fn store(self, migrations: &[Migration]) -> TestStore {
        let engine = match self {
            Self::Sqlite => kernel_db::testing::Engine::Sqlite,
            Self::Pg => kernel_db::testing::Engine::Pg,
        };
        TestStore::open(engine, migrations)
    }
}
