//! Sessions and who is behind a request's credential.

use desk_model::{Role, Viewer, bot_user};
use kernel_base::{AccountId, Locale, Micros, Problem, Rng, UserId, token};
use kernel_db::{DbError, Tx};

use super::store;
use crate::Registry;
use crate::people;
use crate::seal::{fresh_token, token_hash};

/// A session ends so long after it began, whatever happens.
const LIFE_SECS: i64 = 60 * 24 * 3600;
/// And so long after it was last used.
const IDLE_SECS: i64 = 30 * 24 * 3600;
/// Use is noted once in so long, not at every request.
const NOTE_SECS: i64 = 3600;
/// Sessions of one person at most; the ones unused for longest go.
const SESSIONS_MAX: i64 = 25;

/// How a session's token travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SessionKind {
    /// In an `HttpOnly` cookie: the desk in a browser.
    Cookie,
    /// In the headers `access-token`, `client`, `uid`: clients of Chatwoot's kind.
    Devise,
}

impl SessionKind {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Cookie => "cookie",
            Self::Devise => "devise",
        }
    }

    pub(super) fn of(name: &str) -> Self {
        if name == "cookie" { Self::Cookie } else { Self::Devise }
    }
}

/// A session about to begin.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// Whose.
    pub user: UserId,
    /// How its token travels.
    pub kind: SessionKind,
    /// From which address.
    pub ip: String,
    /// With which program, as it says itself; cut to 200 characters.
    pub user_agent: String,
}

/// A session as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    /// Row id.
    pub id: i64,
    /// Whose.
    pub user: UserId,
    /// How its token travels.
    pub kind: SessionKind,
    /// The client's name in the devise headers.
    pub client: String,
    /// From which address it began.
    pub ip: String,
    /// With which program.
    pub user_agent: String,
    /// When it began.
    pub created_at: Micros,
    /// When it was last used, to the hour.
    pub last_used_at: Micros,
    /// When it ends at the latest.
    pub expires_at: Micros,
}

/// A session that has begun; the only moment its token is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// Row id.
    pub id: i64,
    /// The secret.
    pub token: String,
    /// The client's name in the devise headers.
    pub client: String,
    /// When it ends at the latest.
    pub expires_at: Micros,
}

/// A credential as it came.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Via {
    /// An access token.
    AccessToken(String),
    /// The cookie's token.
    Cookie(String),
    /// The devise headers.
    Devise {
        /// `access-token`.
        token: String,
        /// `client`.
        client: String,
        /// `uid`, the e-mail.
        uid: String,
    },
}

/// Who is behind a credential, with what they may see in each of their accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhoCalls {
    /// The person.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// The language they chose.
    pub locale: Option<Locale>,
    /// Their session, unless an access token was used.
    pub session: Option<i64>,
    /// Whether they came with the cookie of our own pages, which are never told the access token unasked.
    pub page: bool,
    /// When the credential stops to be one.
    pub until: Option<Micros>,
    /// Whether the session's use is to be noted.
    pub note: bool,
    /// Their memberships, in order of account.
    pub viewers: Vec<Viewer>,
    /// Accounts among them that ask for a second factor they have not turned on.
    pub locked: Vec<AccountId>,
}

pub(super) fn begin(tx: &mut Tx<'_>, rng: &dyn Rng, new: &NewSession) -> Result<Issued, Problem> {
    let token_text = fresh_token(rng);
    let client = token(rng, 22);
    let expires_at = tx.now().plus_secs(LIFE_SECS);
    let agent: String = new.user_agent.chars().filter(|c| !c.is_control()).take(200).collect();
    let new = NewSession { user_agent: agent, ..new.clone() };
    let id = store::insert_session(tx, &new, &client, &token_hash(&token_text), expires_at)?;
    store::prune_sessions(tx, new.user, SESSIONS_MAX)?;
    Ok(Issued { id, token: token_text, client, expires_at })
}

