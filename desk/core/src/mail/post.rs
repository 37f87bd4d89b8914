//! A letter on its way into the queue. It lies there sealed: its links open accounts.

use kernel_base::{AccountId, Micros, Problem, token};
use kernel_db::{NewJob, Tx};
use plug_feature::{LETTER_JOB, Letter};
use serde_json::{Value, json};

use crate::Core;

/// Where the sealed letters lie.
const PLACE: &str = "jobs.data/letter";
/// Characters of a letter's own name, of which its Message-ID is made.
const ID_LEN: usize = 24;

/// A letter with what the product alone says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// What it says.
    pub letter: Letter,
    /// The account that sends it; `None` for what is between a person and the product.
    pub account: Option<AccountId>,
    /// The name it comes from and bears on top; without it the account's.
    pub brand: Option<String>,
    /// Hidden first line that adds to the subject in lists of letters.
    pub preview: String,
    /// Short facts below the button.
    pub facts: Vec<(String, String)>,
    /// After this moment it is worth nothing any more and is not sent.
    pub until: Option<Micros>,
}

impl Post {
    /// A letter of an account, or of nobody in particular, with nothing added.
    #[must_use]
    pub fn plain(letter: Letter, account: Option<AccountId>) -> Self {
        Self { letter, account, brand: None, preview: String::new(), facts: Vec::new(), until: None }
    }

    /// Queues it: it is sent once this transaction is committed.
    ///
    /// # Errors
    /// What the store says.
    pub fn queue(&self, tx: &mut Tx<'_>, core: &Core) -> Result<(), Problem> {
        let whole = json!({
            "letter": self.letter.to_json(),
            "brand": self.brand,
            "preview": self.preview,
            "facts": self.facts,
            "until": self.until.map(|u| u.0),
        });
        let sealed = core.sealer.seal(&*core.rng, PLACE, &whole.to_string())?;
        Ok(tx.enqueue(NewJob {
            account: self.account,
            kind: LETTER_JOB,
            key: String::new(),
            run_at: None,
            unique: None,
            data: json!({ "id": token(&*core.rng, ID_LEN), "sealed": sealed }),
        })?)
    }

    /// The letter of a queued job with its own name; `None` when the job holds none.
    pub(super) fn open(core: &Core, account: Option<AccountId>, data: &Value) -> Option<(String, Self)> {
        let id = data.get("id")?.as_str()?.to_owned();
        let sealed = data.get("sealed")?.as_str()?;
        let whole: Value = serde_json::from_str(&core.sealer.open_sealed(PLACE, sealed).ok()?).ok()?;
        let text = |name: &str| whole.get(name).and_then(Value::as_str).map(str::to_owned);
        let post = Self {
            letter: Letter::from_json(whole.get("letter")?)?,
            account,
            brand: text("brand"),
            preview: text("preview").unwrap_or_default(),
            facts: serde_json::from_value(whole.get("facts")?.clone()).ok()?,
            until: whole.get("until").and_then(Value::as_i64).map(Micros),
        };
        Some((id, post))
    }
}
