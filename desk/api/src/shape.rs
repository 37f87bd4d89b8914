//! People and accounts as JSON, where more than the wire's plain objects is needed.

use desk_core::Core;
use desk_core::accounts::account;
use desk_core::auth::{access_token, has_factor, pending_address};
use desk_core::live::user_token;
use desk_core::people::{Membership, Person, custom_role, memberships, person};
use desk_model::{Permission, Rights, Visibility, permissions};
use kernel_base::{AccountId, AccountScope, Micros, Problem, UserId};
use kernel_blob::Variant;
use kernel_db::Tx;
use serde::Serialize;
use serde_json::{Value, json};
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
        custom_role: member.custom_role,
        availability: member.shown().wire(),
        auto_offline: member.auto_offline,
        confirmed: person.confirmed,
    }
}

/// Where a picture is found, without signing in: pages of customers show it too.
pub(crate) fn avatar_url(core: &Core, key: Option<&str>) -> Option<String> {
    let path = core.blobs.links().path(key?, "avatar.png", Variant::Thumbnail, core.clock.now());
    Some(format!("{}{path}", core.public_url))
}

/// The signed-in person, as `profile` and `auth` show them.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UserJson {
    /// Row id.
    id: i64,
    /// The person's own access token; empty for our own pages, which ask for it with the password.
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
    /// A new e-mail that waits for its confirmation.
    pending_email: Option<String>,
    /// Whether their second factor is on.
    mfa_enabled: bool,
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

    /// As our own pages are told it: without the access token, which a script could carry away.
    #[must_use]
    pub(crate) fn for_page(mut self, page: bool) -> Self {
        if page {
            self.access_token.clear();
        }
        self
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
    /// The custom role they have, if any.
    custom_role_id: Option<i64>,
    /// That role: `id`, `name` and `permissions`.
    custom_role: Option<Value>,
    /// The account's language.
    locale: String,
    /// Whether it asks for a second factor that the person has not turned on: until then it is closed to them.
    mfa_required: bool,
}

/// The signed-in person with their accounts. `tx` must be able to write: the access token may have to be made.
pub(crate) fn user(tx: &mut Tx<'_>, core: &Core, id: UserId) -> Result<UserJson, Problem> {
    let person = person(tx, id)?;
    let memberships = memberships(tx, id)?;
    let token = access_token(tx, &core.sealer, &*core.rng, id)?;
    let second = has_factor(tx, id)?;
    let locked = if second { Vec::new() } else { locked(tx, &memberships)? };
    let mut accounts = Vec::with_capacity(memberships.len());
    for m in &memberships {
        accounts.push(user_account(tx, core, m, locked.contains(&m.account))?);
    }
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
        pubsub_token: user_token(&core.sealer, id, person.token_epoch),
        role: active.map(|m| m.role.wire().to_owned()),
        locale: person.locale.map(kernel_base::Locale::tag),
        ui_settings: person.ui_settings.clone(),
        pending_email: pending_address(tx, id)?,
        mfa_enabled: second,
        uid: person.email.clone(),
        kind: None,
        custom_attributes: Value::Object(serde_json::Map::new()),
        accounts,
    })
}

/// Those of the accounts that ask for a second factor.
fn locked(tx: &mut Tx<'_>, all: &[Membership]) -> Result<Vec<AccountId>, Problem> {
    let mut out = Vec::new();
    for m in all {
        if account(tx, &AccountScope::new(m.account))?.requires_mfa() {
            out.push(m.account);
        }
    }
    Ok(out)
}

fn user_account(tx: &mut Tx<'_>, core: &Core, m: &Membership, locked: bool) -> Result<UserAccount, Problem> {
    let custom = m.custom_role.map(|id| custom_role(tx, core, m.account, id)).transpose()?;
    Ok(UserAccount {
        id: m.account.0,
        name: m.account_name.clone(),
        status: "active",
        active_at: m.active_at.and_then(Micros::iso),
        role: m.role.wire(),
        permissions: permissions_of(core, m),
        availability: m.availability.wire(),
        availability_status: m.shown().wire(),
        auto_offline: m.auto_offline,
        custom_role_id: m.custom_role,
        custom_role: custom.map(|r| json!({ "id": r.id, "name": r.name, "permissions": r.permissions })),
        locale: m.account_locale.clone(),
        mfa_required: locked,
    })
}

/// Names of what a member may do. Chatwoot's names stand first: its clients look for them.
fn permissions_of(core: &Core, m: &Membership) -> Vec<String> {
    let rights = Rights { granted: m.granted.clone(), ..Rights::default() };
    let has = |p: Permission| rights.include(m.role, p);
    let mut names = vec![m.role.wire().to_owned()];
    if m.custom_role.is_some() {
        names = vec!["custom_role".to_owned()];
        names.extend(chatwoot_names(has, m.visibility).into_iter().map(str::to_owned));
    }
    names.extend(core.registry.permissions().filter(|p| has(*p)).map(|p| p.name.to_owned()));
    names
}

/// What Chatwoot calls those of its permissions that are held.
fn chatwoot_names(has: impl Fn(Permission) -> bool, sees: Option<Visibility>) -> Vec<&'static str> {
    let mut names = Vec::new();
    if has(permissions::CONVERSATION_WRITE) {
        names.push(match sees {
            Some(Visibility::All | Visibility::Ours) => "conversation_manage",
            Some(Visibility::Unassigned) => "conversation_unassigned_manage",
            Some(Visibility::Own) | None => "conversation_participating_manage",
        });
    }
    if has(permissions::CONTACT_WRITE) {
        names.push("contact_manage");
    }
    names
}

/// All members of an account, for answers that list some of them.
pub(crate) fn agents(
    tx: &mut Tx<'_>,
    core: &Core,
    account: AccountId,
    only: Option<&[UserId]>,
) -> Result<Vec<desk_wire::Agent>, Problem> {
    let scope = AccountScope::new(account);
    let members = desk_core::people::members(tx, &scope)?;
    let wanted = members.iter().filter(|(m, _)| only.is_none_or(|ids| ids.contains(&m.user)));
    Ok(wanted.map(|(m, p)| desk_wire::agent(account, &wire_person(core, m, p))).collect())
}