/// Who is behind `via`; `None` when nobody is, or not any more.
///
/// # Errors
/// What the store says.
pub fn look_up(tx: &mut Tx<'_>, via: &Via) -> Result<Option<WhoCalls>, DbError> {
    let now = tx.now();
    let (user, session) = match via {
        Via::AccessToken(token) => match store::user_by_access_token(tx, &token_hash(token))? {
            Some(user) => (user, None),
            None => return Ok(None),
        },
        Via::Cookie(token) | Via::Devise { token, .. } => {
            match store::session_by_hash(tx, &token_hash(token))? {
                Some(row) if fits(&row, via) && end_of(&row) > now => (row.user, Some(row)),
                _ => return Ok(None),
            }
        }
    };
    let Some(person) = store::caller(tx, user)? else { return Ok(None) };
    if let Via::Devise { uid, .. } = via
        && !uid.eq_ignore_ascii_case(&person.email)
    {
        return Ok(None);
    }
    Ok(Some(WhoCalls {
        user,
        name: person.name,
        locale: person.locale.as_deref().and_then(Locale::parse),
        until: session.as_ref().map(end_of),
        note: session.as_ref().is_some_and(|s| s.last_used_at.plus_secs(NOTE_SECS) <= now),
        page: matches!(via, Via::Cookie(_)),
        session: session.map(|s| s.id),
        viewers: viewers(tx, user)?,
        locked: store::locked_accounts(tx, user)?,
    }))
}

/// Which bot is behind an access token; it sees what its account has, and its routes are few.
///
/// # Errors
/// What the store says.
pub fn look_up_bot(tx: &mut Tx<'_>, registry: &Registry, via: &Via) -> Result<Option<WhoCalls>, DbError> {
    let Via::AccessToken(token) = via else { return Ok(None) };
    let hash = token_hash(token);
    for find in registry.features.iter().filter_map(|f| f.bot_by_token) {
        if let Some((account, bot)) = find(tx, &hash)? {
            let user = bot_user(bot);
            let viewer = Viewer::preset(account, user, Role::Administrator);
            return Ok(Some(WhoCalls {
                user,
                name: String::new(),
                locale: None,
                session: None,
                page: false,
                until: None,
                note: false,
                viewers: vec![viewer],
                locked: Vec::new(),
            }));
        }
    }
    Ok(None)
}

/// What a person may see in each of their accounts.
fn viewers(tx: &mut Tx<'_>, user: UserId) -> Result<Vec<Viewer>, DbError> {
    let inboxes = store::inboxes_of(tx, user)?;
    let teams = store::teams_of(tx, user)?;
    let memberships = store::memberships(tx, user)?;
    let mut rights = people::rights_of(tx, user)?;
    let viewers = memberships.into_iter().filter_map(|(account, role)| {
        Some(Viewer {
            account,
            user,
            role: Role::from_number(role)?,
            inboxes: inboxes.iter().filter(|(a, _)| *a == account).map(|(_, i)| *i).collect(),
            teams: teams.iter().filter(|(a, _)| *a == account).map(|(_, t)| *t).collect(),
            rights: rights.remove(&account).unwrap_or_default().into(),
        })
    });
    Ok(viewers.collect())
}

fn fits(row: &SessionRow, via: &Via) -> bool {
    match via {
        Via::Cookie(_) => row.kind == SessionKind::Cookie,
        Via::Devise { client, .. } => row.kind == SessionKind::Devise && row.client == *client,
        Via::AccessToken(_) => false,
    }
}

fn end_of(row: &SessionRow) -> Micros {
    row.expires_at.min(row.last_used_at.plus_secs(IDLE_SECS))
}

/// Notes that a session was used.
///
/// # Errors
/// What the store says.
pub fn touch(tx: &mut Tx<'_>, id: i64) -> Result<(), DbError> {
    let before = tx.now().plus_secs(-NOTE_SECS);
    store::touch_session(tx, id, before)
}

/// A person's sessions, the last used first.
///
/// # Errors
/// What the store says.
pub fn list(tx: &mut Tx<'_>, user: UserId) -> Result<Vec<SessionRow>, DbError> {
    store::sessions_of(tx, user)
}

/// Ends one session of a person.
///
/// # Errors
/// 404 if it is not theirs; what the store says.
pub fn end_session(tx: &mut Tx<'_>, user: UserId, id: i64) -> Result<(), Problem> {
    if store::delete_session(tx, user, id)? == 0 { Err(Problem::not_found()) } else { Ok(()) }
}

/// Ends a person's sessions, all or all but one.
///
/// # Errors
/// What the store says.
pub fn end_sessions(tx: &mut Tx<'_>, user: UserId, except: Option<i64>) -> Result<(), DbError> {
    store::delete_sessions(tx, user, except).map(|_| ())
}
