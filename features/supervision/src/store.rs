//! Marks as rows.

use kernel_base::{AccountScope, Micros};
use kernel_db::{DbError, Tx};

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Into the queue.
    Entered,
    /// From the queue to somebody.
    Started,
    /// A person's first answer.
    FirstReply,
    /// The end.
    Resolved,
}

impl Kind {
    const fn number(self) -> i64 {
        match self {
            Self::Entered => 0,
            Self::Started => 1,
            Self::FirstReply => 2,
            Self::Resolved => 3,
        }
    }

    const fn from_number(number: i64) -> Self {
        match number {
            0 => Self::Entered,
            1 => Self::Started,
            2 => Self::FirstReply,
            _ => Self::Resolved,
        }
    }
}

/// Something that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) kind: Kind,
    pub(crate) inbox: i64,
    pub(crate) team: Option<i64>,
    pub(crate) user: Option<i64>,
    pub(crate) secs: Option<i64>,
    pub(crate) at: Micros,
}

pub(crate) fn insert(tx: &mut Tx<'_>, scope: &AccountScope, m: &Mark) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO supervision_marks (account_id, kind, inbox_id, team_id, user_id, secs, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[&scope.id(), &m.kind.number(), &m.inbox, &m.team, &m.user, &m.secs, &m.at],
    )?;
    Ok(())
}

pub(crate) fn forget_before(tx: &mut Tx<'_>, scope: &AccountScope, until: Micros) -> Result<(), DbError> {
    tx.execute("DELETE FROM supervision_marks WHERE account_id = $1 AND at < $2", &[&scope.id(), &until])?;
    Ok(())
}

/// Marks since a moment, in no order.
pub(crate) fn since(tx: &mut Tx<'_>, scope: &AccountScope, from: Micros) -> Result<Vec<Mark>, DbError> {
    tx.query(
        "SELECT kind, inbox_id, team_id, user_id, secs, at FROM supervision_marks WHERE account_id = $1 AND at >= $2",
        &[&scope.id(), &from],
        |row| {
            Ok(Mark {
                kind: Kind::from_number(row.get(0)?),
                inbox: row.get(1)?,
                team: row.get(2)?,
                user: row.get(3)?,
                secs: row.get(4)?,
                at: row.get(5)?,
            })
        },
    )
}
