//! `guiche setup` and `guiche platform-app`: an account with its administrator, and an application of the platform.

use std::sync::Arc;

use anyhow::Context as _;
use desk_core::accounts::{NewAccount, create_account};
use desk_core::auth;
use desk_core::platform::create_app;
use kernel_base::{Locale, Problem, SystemClock};

use crate::config::Config;
use crate::house::{self, said};

/// What is to be made.
pub(crate) struct Asked {
    pub(crate) account: String,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) password: String,
    pub(crate) locale: String,
}

/// Makes the account and answers its ids and the administrator's access token as JSON.
///
/// # Errors
/// A wrong field, in words; what the store says.
pub(crate) async fn setup(config: Config, asked: Asked) -> anyhow::Result<String> {
    let locale = Locale::parse(&asked.locale).context("--locale: pt-BR, en or es")?;
    let core = house::core(&config, &config.data, Arc::new(SystemClock), config.url(config.listen.port()))?;
    let in_words = |problem: Problem| said(&core, Locale::En, problem);
    auth::check_password("password", &asked.password, &asked.email, &asked.name).map_err(in_words)?;
    let new = NewAccount {
        account: asked.account,
        name: asked.name,
        email: asked.email,
        password_hash: core.passwords.hash(&asked.password).await.map_err(in_words)?,
        locale,
        only_first: false,
    };
    let inside = Arc::clone(&core);
    let made = core.store.write(move |tx| -> Result<_, Problem> {
        let made = create_account(tx, &inside.registry, &new)?;
        Ok((made, auth::access_token(tx, &inside.sealer, &*inside.rng, made.user)?))
    });
    let (made, token) = made.await.map_err(in_words)?;
    core.store.close().await;
    let answer = serde_json::json!({
        "account_id": made.account.0,
        "user_id": made.user.0,
        "access_token": token,
    });
    Ok(answer.to_string())
}

/// Makes an application of the platform and answers its id and token as JSON.
///
/// # Errors
/// A wrong name, in words; what the store says.
pub(crate) async fn platform_app(config: Config, name: String) -> anyhow::Result<String> {
    let core = house::core(&config, &config.data, Arc::new(SystemClock), config.url(config.listen.port()))?;
    let (inside, named) = (Arc::clone(&core), name.clone());
    let made = core.store.write(move |tx| create_app(tx, &*inside.rng, &named));
    let (id, token) = made.await.map_err(|problem| said(&core, Locale::En, problem))?;
    core.store.close().await;
    Ok(serde_json::json!({ "id": id, "name": name, "access_token": token }).to_string())
}
