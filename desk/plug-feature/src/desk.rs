//! The port to the domain: the use cases and look-ups that features may call.

use desk_model::conditions::Subject;
use desk_model::{ContentType, Reach, Status, Viewer};
use kernel_base::{
    AccountId, AccountScope, ContactId, ConversationId, InboxId, Kind, Locale, MessageId, Micros, Problem,
    TeamId, UserId,
};
use kernel_db::{Event, Tx};
use serde_json::{Map, Value};

use crate::{Deed, Letter, Roles, Serving, Sorting, Work};

/// A conversation that the caller may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConversationRef {
    /// Row id.
    pub id: ConversationId,
    /// The number people see, and the id in Chatwoot's JSON.
    pub number: i64,
    /// Whose it is.
    pub contact: ContactId,
    /// What visibility looks at.
    pub reach: Reach,
}

impl ConversationRef {
    /// The conversation, if `number` is its own: for what changes one as a whole, like its set of labels, and must not
    /// fall on another that it was merged into.
    ///
    /// # Errors
    /// 409 that names the one it was merged into.
    pub fn itself(self, number: i64) -> Result<Self, Problem> {
        if self.number == number {
            return Ok(self);
        }
        Err(Problem::new(Kind::Conflict, "error.conversation_merged")
            .with("number", number.to_string())
            .with("into", self.number.to_string())
            .tell("merged_into", self.number.to_string()))
    }
}

/// A line of the timeline, rendered in the account's language and kept with its key so that the desk can show
/// it in the reader's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    /// Key of the message catalogue, like `labels.activity.added`.
    pub key: &'static str,
    /// Values for its placeholders.
    pub args: Vec<(&'static str, String)>,
}

/// A person of the team, as features need to know them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRef {
    /// Row id.
    pub id: UserId,
    /// The name colleagues see.
    pub name: String,
    /// E-mail.
    pub email: String,
    /// Their own language, else the account's.
    pub locale: Locale,
}

/// An inbox, as features need to know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboxRef {
    /// Row id.
    pub id: InboxId,
    /// Its name.
    pub name: String,
    /// Its channel's name in Chatwoot's JSON.
    pub channel: String,
}

/// Who a message by the product speaks as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// The product itself: a template like a greeting or a survey.
    System,
    /// A member of the account.
    Member(UserId),
    /// A bot, by the row id of the feature that keeps it.
    Bot(i64),
}

/// A message that a feature puts into a conversation.
#[derive(Clone, Debug, PartialEq)]
pub struct NewPost {
    /// Text, Markdown.
    pub content: String,
    /// Whether only the team sees it.
    pub private: bool,
    /// What the content is.
    pub content_type: ContentType,
    /// Form fields, quotes and the like.
    pub content_attributes: Map<String, Value>,
    /// Who speaks.
    pub voice: Voice,
    /// The same twice in a conversation is one message.
    pub echo_id: Option<String>,
}

/// A conversation as what follows its end needs to know it.
#[derive(Clone, Debug, PartialEq)]
pub struct Ending {
    /// What it is now.
    pub status: Status,
    /// The number people see.
    pub number: i64,
    /// Outside id that can't be guessed.
    pub uuid: String,
    /// The account's name.
    pub account_name: String,
    /// The account's language.
    pub locale: Locale,
    /// Inbox.
    pub inbox: InboxId,
    /// The inbox's name.
    pub inbox_name: String,
    /// Whether the customer's screen is ours, so that forms can be drawn there.
    pub forms: bool,
    /// Whose it is.
    pub contact: ContactId,
    /// Who has it.
    pub assignee: Option<UserId>,
    /// The team it is given to.
    pub team: Option<TeamId>,
    /// The customer's newest message.
    pub last_incoming: Option<MessageId>,
    /// Whether the inbox asks how it was.
    pub csat_enabled: bool,
    /// How it asks.
    pub csat_config: Map<String, Value>,
}

