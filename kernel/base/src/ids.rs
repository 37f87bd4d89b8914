//! Typed ids: a contact's id can't be passed where a conversation's is wanted.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<i64> for $name {
            fn from(id: i64) -> Self {
                Self(id)
            }
        }
    )+};
}

ids! {
    /// An account (tenant) of the installation.
    AccountId,
    /// A person who signs in; may belong to several accounts.
    UserId,
    /// A place where conversations of one channel arrive.
    InboxId,
    /// A team of an account.
    TeamId,
    /// A customer.
    ContactId,
    /// A contact's presence in one inbox (what Chatwoot calls a contact inbox).
    ContactInboxId,
    /// A conversation's row id; people see its number (`display_id`) instead.
    ConversationId,
    /// A message.
    MessageId,
    /// A file of a message.
    AttachmentId,
}

/// Proof that code works inside one account. Every store function takes it first, every statement on an
/// account's table names its `account_id`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AccountScope {
    account: AccountId,
}

impl AccountScope {
    /// A scope for `account`. Call it only where the account comes from an authenticated context.
    #[must_use]
    pub const fn new(account: AccountId) -> Self {
        Self { account }
    }

    /// The account of this scope.
    #[must_use]
    pub const fn account(self) -> AccountId {
        self.account
    }

    /// The account's number, for binding in SQL.
    #[must_use]
    pub const fn id(self) -> i64 {
        self.account.0
    }
}
