//! How people prove who they are: passwords, sessions, access tokens, links that work once, providers that
//! vouch for them, and limits on tries.

mod factor;
mod password;
mod recover;
mod sessions;
mod sign_in;
mod store;
mod tokens;
mod totp;
mod tries;
mod vouched;

pub use factor::{
    Factor, Proof, begin_factor, end_factor, factor, factor_token, has_factor, open_factor_token,
    prove_factor, renew_codes, start_factor,
};
pub use password::{Passwords, check_password};
pub use recover::{ask_password, choose_password, confirm_email, move_address, resend};
pub use sessions::{
    Issued, NewSession, SessionKind, SessionRow, Via, WhoCalls, end_session, end_sessions, list, look_up,
    look_up_bot, touch,
};
pub use sign_in::{SignIn, begin_session, told};
pub use tokens::{
    Link, accept_address, accept_link, access_token, make_address_link, make_link, open_link,
    pending_address, reset_access_token, void_links,
};
pub(crate) use tokens::{bring_access_token, make_welcome_link};
pub use tries::{SignInLimits, Tries};
pub use vouched::{Met, Vouched, meet};
