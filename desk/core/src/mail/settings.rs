//! The mail server of an account, and which server a letter goes through.
//!
//! The operator's server, where there is one, sends everything. Else an account's own server sends its letters, and
//! letters between a person and the product only where nobody else could be harmed by it: to a person who belongs to
//! this account alone, or in an installation with one account. Otherwise the administrator of one account could read
//! the password links of another's people.

use desk_model::Viewer;
use kernel_base::{AccountId, AccountScope, Kind, Micros, Problem, fold};
use kernel_db::{DeadJob, Tx};
use kernel_mail::{Reach, Security, Server, is_address};
use plug_feature::LETTER_JOB;

use super::Post;
use super::store::{self, Row};
use crate::Core;
use crate::people::check_name;

/// Letters that could not be sent are shown at most so many.
const FAILED_MAX: i64 = 20;

/// What an account's page of system mail shows. Never a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailSettings {
    /// Whether the operator set the server up, for everyone: then nothing can be changed here.
    pub fixed: bool,
    /// The server, if there is one; of the operator's only the sender is told.
    pub server: Option<Server>,
    /// Whether a password is stored.
    pub has_password: bool,
    /// When a test letter was last taken.
    pub tested_at: Option<Micros>,
}

/// What an administrator typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailForm {
    /// Name or address of the server.
    pub host: String,
    /// Port.
    pub port: i64,
    /// `none`, `starttls` or `tls`.
    pub security: String,
    /// User, where the server asks for one.
    pub username: String,
    /// Password; `None` keeps the stored one.
    pub password: Option<String>,
    /// The address letters come from.
    pub from_address: String,
    /// The name letters come from.
    pub from_name: String,
}

fn place(scope: &AccountScope) -> String {
    format!("mail_settings.password_sealed/{}", scope.id())
}

/// The account's settings.
///
/// # Errors
/// What the store says.
pub fn read(tx: &mut Tx<'_>, core: &Core, scope: &AccountScope) -> Result<MailSettings, Problem> {
    if let Some(fixed) = &core.mail.fixed {
        let server = Some(Server::clone(fixed));
        return Ok(MailSettings { fixed: true, server, has_password: false, tested_at: None });
    }
    let row = store::read(tx, scope)?;
    let (has_password, tested_at) =
        row.as_ref().map_or((false, None), |r| (r.password_sealed.is_some(), r.tested_at));
    let server = row.map(|r| server_of(core, scope, r)).transpose()?;
    Ok(MailSettings { fixed: false, server, has_password, tested_at })
}

/// The server that `form` describes, with the stored password where it brings none.
///
/// # Errors
/// 422 for a wrong field; 409 where the operator set the server up.
pub(super) fn typed(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    form: &MailForm,
) -> Result<Server, Problem> {
    if core.mail.fixed.is_some() {
        return Err(Problem::new(Kind::Conflict, "error.mail_fixed"));
    }
    let host = form.host.trim();
    let sound = |c: char| c.is_ascii_alphanumeric() || ".-:".contains(c);
    if host.is_empty() {
        return Err(Problem::field("host", "error.required"));
    }
    if host.len() > 253 || !host.chars().all(sound) {
        return Err(Problem::field("host", "error.wrong_value"));
    }
    let port = u16::try_from(form.port).ok().filter(|p| *p > 0);
    let port = port.ok_or_else(|| Problem::field("port", "error.wrong_value"))?;
    let security = Security::from_name(&form.security);
    let security = security.ok_or_else(|| Problem::field("security", "error.wrong_value"))?;
    let from = form.from_address.trim();
    if from.is_empty() {
        return Err(Problem::field("from_address", "error.required"));
    }
    if !is_address(from) {
        return Err(Problem::field("from_address", "error.email"));
    }
    let name = form.from_name.trim();
    let from_name = if name.is_empty() { None } else { Some(check_name("from_name", name, 100)?) };
    let user = form.username.trim();
    let login = if user.is_empty() {
        None
    } else {
        let user = check_name("username", user, 254)?;
        Some((user, password(tx, core, scope, form)?))
    };
    Ok(Server { host: host.to_owned(), port, security, login, from: from.to_owned(), from_name })
}

