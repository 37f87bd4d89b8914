//! Accounts, people and inboxes, made in a line.

use std::sync::Arc;

use desk_core::accounts::{NewAccount, create_account};
use desk_core::auth::access_token;
use desk_core::people::{Invitation, accept, invite};
use desk_model::{Role, Viewer};
use kernel_base::{AccountId, Locale, UserId};
use serde_json::{Value, json};

use crate::{Client, TestApp};

/// Everyone's password.
pub const PASSWORD: &str = "uma senha de teste";

/// A person of an account.
#[derive(Clone, Debug)]
pub struct Member {
    /// Row id.
    pub id: i64,
    /// E-mail.
    pub email: String,
    /// Access token.
    pub token: String,
    /// A client with that token.
    pub client: Client,
}

/// An account with its administrator.
#[derive(Clone, Debug)]
pub struct Account {
    /// Row id.
    pub id: i64,
    /// The administrator.
    pub admin: Member,
}

/// An inbox.
#[derive(Clone, Debug)]
pub struct Inbox {
    /// Row id.
    pub id: i64,
    /// As the API showed it when it was made.
    pub json: Value,
}

impl TestApp {
    /// An account named `name` with the administrator `admin@{name}.example`.
    pub async fn account(&self, name: &str) -> Account {
        let host = kernel_base::fold(name).replace(' ', "-");
        let email = format!("admin@{host}.example");
        let new = NewAccount {
            account: name.to_owned(),
            name: format!("Admin {name}"),
            email: email.clone(),
            password_hash: self.hash.clone(),
            locale: Locale::PtBr,
            only_first: false,
        };
        let core = Arc::clone(&self.core);
        let made = self.core.store.write(move |tx| create_account(tx, &core.registry, &new)).await.unwrap();
        Account { id: made.account.0, admin: self.known(made.user, email).await }
    }

    /// A member of `account` who has accepted, named `name`.
    pub async fn member(&self, account: &Account, name: &str, role: Role) -> Member {
        let email = format!("{}@conta{}.example", kernel_base::fold(name).replace(' ', "."), account.id);
        let by = Viewer::preset(AccountId(account.id), UserId(account.admin.id), Role::Administrator);
        let new = Invitation { name: Some(name.to_owned()), email: email.clone(), role };
        let (core, hash) = (Arc::clone(&self.core), self.hash.clone());
        let name = name.to_owned();
        let person = self
            .core
            .store
            .write(move |tx| {
                let invited = invite(tx, &core, &by, &new)?;
                accept(tx, &invited.token, Some((&name, &hash)))
            })
            .await;
        self.known(person.unwrap().id, email).await
    }

    /// An agent of `account`.
    pub async fn agent(&self, account: &Account, name: &str) -> Member {
        self.member(account, name, Role::Agent).await
    }

    async fn known(&self, user: UserId, email: String) -> Member {
        let core = Arc::clone(&self.core);
        let token = self.core.store.write(move |tx| access_token(tx, &core.sealer, &*core.rng, user));
        let token = token.await.unwrap();
        let client = self.anonymous().token(&token);
        Member { id: user.0, email, token, client }
    }
}

impl Account {
    /// The path of something of this account: `account.path("/agents")`.
    #[must_use]
    pub fn path(&self, rest: &str) -> String {
        format!("/api/v1/accounts/{}{rest}", self.id)
    }

    /// An inbox of the channel that is made by this `type`.
    pub async fn inbox(&self, name: &str, kind: &str) -> Inbox {
        let body = json!({ "name": name, "channel": { "type": kind } });
        let json = self.admin.client.post(&self.path("/inboxes"), body).await.ok();
        Inbox { id: json["id"].as_i64().unwrap(), json }
    }

    /// Lets `members` answer in `inbox`.
    pub async fn join(&self, inbox: &Inbox, members: &[&Member]) {
        let ids: Vec<i64> = members.iter().map(|m| m.id).collect();
        let body = json!({ "inbox_id": inbox.id, "user_ids": ids });
        self.admin.client.post(&self.path("/inbox_members"), body).await.ok();
    }
}