/// Use cases of the domain, as plain functions inside the caller's transaction.
pub trait Desk: Roles + Serving + Work {
    /// The conversation with this number, or the one it was merged into, if `viewer` may see it.
    ///
    /// # Errors
    /// 404 otherwise, whether it exists or not.
    fn conversation(&self, tx: &mut Tx<'_>, viewer: &Viewer, number: i64)
    -> Result<ConversationRef, Problem>;

    /// The same, kept for this transaction: for whatever a feature writes under the conversation's row id, so that nothing
    /// is left behind by a merge at the same moment.
    ///
    /// # Errors
    /// 404 otherwise, whether it exists or not.
    fn conversation_held(
        &self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        number: i64,
    ) -> Result<ConversationRef, Problem>;

    /// Checks that the contact exists in the account.
    ///
    /// # Errors
    /// 404 otherwise.
    fn contact(&self, tx: &mut Tx<'_>, scope: &AccountScope, id: ContactId) -> Result<(), Problem>;

    /// Writes a line into the timeline.
    ///
    /// # Errors
    /// What the store says.
    fn activity(
        &self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        to: &ConversationRef,
        line: &Activity,
    ) -> Result<(), Problem>;

    /// Tells everyone concerned that something shown with the conversation changed (`conversation.updated`).
    ///
    /// # Errors
    /// What the store says.
    fn conversation_changed(
        &self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        which: &ConversationRef,
    ) -> Result<(), Problem>;

    /// Tells everyone concerned that something shown with the contact changed (`contact.updated`).
    ///
    /// # Errors
    /// What the store says.
    fn contact_changed(&self, tx: &mut Tx<'_>, viewer: &Viewer, which: ContactId) -> Result<(), Problem>;

    /// Tells clients that a cached list (`label`, `canned_response`…) is stale (`account.cache_invalidated`).
    ///
    /// # Errors
    /// What the store says.
    fn cache_changed(&self, tx: &mut Tx<'_>, scope: &AccountScope, list: &'static str)
    -> Result<(), Problem>;

    /// The conversation with this row id, or the one it was merged into, whoever may see it: for what happens behind the
    /// commit.
    ///
    /// # Errors
    /// What the store says; `None` when it is gone.
    fn conversation_by_id(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        id: ConversationId,
    ) -> Result<Option<ConversationRef>, Problem>;

    /// A member as someone who looks, with what they may see now; `None` when they do not belong to the account.
    ///
    /// # Errors
    /// What the store says.
    fn viewer(&self, tx: &mut Tx<'_>, scope: &AccountScope, user: UserId) -> Result<Option<Viewer>, Problem>;

    /// These members of the account, in order of their ids; strangers are left out.
    ///
    /// # Errors
    /// What the store says.
    fn people(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        users: &[UserId],
    ) -> Result<Vec<PersonRef>, Problem>;

    /// These members of the account as Chatwoot's JSON shows agents, in order of their ids; strangers are left out.
    ///
    /// # Errors
    /// What the store says.
    fn present_agents(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        users: &[UserId],
    ) -> Result<Vec<Value>, Problem>;

    /// Conversations by row id as Chatwoot's JSON, in the order asked for; those that are gone are left out.
    ///
    /// # Errors
    /// What the store says.
    fn present_conversations(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        ids: &[i64],
    ) -> Result<Vec<Value>, Problem>;

    /// Messages by row id as Chatwoot's JSON, in the order asked for; those that are gone are left out.
    ///
    /// # Errors
    /// What the store says.
    fn present_messages(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        ids: &[i64],
    ) -> Result<Vec<Value>, Problem>;

    /// Contacts by row id as Chatwoot's JSON, in the order asked for; those that are gone are left out.
    ///
    /// # Errors
    /// What the store says.
    fn present_contacts(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        ids: &[i64],
    ) -> Result<Vec<Value>, Problem>;

    /// Writes a message into a conversation on behalf of the product, a member or a bot. It claims nothing.
    /// Answers its row id, or the first one's for the same `echo_id` again.
    ///
    /// # Errors
    /// 404 for a conversation that is gone; 422 beyond the bounds.
    fn post_message(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        to: ConversationId,
        post: &NewPost,
    ) -> Result<MessageId, Problem>;

    /// Checks that the account has this team.
    ///
    /// # Errors
    /// 404 otherwise.
    fn team(&self, tx: &mut Tx<'_>, scope: &AccountScope, id: TeamId) -> Result<(), Problem>;

    /// Checks conditions in Chatwoot's form against the account's fields.
    ///
    /// # Errors
    /// 422 that names what is wrong.
    fn check_conditions(
        &self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        about: Subject,
        payload: &Value,
    ) -> Result<(), Problem>;

    /// Checks that there is such a deed, that `viewer` may do it, and that it can be done with its parameters.
    ///
    /// # Errors
    /// 403 without the permission; 422 that names what is wrong.
    fn check_deed(
        &self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        about: Subject,
        deed: &Deed,
    ) -> Result<(), Problem>;

    /// Does something to the conversation of this number, or the contact of this row id, as by hand. Answers what
    /// undoes it; `None` when nothing changed.
    ///
    /// # Errors
    /// 404 unseen; what the use case says.
    fn act(
        &self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        about: Subject,
        which: i64,
        deed: &Deed,
    ) -> Result<Option<Deed>, Problem>;

    /// Numbers of the conversations that `viewer` sees, or row ids of the contacts, that meet conditions; ascending.
    /// `offset` is where days begin: seconds east of Greenwich.
    ///
    /// # Errors
    /// 422 that names what is wrong.
    fn matching(
        &self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        about: Subject,
        payload: &Value,
        offset: i64,
        limit: usize,
    ) -> Result<Vec<i64>, Problem>;

    /// The conversation as what follows its end needs to know it; `None` when it is gone.
    ///
    /// # Errors
    /// What the store says.
    fn ending(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        id: ConversationId,
    ) -> Result<Option<Ending>, Problem>;

    /// Writes a customer's answer on a message that asks for one (`submitted_values`, `submitted_email`).
    ///
    /// # Errors
    /// 404 for a message that is gone or not for the customer; 422 beyond the bounds.
    fn submit(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        message: MessageId,
        values: &Map<String, Value>,
    ) -> Result<(), Problem>;

    /// Tells one member alone, on all their devices, and on their return if they are away: `event` as it stands on
    /// the wire with `data`.
    fn tell_user(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        user: UserId,
        event: &'static str,
        data: Value,
    );

    /// Members who muted a conversation for themselves: they want no news of it.
    ///
    /// # Errors
    /// What the store says.
    fn muted(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        id: ConversationId,
    ) -> Result<Vec<UserId>, Problem>;

    /// Members of an inbox.
    ///
    /// # Errors
    /// What the store says.
    fn inbox_members(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        inbox: InboxId,
    ) -> Result<Vec<UserId>, Problem>;

    /// Whether a member has a conversation on screen, as far as this process knows.
    fn is_looking(&self, account: AccountId, user: UserId, at: ConversationId) -> bool;

    /// Sends a letter (system e-mail) once this transaction is committed.
    ///
    /// # Errors
    /// What the store says.
    fn post_letter(&self, tx: &mut Tx<'_>, letter: &Letter) -> Result<(), Problem>;

    /// Files that a member sent ahead of a message, by what they are named by, as `upload` answers them; those that
    /// are gone are left out.
    ///
    /// # Errors
    /// What the store says.
    fn uploads(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        user: UserId,
        named: &[String],
    ) -> Result<Vec<Value>, Problem>;

    /// Keeps such files until a moment.
    ///
    /// # Errors
    /// What the store says.
    fn hold_uploads(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        user: UserId,
        named: &[String],
        until: Micros,
    ) -> Result<(), Problem>;

    /// The account's language: what customers are written to in.
    ///
    /// # Errors
    /// 404 for an account that is gone.
    fn locale(&self, tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Locale, Problem>;

    /// Seals a secret for one place: `place` names table, column and row, and only there it can be opened.
    ///
    /// # Errors
    /// 500 if the cipher refuses.
    fn seal(&self, place: &str, secret: &str) -> Result<String, Problem>;

    /// Opens what was sealed for `place`.
    ///
    /// # Errors
    /// 500 when it was sealed elsewhere or with another key.
    fn open(&self, place: &str, sealed: &str) -> Result<String, Problem>;

    /// The webhook events that a stored event becomes, in order.
    fn webhook_names(&self, event: &Event) -> &'static [&'static str];

    /// The inbox a stored event happened in; `None` for those of contacts and the account.
    fn webhook_inbox(&self, event: &Event) -> Option<InboxId>;

    /// The payload of the webhook event `name` for a stored event, as Chatwoot sends it; `None` when there is nothing to
    /// tell, like a line of the timeline.
    ///
    /// # Errors
    /// What the store says.
    fn webhook(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        event: &Event,
        name: &str,
    ) -> Result<Option<Value>, Problem>;

    /// The address that an inbox itself wants its events posted to, and the secret to sign them with.
    ///
    /// # Errors
    /// What the store says; 500 when the secret can't be opened.
    fn inbox_hook(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        inbox: InboxId,
    ) -> Result<Option<(String, String)>, Problem>;

    /// An inbox's name; `None` if the account has none of this id.
    ///
    /// # Errors
    /// What the store says.
    fn inbox_name(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        inbox: InboxId,
    ) -> Result<Option<String>, Problem>;

    /// The account's inboxes, in order of their ids.
    ///
    /// # Errors
    /// What the store says.
    fn inboxes(&self, tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<InboxRef>, Problem>;

    /// What conversations are sorted by under a name, if a feature does so.
    fn sorting(&self, name: &str) -> Option<Sorting>;

    /// Seconds between two moments during which an inbox is open; all of them where its hours do not count.
    ///
    /// # Errors
    /// What the store says.
    fn open_secs(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        inbox: InboxId,
        from: Micros,
        to: Micros,
    ) -> Result<i64, Problem>;

    /// Opens a conversation that a bot has, with a line of the timeline that says why; whether a bot had it.
    ///
    /// # Errors
    /// What the store says.
    fn open_for_people(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        id: ConversationId,
        line: &Activity,
    ) -> Result<bool, Problem>;

    /// The platform's application with this token, by its row id.
    ///
    /// # Errors
    /// 401 when there is none.
    fn platform_app(&self, tx: &mut Tx<'_>, token: &str) -> Result<i64, Problem>;

    /// Checks that an application made this account.
    ///
    /// # Errors
    /// 401 otherwise, the same whether it exists or not.
    fn platform_account(&self, tx: &mut Tx<'_>, app: i64, account: AccountId) -> Result<(), Problem>;

    /// Row ids of what an application made of a feature's kind, ascending.
    ///
    /// # Errors
    /// What the store says.
    fn platform_made(&self, tx: &mut Tx<'_>, app: i64, kind: &'static str) -> Result<Vec<i64>, Problem>;

    /// Notes that an application made something of a feature's kind, or (`None`) that it is gone.
    ///
    /// # Errors
    /// What the store says.
    fn platform_note(
        &self,
        tx: &mut Tx<'_>,
        app: Option<i64>,
        kind: &'static str,
        id: i64,
    ) -> Result<(), Problem>;

    /// The account's administrators, in order of their ids.
    ///
    /// # Errors
    /// What the store says.
    fn administrators(&self, tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<PersonRef>, Problem>;
}
