//! The applications and what they may touch.

use kernel_base::{Kind, Problem, Rng, token};
use kernel_db::Tx;

use super::store;
use crate::people::check_name;
use crate::seal::token_hash;

/// Characters of an application's token.
const TOKEN_LEN: usize = 32;

/// An application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct App(pub i64);

/// Something an application made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Object {
    /// An account.
    Account(i64),
    /// A person.
    User(i64),
    /// Something of a feature: what it calls the kind, and its row id.
    Of(&'static str, i64),
}

impl Object {
    pub(super) const fn parts(self) -> (&'static str, i64) {
        match self {
            Self::Account(id) => ("Account", id),
            Self::User(id) => ("User", id),
            Self::Of(kind, id) => (kind, id),
        }
    }
}

/// Makes an application; answers its id and its token, which is known only now.
///
/// # Errors
/// 422 for a wrong name.
pub fn create_app(tx: &mut Tx<'_>, rng: &dyn Rng, name: &str) -> Result<(i64, String), Problem> {
    let name = check_name("name", name, 100)?;
    let token = token(rng, TOKEN_LEN);
    Ok((store::insert_app(tx, &name, &token_hash(&token))?, token))
}

/// The application with this token.
///
/// # Errors
/// 401 when there is none.
pub fn app_by_token(tx: &mut Tx<'_>, token: &str) -> Result<App, Problem> {
    store::app_by_hash(tx, &token_hash(token))?.map(App).ok_or_else(Problem::unauthenticated)
}

/// Checks that the application made this.
///
/// # Errors
/// 401 otherwise, the same whether it exists or not.
pub fn may(tx: &mut Tx<'_>, app: App, object: Object) -> Result<(), Problem> {
    let (kind, id) = object.parts();
    if store::has_object(tx, app.0, kind, id)? {
        return Ok(());
    }
    Err(Problem::new(Kind::Unauthenticated, "error.not_permissible"))
}

/// Notes that the application made this.
///
/// # Errors
/// What the store says.
pub fn made(tx: &mut Tx<'_>, app: App, object: Object) -> Result<(), Problem> {
    Ok(store::insert_object(tx, app.0, object.parts())?)
}

/// Forgets that anyone made this: it is gone.
///
/// # Errors
/// What the store says.
pub fn unmade(tx: &mut Tx<'_>, object: Object) -> Result<(), Problem> {
    Ok(store::delete_object(tx, object.parts())?)
}

/// Row ids of all of a kind that the application made, ascending.
///
/// # Errors
/// What the store says.
pub fn all_made(tx: &mut Tx<'_>, app: App, kind: &str) -> Result<Vec<i64>, Problem> {
    Ok(store::objects(tx, app.0, kind)?)
}
