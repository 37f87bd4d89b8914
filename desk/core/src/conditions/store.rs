//! Conditions as SQL. The text comes from fields written in the code and from here; what a client wrote is bound.

use desk_model::conditions::{FieldKind, Joint, Subject, Test};
use kernel_base::{AccountScope, ConversationId};
use kernel_db::{DbError, Json, Tx};
use plug_feature::FieldSql;

use super::Ready;
use crate::bind::Statement;

/// Whether the conversation's channel is one of those asked for.
pub(super) const CHANNEL_IS: &str = "c.inbox_id IN (SELECT fi.id FROM inboxes fi WHERE fi.account_id = $1 \
    AND fi.channel IN @texts({v}))";
/// Whether the customer said something that no agent has seen.
pub(super) const UNREAD: &str = "c.unread_count > 0";

const DIGITS: &str = "'0123456789'";

/// The conditions as one, over `c` (conversations) or `p` (contacts), with the account as `$1`. AND binds closer.
pub(crate) fn text(s: &mut Statement, list: Subject, ready: &[Ready]) -> String {
    let mut out = String::from("(");
    for (n, one) in ready.iter().enumerate() {
        out.extend(std::iter::repeat_n('(', usize::from(one.brackets.open)));
        out.push_str(&condition(s, list, one));
        out.extend(std::iter::repeat_n(')', usize::from(one.brackets.close)));
        if n + 1 < ready.len() {
            out.push_str(if one.joint == Joint::And { " AND " } else { " OR " });
        }
    }
    out.push(')');
    out
}

/// Whether a conversation meets them.
pub(super) fn meets(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: ConversationId,
    ready: &[Ready],
) -> Result<bool, DbError> {
    let mut s = Statement::default();
    let account = s.bind(scope.id());
    let id = s.bind(id.0);
    let conditions = text(&mut s, Subject::Conversation, ready);
    let text = format!(
        "SELECT 1 FROM conversations c WHERE c.account_id = {account} AND c.id = {id} AND {conditions}"
    );
    Ok(tx.query_opt(&text, &s.params(), |_| Ok(()))?.is_some())
}

fn condition(s: &mut Statement, list: Subject, one: &Ready) -> String {
    let mut found = positive(s, list, one);
    if one.field.subject == Subject::Contact && list == Subject::Conversation && !is_key(&one.check.test) {
        found = format!(
            "EXISTS (SELECT 1 FROM contacts p WHERE p.account_id = $1 AND p.id = c.contact_id AND {found})"
        );
    }
    // What is absent is no fault of the opposite.
    if one.check.negated { format!("NOT COALESCE({found}, FALSE)") } else { found }
}

const fn is_key(test: &Test) -> bool {
    matches!(test, Test::Keys(..))
}

fn positive(s: &mut Statement, list: Subject, one: &Ready) -> String {
    if one.check.test == Test::Anything {
        return "TRUE".to_owned();
    }
    if let Test::Keys(kind, keys) = &one.check.test {
        let whose = if list == Subject::Conversation { "c.contact_id" } else { "p.id" };
        let (kind, keys) = (s.bind((*kind).to_owned()), s.bind(Json::texts(keys)));
        return format!(
            "{whose} IN (SELECT fk.contact_id FROM contact_identities fk WHERE fk.account_id = $1 \
             AND fk.kind = {kind} AND fk.value IN @texts({keys}))"
        );
    }
    match &one.field.sql {
        FieldSql::Set { one_of, any } => match &one.check.test {
            Test::Texts(texts) => {
                let values = s.bind(Json::texts(texts));
                format!("({})", one_of.replace("{v}", &values))
            }
            _ => format!("({any})"),
        },
        FieldSql::Scalar(scalar) => test(s, scalar, one.field.kind, &one.check.test),
        FieldSql::Json(column) => {
            let key = s.bind(json_key(&one.field.key, column));
            json_test(s, column, &key, one.field.kind, &one.check.test)
        }
    }
}

/// The key inside the JSON; a second name for the same fact ends here.
fn json_key(key: &str, column: &str) -> String {
    if key == "company" && column == "p.additional_attributes" {
        "company_name".to_owned()
    } else {
        key.to_owned()
    }
}

