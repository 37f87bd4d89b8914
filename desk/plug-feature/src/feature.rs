//! The hooks of a feature.

use std::collections::HashMap;
use std::sync::Arc;

use desk_model::Permission;
use kernel_base::{AccountId, AccountScope, Clock, ContactId, ConversationId, InboxId, Problem, Rng, UserId};
use kernel_blob::Blobs;
use kernel_db::{Consumer, DbError, Handler, Migration, Store, Tx, Watched};
use kernel_http::{Outbound, Routes};
use kernel_text::Catalog;

use crate::{
    Action, AttributeRules, Desk, Estimate, Fields, FindRole, Import, OwnerOf, Resolves, ReturningOf,
};

/// What a feature works with: the state of its routes, and what its jobs and consumers are made with.
#[derive(Clone)]
pub struct Ctx {
    /// The store.
    pub store: Store,
    /// The domain's use cases.
    pub desk: Arc<dyn Desk>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub rng: Arc<dyn Rng>,
    /// Words in three languages.
    pub texts: Arc<Catalog>,
    /// Files.
    pub blobs: Blobs,
    /// The one client that dials out; refuses private addresses unless the operator allowed them.
    pub http: Outbound,
    /// Where the product is reached from outside, without a trailing slash.
    pub public_url: Arc<str>,
}

/// Extra JSON for objects, by their row id. Each value is an object whose keys are added to the core's.
pub type Extras = HashMap<i64, serde_json::Map<String, serde_json::Value>>;

