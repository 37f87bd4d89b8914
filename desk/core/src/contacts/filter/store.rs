//! The statements behind filtered lists of customers.

use desk_model::conditions::{Joint, Subject, Test};
use kernel_base::AccountScope;
use kernel_db::{DbError, Json, Tx};

use crate::bind::Statement;
use crate::conditions::{self, Ready};

/// Customers counted at most.
const COUNT_MAX: i64 = 100_000;

/// Where all that is asked is who is recognised by something, those: found by the index of identities, whatever the
/// engine thinks of its statistics.
pub(super) fn recognised(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    ready: &[Ready],
) -> Result<Option<Vec<i64>>, DbError> {
    let either = ready.split_last().is_some_and(|(_, rest)| rest.iter().all(|r| r.joint == Joint::Or));
    if !either {
        return Ok(None);
    }
    let mut s = Statement::default();
    let account = s.bind(scope.id());
    let mut ways = Vec::with_capacity(ready.len());
    for one in ready {
        let Test::Keys(kind, keys) = &one.check.test else { return Ok(None) };
        if one.check.negated {
            return Ok(None);
        }
        let (kind, keys) = (s.bind((*kind).to_owned()), s.bind(Json::texts(keys)));
        ways.push(format!(
            "SELECT i.contact_id FROM contact_identities i WHERE i.account_id = {account} AND i.kind = {kind} \
             AND i.value IN @texts({keys})"
        ));
    }
    tx.query(&ways.join(" UNION "), &s.params(), |r| r.get(0)).map(Some)
}

/// `FROM … WHERE …` of the customers asked for.
fn asked(s: &mut Statement, scope: &AccountScope, ready: &[Ready], among: Option<&[i64]>) -> String {
    let account = s.bind(scope.id());
    match among {
        Some(ids) => {
            let ids = s.bind(Json::ints(ids));
            format!(
                "FROM @ints({ids}) AS wanted CROSS JOIN contacts p \
                 WHERE p.account_id = {account} AND p.id = wanted.value"
            )
        }
        None => {
            let conditions = conditions::store::text(s, Subject::Contact, ready);
            format!("FROM contacts p WHERE p.account_id = {account} AND {conditions}")
        }
    }
}

pub(super) fn count(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    ready: &[Ready],
    among: Option<&[i64]>,
) -> Result<i64, DbError> {
    let mut s = Statement::default();
    let from = asked(&mut s, scope, ready, among);
    let text = format!("SELECT count(*) FROM (SELECT 1 {from} LIMIT {COUNT_MAX}) n");
    tx.query_one(&text, &s.params(), |r| r.get(0))
}

/// Row ids of a page: `order` from a closed list, then how many and after how many.
pub(super) fn page(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    ready: &[Ready],
    among: Option<&[i64]>,
    order: &str,
    (limit, offset): (i64, i64),
) -> Result<Vec<i64>, DbError> {
    let mut s = Statement::default();
    let from = asked(&mut s, scope, ready, among);
    let (limit, offset) = (s.bind(limit), s.bind(offset));
    let order = order.replace("c.", "p.");
    let text = format!("SELECT p.id {from} ORDER BY {order} LIMIT {limit} OFFSET {offset}");
    tx.query(&text, &s.params(), |r| r.get(0))
}
