//! Migrations: numbered texts per owner, applied once, on both engines from one text.

pub(crate) mod pg;
pub(crate) mod sqlite;

/// One step of a schema.
///
/// The text is PostgreSQL's with a few marks that the runner turns into each engine's words, see `dialect.rs`:
/// `@id` (the row id), `@key(account_id, id)` (PostgreSQL's primary key; nothing on SQLite).
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// Who owns the tables: `kernel`, `desk`, or a feature's name.
    pub owner: &'static str,
    /// Number within the owner, from 1.
    pub number: u32,
    /// Short name for people.
    pub name: &'static str,
    /// The text for both engines.
    pub sql: &'static str,
    /// Statements only for SQLite, after `sql`.
    pub sqlite: &'static str,
    /// Statements only for PostgreSQL, after `sql`.
    pub pg: &'static str,
}

/// The store's own tables.
const KERNEL: &[Migration] = &[
    Migration {
        owner: "kernel",
        number: 1,
        name: "events and jobs",
        sql: include_str!("../migrations/0001_kernel.sql"),
        sqlite: "",
        pg: "",
    },
    Migration {
        owner: "kernel",
        number: 2,
        name: "full text",
        sql: include_str!("../migrations/0002_search.sql"),
        sqlite: include_str!("../migrations/0002_search.sqlite.sql"),
        pg: include_str!("../migrations/0002_search.pg.sql"),
    },
    Migration {
        owner: "kernel",
        number: 3,
        name: "words of the full text",
        sql: include_str!("../migrations/0003_search_words.sql"),
        sqlite: "",
        pg: include_str!("../migrations/0003_search_words.pg.sql"),
    },
];

/// The table that remembers which steps were taken.
const VERSIONS: &str = "CREATE TABLE IF NOT EXISTS schema_versions (
  owner TEXT NOT NULL, number BIGINT NOT NULL, name TEXT NOT NULL, applied_at BIGINT NOT NULL,
  CONSTRAINT schema_versions_pkey PRIMARY KEY (owner, number))";

/// Every step of the program in the order of application: the store's, the domain's, the features'.
pub(crate) struct Plan(Vec<Migration>);

impl Plan {
    pub(crate) fn new(mut migrations: Vec<Migration>) -> Self {
        migrations.extend_from_slice(KERNEL);
        let rank = |owner: &str| match owner {
            "kernel" => 0,
            "desk" => 1,
            _ => 2,
        };
        migrations.sort_by_key(|m| (rank(m.owner), m.owner, m.number));
        Self(migrations)
    }

    /// The steps not taken yet. Steps of a newer program are left alone: one version back is possible.
    fn pending(&self, taken: &[(String, i64)]) -> Vec<&Migration> {
        let is_taken = |m: &Migration| taken.iter().any(|(o, n)| o == m.owner && *n == i64::from(m.number));
        self.0.iter().filter(|m| !is_taken(m)).collect()
    }
}
