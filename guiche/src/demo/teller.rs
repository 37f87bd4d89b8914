//! Tells the story: makes the account and its people, then plays every conversation at its own time.

use std::collections::HashMap;
use std::sync::Arc;

use anyhow::{Context as _, Result, anyhow};
use axum::Router;
use axum::http::Method;
use desk_core::accounts::{NewAccount, create_account};
use desk_core::{Core, DeskPort, Doors, auth, inboxes};
use desk_model::{Role, Viewer};
use kernel_base::{
    AccountId, AccountScope, Clock as _, InboxId, Locale, Micros, Problem, SystemClock, UserId,
};
use kernel_db::Tx;
use plug_channel::InboxConfig;
use plug_feature::{Desk as _, SeedCtx};
use serde_json::json;

use super::caller::Caller;
use super::clock::StoryClock;
use super::scene::Scene;
use super::story::{self, Contact, Shop};

/// Days before the present on which the shop opened its account.
const OPENED_DAYS_AGO: i64 = 320;

/// Fills an empty installation with the shop; answers its account and the inbox of its site. `router` serves the
/// product; `clock` is the one that it reads.
///
/// # Errors
/// When the product refuses what the story does.
pub(crate) async fn tell(core: &Arc<Core>, router: Router, clock: &StoryClock) -> Result<(i64, i64)> {
    let now = SystemClock.now();
    let shop = story::shop()?;
    clock.set(now.plus_secs(-86_400 * OPENED_DAYS_AGO));
    let told = Stage::build(core, &Caller::new(router), &shop).await;
    let told = match told {
        Ok(stage) => stage.play(clock, now).await.map(|()| (stage.account, stage.site)),
        Err(e) => Err(e),
    };
    clock.release();
    told
}

/// Someone who works in the shop.
pub(super) struct Worker {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) calls: Caller,
}

/// The shop, furnished.
pub(super) struct Stage<'a> {
    core: &'a Arc<Core>,
    pub(super) visitors: Doors,
    account: i64,
    pub(super) workers: HashMap<String, Worker>,
    chief: String,
    pub(super) teams: HashMap<String, i64>,
    pub(super) inboxes: HashMap<String, InboxConfig>,
    pub(super) contacts: HashMap<String, Contact>,
    greetings: Vec<(i64, String)>,
    /// The first inbox: the one on the shop's page.
    site: i64,
}

impl<'a> Stage<'a> {
    async fn build(core: &'a Arc<Core>, nobody: &Caller, shop: &Shop) -> Result<Self> {
        let chief = shop.people.first().context("the shop has nobody")?;
        let (account, token) = open_account(core, shop).await?;
        let mut stage = Stage {
            core,
            visitors: Doors(Arc::clone(core)),
            account,
            workers: HashMap::new(),
            chief: chief.key.clone(),
            teams: HashMap::new(),
            inboxes: HashMap::new(),
            contacts: story::contacts()?.into_iter().map(|c| (c.key.clone(), c)).collect(),
            greetings: Vec::new(),
            site: 0,
        };
        stage.hire(nobody, shop, &token).await?;
        stage.open_inboxes(shop).await?;
        stage.form_teams(shop).await?;
        Ok(stage)
    }

    pub(super) fn path(&self, rest: &str) -> String {
        format!("/api/v1/accounts/{}/{rest}", self.account)
    }

    pub(super) fn worker(&self, key: &str) -> Result<&Worker> {
        self.workers.get(key).with_context(|| format!("nobody is called {key}"))
    }

    pub(super) fn chief(&self) -> Result<&Worker> {
        self.worker(&self.chief)
    }

    /// Invites everybody, and has them accept with the password that the sign-in page shows.
    async fn hire(&mut self, nobody: &Caller, shop: &Shop, token: &str) -> Result<()> {
        let chief = nobody.with_token(token);
        for person in &shop.people {
            if person.key != self.chief {
                let asked = json!({ "name": person.name, "email": person.email, "role": person.role });
                let invited = chief.call(Method::POST, &self.path("agents"), &asked).await?;
                let link = invited["invitation_url"].as_str().context("an invitation has a link")?;
                let token = link.rsplit('/').next().unwrap_or_default();
                let accepted = json!({ "name": person.name, "password": shop.password });
                nobody.call(Method::POST, &format!("/api/v1/invitations/{token}"), &accepted).await?;
            }
            let who = json!({ "email": person.email, "password": shop.password });
            let signed = nobody.call(Method::POST, "/auth/sign_in", &who).await?;
            let token = signed["data"]["access_token"].as_str().context("a person has a token")?;
            let id = signed["data"]["id"].as_i64().context("a person has an id")?;
            let worker = Worker { id, name: person.name.clone(), calls: nobody.with_token(token) };
            self.workers.insert(person.key.clone(), worker);
        }
        Ok(())
    }

