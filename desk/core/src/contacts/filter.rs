//! Customers who meet conditions.

mod store;

use kernel_base::{AccountScope, Problem};
use kernel_db::Tx;

use super::list::{LAST_PAGE, PAGE, cut};
use super::{ContactOrder, Listed};
use crate::conditions::Ready;

/// A page of the customers who meet the conditions.
///
/// # Errors
/// What the store says.
pub fn filter(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conditions: &[Ready],
    order: ContactOrder,
    page: i64,
) -> Result<Listed, Problem> {
    let page = page.max(1);
    let among = store::recognised(tx, scope, conditions)?;
    let count = store::count(tx, scope, conditions, among.as_deref())?;
    if page > LAST_PAGE {
        return Ok(Listed { count, page, ..Listed::default() });
    }
    let ids = store::page(
        tx,
        scope,
        conditions,
        among.as_deref(),
        &super::store::lists::order_text(order),
        (PAGE + 1, (page - 1) * PAGE),
    )?;
    Ok(cut(ids, page, Some(count)))
}

/// Row ids of the customers who meet the conditions, ascending.
///
/// # Errors
/// What the store says.
pub fn matching(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conditions: &[Ready],
    limit: usize,
) -> Result<Vec<i64>, Problem> {
    let most = i64::try_from(limit).unwrap_or(i64::MAX);
    Ok(store::page(tx, scope, conditions, None, "p.id", (most, 0))?)
}
