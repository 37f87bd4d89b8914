//! How people want to be told, as rows.

use kernel_base::{AccountScope, UserId};
use kernel_db::{DbError, Json, Row, Tx};

use crate::rules::Settings;

fn settings(row: &Row<'_>) -> Result<(UserId, Settings), DbError> {
    let read = Settings {
        in_app: row.get(1)?,
        sound: row.get(2)?,
        email: row.get(3)?,
        push: row.get(4)?,
        email_after: row.get(5)?,
        sound_repeats: row.get(6)?,
    };
    Ok((row.get(0)?, read))
}

/// What these people want; the usual for whoever chose nothing.
pub(crate) fn of(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    users: &[UserId],
) -> Result<Vec<(UserId, Settings)>, DbError> {
    let chosen = tx.query(
        "SELECT user_id, in_app, sound, email, push, email_after, sound_repeats FROM notification_settings
         WHERE account_id = $1 AND user_id IN @ints($2)",
        &[&scope.id(), &Json::ints(users)],
        settings,
    )?;
    let of =
        |user: &UserId| chosen.iter().find(|(u, _)| u == user).map_or_else(Settings::default, |(_, s)| *s);
    Ok(users.iter().map(|u| (*u, of(u))).collect())
}

/// Stores what someone wants.
pub(crate) fn save(tx: &mut Tx<'_>, scope: &AccountScope, user: UserId, s: &Settings) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO notification_settings (account_id, user_id, in_app, sound, email, push, email_after,
           sound_repeats, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (account_id, user_id) DO UPDATE SET in_app = $3, sound = $4, email = $5, push = $6,
           email_after = $7, sound_repeats = $8, updated_at = $9",
        &[&scope.id(), &user, &s.in_app, &s.sound, &s.email, &s.push, &s.email_after, &s.sound_repeats, &now],
    )?;
    Ok(())
}
