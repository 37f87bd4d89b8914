//! Lists of customers.

use kernel_base::{AccountScope, Problem, sort_key};
use kernel_db::Tx;

use super::{find, store};
use crate::Core;

/// Rows on a page.
pub(super) const PAGE: i64 = 15;
/// The furthest page by number.
pub(super) const LAST_PAGE: i64 = 10_000;

/// What a list is ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Column {
    /// Name, as Portuguese readers expect it.
    #[default]
    Name,
    /// When they last wrote.
    Activity,
    /// When they became known.
    Created,
    /// E-mail.
    Email,
    /// Phone.
    Phone,
    /// Company.
    Company,
    /// City.
    City,
    /// Country.
    Country,
}

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ContactOrder {
    /// By what.
    pub by: Column,
    /// From the last to the first.
    pub backwards: bool,
}

impl ContactOrder {
    /// The order that Chatwoot's `sort` names, with `-` backwards; by name for what we do not sort by.
    #[must_use]
    pub fn from_wire(name: &str) -> Self {
        let (backwards, name) = match name.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, name),
        };
        let by = match name {
            "last_activity_at" => Column::Activity,
            "created_at" => Column::Created,
            "email" => Column::Email,
            "phone_number" => Column::Phone,
            "company" | "company_name" => Column::Company,
            "city" => Column::City,
            "country" => Column::Country,
            _ => Column::Name,
        };
        Self { by, backwards }
    }
}

/// A page of row ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// The rows, in order.
    pub ids: Vec<i64>,
    /// How many there are.
    pub count: i64,
    /// The page.
    pub page: i64,
    /// Whether another follows.
    pub more: bool,
}

/// A page of the customers who said who they are: by e-mail, phone or identifier.
///
/// # Errors
/// What the store says.
pub fn list(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    order: ContactOrder,
    page: i64,
) -> Result<Listed, Problem> {
    let page = page.max(1);
    let count = store::lists::count(tx, scope)?;
    if page > LAST_PAGE {
        return Ok(Listed { count, page, ..Listed::default() });
    }
    let ids = store::lists::page(tx, scope, order, PAGE + 1, (page - 1) * PAGE)?;
    Ok(cut(ids, page, Some(count)))
}

pub(super) fn cut(mut ids: Vec<i64>, page: i64, count: Option<i64>) -> Listed {
    let more = ids.len() > PAGE as usize;
    ids.truncate(PAGE as usize);
    let known = (page - 1) * PAGE + ids.len() as i64 + i64::from(more);
    Listed { ids, count: count.unwrap_or(known), page, more }
}

/// The most that a search goes through.
const FOUND_MAX: i64 = 600;

/// Customers who have every word of `text`, the last as the beginning of one, whatever its accents and case: whoever
/// the whole text names stands first, then those whose name begins with it, then the newest.
///
/// # Errors
/// What the store says.
pub fn search(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    text: &str,
    page: i64,
) -> Result<Listed, Problem> {
    let page = page.clamp(1, LAST_PAGE);
    let text: String = text.trim().chars().take(200).collect();
    if text.is_empty() {
        return Ok(Listed { page, ..Listed::default() });
    }
    let mut ids = find::search_among(tx, core, scope, &text)?;
    let from = (page - 1) * PAGE;
    let wanted = (from + PAGE + 1).min(FOUND_MAX);
    let mut add = |more: Vec<i64>| {
        more.into_iter().for_each(|id| {
            if !ids.contains(&id) {
                ids.push(id)
            }
        })
    };
    add(store::lists::named(tx, scope, &text, wanted)?);
    // The index follows a second behind; who was just created is found by the ways above.
    add(crate::search::contacts_with(tx, scope, &text, wanted)?);
    let count = ids.len() as i64;
    let ids: Vec<i64> = ids.into_iter().skip(from as usize).collect();
    Ok(cut(ids, page, (count < wanted).then_some(count)))
}

/// Customers who are here now, by name.
///
/// # Errors
/// What the store says.
pub fn active(tx: &mut Tx<'_>, core: &Core, scope: &AccountScope, page: i64) -> Result<Listed, Problem> {
    let page = page.clamp(1, LAST_PAGE);
    let here: Vec<i64> = core.live.contacts_here(scope.account()).into_iter().map(|id| id.0).collect();
    let mut rows = store::by_ids(tx, scope, &here)?;
    rows.sort_by_cached_key(|c| (sort_key(&c.name), c.id));
    let count = rows.len() as i64;
    let ids = rows.into_iter().skip(((page - 1) * PAGE) as usize).map(|c| c.id.0).collect();
    Ok(cut(ids, page, Some(count)))
}
