//! Migrations: numbered texts per owner, applied once, on both engines from one text.

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
