//! The tokens that open a socket. They carry whose they are and are worked out from the master key, so that
//! nothing is stored and finding the owner needs no look-up.

use kernel_base::{AccountId, ContactInboxId, UserId};

use crate::seal::Sealer;

/// What the tokens are made for.
const PURPOSE: &str = "pubsub";

/// Whose socket a token opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A person, in whichever of their accounts they name.
    User(UserId),
    /// A customer in an inbox.
    Contact(AccountId, ContactInboxId),
}

impl Subject {
    fn name(self) -> String {
        match self {
            Self::User(user) => format!("u{user}"),
            Self::Contact(account, contact_inbox) => format!("c{account}-{contact_inbox}"),
        }
    }

    fn parse(name: &str) -> Option<Self> {
        // Only what `name` writes is taken: no signs, no leading zeros, so that a subject has one name.
        let number = |text: &str| text.parse::<i64>().ok().filter(|n| *n > 0 && n.to_string() == text);
        if let Some(user) = name.strip_prefix('u') {
            return number(user).map(|id| Self::User(UserId(id)));
        }
        let (account, contact_inbox) = name.strip_prefix('c')?.split_once('-')?;
        Some(Self::Contact(AccountId(number(account)?), ContactInboxId(number(contact_inbox)?)))
    }
}

/// A person's `pubsub_token`.
#[must_use]
pub fn user_token(sealer: &Sealer, user: UserId) -> String {
    token(sealer, Subject::User(user))
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
