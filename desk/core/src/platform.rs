//! Applications of the platform: programs of the operator that make accounts and people, and touch only what they
//! made.

mod accounts;
mod apps;
mod store;
mod users;

pub use accounts::{
    AccountForm, PlatformAccount, account, account_users, accounts, add_user, change_account, close_account,
    create_account, erase_account, remove_user,
};
pub use apps::{App, Object, all_made, app_by_token, create_app, made, may, unmade};
pub use users::{NewPerson, change_user, create_user, delete_user, sign_in_link, token};
