//! The tokens that open a socket. They carry whose they are and are worked out from the master key, so that
//! nothing is stored and finding the owner needs no look-up.

use kernel_base::{AccountId, ContactInboxId, UserId};

use crate::seal::Sealer;

/// What the tokens are made for.
const PURPOSE: &str = "pubsub";

/// Whose socket a token opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A person, in whichever of their accounts they name, and the epoch of their tokens: a new password begins
    /// another, and tokens of earlier ones open nothing.
    User(UserId, i64),
    /// A customer in an inbox.
    Contact(AccountId, ContactInboxId),
}

impl Subject {
    fn name(self) -> String {
        match self {
            Self::User(user, epoch) => format!("u{user}-{epoch}"),
            Self::Contact(account, contact_inbox) => format!("c{account}-{contact_inbox}"),
        }
    }

    fn parse(name: &str) -> Option<Self> {
        // Only what `name` writes is taken: no signs, no leading zeros, so that a subject has one name.
        let number = |text: &str| text.parse::<i64>().ok().filter(|n| *n > 0 && n.to_string() == text);
        if let Some((user, epoch)) = name.strip_prefix('u').and_then(|rest| rest.split_once('-')) {
            let epoch = if epoch == "0" { Some(0) } else { number(epoch) };
            return Some(Self::User(UserId(number(user)?), epoch?));
        }
        let (account, contact_inbox) = name.strip_prefix('c')?.split_once('-')?;
        Some(Self::Contact(AccountId(number(account)?), ContactInboxId(number(contact_inbox)?)))
    }
}

/// A person's `pubsub_token` in the epoch of their tokens.
#[must_use]
pub fn user_token(sealer: &Sealer, user: UserId, epoch: i64) -> String {
    token(sealer, Subject::User(user, epoch))
}

/// The `pubsub_token` of a customer in an inbox.
#[must_use]
pub fn contact_token(sealer: &Sealer, account: AccountId, contact_inbox: ContactInboxId) -> String {
    token(sealer, Subject::Contact(account, contact_inbox))
}

/// Whose token it is; `None` for one that is not ours.
#[must_use]
pub fn read_token(sealer: &Sealer, token: &str) -> Option<Subject> {
    let (name, mac) = token.rsplit_once('-')?;
    let subject = Subject::parse(name)?;
    sealer.is_mac(PURPOSE, name, mac).then_some(subject)
}

fn token(sealer: &Sealer, subject: Subject) -> String {
    let name = subject.name();
    let mac = sealer.mac(PURPOSE, &name);
    format!("{name}-{mac}")
}
