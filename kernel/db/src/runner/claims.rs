//! Jobs as rows: claiming what is due, and how each ended.

use kernel_base::{AccountId, Micros};

use crate::{DbError, DeadJob, Job, Json, Row, Tx};

const JOB: &str = "id, account_id, kind, key, attempt, data";

/// Due and not behind another job of its key: one that is being done, or an earlier one that is due or was begun.
/// A timer of later does not hold up what comes after it.
const CLAIMABLE: &str =
    "j.state = 'pending' AND j.run_at <= $1 AND j.kind IN @texts($2) AND (j.key = '' OR NOT EXISTS (
  SELECT 1 FROM jobs e WHERE e.key = j.key AND e.key <> '' AND e.id <> j.id AND (e.state = 'running'
    OR (e.id < j.id AND e.state = 'pending' AND (e.attempt > 0 OR e.run_at <= $1)))))";

fn job(row: &Row<'_>) -> Result<Job, DbError> {
    Ok(Job {
        id: row.get(0)?,
        account: row.get::<Option<AccountId>>(1)?,
        kind: row.get(2)?,
        key: row.get(3)?,
        attempt: row.get(4)?,
        data: row.get::<Json>(5)?.value()?,
    })
}

/// Claims up to `limit` due jobs of `kinds` until `lease_until`, earliest first.
pub(super) fn claim(
    tx: &mut Tx<'_>,
    kinds: &[&str],
    limit: usize,
    lease_until: Micros,
) -> Result<Vec<Job>, DbError> {
    let now = tx.now();
    let mut claimed = tx.query(
        &format!(
            "UPDATE jobs SET state = 'running', attempt = attempt + 1, lease_until = $4 WHERE id IN (
               SELECT j.id FROM jobs j WHERE {CLAIMABLE} ORDER BY j.run_at, j.id LIMIT $3 @skip_locked)
             RETURNING {JOB}"
        ),
        &[&now, &Json::texts(kinds), &(limit as i64), &lease_until],
        job,
    )?;
    claimed.sort_by_key(|job| job.id);
    // Two of one key may be due at once; the later one goes back and waits for its turn.
    let mut keys = std::collections::HashSet::new();
    let (begun, early): (Vec<_>, Vec<_>) =
        claimed.into_iter().partition(|job| job.key.is_empty() || keys.insert(job.key.clone()));
    for job in early {
        tx.execute(
            "UPDATE jobs SET state = 'pending', attempt = attempt - 1, lease_until = NULL WHERE id = $1",
            &[&job.id],
        )?;
    }
    Ok(begun)
}

/// When the next job of `kinds` that is not due yet will be.
pub(super) fn next_due(tx: &mut Tx<'_>, kinds: &[&str]) -> Result<Option<Micros>, DbError> {
    tx.query_one(
        "SELECT min(run_at) FROM jobs WHERE state = 'pending' AND run_at > $1 AND kind IN @texts($2)",
        &[&tx.now(), &Json::texts(kinds)],
        |row| row.get(0),
    )
}

/// Whether a job of `kinds` is being done or could be begun.
pub(super) fn due(tx: &mut Tx<'_>, kinds: &[&str]) -> Result<bool, DbError> {
    tx.query_one(
        &format!(
            "SELECT EXISTS (SELECT 1 FROM jobs WHERE state = 'running' AND kind IN @texts($2))
               OR EXISTS (SELECT 1 FROM jobs j WHERE {CLAIMABLE})"
        ),
        &[&tx.now(), &Json::texts(kinds)],
        |row| row.get(0),
    )
}

/// Makes jobs pending again whose lease has ended at `now`, but for those in `except`: their process is gone. A
/// named one that was asked for anew in the meantime is dropped.
pub(super) fn release(tx: &mut Tx<'_>, now: Micros, except: &[i64]) -> Result<u64, DbError> {
    const LOST: &str = "state = 'running' AND lease_until <= $1 AND id NOT IN @ints($2)";
    let except = Json::ints(except);
    tx.execute(
        &format!(
            "DELETE FROM jobs WHERE {LOST} AND name IS NOT NULL AND EXISTS (
               SELECT 1 FROM jobs n WHERE n.kind = jobs.kind AND n.name = jobs.name AND n.state = 'pending')"
        ),
        &[&now, &except],
    )?;
    tx.execute(
        &format!("UPDATE jobs SET state = 'pending', lease_until = NULL WHERE {LOST}"),
        &[&now, &except],
    )
}

