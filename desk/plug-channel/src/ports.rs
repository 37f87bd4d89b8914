//! What a channel is given: the inbox it serves, what a visitor may do, files, the outbound client.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use kernel_base::{AccountId, Clock, ContactId, ContactInboxId, InboxId, Locale, Problem, Rng};
use serde_json::{Map, Value};

use crate::Recorded;

/// The state of a channel's routes.
#[derive(Clone)]
pub struct Ports {
    /// Look-up of inboxes.
    pub inboxes: Arc<dyn Inboxes>,
    /// What visitors may do.
    pub visitors: Arc<dyn Visitor>,
    /// The one client that dials out, safe against requests to private addresses.
    pub http: kernel_http::Outbound,
    /// The built interface, for pages of the channel's own.
    pub assets: Arc<dyn kernel_http::Assets>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub rng: Arc<dyn Rng>,
    /// Where the product is reached from outside, without a trailing slash.
    pub public_url: Arc<str>,
}

/// An inbox as its channel sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct InboxConfig {
    /// Whose it is.
    pub account: AccountId,
    /// The account's name.
    pub account_name: String,
    /// The account's language.
    pub locale: Locale,
    /// Row id.
    pub id: InboxId,
    /// Channel's id.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Public token it is found by: the widget's `website_token`, the API channel's `inbox_identifier`.
    pub token: String,
    /// Secret for identity hashes and signatures (opened).
    pub secret: String,
    /// Whether the greeting is sent, and its text.
    pub greeting: Option<String>,
    /// Whether a customer's message after closing reopens the conversation; else it starts another
    /// (`allow_messages_after_resolved`).
    pub reopens: bool,
    /// Whether a customer has at most one conversation here (`lock_to_single_conversation`).
    pub single: bool,
    /// Its hours and what customers are asked and told.
    pub service: Service,
    /// The channel's settings.
    pub settings: Map<String, Value>,
}

/// How an inbox serves, as its customers are told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Service {
    /// Whether its hours count; else it is always open.
    pub hours_enabled: bool,
    /// The zone of the hours, a name of the IANA database.
    pub timezone: String,
    /// Minutes by which that zone is ahead of UTC now.
    pub offset_minutes: i32,
    /// Chatwoot's `working_hours`.
    pub working_hours: Value,
    /// Whether it is closed now, by its hours.
    pub closed: bool,
    /// While closed: when it opens, seconds since the epoch.
    pub opens_at: Option<i64>,
    /// While closed: the holiday of the day, by its name; a national one by a key of the words (`holiday.christmas`).
    pub holiday: Option<String>,
    /// What who writes outside of the hours is told (today's, where the holiday has its own).
    pub away_message: Option<String>,
    /// Whether who has no e-mail is asked for one.
    pub email_collect: bool,
    /// Whether a survey follows the end of a conversation.
    pub csat_enabled: bool,
}

/// Look-up of inboxes by what the outside knows.
#[async_trait]
pub trait Inboxes: Send + Sync + 'static {
    /// The inbox of `kind` with this public token.
    ///
    /// # Errors
    /// 404 without one; what the store says.
    async fn by_token(&self, kind: &'static str, token: &str) -> Result<InboxConfig, Problem>;

    /// People of the inbox who are online now, as Chatwoot's `inbox_members` shows them:
    /// `{id, name, avatar_url, availability_status}`.
    ///
    /// # Errors
    /// What the store says.
    async fn members(&self, inbox: &InboxConfig) -> Result<Vec<Value>, Problem>;
}

/// A visitor who is known: a contact in an inbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitorRef {
    /// Account.
    pub account: AccountId,
    /// Inbox.
    pub inbox: InboxId,
    /// The contact.
    pub contact: ContactId,
    /// The contact's presence in this inbox.
    pub contact_inbox: ContactInboxId,
    /// The address in the inbox, a random id for web visitors.
    pub source_id: String,
    /// Token that opens the socket as this visitor.
    pub pubsub_token: String,
    /// Whether the identity was proved by a hash.
    pub verified: bool,
}

