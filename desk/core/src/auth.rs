//! How people prove who they are: passwords, sessions, access tokens, links that work once, and limits on tries.

mod password;
mod sessions;
mod sign_in;
mod store;
mod tokens;
mod tries;

pub use password::{Passwords, check_password};
pub use sessions::{
    Issued, NewSession, SessionKind, SessionRow, Via, WhoCalls, end_session, end_sessions, list, look_up,
    touch,
};
pub use sign_in::{SignIn, begin_session};
pub use tokens::{Link, accept_link, access_token, make_link, open_link, reset_access_token};
pub use tries::{SignInLimits, Tries};
