//! Companies and who belongs to them, as rows.

use std::collections::HashMap;

use desk_model::conditions::{FieldKind, Subject};
use kernel_base::{AccountScope, ContactId, Micros, Problem, fold};
use kernel_db::{DbError, Json, Row, Tx};
use plug_feature::{Extras, Field};
use serde_json::{Map, Value, json};

use crate::rules::Company;

/// A company as it stands among others.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stored {
    pub(crate) id: i64,
    pub(crate) company: Company,
    pub(crate) contacts: i64,
    pub(crate) created_at: Micros,
    pub(crate) updated_at: Micros,
}

/// What a list is ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Order {
    by: By,
    backwards: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum By {
    #[default]
    Name,
    Created,
    Contacts,
}

impl Order {
    /// The order that `sort` names, with `-` backwards; by name for anything else.
    pub(crate) fn from_wire(name: &str) -> Self {
        let (backwards, name) = name.strip_prefix('-').map_or((false, name), |rest| (true, rest));
        let by = match name {
            "created_at" => By::Created,
            "contacts_count" => By::Contacts,
            _ => By::Name,
        };
        Self { by, backwards }
    }

    const fn sql(self) -> &'static str {
        match (self.by, self.backwards) {
            (By::Name, false) => "c.name_sort, c.id",
            (By::Name, true) => "c.name_sort DESC, c.id DESC",
            (By::Created, false) => "c.created_at, c.id",
            (By::Created, true) => "c.created_at DESC, c.id DESC",
            (By::Contacts, false) => "members, c.id",
            (By::Contacts, true) => "members DESC, c.id DESC",
        }
    }
}

const COLUMNS: &str = "c.id, c.name, c.domain, c.cnpj, c.description, c.avatar_url, c.custom_attributes, c.created_at, \
  c.updated_at, (SELECT count(*) FROM company_contacts m WHERE m.account_id = c.account_id AND m.company_id = c.id) AS members";

fn read(row: &Row<'_>) -> Result<Stored, DbError> {
    let attributes: Json = row.get(6)?;
    Ok(Stored {
        id: row.get(0)?,
        company: Company {
            name: row.get(1)?,
            domain: row.get(2)?,
            cnpj: row.get(3)?,
            description: row.get(4)?,
            avatar_url: row.get(5)?,
            custom_attributes: serde_json::from_str(&attributes.0).unwrap_or_default(),
        },
        created_at: row.get(7)?,
        updated_at: row.get(8)?,
        contacts: row.get(9)?,
    })
}

/// A page of those that hold a text, and how many there are.
pub(crate) fn list(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    text: &str,
    order: Order,
    page: i64,
    size: i64,
) -> Result<(Vec<Stored>, i64), DbError> {
    let words = format!("%{}%", fold(text.trim()).replace(['%', '_', '\\'], " "));
    let count = tx.query_one(
        "SELECT count(*) FROM companies c WHERE c.account_id = $1 AND c.words LIKE $2",
        &[&scope.id(), &words],
        |row| row.get(0),
    )?;
    let offset = (page - 1) * size;
    let rows = tx.query(
        &format!(
            "SELECT {COLUMNS} FROM companies c WHERE c.account_id = $1 AND c.words LIKE $2 ORDER BY {} LIMIT $3 OFFSET $4",
            order.sql()
        ),
        &[&scope.id(), &words, &size, &offset],
        read,
    )?;
    Ok((rows, count))
}

