//! Files that are sent ahead of their message: for a day, whoever sent one can name it in messages.

mod store;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use desk_model::Sender;
use kernel_base::{AccountScope, Kind, Micros, Problem};
use kernel_db::Tx;
use md5::{Digest, Md5};

use super::files::{FileLimits, Handed, keep};
use super::{NewFile, too_long};
use crate::Core;
use crate::seal::fresh_token;

/// Seconds for which a file waits for its message.
const WAITS_SECS: i64 = 86_400;
/// Seconds for which the content of an announced file may come.
const COMES_SECS: i64 = 3_600;
/// Files that one message or draft names at most.
const NAMED_MAX: usize = 50;

/// A file that waits for its message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// What it is named by.
    pub token: String,
    /// The file.
    pub file: NewFile,
}

/// A file whose content is to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announced {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub size: i64,
    /// MD5 of its content, Base64.
    pub checksum: String,
    /// What its sender takes it for; nothing goes by it.
    pub content_type: String,
}

/// Keeps a stored file for its message; answers what it is named by.
///
/// # Errors
/// What the store says.
pub async fn wait(core: &Core, scope: AccountScope, by: Sender, file: NewFile) -> Result<Upload, Problem> {
    let upload = Upload { token: fresh_token(&*core.rng), file };
    let kept = upload.clone();
    core.store
        .write(move |tx| {
            let until = tx.now().plus_secs(WAITS_SECS);
            Ok::<_, Problem>(store::insert(tx, &scope, by, &kept, until)?)
        })
        .await?;
    Ok(upload)
}

/// Keeps that a file is to come; answers what it is named by, and where its content goes.
///
/// # Errors
/// 413 beyond the limit; 422 for a wrong field.
pub async fn announce(
    core: &Core,
    scope: AccountScope,
    by: Sender,
    limits: FileLimits,
    file: Announced,
) -> Result<String, Problem> {
    if file.size < 1 {
        return Err(Problem::field("byte_size", "error.file_empty"));
    }
    limits.check_size(file.size)?;
    too_long("filename", Some(&file.name), 255)?;
    too_long("content_type", Some(&file.content_type), 255)?;
    if STANDARD.decode(&file.checksum).map_or(0, |sum| sum.len()) != 16 {
        return Err(Problem::field("checksum", "error.wrong_value"));
    }
    let token = fresh_token(&*core.rng);
    let own = token.clone();
    core.store
        .write(move |tx| {
            let until = tx.now().plus_secs(COMES_SECS);
            Ok::<_, Problem>(store::announce(tx, &scope, by, &own, &file, until)?)
        })
        .await?;
    Ok(token)
}

/// Takes in the content of an announced file, once.
///
/// # Errors
/// 404 for one that was not announced, has come already or is too late; 422 for another content than announced.
pub async fn deliver(core: &Core, scope: AccountScope, token: &str, data: Bytes) -> Result<(), Problem> {
    let own = token.to_owned();
    let announced = core.store.read(move |tx| Ok::<_, Problem>(store::announced(tx, &scope, &own)?)).await?;
    let announced = announced.ok_or_else(Problem::not_found)?;
    let same = i64::try_from(data.len()) == Ok(announced.size)
        && STANDARD.encode(Md5::digest(&data)) == announced.checksum;
    if !same {
        return Err(Problem::field("checksum", "error.file_differs"));
    }
    let limits = FileLimits { size: announced.size.unsigned_abs(), count: 1 };
    let handed = Handed { name: announced.name, data, voice: None };
    let file = keep(core, limits, vec![handed]).await?.pop().ok_or_else(Problem::not_found)?;
    let upload = Upload { token: token.to_owned(), file };
    core.store
        .write(move |tx| {
            let until = tx.now().plus_secs(WAITS_SECS);
            if store::fill(tx, &scope, &upload, until)? { Ok(()) } else { Err(Problem::not_found()) }
        })
        .await
}

/// The files that `by` names, in that order.
///
/// # Errors
/// 422 for one that is not there, not theirs, not complete or too old.
pub fn named(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    by: Sender,
    tokens: &[String],
) -> Result<Vec<Upload>, Problem> {
    if tokens.len() > NAMED_MAX {
        return Err(Problem::field("attachments", "error.too_many_items").with("max", NAMED_MAX.to_string()));
    }
    let found = store::found(tx, scope, by, tokens)?;
    let in_order = tokens.iter().map(|t| found.iter().find(|u| u.token == *t).cloned());
    let all: Option<Vec<Upload>> = in_order.collect();
    all.ok_or_else(|| Problem::field("attachments", "error.upload_gone"))
}

/// The same, but those that are gone are left out.
///
/// # Errors
/// What the store says.
pub fn still_there(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    by: Sender,
    tokens: &[String],
) -> Result<Vec<Upload>, Problem> {
    Ok(store::found(tx, scope, by, tokens)?)
}

/// Keeps files of `by` until a moment.
///
/// # Errors
/// What the store says.
pub fn hold(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    by: Sender,
    tokens: &[String],
    until: Micros,
) -> Result<(), Problem> {
    Ok(store::hold(tx, scope, by, tokens, until)?)
}

/// Forgets files that nobody may name any more.
pub(crate) fn forget_old(tx: &mut Tx<'_>) -> Result<(), Problem> {
    Ok(store::forget_old(tx)?)
}

impl FileLimits {
    /// Refuses a file of so many bytes if it is too large.
    pub(crate) fn check_size(&self, bytes: i64) -> Result<(), Problem> {
        if u64::try_from(bytes).unwrap_or(0) <= self.size {
            return Ok(());
        }
        let max = (self.size / (1024 * 1024)).to_string();
        Err(Problem::new(Kind::TooLarge, "error.file_too_large").with("limit", max))
    }

    /// Refuses more files than the channel takes, or one that is too large for it.
    ///
    /// # Errors
    /// 422, 413.
    pub fn check(&self, files: &[NewFile]) -> Result<(), Problem> {
        if files.len() > self.count {
            let problem = Problem::field("attachments", "error.too_many_files");
            return Err(problem.with("max", self.count.to_string()));
        }
        files.iter().try_for_each(|f| self.check_size(f.size))
    }
}
