//! People and accounts as JSON, where more than the wire's plain objects is needed.

use desk_core::Core;
use desk_core::auth::access_token;
use desk_core::live::user_token;
use desk_core::people::{Membership, Person, memberships, person};
use desk_model::{Permission, Role, permissions};
use kernel_base::{AccountId, Micros, Problem, UserId};
use kernel_blob::Variant;
use kernel_db::Tx;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// A member for the wire.
pub(crate) fn wire_person(core: &Core, member: &Membership, person: &Person) -> desk_wire::Person {
    desk_wire::Person {
        id: person.id,
        name: person.name.clone(),
        display_name: person.display_name.clone(),
        email: person.email.clone(),
        avatar_url: avatar_url(core, person.avatar_key.as_deref()),
        role: member.role,
        availability: availability(core, member),
        auto_offline: member.auto_offline,
        confirmed: person.confirmed,
    }
}

/// Where a picture is found, without signing in: pages of customers show it too.
pub(crate) fn avatar_url(core: &Core, key: Option<&str>) -> Option<String> {
    let path = core.blobs.links().path(key?, "avatar.png", Variant::Thumbnail, core.clock.now());
    Some(format!("{}{path}", core.public_url))
}

/// How a member is to be reached now.
pub(crate) fn availability(core: &Core, m: &Membership) -> &'static str {
    core.live.availability(m.account, m.user, m.availability.wire(), m.auto_offline)
}

/// The signed-in person, as `profile` and `auth` show them.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UserJson {
    /// Row id.
    id: i64,
    /// The person's own access token.
    access_token: String,
    /// The account they worked in last.
    account_id: Option<i64>,
    /// The name customers see.
    available_name: String,
    /// Address of the picture, empty without one.
    avatar_url: String,
    /// Whether they have accepted an invitation.
    confirmed: bool,
    /// What customers see instead of the name.
    display_name: Option<String>,
    /// What is put below their messages.
    message_signature: Option<String>,
    /// E-mail.
    email: String,
    /// Always null: no identity provider is asked.
    hmac_identifier: Option<String>,
    /// Who invited them into that account.
    inviter_id: Option<i64>,
    /// Full name.
    name: String,
    /// Always `email`.
    provider: &'static str,
    /// Opens the socket.
    pubsub_token: String,
    /// Role in that account.
    role: Option<String>,
    /// The language they chose, null without one.
    locale: Option<&'static str>,
    /// What the interface keeps for them.
    ui_settings: Value,
    /// The e-mail again.
    uid: String,
    /// Always null.
    #[serde(rename = "type")]
    kind: Option<String>,
    /// Always empty.
    custom_attributes: Value,
    /// Their accounts.
    accounts: Vec<UserAccount>,
}

impl UserJson {
    /// The e-mail.
    pub(crate) fn email(&self) -> &str {
        &self.email
    }
}

/// An account of the signed-in person.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UserAccount {
    /// Row id.
    id: i64,
    /// Name.
    name: String,
    /// Always `active`.
    status: &'static str,
    /// When they last worked in it.
    active_at: Option<String>,
    /// `agent` or `administrator`.
    role: &'static str,
    /// Names of what they may do.
    permissions: Vec<String>,
    /// What they set themselves to.
    availability: &'static str,
    /// How they are to be reached now.
    availability_status: &'static str,
    /// Whether they count as offline while no window is open.
    auto_offline: bool,
    /// Always null: roles of one's own come later.
    custom_role_id: Option<i64>,
    /// Always null.
    custom_role: Option<Value>,
    /// The account's language.
    locale: String,
}

/// The signed-in person with their accounts. `tx` must be able to write: the access token may have to be made.
pub(crate) fn user(tx: &mut Tx<'_>, core: &Core, id: UserId) -> Result<UserJson, Problem> {
    let person = person(tx, id)?;
    let memberships = memberships(tx, id)?;
    let token = access_token(tx, &core.sealer, &*core.rng, id)?;
    let active = memberships.iter().max_by_key(|m| (m.active_at, std::cmp::Reverse(m.account)));
    Ok(UserJson {
        id: id.0,
        access_token: token,
        account_id: active.map(|m| m.account.0),
        available_name: person.available_name().to_owned(),
        avatar_url: avatar_url(core, person.avatar_key.as_deref()).unwrap_or_default(),
        confirmed: person.confirmed,
        display_name: person.display_name.clone(),
        message_signature: person.message_signature.clone(),
        email: person.email.clone(),
        hmac_identifier: None,
        inviter_id: active.and_then(|m| m.inviter).map(|i| i.0),
        name: person.name.clone(),
        provider: "email",
        pubsub_token: user_token(&core.sealer, id),
        role: active.map(|m| m.role.wire().to_owned()),
        locale: person.locale.map(kernel_base::Locale::tag),
        ui_settings: person.ui_settings.clone(),
        uid: person.email.clone(),
        kind: None,
        custom_attributes: Value::Object(serde_json::Map::new()),
        accounts: memberships.iter().map(|m| user_account(core, m)).collect(),
    })
}

fn user_account(core: &Core, m: &Membership) -> UserAccount {
    UserAccount {
        id: m.account.0,
        name: m.account_name.clone(),
        status: "active",
        active_at: m.active_at.and_then(Micros::iso),
        role: m.role.wire(),
        permissions: permissions_of(core, m.role),
        availability: m.availability.wire(),
        availability_status: availability(core, m),
        auto_offline: m.auto_offline,
        custom_role_id: None,
        custom_role: None,
        locale: m.account_locale.clone(),
    }
}

/// Names of what a role may do. Chatwoot's two names stand first: its clients look for them.
fn permissions_of(core: &Core, role: Role) -> Vec<String> {
    let own = permissions::ALL.iter();
    let all = own.chain(core.registry.features.iter().flat_map(|f: &&plug_feature::Feature| f.permissions));
    let names = all.filter(|p: &&Permission| p.granted_to(role)).map(|p| p.name.to_owned());
    std::iter::once(role.wire().to_owned()).chain(names).collect()
}

/// All members of an account, for answers that list some of them.
pub(crate) fn agents(
    tx: &mut Tx<'_>,
    core: &Core,
    account: AccountId,
    only: Option<&[UserId]>,
) -> Result<Vec<desk_wire::Agent>, Problem> {
    let scope = kernel_base::AccountScope::new(account);
    let members = desk_core::people::members(tx, &scope)?;
    let wanted = members.iter().filter(|(m, _)| only.is_none_or(|ids| ids.contains(&m.user)));
    Ok(wanted.map(|(m, p)| desk_wire::agent(account, &wire_person(core, m, p))).collect())
}