/// Prolongs the leases of jobs that are being done.
pub(super) fn prolong(tx: &mut Tx<'_>, ids: &[i64], lease_until: Micros) -> Result<(), DbError> {
    tx.execute(
        "UPDATE jobs SET lease_until = $1 WHERE state = 'running' AND id IN @ints($2)",
        &[&lease_until, &Json::ints(ids)],
    )?;
    Ok(())
}

/// The job is done: its row goes. A lease that was lost to another process changes nothing.
pub(super) fn done(tx: &mut Tx<'_>, job: &Job) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM jobs WHERE id = $1 AND attempt = $2 AND state = 'running'",
        &[&job.id, &job.attempt],
    )?;
    Ok(())
}

/// The job is to be tried again at `run_at`, unless it was asked for anew in the meantime.
pub(super) fn retry(tx: &mut Tx<'_>, job: &Job, run_at: Micros, error: &str) -> Result<(), DbError> {
    let replaced = tx.execute(
        "DELETE FROM jobs WHERE id = $1 AND attempt = $2 AND state = 'running' AND name IS NOT NULL AND EXISTS (
           SELECT 1 FROM jobs n WHERE n.kind = jobs.kind AND n.name = jobs.name AND n.state = 'pending')",
        &[&job.id, &job.attempt],
    )?;
    if replaced == 0 {
        tx.execute(
            "UPDATE jobs SET state = 'pending', run_at = $3, lease_until = NULL, error = $4
             WHERE id = $1 AND attempt = $2 AND state = 'running'",
            &[&job.id, &job.attempt, &run_at, &error],
        )?;
    }
    Ok(())
}

/// The job is given up and kept for people to see.
pub(super) fn bury(tx: &mut Tx<'_>, job: &Job, error: &str) -> Result<(), DbError> {
    tx.execute(
        "UPDATE jobs SET state = 'dead', lease_until = NULL, error = $3
         WHERE id = $1 AND attempt = $2 AND state = 'running'",
        &[&job.id, &job.attempt, &error],
    )?;
    Ok(())
}

impl Tx<'_> {
    /// The account's jobs that were given up (`None`: the installation's), newest first, those before id `before`.
    ///
    /// # Errors
    /// Any [`DbError`]; the transaction is poisoned.
    pub fn dead_jobs(
        &mut self,
        account: Option<AccountId>,
        before: Option<i64>,
        limit: i64,
    ) -> Result<Vec<DeadJob>, DbError> {
        self.query(
            &format!(
                "SELECT {JOB}, error, created_at FROM jobs
                 WHERE state = 'dead' AND account_id IS NOT DISTINCT FROM $1 AND id < $2 ORDER BY id DESC LIMIT $3"
            ),
            &[&account, &before.unwrap_or(i64::MAX), &limit],
            |row| Ok(DeadJob { job: job(row)?, error: row.get(6)?, created_at: row.get(7)? }),
        )
    }

    /// Begins a given-up job of the account anew, from its first attempt. Whether it was there.
    ///
    /// # Errors
    /// Any [`DbError`]; the transaction is poisoned.
    pub fn replay_job(&mut self, account: Option<AccountId>, id: i64) -> Result<bool, DbError> {
        let now = self.now();
        // It loses its name: a newer one of that name may be waiting.
        let changed = self.execute(
            "UPDATE jobs SET state = 'pending', name = NULL, run_at = $3, attempt = 0, error = NULL
             WHERE state = 'dead' AND account_id IS NOT DISTINCT FROM $1 AND id = $2",
            &[&account, &id, &now],
        )?;
        self.jobs_written();
        Ok(changed == 1)
    }

    /// Takes back a pending job by its kind and unique name. Whether it was there.
    ///
    /// # Errors
    /// Any [`DbError`]; the transaction is poisoned.
    pub fn cancel_job(&mut self, kind: &str, unique: &str) -> Result<bool, DbError> {
        let gone = self.execute(
            "DELETE FROM jobs WHERE state = 'pending' AND kind = $1 AND name = $2",
            &[&kind, &unique],
        )?;
        Ok(gone == 1)
    }
}
