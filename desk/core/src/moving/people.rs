//! People with their places in the account, and teams.

use kernel_base::{Problem, UserId, fold};
use kernel_db::Tx;
use plug_import::{Left, Person, Team};

use super::{Came, Moving, known_since, store};
use crate::auth::{bring_access_token, make_welcome_link};
use crate::people::{check_email, check_name, user_by_email};

const USER: &str = "user";
const TEAM: &str = "team";

/// Somebody who answers customers, or once did. Who is in the installation already keeps their own password and token.
///
/// # Errors
/// What the store says.
pub fn person(tx: &mut Tx<'_>, m: &Moving, p: &Person) -> Result<Came, Problem> {
    if let Some(item) = m.item(tx, USER, p.id)? {
        join(tx, m, p, UserId(item.id))?;
        return Ok(Came::known(item.id));
    }
    let mut left = Vec::new();
    let mut say = |why: &str| left.push(Left::new(USER, p.id, &p.name, why));
    let mail = p.email.as_deref().and_then(|e| check_email("email", e).ok());
    if mail.is_none() && p.member.is_some() {
        say("has no usable e-mail: nobody can sign in as them until an administrator invites them again");
    }
    let mail =
        mail.unwrap_or_else(|| format!("account-{}-user-{}@imported.invalid", m.scope.account(), p.id));
    let name = check_name("name", &p.name, 100).unwrap_or_else(|_| mail.clone());
    let person = Person { name, created_at: known_since(tx, p.created_at), ..p.clone() };
    let user = match user_by_email(tx, &fold(&mail))? {
        Some(there) => {
            say("was in this installation already: their password and token here stay as they are");
            there.id
        }
        None => store::rows::user(tx, &person, &mail, m.keep)?,
    };
    join(tx, m, &person, user)?;
    if let Some(token) = p.access_token.as_deref().filter(|t| !t.is_empty())
        && !bring_access_token(tx, &m.core.sealer, &*m.core.rng, user, token)?
    {
        say("keeps the access token they have here; the old one does not open this installation");
    }
    m.note(tx, USER, p.id, user.0)?;
    Ok(Came::now(user.0, left))
}

fn join(tx: &mut Tx<'_>, m: &Moving, p: &Person, user: UserId) -> Result<(), Problem> {
    if let Some(member) = p.member {
        store::rows::member(tx, &m.scope, user, member, &p.name, p.created_at)?;
    }
    Ok(())
}

/// A team with its members.
///
/// # Errors
/// What the store says.
pub fn team(tx: &mut Tx<'_>, m: &Moving, t: &Team) -> Result<Came, Problem> {
    let (id, came) = match m.item(tx, TEAM, t.id)? {
        Some(item) => (item.id, Came::known(item.id)),
        None => {
            let mut left = Vec::new();
            let wanted = check_name("name", &t.name, 100).unwrap_or_else(|_| format!("#{}", t.id));
            let mut name = wanted.clone();
            for n in 2.. {
                if !store::rows::team_named(tx, &m.scope, &name)? {
                    break;
                }
                name = format!("{wanted} ({n})");
            }
            if name != t.name {
                left.push(Left::new(TEAM, t.id, &t.name, format!("is called {name} here")));
            }
            let id = store::rows::team(tx, &m.scope, t, &name, m.keep)?;
            m.note(tx, TEAM, t.id, id)?;
            (id, Came::now(id, left))
        }
    };
    for old in &t.members {
        let user = m.found(tx, USER, Some(*old))?.map(UserId);
        if let Some(user) = user
            && store::rows::is_member(tx, &m.scope, user)?
        {
            store::rows::team_member(tx, &m.scope, id, user)?;
        }
    }
    Ok(came)
}

/// Links to choose a password with, for members who came without one: e-mail and link, good for three days.
///
/// # Errors
/// What the store says.
pub fn welcome_links(tx: &mut Tx<'_>, m: &Moving) -> Result<Vec<(String, String)>, Problem> {
    let mut links = Vec::new();
    for (user, email) in store::without_password(tx, &m.scope)? {
        let token = make_welcome_link(tx, &*m.core.rng, user)?;
        links.push((email, format!("{}/app/password/{token}", m.core.public_url)));
    }
    Ok(links)
}