/// The password typed, else the stored one. The stored one is never carried to another server.
fn password(tx: &mut Tx<'_>, core: &Core, scope: &AccountScope, form: &MailForm) -> Result<String, Problem> {
    if let Some(typed) = form.password.as_deref().filter(|p| !p.is_empty()) {
        if typed.len() > 1000 {
            return Err(Problem::field("password", "error.too_long").with("max", "1000"));
        }
        return Ok(typed.to_owned());
    }
    let kept = store::read(tx, scope)?.filter(|r| r.host == form.host.trim());
    match kept.and_then(|r| r.password_sealed) {
        Some(sealed) => core.sealer.open_sealed(&place(scope), &sealed),
        None => Err(Problem::field("password", "error.required")),
    }
}

/// Stores the account's server.
///
/// # Errors
/// As [`typed`].
pub fn save(tx: &mut Tx<'_>, core: &Core, by: &Viewer, form: &MailForm) -> Result<MailSettings, Problem> {
    let scope = by.scope();
    let server = typed(tx, core, &scope, form)?;
    let before = store::read(tx, &scope)?.map(|r| (r.tested_at, server_of(core, &scope, r)));
    // A test counts for the settings it was made with.
    let tested_at = before.and_then(|(at, old)| at.filter(|_| old.is_ok_and(|o| o == server)));
    let (username, password_sealed) = match &server.login {
        Some((user, password)) => {
            (Some(user.clone()), Some(core.sealer.seal(&*core.rng, &place(&scope), password)?))
        }
        None => (None, None),
    };
    let row = Row {
        host: server.host,
        port: i64::from(server.port),
        security: server.security.name().to_owned(),
        username,
        password_sealed,
        from_address: server.from,
        from_name: server.from_name,
        tested_at,
    };
    store::write(tx, &scope, &row)?;
    read(tx, core, &scope)
}

/// Forgets the account's server.
///
/// # Errors
/// 409 where the operator set the server up.
pub fn clear(tx: &mut Tx<'_>, core: &Core, by: &Viewer) -> Result<(), Problem> {
    if core.mail.fixed.is_some() {
        return Err(Problem::new(Kind::Conflict, "error.mail_fixed"));
    }
    Ok(store::delete(tx, &by.scope())?)
}

/// Notes that a test letter was taken with the stored settings.
///
/// # Errors
/// What the store says.
pub fn tested(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<(), Problem> {
    Ok(store::set_tested(tx, scope)?)
}

/// Letters of the account that were given up, newest first: to whom, when, and why in the server's words.
///
/// # Errors
/// What the store says.
pub fn failed(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
) -> Result<Vec<(DeadJob, Option<Post>)>, Problem> {
    let dead = tx.dead_jobs(Some(scope.account()), None, FAILED_MAX * 5)?;
    let letters = dead.into_iter().filter(|d| d.job.kind == LETTER_JOB).take(FAILED_MAX as usize);
    Ok(letters
        .map(|dead| {
            let post = Post::open(core, dead.job.account, &dead.job.data).map(|(_, post)| post);
            (dead, post)
        })
        .collect())
}

/// Whether letters between people and the product can be sent at all, as far as is known before it is known to whom.
///
/// # Errors
/// What the store says.
pub fn can_send(tx: &mut Tx<'_>, core: &Core) -> Result<bool, Problem> {
    Ok(server_for(tx, core, None, "")?.is_some())
}

/// The server a letter of `account` to `to` goes through, and how far it may be dialled.
pub(super) fn server_for(
    tx: &mut Tx<'_>,
    core: &Core,
    account: Option<AccountId>,
    to: &str,
) -> Result<Option<(Server, Reach)>, Problem> {
    if let Some(fixed) = &core.mail.fixed {
        return Ok(Some((Server::clone(fixed), Reach::Operator)));
    }
    let account = match account {
        Some(account) => Some(account),
        None => match store::only_account(tx)? {
            Some(account) => Some(account),
            None => store::only_account_of(tx, &fold(to))?,
        },
    };
    let Some(scope) = account.map(AccountScope::new) else { return Ok(None) };
    let Some(row) = store::read(tx, &scope)? else { return Ok(None) };
    Ok(Some((server_of(core, &scope, row)?, Reach::Public)))
}

fn server_of(core: &Core, scope: &AccountScope, row: Row) -> Result<Server, Problem> {
    let login = match (row.username, row.password_sealed) {
        (Some(user), Some(sealed)) => Some((user, core.sealer.open_sealed(&place(scope), &sealed)?)),
        _ => None,
    };
    Ok(Server {
        host: row.host,
        port: u16::try_from(row.port).unwrap_or_default(),
        security: Security::from_name(&row.security).unwrap_or_default(),
        login,
        from: row.from_address,
        from_name: row.from_name,
    })
}