/// Someone new at an inbox.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewVisitor {
    /// Address in the inbox; a random one is made without it.
    pub source_id: Option<String>,
    /// What is known of them.
    pub contact: ContactChanges,
}

/// What is to change on a contact; `None` leaves as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContactChanges {
    /// The site's own id of the person.
    pub identifier: Option<String>,
    /// Whether `identifier` was proved by its hash.
    pub verified: bool,
    /// Name.
    pub name: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Phone, E.164.
    pub phone: Option<String>,
    /// Picture's address.
    pub avatar_url: Option<String>,
    /// Attributes to set.
    pub custom_attributes: Map<String, Value>,
    /// Facts such as browser, city, referrer, to merge.
    pub additional_attributes: Map<String, Value>,
}

/// A file handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Name as the sender gave it.
    pub name: String,
    /// Content.
    pub data: Bytes,
    /// That it is recorded voice.
    pub voice: Option<Recorded>,
}

/// A file whose content is to come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewUpload {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub size: i64,
    /// MD5 of its content, Base64.
    pub checksum: String,
    /// What its sender takes it for.
    pub content_type: String,
}

/// A conversation a visitor starts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewConversation {
    /// Facts such as referrer and browser.
    pub additional_attributes: Map<String, Value>,
    /// Attributes set by the site.
    pub custom_attributes: Map<String, Value>,
    /// The first message.
    pub message: Option<NewMessage>,
}

/// A message a visitor writes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewMessage {
    /// Text.
    pub content: String,
    /// The sender's own id of the message: the same twice makes one message.
    pub echo_id: Option<String>,
    /// The provider's id of the message.
    pub source_id: Option<String>,
    /// Files.
    pub files: Vec<Upload>,
    /// Files sent ahead, by what they are named by.
    pub uploads: Vec<String>,
    /// The message it quotes.
    pub in_reply_to: Option<i64>,
    /// Further content attributes, like a form's answers.
    pub content_attributes: Map<String, Value>,
}

