//! Pages of customers: those who said who they are, in an order; and those whose name begins so.

use kernel_base::{AccountScope, fold};
use kernel_db::{DbError, Tx};

use crate::bind::Statement;
use crate::contacts::{Column, ContactOrder};

/// Who is listed: whoever can be told from other visitors. The indexes carry the same words.
const KNOWN: &str = "(c.email IS NOT NULL OR c.phone IS NOT NULL OR c.identifier IS NOT NULL)";

/// The text that an order is written as; from a closed list.
pub(in crate::contacts) fn order_text(order: ContactOrder) -> String {
    let column = match order.by {
        Column::Name => "c.name_sort",
        Column::Activity => "c.last_activity_at",
        Column::Created => return format!("c.id{}", if order.backwards { " DESC" } else { "" }),
        Column::Email => "c.email",
        Column::Phone => "c.phone",
        Column::Company => "c.additional_attributes ->> 'company_name'",
        Column::City => "c.additional_attributes ->> 'city'",
        Column::Country => "c.additional_attributes ->> 'country'",
    };
    match (order.by, order.backwards) {
        (Column::Name, false) => format!("{column}, c.id"),
        (Column::Name, true) => format!("{column} DESC, c.id DESC"),
        (_, false) => format!("{column} NULLS LAST, c.id"),
        (_, true) => format!("{column} DESC NULLS LAST, c.id DESC"),
    }
}

/// A page of the customers who are known by something.
pub(in crate::contacts) fn page(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    order: ContactOrder,
    limit: i64,
    offset: i64,
) -> Result<Vec<i64>, DbError> {
    let mut s = Statement::default();
    let account = s.bind(scope.id());
    let (limit, offset) = (s.bind(limit), s.bind(offset));
    let order = order_text(order);
    s.push(&format!(
        "SELECT c.id FROM contacts c WHERE c.account_id = {account} AND {KNOWN} \
         ORDER BY {order} LIMIT {limit} OFFSET {offset}"
    ));
    tx.query(&s.text, &s.params(), |r| r.get(0))
}

/// How many customers are known by something, counted up to a hundred thousand.
pub(in crate::contacts) fn count(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<i64, DbError> {
    // Counting a million takes longer than reading the page: beyond this nobody minds the exact number.
    tx.query_one(
        &format!(
            "SELECT count(*) FROM (SELECT 1 FROM contacts c WHERE c.account_id = $1 AND {KNOWN} LIMIT 100000) c"
        ),
        &[&scope.id()],
        |r| r.get(0),
    )
}

/// Customers whose name begins with `text`, whatever its accents and case, by name.
pub(in crate::contacts) fn named(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    text: &str,
    limit: i64,
) -> Result<Vec<i64>, DbError> {
    let from = fold(text.trim());
    let to = format!("{from}{}", char::MAX);
    tx.query(
        "SELECT c.id FROM contacts c WHERE c.account_id = $1 AND c.name_sort >= $2 AND c.name_sort < $3 \
         ORDER BY c.name_sort, c.id LIMIT $4",
        &[&scope.id(), &from, &to, &limit],
        |r| r.get(0),
    )
}

/// A run of ids above `after`, for going through all customers.
pub(in crate::contacts) fn after(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    after: i64,
    limit: i64,
) -> Result<Vec<i64>, DbError> {
    tx.query(
        &format!(
            "SELECT c.id FROM contacts c WHERE c.account_id = $1 AND c.id > $2 AND {KNOWN} ORDER BY c.id LIMIT $3"
        ),
        &[&scope.id(), &after, &limit],
        |r| r.get(0),
    )
}
