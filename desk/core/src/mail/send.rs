//! Sending a queued letter, and trying settings out.

use std::sync::Arc;

use kernel_base::{AccountId, AccountScope, Kind, Problem};
use kernel_blob::Blobs;
use kernel_db::{Job, Outcome};
use kernel_mail::{Attachment, Mail, MailError, Parts, Reach, Server, html, text};
use tokio::io::AsyncReadExt as _;

use super::settings::{MailForm, server_for, typed};
use super::{Post, store};
use crate::{Core, accounts};

/// Bytes of a letter's files at most; beyond it no server takes it.
const FILES_MAX: u64 = 20 << 20;
/// The name on letters of nobody in particular.
const PRODUCT: &str = "Guichê";

/// Sends the letter of a `mail.send` job.
pub async fn send(core: &Arc<Core>, job: &Job) -> Outcome {
    let Some((id, post)) = Post::open(core, job.account, &job.data) else {
        return Outcome::Dead("the letter can't be read: was the master key changed?".to_owned());
    };
    if post.until.is_some_and(|until| until <= core.clock.now()) {
        return Outcome::Dead("too late: its link works no more".to_owned());
    }
    match hand_over(core, &id, post).await {
        Ok(()) => Outcome::Done,
        Err(Fate::Again(why)) => Outcome::Retry(why),
        Err(Fate::Never(why)) => Outcome::Dead(why),
    }
}

enum Fate {
    Again(String),
    Never(String),
}

impl From<Problem> for Fate {
    fn from(problem: Problem) -> Self {
        Self::Again(problem.to_string())
    }
}

async fn hand_over(core: &Arc<Core>, id: &str, post: Post) -> Result<(), Fate> {
    let (reader, account, to) = (Arc::clone(core), post.account, post.letter.to.clone());
    let found = core
        .store
        .read(move |tx| {
            let server = server_for(tx, &reader, account, &to)?;
            let whose = match account {
                Some(account) => Some(account),
                None => store::only_account(tx)?,
            };
            let name = whose.map(|a| accounts::account(tx, &AccountScope::new(a))).transpose()?;
            Ok::<_, Problem>((server, name.map(|a| a.name)))
        })
        .await?;
    let (Some((server, reach)), name) = found else {
        return Err(Fate::Again("no mail server is set up".to_owned()));
    };
    let brand = post.brand.clone().or(name).unwrap_or_else(|| PRODUCT.to_owned());
    let files = files(&core.blobs, &post).await.map_err(Fate::Never)?;
    let mail = drawn(core, id, &brand, &post, files);
    match core.mail.dialer.send(&server, reach, &mail).await {
        Ok(_) => Ok(()),
        Err(error) => {
            tracing::warn!(%error, "a letter was not taken");
            Err(if error.may_pass() {
                Fate::Again(error.to_string())
            } else {
                Fate::Never(error.to_string())
            })
        }
    }
}

/// The letter as it is sent.
fn drawn(core: &Core, id: &str, brand: &str, post: &Post, files: Vec<Attachment>) -> Mail {
    let letter = &post.letter;
    let hint = core.texts.text(letter.locale, "mail.copy_hint", &[]);
    let preview = if post.preview.is_empty() {
        letter.paragraphs.first().map(String::as_str).unwrap_or_default()
    } else {
        &post.preview
    };
    let parts = Parts {
        lang: letter.locale.tag(),
        brand,
        preview,
        title: &letter.title,
        paragraphs: &letter.paragraphs,
        action: letter.action.as_ref().map(|(label, url)| (label.as_str(), url.as_str())),
        facts: &post.facts,
        copy_hint: &hint,
        footer: letter.footer.as_deref(),
    };
    Mail {
        to: letter.to.clone(),
        from_name: brand.to_owned(),
        subject: letter.subject.clone(),
        text: text(&parts),
        html: html(&parts),
        id: id.to_owned(),
        files,
    }
}

async fn files(blobs: &Blobs, post: &Post) -> Result<Vec<Attachment>, String> {
    let mut out = Vec::new();
    let mut size = 0;
    for file in &post.letter.files {
        let wrong = |e: &dyn std::fmt::Display| format!("{}: {e}", file.name);
        let (mut open, length) = blobs.open_file(&file.blob_key, false).await.map_err(|e| wrong(&e))?;
        size += length;
        if size > FILES_MAX {
            return Err("its files are too large for a letter".to_owned());
        }
        let mut bytes = Vec::new();
        open.read_to_end(&mut bytes).await.map_err(|e| wrong(&e))?;
        out.push(Attachment { name: file.name.clone(), content_type: file.content_type.clone(), bytes });
    }
    Ok(out)
}

/// Sends a letter at once with what was typed, or with what is set up; answers what the server said.
///
/// # Errors
/// 422 with the server's own words when it was not taken; as [`typed`] otherwise.
pub async fn try_settings(
    core: &Arc<Core>,
    account: AccountId,
    form: Option<MailForm>,
    post: Post,
) -> Result<String, Problem> {
    core.mail.may_test(account.0, core.clock.now())?;
    let (reader, to) = (Arc::clone(core), post.letter.to.clone());
    let (server, reach, name) = core
        .store
        .read(move |tx| {
            let scope = AccountScope::new(account);
            let (server, reach): (Server, Reach) = match &form {
                Some(form) => (typed(tx, &reader, &scope, form)?, Reach::Public),
                None => server_for(tx, &reader, Some(account), &to)?
                    .ok_or_else(|| Problem::new(Kind::Conflict, "error.mail_missing"))?,
            };
            Ok::<_, Problem>((server, reach, accounts::account(tx, &scope)?.name))
        })
        .await?;
    let id = kernel_base::token(&*core.rng, 24);
    let mail = drawn(core, &id, &name, &post, Vec::new());
    core.mail.dialer.send(&server, reach, &mail).await.map_err(|error| {
        let said = error.to_string();
        let key = match error {
            // Nobody was asked, so nobody said anything.
            MailError::NotAllowed => return Problem::new(Kind::Invalid, "error.mail_not_allowed"),
            MailError::Refused(_) | MailError::Later(_) => "error.mail_refused",
            MailError::Settings(_) | MailError::Unwritable(_) => "error.mail_settings",
        };
        Problem::new(Kind::Invalid, key).with("said", said.clone()).tell("server_said", said)
    })
}
