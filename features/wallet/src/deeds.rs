//! Giving customers to someone, as bulk, macros and rules do it.

use desk_model::Viewer;
use desk_model::conditions::Subject;
use kernel_base::{Problem, UserId};
use kernel_db::Tx;
use plug_feature::{Acted, Action, Deed, Desk};
use serde_json::{Value, json};

use crate::api::give;

/// What this feature does.
pub(crate) const ACTIONS: &[Action] = &[
    Action { name: SET, about: Subject::Contact, check, run: set },
    Action { name: SET, about: Subject::Conversation, check, run: set },
];
/// With a user's row id, or nothing for nobody.
const SET: &str = "set_wallet_owner";

fn wanted(params: &[Value]) -> Result<Option<UserId>, Problem> {
    match params {
        [] | [Value::Null] => Ok(None),
        [one] => one
            .as_i64()
            .map(|id| Some(UserId(id)))
            .ok_or_else(|| Problem::field("user_id", "error.wrong_type")),
        _ => Err(Problem::field("user_id", "error.wrong_type")),
    }
}

fn check(params: &[Value]) -> Result<(), Problem> {
    wanted(params).map(|_| ())
}

fn set(
    tx: &mut Tx<'_>,
    desk: &dyn Desk,
    viewer: &Viewer,
    what: &Acted,
    params: &[Value],
) -> Result<Option<Deed>, Problem> {
    let contact = match what {
        Acted::Contact(id) => *id,
        Acted::Conversation(c) => c.contact,
    };
    let before = give(tx, desk, viewer, contact, wanted(params)?)?;
    Ok(before.map(|was| Deed::new(SET, vec![json!(was.map(|u| u.0))])))
}
