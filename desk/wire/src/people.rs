//! Members of the account and teams.

use desk_model::Role;
use kernel_base::{AccountId, TeamId, UserId};
use serde::Serialize;
use utoipa::ToSchema;

/// What is known of a member when their JSON is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The user.
    pub id: UserId,
    /// Full name.
    pub name: String,
    /// The name shown to customers, if other.
    pub display_name: Option<String>,
    /// E-mail.
    pub email: String,
    /// Address of the picture.
    pub avatar_url: Option<String>,
    /// Role in the account; an agent's for someone who left.
    pub role: Role,
    /// The custom role they have, if any.
    pub custom_role: Option<i64>,
    /// `online`, `busy` or `offline`, as it is now.
    pub availability: &'static str,
    /// Whether they go offline with their last connection.
    pub auto_offline: bool,
    /// Whether the invitation was taken.
    pub confirmed: bool,
}

impl Person {
    /// The name customers see.
    #[must_use]
    pub fn available_name(&self) -> &str {
        self.display_name.as_deref().filter(|n| !n.is_empty()).unwrap_or(&self.name)
    }
}

/// A member of the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Agent {
    /// The user's id.
    pub id: i64,
    /// Account.
    pub account_id: i64,
    /// `online`, `busy` or `offline`.
    pub availability_status: String,
    /// Whether they go offline with their last connection.
    pub auto_offline: bool,
    /// Whether the invitation was taken.
    pub confirmed: bool,
    /// E-mail.
    pub email: String,
    /// Always `email`.
    pub provider: &'static str,
    /// The name customers see.
    pub available_name: String,
    /// Full name.
    pub name: String,
    /// `agent` or `administrator`.
    pub role: String,
    /// Address of the picture, empty without one.
    pub thumbnail: String,
    /// The custom role they have, if any.
    pub custom_role_id: Option<i64>,
}

/// A member as `agents` lists them.
#[must_use]
pub fn agent(account: AccountId, person: &Person) -> Agent {
    Agent {
        id: person.id.0,
        account_id: account.0,
        availability_status: person.availability.to_owned(),
        auto_offline: person.auto_offline,
        confirmed: person.confirmed,
        email: person.email.clone(),
        provider: "email",
        available_name: person.available_name().to_owned(),
        name: person.name.clone(),
        role: person.role.wire().to_owned(),
        thumbnail: person.avatar_url.clone().unwrap_or_default(),
        custom_role_id: person.custom_role,
    }
}

/// A member as the writer of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct UserSender {
    /// The user's id.
    pub id: i64,
    /// The name customers see.
    pub name: String,
    /// The same again, for older clients.
    pub available_name: String,
    /// Address of the picture, empty without one.
    pub avatar_url: String,
    /// Always `user`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// `online`, `busy` or `offline`.
    pub availability_status: String,
    /// Address of the picture, empty without one.
    pub thumbnail: String,
}

/// A member as the writer of a message.
#[must_use]
pub fn user_sender(person: &Person) -> UserSender {
    let picture = person.avatar_url.clone().unwrap_or_default();
    UserSender {
        id: person.id.0,
        name: person.available_name().to_owned(),
        available_name: person.available_name().to_owned(),
        avatar_url: picture.clone(),
        kind: "user",
        availability_status: person.availability.to_owned(),
        thumbnail: picture,
    }
}

/// A team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TeamJson {
    /// Its id.
    pub id: i64,
    /// Name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Whether it gives conversations out by itself.
    pub allow_auto_assign: bool,
    /// Account.
    pub account_id: i64,
    /// Whether the caller belongs to it.
    pub is_member: bool,
}

/// A team as the caller sees it.
#[must_use]
pub fn team(
    account: AccountId,
    id: TeamId,
    name: &str,
    description: Option<&str>,
    auto: bool,
    member: bool,
) -> TeamJson {
    TeamJson {
        id: id.0,
        name: name.to_owned(),
        description: description.map(str::to_owned),
        allow_auto_assign: auto,
        account_id: account.0,
        is_member: member,
    }
}
