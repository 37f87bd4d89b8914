//! Lists of customers.

use desk_model::Identity;
use kernel_base::{AccountScope, Phone, Problem, fold};
use kernel_db::Tx;

use super::{find, store};

/// Rows on a page.
const PAGE: i64 = 15;
/// The furthest page by number.
const LAST_PAGE: i64 = 10_000;

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ContactOrder {
    /// By name, as Portuguese readers expect it.
    #[default]
    NameAsc,
    /// By name, backwards.
    NameDesc,
    /// Who wrote last first.
    ActivityDesc,
    /// Who wrote last at the end.
    ActivityAsc,
    /// The newest first.
    CreatedDesc,
    /// The oldest first.
    CreatedAsc,
}

impl ContactOrder {
    /// The order that Chatwoot's `sort` names; by name for what we do not sort by.
    #[must_use]
    pub fn from_wire(name: &str) -> Self {
        match name {
            "-name" => Self::NameDesc,
            "-last_activity_at" => Self::ActivityDesc,
            "last_activity_at" => Self::ActivityAsc,
            "-created_at" => Self::CreatedDesc,
            "created_at" => Self::CreatedAsc,
            _ => Self::NameAsc,
        }
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

/// A page of all customers.
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
    let count = store::count(tx, scope)?;
    if page > LAST_PAGE {
        return Ok(Listed { count, page, ..Listed::default() });
    }
    let ids = store::page(tx, scope, store::order_text(order), PAGE + 1, (page - 1) * PAGE)?;
    Ok(cut(ids, page, Some(count)))
}

fn cut(mut ids: Vec<i64>, page: i64, count: Option<i64>) -> Listed {
    let more = ids.len() > PAGE as usize;
    ids.truncate(PAGE as usize);
    let known = (page - 1) * PAGE + ids.len() as i64 + i64::from(more);
    Listed { ids, count: count.unwrap_or(known), page, more }
}

/// Customers whose name, e-mail, phone or identifier hold every word of `text`, whatever its accents and case;
/// whoever the whole text names stands first.
///
/// # Errors
/// What the store says.
pub fn search(tx: &mut Tx<'_>, scope: &AccountScope, text: &str, page: i64) -> Result<Listed, Problem> {
    let page = page.clamp(1, LAST_PAGE);
    let words: Vec<String> = fold(text).split_whitespace().take(8).map(str::to_owned).collect();
    if words.is_empty() {
        return Ok(Listed { page, ..Listed::default() });
    }
    let mut ids = store::containing(tx, scope, &words, PAGE + 1, (page - 1) * PAGE)?;
    if page == 1
        && let Some(named) = find::search_among(tx, scope, text)?
    {
        ids.retain(|id| *id != named.0);
        ids.insert(0, named.0);
    }
    Ok(cut(ids, page, None))
}

/// Customers that one of these values names exactly (`equal_to` of Chatwoot's filter): `phone_number` with or
/// without its `+`, `email`, `identifier`.
///
/// # Errors
/// 422 for another attribute; what the store says.
pub fn filter_equal(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conditions: &[(String, Vec<String>)],
) -> Result<Listed, Problem> {
    let mut ids: Vec<i64> = Vec::new();
    for (attribute, values) in conditions.iter().take(50) {
        for value in values.iter().take(50) {
            let identity = match attribute.as_str() {
                "phone_number" => {
                    let spelled = format!("+{}", value.trim().trim_start_matches('+'));
                    Phone::parse(&spelled).ok().map(|p| Identity::phone(&p))
                }
                "email" => Some(Identity::email(value)),
                "identifier" => Some(Identity::identifier(value)),
                _ => return Err(Problem::field("payload.attribute_key", "error.unknown_field")),
            };
            if let Some(identity) = identity
                && let Some(owner) = store::owner(tx, scope, &identity)?
                && !ids.contains(&owner.0)
            {
                ids.push(owner.0);
            }
        }
    }
    let count = ids.len() as i64;
    Ok(Listed { ids, count, page: 1, more: false })
}