/// A key of a JSON column: as text, as JSON, and as what the kind holds.
fn json_test(s: &mut Statement, column: &str, key: &str, kind: FieldKind, wanted: &Test) -> String {
    let plain = format!("({column} ->> CAST({key} AS TEXT))");
    let json = format!("CAST(({column} -> CAST({key} AS TEXT)) AS TEXT)");
    let text = format!(
        "(CASE WHEN substr({json}, 1, 1) IN ('[', '{{') THEN NULL WHEN substr({json}, 1, 1) IN ('t', 'f') THEN {json} \
         ELSE CAST({plain} AS TEXT) END)"
    );
    match (kind, wanted) {
        (_, Test::Present) => format!("({plain} IS NOT NULL AND {json} <> '\"\"')"),
        (FieldKind::Truth, _) => format!("{json} IN ('true', '\"true\"', '1', '\"1\"')"),
        (FieldKind::Number | FieldKind::Int, _) => test(s, &number(&plain, &json), FieldKind::Number, wanted),
        (FieldKind::Date, _) => test(s, &day(&text), FieldKind::Date, wanted),
        _ => test(s, &text, FieldKind::Text, wanted),
    }
}

/// The number in a JSON value, also where it is written as text; nothing where it is none.
fn number(plain: &str, json: &str) -> String {
    let text = format!("CAST({plain} AS TEXT)");
    let rest = format!("ltrim({text}, {DIGITS})");
    let decimal = format!(
        "substr({json}, 1, 1) = '\"' AND length({text}) BETWEEN 1 AND 30 AND ltrim(substr({text}, 1, 1), {DIGITS}) = '' \
         AND ({rest} = '' OR (substr({rest}, 1, 1) = '.' AND ltrim(substr({rest}, 2), {DIGITS}) = ''))"
    );
    format!(
        "(CASE WHEN substr({json}, 1, 1) = '-' OR ltrim(substr({json}, 1, 1), {DIGITS}) = '' \
         THEN CAST({plain} AS DOUBLE PRECISION) WHEN {decimal} THEN CAST({plain} AS DOUBLE PRECISION) END)"
    )
}

/// The day that a text begins with, as one number: 20260309.
fn day(text: &str) -> String {
    let digits = format!("(substr({text}, 1, 4) || substr({text}, 6, 2) || substr({text}, 9, 2))");
    format!(
        "(CASE WHEN length({text}) >= 10 AND substr({text}, 5, 1) = '-' AND substr({text}, 8, 1) = '-' \
         AND ltrim({digits}, {DIGITS}) = '' THEN CAST({digits} AS BIGINT) END)"
    )
}

fn test(s: &mut Statement, e: &str, kind: FieldKind, wanted: &Test) -> String {
    let textual = matches!(kind, FieldKind::Text | FieldKind::Identity(_));
    match wanted {
        Test::Anything => "TRUE".to_owned(),
        Test::Present if textual => format!("({e} IS NOT NULL AND {e} <> '')"),
        Test::Present => format!("{e} IS NOT NULL"),
        Test::Texts(texts) => format!("@fold({e}) IN @texts({})", s.bind(Json::texts(texts))),
        Test::Holds(parts) => {
            let folded = if textual { format!("@fold({e})") } else { format!("CAST({e} AS TEXT)") };
            like(s, &folded, parts, "%")
        }
        Test::Starts(parts) => like(s, &format!("@fold({e})"), parts, ""),
        Test::Ints(ints) | Test::Days(ints) => format!("{e} IN @ints({})", s.bind(Json::ints(ints))),
        Test::Numbers(numbers) => any(numbers.iter().map(|n| format!("{e} = {}", float(s, *n)))),
        Test::True => format!("({e})"),
        Test::Above(n) => format!("{e} > {}", float(s, *n)),
        Test::Below(n) => format!("{e} < {}", float(s, *n)),
        Test::From(at) => format!("{e} >= {}", s.bind(at.0)),
        Test::Until(at) => format!("{e} < {}", s.bind(at.0)),
        Test::Within(spans) => any(spans
            .iter()
            .map(|(from, to)| format!("({e} >= {} AND {e} < {})", s.bind(from.0), s.bind(to.0)))),
        Test::DayAfter(day) => format!("{e} > {}", s.bind(*day)),
        Test::DayBefore(day) => format!("{e} < {}", s.bind(*day)),
        Test::Keys(..) => "FALSE".to_owned(),
    }
}

fn float(s: &mut Statement, n: f64) -> String {
    format!("CAST({} AS DOUBLE PRECISION)", s.bind(n))
}

fn any(parts: impl Iterator<Item = String>) -> String {
    format!("({})", parts.collect::<Vec<_>>().join(" OR "))
}

/// Whether the text holds one of the parts, which stand for themselves.
fn like(s: &mut Statement, e: &str, parts: &[String], before: &str) -> String {
    any(parts.iter().map(|part| {
        let literal = part.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        format!("{e} LIKE {} ESCAPE '\\'", s.bind(format!("{before}{literal}%")))
    }))
}