    async fn open_inboxes(&mut self, shop: &Shop) -> Result<()> {
        let everybody: Vec<i64> = self.workers.values().map(|w| w.id).collect();
        for inbox in &shop.inboxes {
            let asked = json!({ "name": inbox.name, "channel": inbox.channel });
            let chief = &self.chief()?.calls;
            let made = chief.call(Method::POST, &self.path("inboxes"), &asked).await?;
            let id = made["id"].as_i64().context("an inbox has an id")?;
            let members = json!({ "inbox_id": id, "user_ids": everybody });
            chief.call(Method::POST, &self.path("inbox_members"), &members).await?;
            if self.site == 0 {
                self.site = id;
            }
            let config = config_of(self.core, self.account, id).await?;
            self.inboxes.insert(inbox.key.clone(), config);
            if let Some(greeting) = &inbox.greeting {
                self.greetings.push((id, greeting.clone()));
            }
        }
        Ok(())
    }

    async fn form_teams(&mut self, shop: &Shop) -> Result<()> {
        for team in &shop.teams {
            let asked = json!({ "name": team.name, "description": team.description });
            let chief = &self.chief()?.calls;
            let made = chief.call(Method::POST, &self.path("teams"), &asked).await?;
            let id = made["id"].as_i64().context("a team has an id")?;
            let members = shop.people.iter().filter(|p| p.teams.contains(&team.key));
            let members: Vec<i64> = members.filter_map(|p| Some(self.workers.get(&p.key)?.id)).collect();
            let path = self.path(&format!("teams/{id}/team_members"));
            chief.call(Method::POST, &path, &json!({ "user_ids": members })).await?;
            self.teams.insert(team.key.clone(), id);
        }
        Ok(())
    }

    async fn play(&self, clock: &StoryClock, now: Micros) -> Result<()> {
        let mut about = Vec::new();
        for (begins, conversation) in story::conversations(now)? {
            let played = Scene::new(self, clock, now, begins).play(&conversation).await;
            let number = played.with_context(|| format!("what {} wrote", conversation.contact))?;
            about.push((number, conversation.about));
        }
        clock.set(now);
        let chief = self.chief()?;
        for (inbox, greeting) in &self.greetings {
            let asked = json!({ "greeting_enabled": true, "greeting_message": greeting });
            chief.calls.call(Method::PATCH, &self.path(&format!("inboxes/{inbox}")), &asked).await?;
        }
        self.furnish_features(about).await
    }
}

impl Stage<'_> {
    /// Lets each feature fill what it keeps of the conversations, by what the story says they are about.
    async fn furnish_features(&self, about: Vec<(i64, Vec<String>)>) -> Result<()> {
        let mut users: Vec<i64> = self.workers.values().map(|w| w.id).collect();
        users.sort_unstable();
        let chief = Viewer::preset(AccountId(self.account), UserId(self.chief()?.id), Role::Administrator);
        let desk = DeskPort(Arc::clone(self.core));
        let fill = move |tx: &mut Tx<'_>| -> Result<(), Problem> {
            let mut conversations = Vec::new();
            let mut contacts = Vec::new();
            for (number, words) in &about {
                let found = desk.conversation(tx, &chief, *number)?;
                conversations.push((found.id.0, words.clone()));
                contacts.push(found.contact.0);
            }
            contacts.sort_unstable();
            contacts.dedup();
            let ctx = SeedCtx {
                scope: chief.scope(),
                conversations: &conversations,
                contacts: &contacts,
                users: &users,
            };
            desk.0.registry.features.iter().filter_map(|f| f.seed).try_for_each(|seed| seed(tx, &ctx))
        };
        self.core.store.write(fill).await.map_err(said)
    }
}

pub(super) fn said(problem: Problem) -> anyhow::Error {
    anyhow!(problem)
}

/// Makes the account with its administrator; answers its id and the administrator's access token.
async fn open_account(core: &Arc<Core>, shop: &Shop) -> Result<(i64, String)> {
    let chief = shop.people.first().context("the shop has nobody")?;
    let new = NewAccount {
        account: shop.account.clone(),
        name: chief.name.clone(),
        email: chief.email.clone(),
        password_hash: core.passwords.hash(&shop.password).await.map_err(said)?,
        locale: Locale::parse(&shop.locale).unwrap_or_default(),
        only_first: true,
    };
    let inside = Arc::clone(core);
    let made = core.store.write(move |tx| -> Result<_, Problem> {
        let made = create_account(tx, &inside.registry, &new)?;
        let token = auth::access_token(tx, &inside.sealer, &*inside.rng, made.user)?;
        Ok((made.account.0, token))
    });
    made.await.map_err(said)
}

async fn config_of(core: &Arc<Core>, account: i64, inbox: i64) -> Result<InboxConfig> {
    let inside = Arc::clone(core);
    let scope = AccountScope::new(AccountId(account));
    let read = core.store.read(move |tx| inboxes::config(tx, &inside.sealer, &scope, InboxId(inbox)));
    read.await.map_err(said)
}
