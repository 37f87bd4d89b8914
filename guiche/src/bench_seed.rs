//! `guiche bench-seed`: an account with as many conversations as asked for, made by bulk, to measure against.

mod store;

use std::sync::Arc;

use anyhow::{Context as _, Result, ensure};
use desk_core::accounts::{NewAccount, create_account, setup_needed};
use desk_core::inboxes::{InboxChanges, create_inbox};
use desk_core::{Core, auth, search};
use desk_model::{Role, Viewer};
use kernel_base::{AccountScope, Clock as _, Locale, Problem, SystemClock, UserId};
use kernel_db::Event;
use serde_json::json;

use crate::config::Config;
use crate::house::{self, said};

/// Conversations of one transaction.
const CHUNK: i64 = 5_000;
/// Agents beside the administrator.
const AGENTS: i64 = 20;
/// Messages of a conversation.
pub(crate) const MESSAGES: i64 = 10;
const EMAIL: &str = "bench@example.com";
const PASSWORD: &str = "Bench#2026";

/// Fills an empty installation and answers how to get in, as JSON.
///
/// # Errors
/// When the installation is in use, or the store refuses.
pub(crate) async fn bench_seed(config: Config, conversations: i64) -> Result<String> {
    let core = house::core(&config, &config.data, Arc::new(SystemClock), config.url(config.listen.port()))?;
    let in_words = |problem: Problem| said(&core, Locale::En, problem);
    let fresh = core.store.read(setup_needed).await.map_err(in_words)?;
    ensure!(fresh, "the installation is in use; bench-seed fills an empty one");
    let (viewer, token) = account(&core).await.map_err(in_words)?;
    let inbox = inbox(&core, &viewer).await.map_err(in_words)?;
    let scope = viewer.scope();
    let plan = store::Plan { inbox, agents: AGENTS, conversations, now: SystemClock.now() };
    let agents = agents(&core, scope, plan).await.map_err(in_words)?;
    let mut first = 1;
    while first <= conversations {
        let last = (first + CHUNK - 1).min(conversations);
        let chunk = core.store.write(move |tx| store::conversations(tx, &scope, &plan, first, last));
        chunk.await.with_context(|| format!("conversations {first} to {last}"))?;
        index(&core, scope, &plan, first, last).await.map_err(in_words)?;
        first = last + 1;
    }
    core.store.write(move |tx| store::finish(tx, &scope, &plan)).await.map_err(anyhow::Error::new)?;
    core.store.close().await;
    let answer = json!({
        "account_id": viewer.account.0,
        "user_id": viewer.user.0,
        "inbox_id": inbox,
        "access_token": token,
        "email": EMAIL,
        "password": PASSWORD,
        "agents": agents.iter().map(|(user, token)| json!({ "user_id": user.0, "access_token": token })).collect::<Vec<_>>(),
    });
    Ok(answer.to_string())
}

/// The agents, each with a token.
async fn agents(
    core: &Arc<Core>,
    scope: AccountScope,
    plan: store::Plan,
) -> Result<Vec<(UserId, String)>, Problem> {
    let inside = Arc::clone(core);
    let made = core.store.write(move |tx| {
        let users = store::agents(tx, &scope, &plan)?;
        let tokens = users
            .into_iter()
            .map(|user| Ok((user, auth::access_token(tx, &inside.sealer, &*inside.rng, user)?)));
        tokens.collect::<Result<Vec<_>, Problem>>()
    });
    made.await
}

/// Feeds the search with the conversations `first` to `last`, as their events would have.
async fn index(
    core: &Arc<Core>,
    scope: AccountScope,
    plan: &store::Plan,
    first: i64,
    last: i64,
) -> Result<(), Problem> {
    let contacts = (first..=last.min(plan.contacts())).map(|id| told(scope, "contact.created", id));
    let messages =
        ((first - 1) * MESSAGES + 1..=last * MESSAGES).map(|id| told(scope, "message.created", id));
    let events: Vec<Event> = contacts.chain(messages).collect();
    core.store.write(move |tx| search::feed(tx, scope.account(), &events)).await
}

/// An event as the search reads it.
fn told(scope: AccountScope, kind: &str, subject: i64) -> Event {
    Event {
        account: scope.account(),
        seq: 0,
        at: SystemClock.now(),
        kind: kind.to_owned(),
        conversation: None,
        subject: Some(subject),
        actor: None,
        data: json!({}),
    }
}

async fn account(core: &Arc<Core>) -> Result<(Viewer, String), Problem> {
    let new = NewAccount {
        account: "Bench".to_owned(),
        name: "Ana Medida".to_owned(),
        email: EMAIL.to_owned(),
        password_hash: core.passwords.hash(PASSWORD).await?,
        locale: Locale::PtBr,
        only_first: true,
    };
    let inside = Arc::clone(core);
    let made = core.store.write(move |tx| -> Result<_, Problem> {
        let made = create_account(tx, &inside.registry, &new)?;
        Ok((made, auth::access_token(tx, &inside.sealer, &*inside.rng, made.user)?))
    });
    let (made, token) = made.await?;
    let (account, user) = (made.account, made.user);
    let viewer = Viewer::preset(account, user, Role::Administrator);
    Ok((viewer, token))
}

/// An inbox of the first channel that needs no settings.
async fn inbox(core: &Arc<Core>, by: &Viewer) -> Result<i64, Problem> {
    let (inside, by) = (Arc::clone(core), by.clone());
    let new = InboxChanges { name: Some("Bench".to_owned()), ..InboxChanges::default() };
    let made = core.store.write(move |tx| -> Result<_, Problem> {
        let plain = |kind: &&&plug_channel::ChannelKind| kind.settings.iter().all(|s| !s.required);
        let kind = inside.registry.channels.iter().find(plain).ok_or_else(Problem::not_found)?;
        Ok(create_inbox(tx, &inside, &by, kind, &new)?.id.0)
    });
    made.await
}