/// One company.
pub(crate) fn get(tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<Option<Stored>, DbError> {
    tx.query_opt(
        &format!("SELECT {COLUMNS} FROM companies c WHERE c.account_id = $1 AND c.id = $2"),
        &[&scope.id(), &id],
        read,
    )
}

/// Whether another company has this domain or CNPJ.
pub(crate) fn taken(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    field: &'static str,
    value: Option<&String>,
    but: i64,
) -> Result<bool, DbError> {
    let Some(value) = value else { return Ok(false) };
    tx.query_one(
        &format!(
            "SELECT EXISTS (SELECT 1 FROM companies WHERE account_id = $1 AND {field} = $2 AND id <> $3)"
        ),
        &[&scope.id(), value, &but],
        |row| row.get(0),
    )
}

/// How many companies the account has.
pub(crate) fn count(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<i64, DbError> {
    tx.query_one("SELECT count(*) FROM companies WHERE account_id = $1", &[&scope.id()], |row| row.get(0))
}

/// Adds a company; its row id.
pub(crate) fn insert(tx: &mut Tx<'_>, scope: &AccountScope, c: &Company) -> Result<i64, DbError> {
    let (now, attributes) = (tx.now(), Json::of(&Value::Object(c.custom_attributes.clone())));
    tx.query_one(
        "INSERT INTO companies (account_id, name, name_sort, words, domain, cnpj, description, avatar_url, \
           custom_attributes, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) RETURNING id",
        &[
            &scope.id(),
            &c.name,
            &c.sort(),
            &c.words(),
            &c.domain,
            &c.cnpj,
            &c.description,
            &c.avatar_url,
            &attributes,
            &now,
        ],
        |row| row.get(0),
    )
}

/// Writes a company anew.
pub(crate) fn update(tx: &mut Tx<'_>, scope: &AccountScope, id: i64, c: &Company) -> Result<(), DbError> {
    let (now, attributes) = (tx.now(), Json::of(&Value::Object(c.custom_attributes.clone())));
    tx.execute(
        "UPDATE companies SET name = $3, name_sort = $4, words = $5, domain = $6, cnpj = $7, description = $8, \
           avatar_url = $9, custom_attributes = $10, updated_at = $11 WHERE account_id = $1 AND id = $2",
        &[
            &scope.id(),
            &id,
            &c.name,
            &c.sort(),
            &c.words(),
            &c.domain,
            &c.cnpj,
            &c.description,
            &c.avatar_url,
            &attributes,
            &now,
        ],
    )?;
    Ok(())
}

/// Removes a company; its people stay.
pub(crate) fn delete(tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM company_contacts WHERE account_id = $1 AND company_id = $2",
        &[&scope.id(), &id],
    )?;
    tx.execute("DELETE FROM companies WHERE account_id = $1 AND id = $2", &[&scope.id(), &id])?;
    Ok(())
}

/// Row ids of a company's people by name, and how many they are.
pub(crate) fn people(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: i64,
    page: i64,
    size: i64,
) -> Result<(Vec<i64>, i64), DbError> {
    let count = tx.query_one(
        "SELECT count(*) FROM company_contacts WHERE account_id = $1 AND company_id = $2",
        &[&scope.id(), &id],
        |row| row.get(0),
    )?;
    let offset = (page - 1) * size;
    let ids = tx.query(
        "SELECT p.id FROM company_contacts m JOIN contacts p ON p.account_id = m.account_id AND p.id = m.contact_id \
         WHERE m.account_id = $1 AND m.company_id = $2 ORDER BY p.name_sort, p.id LIMIT $3 OFFSET $4",
        &[&scope.id(), &id, &size, &offset],
        |row| row.get(0),
    )?;
    Ok((ids, count))
}

/// The company of a contact.
pub(crate) fn company_of(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    contact: ContactId,
) -> Result<Option<i64>, DbError> {
    tx.query_opt(
        "SELECT company_id FROM company_contacts WHERE account_id = $1 AND contact_id = $2",
        &[&scope.id(), &contact],
        |row| row.get(0),
    )
}

/// Puts a contact into a company, out of any other, or into none.
pub(crate) fn place(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    contact: ContactId,
    company: Option<i64>,
) -> Result<(), DbError> {
    let Some(company) = company else {
        tx.execute(
            "DELETE FROM company_contacts WHERE account_id = $1 AND contact_id = $2",
            &[&scope.id(), &contact],
        )?;
        return Ok(());
    };
    let now = tx.now();
    tx.execute(
        "INSERT INTO company_contacts (account_id, contact_id, company_id, since) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (account_id, contact_id) DO UPDATE SET company_id = EXCLUDED.company_id, since = EXCLUDED.since",
        &[&scope.id(), &contact, &company, &now],
    )?;
    Ok(())
}

/// `company_id` and `company` of many contacts.
pub(crate) fn decorate(tx: &mut Tx<'_>, scope: &AccountScope, ids: &[i64]) -> Result<Extras, DbError> {
    let rows: Vec<(i64, i64, String)> = tx.query(
        "SELECT m.contact_id, c.id, c.name FROM company_contacts m \
         JOIN companies c ON c.account_id = m.account_id AND c.id = m.company_id \
         WHERE m.account_id = $1 AND m.contact_id IN @ints($2)",
        &[&scope.id(), &Json::ints(ids)],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let by: HashMap<i64, (i64, String)> = rows.into_iter().map(|(p, id, name)| (p, (id, name))).collect();
    let extra = |id: &i64| {
        let company = by.get(id);
        Map::from_iter([
            ("company_id".to_owned(), json!(company.map(|c| c.0))),
            ("company".to_owned(), json!(company.map(|(id, name)| json!({ "id": id, "name": name })))),
        ])
    };
    Ok(ids.iter().map(|id| (*id, extra(id))).collect())
}

/// The company, for the language of conditions.
pub(crate) fn fields(_: &mut Tx<'_>, _: &AccountScope) -> Result<Vec<Field>, DbError> {
    Ok(vec![
        Field::column(
            Subject::Conversation,
            "company_id",
            FieldKind::Id,
            "(SELECT m.company_id FROM company_contacts m WHERE m.account_id = $1 AND m.contact_id = c.contact_id)",
        ),
        Field::column(
            Subject::Contact,
            "company_id",
            FieldKind::Id,
            "(SELECT m.company_id FROM company_contacts m WHERE m.account_id = $1 AND m.contact_id = p.id)",
        ),
    ])
}

/// Two contacts become one: it stays where it was, or goes where the other was.
pub(crate) fn merged(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    to: ContactId,
    from: ContactId,
) -> Result<(), Problem> {
    if let Some(company) = company_of(tx, scope, from)? {
        if company_of(tx, scope, to)?.is_none() {
            place(tx, scope, to, Some(company))?;
        }
        place(tx, scope, from, None)?;
    }
    Ok(())
}

/// A contact is erased.
pub(crate) fn erased(tx: &mut Tx<'_>, scope: &AccountScope, contact: ContactId) -> Result<(), Problem> {
    Ok(place(tx, scope, contact, None)?)
}
