//! Migrations on PostgreSQL: all pending steps in one transaction, one node at a time.

use kernel_base::Micros;

use super::{Plan, VERSIONS};
use crate::dialect::schema_for_pg;
use crate::pg::Connection;
use crate::{DbError, FromColumn};

/// The lock that nodes take while they migrate; any number that nobody else uses.
const LOCK: &str = "SELECT pg_advisory_xact_lock(7215462001)";

/// Brings the schema up to date; either all pending steps are taken or none.
pub(crate) fn run(connection: &mut Connection, plan: &Plan, now: Micros) -> Result<(), DbError> {
    connection.control("BEGIN")?;
    connection.control(LOCK)?;
    connection.control(VERSIONS)?;
    let mut taken = Vec::new();
    connection.each("SELECT owner, number FROM schema_versions", &[], &mut |row| {
        taken.push((String::from_column(row, 0)?, i64::from_column(row, 1)?));
        Ok(true)
    })?;
    for step in plan.pending(&taken) {
        tracing::info!(owner = step.owner, number = step.number, name = step.name, "migrating");
        connection.control(&schema_for_pg(step.sql))?;
        connection.control(step.pg)?;
        connection.execute(
            "INSERT INTO schema_versions (owner, number, name, applied_at) VALUES ($1, $2, $3, $4)",
            &[&step.owner, &i64::from(step.number), &step.name, &now],
        )?;
    }
    connection.control("COMMIT")
}