/// What a visitor may do: only with their own contact and conversations in this inbox. JSON answers have
/// the shapes of Chatwoot's widget and public APIs.
#[async_trait]
pub trait Visitor: Send + Sync + 'static {
    /// The visitor with this address in the inbox.
    ///
    /// # Errors
    /// 404 without one; what the store says.
    async fn find(&self, inbox: InboxId, source_id: &str) -> Result<VisitorRef, Problem>;

    /// A visitor with this address, made if needed; the contact is found by its identities.
    ///
    /// # Errors
    /// 422 for wrong fields; what the store says.
    async fn begin(&self, inbox: &InboxConfig, new: NewVisitor) -> Result<VisitorRef, Problem>;

    /// Changes the visitor's contact; merges with a known one when the identity is proved.
    ///
    /// # Errors
    /// 422 for wrong fields; what the store says.
    async fn change(&self, who: &VisitorRef, changes: ContactChanges) -> Result<VisitorRef, Problem>;

    /// Removes attributes of the visitor's contact.
    ///
    /// # Errors
    /// What the store says.
    async fn drop_attributes(&self, who: &VisitorRef, keys: Vec<String>) -> Result<(), Problem>;

    /// The contact: `{id, name, email, phone_number, has_email, has_name, has_phone_number, identifier,
    /// custom_attributes}`.
    ///
    /// # Errors
    /// What the store says.
    async fn contact(&self, who: &VisitorRef) -> Result<Value, Problem>;

    /// The visitor's conversations, the newest first: `{id, uuid, inbox_id, status, contact_last_seen_at,
    /// agent_last_seen_at, unread_count, assignee{…}, messages[last], contact{…}, custom_attributes, created_at}`.
    ///
    /// # Errors
    /// What the store says.
    async fn conversations(&self, who: &VisitorRef) -> Result<Vec<Value>, Problem>;

    /// Starts a conversation, greeting included.
    ///
    /// # Errors
    /// 422, 413 for the message; what the store says.
    async fn open(&self, who: &VisitorRef, new: NewConversation) -> Result<Value, Problem>;

    /// Public messages of a conversation (its number; `None` = the current one), oldest first: the last 20 before
    /// `before`, or up to 100 after `after`.
    ///
    /// # Errors
    /// 404 if it is not the visitor's; what the store says.
    async fn messages(
        &self,
        who: &VisitorRef,
        conversation: Option<i64>,
        before: Option<i64>,
        after: Option<i64>,
    ) -> Result<Vec<Value>, Problem>;

    /// Writes into a conversation (its number; `None` = the current one, started if needed). The same `echo_id`
    /// twice answers the first message again.
    ///
    /// # Errors
    /// 422, 413, 415, 429; what the store says.
    async fn post(
        &self,
        who: &VisitorRef,
        conversation: Option<i64>,
        new: NewMessage,
    ) -> Result<Value, Problem>;

    /// Answers a message's form or choice (`submitted_values`, `submitted_email`).
    ///
    /// # Errors
    /// 404 if it is not the visitor's; what the store says.
    async fn submit(
        &self,
        who: &VisitorRef,
        message: i64,
        values: Map<String, Value>,
    ) -> Result<Value, Problem>;

    /// Keeps that a file is to come; answers what it is named by. Its content is put to
    /// `/rails/active_storage/disk/{account}.{name}`.
    ///
    /// # Errors
    /// 413 beyond the channel's limit; 422 for a wrong field.
    async fn announce(&self, who: &VisitorRef, file: NewUpload) -> Result<String, Problem>;

    /// Reacts to a message with one emoji; the same again, and `None`, take it back. Answers the message.
    ///
    /// # Errors
    /// 404 if it is not the visitor's; 403 where the channel can't; 422 for what is not one emoji.
    async fn react(&self, who: &VisitorRef, message: i64, emoji: Option<String>) -> Result<Value, Problem>;

    /// Tells that the visitor opened the chat on a page; `info` says which page, browser and languages.
    ///
    /// # Errors
    /// What the store says.
    async fn opened(&self, who: &VisitorRef, info: Map<String, Value>) -> Result<(), Problem>;

    /// Tells that the visitor types, or stopped.
    ///
    /// # Errors
    /// 404 without a conversation; what the store says.
    async fn typing(&self, who: &VisitorRef, conversation: Option<i64>, on: bool) -> Result<(), Problem>;

    /// Marks the conversation as read by the visitor: agents' messages become read.
    ///
    /// # Errors
    /// 404 without a conversation; what the store says.
    async fn seen(&self, who: &VisitorRef, conversation: Option<i64>) -> Result<(), Problem>;

    /// Puts a label of the account on the conversation, or takes it off; one the account does not have is passed
    /// over.
    ///
    /// # Errors
    /// 404 without a conversation; what the store says.
    async fn label(&self, who: &VisitorRef, title: &str, on: bool) -> Result<(), Problem>;

    /// Ends the conversation, or opens it again, as the visitor.
    ///
    /// # Errors
    /// 404 without a conversation; what the store says.
    async fn toggle_status(&self, who: &VisitorRef, conversation: Option<i64>) -> Result<Value, Problem>;

    /// Sends the conversation to the visitor's own e-mail.
    ///
    /// # Errors
    /// 404 without a conversation; 422 without an address, or before anyone has answered.
    async fn transcript(&self, who: &VisitorRef, conversation: Option<i64>) -> Result<(), Problem>;

    /// Sets (`Some`) or removes (`null`) attributes of the current conversation.
    ///
    /// # Errors
    /// 404 without a conversation; what the store says.
    async fn conversation_attributes(
        &self,
        who: &VisitorRef,
        changes: Map<String, Value>,
    ) -> Result<(), Problem>;

    /// Events the visitor may see after an opaque cursor: `{cursor, events: [{event, data}], resync: bool}`.
    ///
    /// # Errors
    /// What the store says.
    async fn events(&self, who: &VisitorRef, cursor: Option<&str>) -> Result<Value, Problem>;
}
