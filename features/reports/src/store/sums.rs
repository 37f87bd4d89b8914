//! The sums: added to by the consumer, read by every report.

use std::collections::BTreeMap;

use kernel_base::AccountScope;
use kernel_db::{DbError, Json, Tx};

use crate::count::{GRAINS, Key};
use crate::metric::{About, Metric, Sum};
use crate::period::Period;

/// A sum with whose it is and what it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) which: i64,
    pub(crate) metric: i64,
    pub(crate) sum: Sum,
}

/// Adds to the sums.
pub(crate) fn add_sums(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    sums: &BTreeMap<Key, Sum>,
) -> Result<(), DbError> {
    let mut known = None;
    for (&(grain, about, which, metric, span), sum) in sums {
        if *sum == Sum::default() {
            continue;
        }
        if known != Some((about, which)) {
            tx.execute(
                "INSERT INTO report_subjects (account_id, about, which) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                &[&scope.id(), &about, &which],
            )?;
            known = Some((about, which));
        }
        tx.execute(
            "INSERT INTO report_sums (account_id, grain, about, which, metric, span, count, seconds, business_seconds)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             ON CONFLICT (account_id, grain, about, which, metric, span) DO UPDATE SET
               count = report_sums.count + excluded.count, seconds = report_sums.seconds + excluded.seconds,
               business_seconds = report_sums.business_seconds + excluded.business_seconds",
            &[
                &scope.id(),
                &grain,
                &about,
                &which,
                &metric,
                &span,
                &sum.count,
                &sum.seconds,
                &sum.business,
            ],
        )?;
    }
    Ok(())
}

/// Sums over a period of everything of a kind: whole days, and the quarters at both ends.
pub(crate) fn cells(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    about: About,
    metrics: &[Metric],
    period: Period,
) -> Result<Vec<Cell>, DbError> {
    let numbers: Vec<i64> = metrics.iter().map(|m| m.number()).collect();
    numbered(tx, scope, about, &numbers, period)
}

/// The same, of metrics by their numbers.
pub(crate) fn numbered(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    about: About,
    numbers: &[i64],
    period: Period,
) -> Result<Vec<Cell>, DbError> {
    let mut all = BTreeMap::<(i64, i64), Sum>::new();
    let [quarter, day] = GRAINS;
    let (days, ends) = period.parts();
    let parts = std::iter::once((day, days)).chain(ends.into_iter().map(|end| (quarter, end)));
    for (grain, (from, to)) in parts {
        if from >= to {
            continue;
        }
        // Whose sums there are is few, and read first: a cross join is taken in its order.
        let rows: Vec<Cell> = tx.query(
            "SELECT s.which, s.metric, CAST(sum(s.count) AS BIGINT), CAST(sum(s.seconds) AS BIGINT),
               CAST(sum(s.business_seconds) AS BIGINT)
             FROM report_subjects t CROSS JOIN report_sums s
             WHERE t.account_id = $1 AND t.about = $3 AND s.account_id = t.account_id AND s.grain = $2
               AND s.about = t.about AND s.which = t.which AND s.metric IN @ints($4) AND s.span >= $5 AND s.span < $6
             GROUP BY s.which, s.metric",
            &[&scope.id(), &grain, &about.number(), &Json::ints(numbers), &from, &to],
            |row| {
                let sum = Sum { count: row.get(2)?, seconds: row.get(3)?, business: row.get(4)? };
                Ok(Cell { which: row.get(0)?, metric: row.get(1)?, sum })
            },
        )?;
        for cell in rows {
            all.entry((cell.which, cell.metric)).or_default().add(cell.sum);
        }
    }
    Ok(all.into_iter().map(|((which, metric), sum)| Cell { which, metric, sum }).collect())
}

/// The quarters of a period in which something of a metric happened, in order.
pub(crate) fn series(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    (about, which): (About, i64),
    metric: Metric,
    period: Period,
) -> Result<Vec<(i64, Sum)>, DbError> {
    tx.query(
        "SELECT span, count, seconds, business_seconds FROM report_sums WHERE account_id = $1 AND grain = $2
           AND about = $3 AND which = $4 AND metric = $5 AND span >= $6 AND span < $7 ORDER BY span",
        &[&scope.id(), &GRAINS[0], &about.number(), &which, &metric.number(), &period.from, &period.to],
        |row| Ok((row.get(0)?, Sum { count: row.get(1)?, seconds: row.get(2)?, business: row.get(3)? })),
    )
}
