//! A transaction: statements, events and jobs that are written together or not at all.

use kernel_base::{AccountScope, Micros};

use crate::dialect::{self, Dialect};
use crate::watch::Watch;
use crate::{Acting, DbError, Event, NewEvent, NewJob, Row, ToParam, Watched, outbox, pg, sqlite};

/// The connection a transaction runs on.
pub(crate) enum Engine<'a> {
    Sqlite(&'a sqlite::Connection),
    Pg(&'a mut pg::Connection),
}

/// What a transaction leaves behind for those who are told after its commit.
#[derive(Default)]
pub(crate) struct Aftermath {
    /// Its events, numbered.
    pub(crate) events: Vec<Event>,
    /// Whether it asked for jobs.
    pub(crate) jobs: bool,
}

impl Aftermath {
    /// Whether nobody needs to be told.
    pub(crate) const fn is_empty(&self) -> bool {
        self.events.is_empty() && !self.jobs
    }

    /// Adds what a later transaction of the same commit left behind.
    pub(crate) fn join(&mut self, mut later: Self) {
        self.events.append(&mut later.events);
        self.jobs |= later.jobs;
    }
}

/// A transaction on either engine. One SQL text with `$1`, `$2`, … serves both; see [`crate`] for the marks.
pub struct Tx<'a> {
    engine: Engine<'a>,
    now: Micros,
    poisoned: bool,
    emitted: Vec<NewEvent>,
    after: Aftermath,
    pub(crate) watch: Watch,
    /// On whose behalf it runs.
    pub(crate) acting: Option<Acting>,
}

impl<'a> Tx<'a> {
    pub(crate) const fn new(engine: Engine<'a>, now: Micros) -> Self {
        let after = Aftermath { events: Vec::new(), jobs: false };
        Self {
            engine,
            now,
            poisoned: false,
            emitted: Vec::new(),
            after,
            watch: Watch::over(&[]),
            acting: None,
        }
    }

    /// The same, telling changes of these tables.
    pub(crate) fn watching(mut self, tables: &'static [&'static Watched]) -> Self {
        self.watch = Watch::over(tables);
        self
    }

    /// Which engine's words to use.
    pub(crate) const fn dialect(&self) -> Dialect {
        match self.engine {
            Engine::Sqlite(_) => Dialect::Sqlite,
            Engine::Pg(_) => Dialect::Pg,
        }
    }

    /// The transaction's last statements: numbers and writes what was emitted.
    pub(crate) fn finish(&mut self) -> Result<(), DbError> {
        if self.poisoned {
            return Err(DbError::Poisoned);
        }
        self.tell_changes()?;
        let emitted = std::mem::take(&mut self.emitted);
        if !emitted.is_empty() {
            self.after.events = outbox::write_events(self, emitted)?;
        }
        Ok(())
    }

    /// What to tell once the transaction is committed.
    pub(crate) fn into_aftermath(self) -> Aftermath {
        self.after
    }
}

impl Tx<'_> {
    /// The moment of this transaction, the same through all of it.
    #[must_use]
    pub const fn now(&self) -> Micros {
        self.now
    }

    /// Runs a statement and returns how many rows it changed.
    ///
    /// # Errors
    /// Any [`DbError`]; the transaction is poisoned.
    pub fn execute(&mut self, sql: &str, params: &[&dyn ToParam]) -> Result<u64, DbError> {
        self.usable()?;
        self.notice(sql, params)?;
        let done = match &mut self.engine {
            Engine::Sqlite(c) => c.execute(sql, params),
            Engine::Pg(c) => c.execute(sql, params),
        };
        self.poison_on_error(done)
    }

    /// Every row of a query (or of a `RETURNING`), read by `read`.
    ///
    /// # Errors
    /// Any [`DbError`]; the transaction is poisoned.
    pub fn query<T>(
        &mut self,
        sql: &str,
        params: &[&dyn ToParam],
        mut read: impl FnMut(&Row<'_>) -> Result<T, DbError>,
    ) -> Result<Vec<T>, DbError> {
        let mut rows = Vec::new();
        self.each(sql, params, &mut |row| {
            rows.push(read(row)?);
            Ok(true)
        })?;
        Ok(rows)
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// Any [`DbError`]; the transaction is poisoned.
    pub fn query_opt<T>(
        &mut self,
        sql: &str,
        params: &[&dyn ToParam],
        mut read: impl FnMut(&Row<'_>) -> Result<T, DbError>,
    ) -> Result<Option<T>, DbError> {
        let mut first = None;
        self.each(sql, params, &mut |row| {
            first = Some(read(row)?);
            Ok(false)
        })?;
        Ok(first)
    }

    /// The first row.
    ///
    /// # Errors
    /// [`DbError::NoRow`] without a row, or any other; the transaction is poisoned.
    pub fn query_one<T>(
        &mut self,
        sql: &str,
        params: &[&dyn ToParam],
        read: impl FnMut(&Row<'_>) -> Result<T, DbError>,
    ) -> Result<T, DbError> {
        let row = self.query_opt(sql, params, read)?.ok_or(DbError::NoRow);
        self.poison_on_error(row)
    }

    /// Tells what happened. Numbered and written by the transaction's last statement.
    pub fn emit(&mut self, event: NewEvent) {
        self.emitted.push(event);
    }

    /// Asks for work after the commit.
    ///
    /// # Errors
    /// Any [`DbError`]; the transaction is poisoned.
    pub fn enqueue(&mut self, job: NewJob) -> Result<(), DbError> {
        outbox::write_job(self, &job)?;
        self.jobs_written();
        Ok(())
    }

    /// Has a table (one with `@id`) number its next rows above `id`, after rows were written under ids of their own.
    ///
    /// # Errors
    /// Any [`DbError`]; the transaction is poisoned.
    pub fn number_above(&mut self, table: &'static str, id: i64) -> Result<(), DbError> {
        let Some(sql) = dialect::number_above(self.dialect(), table) else { return Ok(()) };
        self.query_one(&sql, &[&id], |_| Ok(()))
    }

    /// The account's events after number `after`, in order, at most `limit`.
    ///
    /// # Errors
    /// Any [`DbError`]; the transaction is poisoned.
    pub fn events(&mut self, scope: &AccountScope, after: i64, limit: usize) -> Result<Vec<Event>, DbError> {
        outbox::read_events(self, scope.account(), after, limit)
    }

    /// Has the runner look at the jobs after the commit.
    pub(crate) const fn jobs_written(&mut self) {
        self.after.jobs = true;
    }

    fn each(
        &mut self,
        sql: &str,
        params: &[&dyn ToParam],
        visit: &mut dyn FnMut(&Row<'_>) -> Result<bool, DbError>,
    ) -> Result<(), DbError> {
        self.usable()?;
        self.notice(sql, params)?;
        let done = match &mut self.engine {
            Engine::Sqlite(c) => c.each(sql, params, visit),
            Engine::Pg(c) => c.each(sql, params, visit),
        };
        self.poison_on_error(done)
    }

    /// Looks at a watched table before it changes.
    fn notice(&mut self, sql: &str, params: &[&dyn ToParam]) -> Result<(), DbError> {
        match self.watch.touched(sql, params) {
            Some((table, account)) => self.look_before(table, account),
            None => Ok(()),
        }
    }

    const fn usable(&self) -> Result<(), DbError> {
        if self.poisoned { Err(DbError::Poisoned) } else { Ok(()) }
    }

    fn poison_on_error<T>(&mut self, result: Result<T, DbError>) -> Result<T, DbError> {
        self.poisoned |= result.is_err();
        result
    }
}
