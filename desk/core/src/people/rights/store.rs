//! Rows of rights: what memberships were given, what inboxes and teams say of how far one sees.

use std::collections::HashMap;

use desk_model::{CustomRole, Rights, Visibility};
use kernel_base::{AccountId, AccountScope, InboxId, TeamId, UserId};
use kernel_db::{DbError, Json, Tx};

/// What an override is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Inbox,
    Team,
}

impl Place {
    const fn name(self) -> &'static str {
        match self {
            Self::Inbox => "inbox",
            Self::Team => "team",
        }
    }

    fn of(name: &str) -> Self {
        if name == "inbox" { Self::Inbox } else { Self::Team }
    }
}

/// The level stored as this number; one of a newer version counts as the narrowest.
fn level(number: i64) -> Visibility {
    Visibility::from_number(number).unwrap_or(Visibility::Own)
}

/// The rights of a person in each of their accounts.
pub(crate) fn rights_of(tx: &mut Tx<'_>, user: UserId) -> Result<HashMap<AccountId, Rights>, DbError> {
    let rows: Vec<(AccountId, Rights)> = tx.query(
        "SELECT m.account_id, m.granted, m.visibility, a.settings ->> 'visibility' \
         FROM account_users m JOIN accounts a ON a.id = m.account_id WHERE m.user_id = $1",
        &[&user],
        |row| {
            let granted: Option<Json> = row.get(1)?;
            let own: Option<i64> = row.get(2)?;
            let usual: Option<String> = row.get(3)?;
            let usual = usual.as_deref().and_then(Visibility::from_wire).unwrap_or(Visibility::Unassigned);
            let granted = granted.map(|g| names(&g));
            Ok((row.get(0)?, Rights { granted, visibility: own.map_or(usual, level), ..Rights::default() }))
        },
    )?;
    let mut all: HashMap<AccountId, Rights> = rows.into_iter().collect();
    let said: Vec<(AccountId, String, i64, i64)> = tx.query(
        "SELECT o.account_id, o.place, o.place_id, o.visibility FROM account_users m \
         JOIN visibility_overrides o ON o.account_id = m.account_id \
         WHERE m.user_id = $1 ORDER BY o.account_id, o.place, o.place_id",
        &[&user],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    for (account, place, id, visibility) in said {
        let Some(rights) = all.get_mut(&account) else { continue };
        match Place::of(&place) {
            Place::Inbox => rights.by_inbox.push((InboxId(id), level(visibility))),
            Place::Team => rights.by_team.push((TeamId(id), level(visibility))),
        }
    }
    Ok(all)
}

/// The names in a stored list, ascending; what can't be read gives nothing.
pub(crate) fn names(stored: &Json) -> Vec<String> {
    let mut names: Vec<String> = serde_json::from_str(&stored.0).unwrap_or_default();
    names.sort_unstable();
    names
}

pub(super) fn overrides(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
) -> Result<Vec<(Place, i64, Visibility)>, DbError> {
    tx.query(
        "SELECT place, place_id, visibility FROM visibility_overrides WHERE account_id = $1 \
         ORDER BY place, place_id",
        &[&scope.id()],
        |row| Ok((Place::of(&row.get::<String>(0)?), row.get(1)?, level(row.get(2)?))),
    )
}

pub(super) fn set_override(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    place: Place,
    id: i64,
    to: Option<Visibility>,
) -> Result<(), DbError> {
    match to {
        Some(to) => tx.execute(
            "INSERT INTO visibility_overrides (account_id, place, place_id, visibility) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (account_id, place, place_id) DO UPDATE SET visibility = excluded.visibility",
            &[&scope.id(), &place.name(), &id, &to.number()],
        )?,
        None => tx.execute(
            "DELETE FROM visibility_overrides WHERE account_id = $1 AND place = $2 AND place_id = $3",
            &[&scope.id(), &place.name(), &id],
        )?,
    };
    Ok(())
}

/// Gives a member what a custom role gives, or the preset of agents.
pub(super) fn give(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    user: UserId,
    role: Option<&CustomRole>,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE account_users SET custom_role_id = $3, granted = $4, visibility = $5 \
         WHERE account_id = $1 AND user_id = $2",
        &[
            &scope.id(),
            &user,
            &role.map(|r| r.id),
            &role.map(|r| Json::of(&serde_json::json!(r.permissions))),
            &role.map(|r| r.visibility.number()),
        ],
    )?;
    Ok(())
}

/// Who has this custom role.
pub(super) fn people_of(tx: &mut Tx<'_>, scope: &AccountScope, role: i64) -> Result<Vec<UserId>, DbError> {
    tx.query(
        "SELECT user_id FROM account_users WHERE account_id = $1 AND custom_role_id = $2 ORDER BY user_id",
        &[&scope.id(), &role],
        |row| row.get(0),
    )
}

/// Who has a custom role, and which.
pub(super) fn all_people(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<(i64, UserId)>, DbError> {
    tx.query(
        "SELECT custom_role_id, user_id FROM account_users \
         WHERE account_id = $1 AND custom_role_id IS NOT NULL ORDER BY user_id",
        &[&scope.id()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Members with a custom role, and its permissions.
pub(super) fn custom(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<(UserId, Rights)>, DbError> {
    tx.query(
        "SELECT user_id, granted FROM account_users WHERE account_id = $1 AND granted IS NOT NULL AND role = 0 \
         ORDER BY user_id",
        &[&scope.id()],
        |row| Ok((row.get(0)?, Rights { granted: Some(names(&row.get(1)?)), ..Rights::default() })),
    )
}