/// Fetches the extra JSON of many objects at once, for REST, sockets and webhooks alike.
pub type Decorate = fn(&mut Tx<'_>, &AccountScope, &[i64]) -> Result<Extras, DbError>;

/// Puts the usual things into a fresh account, in its language.
pub type Furnish = fn(&mut Tx<'_>, &AccountScope, kernel_base::Locale) -> Result<(), Problem>;

/// Fills the demo's account; does nothing the second time.
pub type Seed = fn(&mut Tx<'_>, &SeedCtx<'_>) -> Result<(), Problem>;

/// Handlers of a feature's jobs, by their kind (`<feature>.<verb>`).
pub type Jobs = fn(&Ctx) -> Vec<(&'static str, Handler)>;

/// Consumers of the accounts' events, run behind the commit.
pub type Consumers = fn(&Ctx) -> Vec<Consumer>;

/// Asks for the jobs that have to happen from time to time; called at every start, so it must do nothing the second
/// time (a job's `unique` name).
pub type Schedule = fn(&mut Tx<'_>) -> Result<(), Problem>;

/// Hands over what a feature keeps about the second contact to the first, which stays.
pub type Merged = fn(&mut Tx<'_>, &AccountScope, ContactId, ContactId) -> Result<(), Problem>;

/// Forgets what a feature keeps about a contact (with their conversations) who is erased. The contact's rows are still
/// there when it is called.
pub type Erased = fn(&mut Tx<'_>, &AccountScope, ContactId) -> Result<(), Problem>;

/// Hands what a feature keeps of a member who leaves the account to an heir (`None`: to nobody).
pub type Left = fn(&mut Tx<'_>, &AccountScope, UserId, Option<UserId>) -> Result<(), Problem>;

/// How much of it a member holds, to be seen before they leave.
pub type Holds = fn(&mut Tx<'_>, &AccountScope, UserId) -> Result<i64, DbError>;

/// Forgets what a feature keeps about conversations (row ids) that are deleted.
pub type Dropped = fn(&mut Tx<'_>, &AccountScope, &[i64]) -> Result<(), Problem>;

/// Hands over what a feature keeps about the second conversation to the first, which stays. What its own consumers write
/// they move themselves, at the event `conversation.merged` (its conversation into its subject), in order.
pub type ConversationsMerged =
    fn(&mut Tx<'_>, &AccountScope, ConversationId, ConversationId) -> Result<(), Problem>;

/// Puts a label by its title on a conversation, or takes it off, as a customer's page asks; whether anything changed.
/// A title the account does not have is passed over.
pub type Label = fn(&mut Tx<'_>, &AccountScope, ConversationId, &str, bool) -> Result<bool, Problem>;

/// The JSON of bots that wrote messages, by their row ids: `{id, name, avatar_url, type}`.
pub type Speakers = Decorate;

/// The account and bot behind a token, by the token's hash (SHA-256, hexadecimal).
pub type BotByToken = fn(&mut Tx<'_>, &str) -> Result<Option<(AccountId, i64)>, DbError>;

/// Whether a bot, form or menu of the feature answers first in an inbox.
pub type Automates = fn(&mut Tx<'_>, &AccountScope, InboxId) -> Result<bool, DbError>;

/// Gives a conversation (row id) to a bot of the feature, or takes it away from whichever has it; `false` when the account
/// has no such bot.
pub type GiveToBot = fn(&mut Tx<'_>, &AccountScope, ConversationId, Option<i64>) -> Result<bool, DbError>;

/// Whether somebody the feature tells of things wants to hear that someone types in an inbox (or has stopped).
pub type HeedsTyping = fn(&mut Tx<'_>, &AccountScope, InboxId, bool) -> Result<bool, DbError>;

/// A field that conversation lists may be filtered by.
#[derive(Clone, Copy, Debug)]
pub struct FilterField {
    /// The query parameter, like `labels`.
    pub param: &'static str,
    /// A condition over `c` (the conversation) with the account as `$1` and one JSON array of the texts asked for
    /// as `{v}`. Written so that both engines take it.
    pub condition: &'static str,
    /// How open conversations are counted by it, for the numbers beside the navigation.
    pub counted: Option<Counted>,
}

/// How conversations are counted by a field.
#[derive(Clone, Copy, Debug)]
pub struct Counted {
    /// Joins further tables to `c` (the conversation), each with its `account_id = c.account_id`.
    pub join: &'static str,
    /// The text they are counted by.
    pub key: &'static str,
}

/// All there is of what conversations are sorted by: row ids with their names.
pub type SortingNames = fn(&mut Tx<'_>, &AccountScope) -> Result<Vec<(i64, String)>, DbError>;

/// Conversations (row ids) with what they have of it.
pub type SortingOf = fn(&mut Tx<'_>, &AccountScope, &[i64]) -> Result<Vec<(i64, i64)>, DbError>;

/// Something that conversations are sorted by, for reports: what there is of it, and what each conversation has.
#[derive(Clone, Copy)]
pub struct Sorting {
    /// Its name, like `label`.
    pub name: &'static str,
    /// All there is, by row id, with its name.
    pub all: SortingNames,
    /// Which of it conversations (row ids) have. When that changes, the conversation has changed.
    pub of: SortingOf,
}

/// What a seeding feature is given: the account of the demo and what the core has put into it.
pub struct SeedCtx<'a> {
    /// The account to fill.
    pub scope: AccountScope,
    /// Row ids of the conversations, oldest first, each with words for what it is about.
    pub conversations: &'a [(i64, Vec<String>)],
    /// Row ids of the contacts.
    pub contacts: &'a [i64],
    /// The users, administrator first.
    pub users: &'a [i64],
}

/// A feature: a plain list of what it plugs in. Start from [`Feature::named`] and set what it has.
pub struct Feature {
    /// Its name, also its folder's.
    pub name: &'static str,
    /// Its tables.
    pub migrations: &'static [Migration],
    /// Those of its tables that hold settings: every change of them is told, for the audit.
    pub audited: &'static [Watched],
    /// Its permissions.
    pub permissions: &'static [Permission],
    /// Its routes, each with a permission.
    pub routes: fn() -> Routes<Ctx>,
    /// Adds to conversations (row ids).
    pub decorate_conversations: Option<Decorate>,
    /// Adds to contacts (row ids).
    pub decorate_contacts: Option<Decorate>,
    /// Fields to filter conversation lists by.
    pub filters: &'static [FilterField],
    /// What it sorts conversations by.
    pub sortings: &'static [Sorting],
    /// Fields of the language of conditions.
    pub fields: Option<Fields>,
    /// What it can do to conversations and contacts, for bulk, macros and rules.
    pub actions: &'static [Action],
    /// Its jobs.
    pub jobs: Option<Jobs>,
    /// Its consumers of events.
    pub consumers: Option<Consumers>,
    /// Asks for its recurring jobs.
    pub schedule: Option<Schedule>,
    /// Two contacts become one.
    pub merged: Option<Merged>,
    /// A contact is erased.
    pub erased: Option<Erased>,
    /// Conversations are deleted.
    pub dropped: Option<Dropped>,
    /// Two conversations of a contact become one.
    pub conversations_merged: Option<ConversationsMerged>,
    /// A member leaves.
    pub left: Option<Left>,
    /// What a leaving member holds of it; its words say `holds` with `{n}`.
    pub holds: Option<Holds>,
    /// A conversation is about to be resolved.
    pub resolves: Option<Resolves>,
    /// Labels conversations.
    pub label: Option<Label>,
    /// The bots it keeps, as writers of messages.
    pub speakers: Option<Speakers>,
    /// What custom attributes must look like.
    pub attributes: Option<AttributeRules>,
    /// Recognises its bots by their tokens.
    pub bot_by_token: Option<BotByToken>,
    /// Whether a bot of it answers first in an inbox.
    pub automates: Option<Automates>,
    /// Gives conversations to its bots.
    pub give_to_bot: Option<GiveToBot>,
    /// Finds the custom roles it keeps.
    pub custom_role: Option<FindRole>,
    /// Whom contacts belong to.
    pub owner_of: Option<OwnerOf>,
    /// The same the other way: a condition over `c` (the conversation) with the account as `$1` and a user as `{v}`,
    /// met by conversations of those who belong to the user or to someone they stand in for.
    pub owned: Option<&'static str>,
    /// What a customer's words after the end do.
    pub returning: Option<ReturningOf>,
    /// How fast a queue moves, for customers who are told.
    pub estimate: Option<Estimate>,
    /// Signs of typing become events (`conversation.typing_on` and `…_off`) where it says so.
    pub heeds_typing: Option<HeedsTyping>,
    /// Puts the usual things into a fresh account (in its creating transaction).
    pub furnish: Option<Furnish>,
    /// Fills the demo account; must do nothing the second time.
    pub seed: Option<Seed>,
    /// What it takes in of another product's things.
    pub imports: &'static [Import],
    /// Its message catalogues: pt-BR, en, es as JSON texts, merged under its name.
    pub locales: [&'static str; 3],
}

impl Feature {
    /// A feature that plugs nothing in yet.
    #[must_use]
    pub const fn named(name: &'static str) -> Self {
        Self {
            name,
            migrations: &[],
            audited: &[],
            permissions: &[],
            routes: Routes::new,
            decorate_conversations: None,
            decorate_contacts: None,
            filters: &[],
            sortings: &[],
            fields: None,
            actions: &[],
            jobs: None,
            consumers: None,
            schedule: None,
            merged: None,
            erased: None,
            dropped: None,
            conversations_merged: None,
            left: None,
            holds: None,
            resolves: None,
            label: None,
            speakers: None,
            attributes: None,
            bot_by_token: None,
            automates: None,
            give_to_bot: None,
            custom_role: None,
            owner_of: None,
            owned: None,
            returning: None,
            estimate: None,
            heeds_typing: None,
            furnish: None,
            seed: None,
            imports: &[],
            locales: ["{}", "{}", "{}"],
        }
    }
}
