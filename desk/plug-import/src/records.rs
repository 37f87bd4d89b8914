//! What comes, in the old product's ids and with its own times.

use kernel_base::{Locale, Micros};
use serde_json::{Map, Value};

/// The account.
#[derive(Clone, Debug, PartialEq)]
pub struct Home {
    /// Old id.
    pub id: i64,
    /// Name.
    pub name: String,
    /// Language.
    pub locale: Locale,
    /// `support_email` and `domain`, where they are set.
    pub settings: Map<String, Value>,
    /// Attributes that applications of the platform keep.
    pub custom_attributes: Map<String, Value>,
    /// When it was made.
    pub created_at: Micros,
}

/// Somebody who answers customers, or once did.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// Old id.
    pub id: i64,
    /// E-mail; not every reader can tell that of people who left.
    pub email: Option<String>,
    /// Name.
    pub name: String,
    /// The name shown to customers.
    pub display_name: Option<String>,
    /// What is put under their replies.
    pub signature: Option<String>,
    /// Their password as bcrypt keeps it.
    pub password_digest: Option<String>,
    /// What opens the API to them.
    pub access_token: Option<String>,
    /// What they are in the account; `None` for those who left and whose words stay.
    pub member: Option<Member>,
    /// When they became known.
    pub created_at: Micros,
}

/// A place in the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// Whether they set the account up; else they answer customers.
    pub administrator: bool,
    /// 0 online, 1 offline, 2 busy.
    pub availability: i64,
    /// Whether they count as offline while no window is open.
    pub auto_offline: bool,
    /// Whether they have used their account at all; an open invitation is left open.
    pub confirmed: bool,
}

/// A team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Old id.
    pub id: i64,
    /// Name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Whether conversations are given out within it.
    pub allow_auto_assign: bool,
    /// Old ids of its members.
    pub members: Vec<i64>,
}

/// Where conversations of one channel arrive.
#[derive(Clone, Debug, PartialEq)]
pub struct Inbox {
    /// Old id.
    pub id: i64,
    /// Name.
    pub name: String,
    /// The channel's class, like `Channel::Api`.
    pub channel: String,
    /// Whether it goes on here with what is brought along; else only its history is kept.
    pub goes_on: bool,
    /// The public token it is found by.
    pub token: Option<String>,
    /// The key identities are proved with.
    pub secret: Option<String>,
    /// Name, greeting, hours and survey, by the API's names.
    pub common: Map<String, Value>,
    /// The channel's own settings, by the API's names.
    pub settings: Map<String, Value>,
    /// Old ids of who answers there.
    pub members: Vec<i64>,
}

/// A customer.
#[derive(Clone, Debug, PartialEq)]
pub struct Contact {
    /// Old id.
    pub id: i64,
    /// Name.
    pub name: String,
    /// E-mail.
    pub email: Option<String>,
    /// Phone, E.164.
    pub phone: Option<String>,
    /// Id in the account's own systems.
    pub identifier: Option<String>,
    /// Whether what they send is dropped.
    pub blocked: bool,
    /// City, company and the like.
    pub additional_attributes: Map<String, Value>,
    /// Attributes set by people and sites.
    pub custom_attributes: Map<String, Value>,
    /// Where they are reached.
    pub addresses: Vec<Address>,
    /// Titles of their labels.
    pub labels: Vec<String>,
    /// When they last wrote.
    pub last_activity_at: Option<Micros>,
    /// When they became known.
    pub created_at: Micros,
    /// When they last changed.
    pub updated_at: Micros,
}

/// A customer's address in an inbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Old id of the inbox.
    pub inbox: i64,
    /// The address.
    pub source_id: String,
    /// Whether the identity was proved.
    pub verified: bool,
    /// When it became known.
    pub created_at: Micros,
}

/// A conversation, without its messages.
#[derive(Clone, Debug, PartialEq)]
pub struct Conversation {
    /// The old row id, where the reader knows it.
    pub id: Option<i64>,
    /// The number people know it by; stays.
    pub number: i64,
    /// Outside id that can't be guessed.
    pub uuid: Option<String>,
    /// Old id of its inbox.
    pub inbox: i64,
    /// The customer; whole, because not every reader lists all of them.
    pub contact: Contact,
    /// The customer's address in it.
    pub source_id: Option<String>,
    /// 0 open, 1 resolved, 2 pending, 3 snoozed.
    pub status: i64,
    /// Old id of who has it.
    pub assignee: Option<i64>,
    /// Old id of the team it was given to.
    pub team: Option<i64>,
    /// 0 low to 3 urgent.
    pub priority: Option<i64>,
    /// When it comes back.
    pub snoozed_until: Option<Micros>,
    /// Since when the customer waits.
    pub waiting_since: Option<Micros>,
    /// When a person first answered.
    pub first_reply_at: Option<Micros>,
    /// When something was last said or done.
    pub last_activity_at: Micros,
    /// When an agent last looked.
    pub agent_last_seen_at: Option<Micros>,
    /// When the assignee last looked.
    pub assignee_last_seen_at: Option<Micros>,
    /// When the customer last looked.
    pub contact_last_seen_at: Option<Micros>,
    /// Browser, referrer and the like.
    pub additional_attributes: Map<String, Value>,
    /// Attributes set by people and sites.
    pub custom_attributes: Map<String, Value>,
    /// Titles of its labels.
    pub labels: Vec<String>,
    /// Old ids of those who take part.
    pub participants: Vec<i64>,
    /// When it began.
    pub created_at: Micros,
    /// When it last changed.
    pub updated_at: Micros,
}

/// Who wrote a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Writer {
    /// A person, by their old id and name: not every reader lists those who left.
    Person(i64, String),
    /// A customer, by their old id.
    Contact(i64),
    /// A bot, by its old id.
    Bot(i64),
    /// The product itself.
    System,
}

/// One line of a conversation.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Old id.
    pub id: i64,
    /// 0 incoming, 1 outgoing, 2 activity, 3 template.
    pub kind: i64,
    /// Text.
    pub content: String,
    /// Whether only the team sees it.
    pub private: bool,
    /// 0 sent, 1 delivered, 2 read, 3 failed.
    pub state: i64,
    /// The name of its type of content, like `text` or `input_csat`.
    pub content_type: String,
    /// Quote, deletion, form values…; a quote by its old id.
    pub content_attributes: Map<String, Value>,
    /// Who wrote it.
    pub writer: Writer,
    /// The provider's id.
    pub source_id: Option<String>,
    /// Its files.
    pub files: Vec<File>,
    /// When it was written.
    pub created_at: Micros,
    /// When it last changed.
    pub updated_at: Micros,
}

/// A file of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Old id.
    pub id: i64,
    /// Name.
    pub name: String,
    /// Where its reader finds it; `None` for what has no content of its own.
    pub place: Option<String>,
    /// What stands for it where it has no content: a place on the map, a link, a card.
    pub words: Option<String>,
}

/// Something that belongs to a feature: a label, a canned response, a webhook…
#[derive(Clone, Debug, PartialEq)]
pub struct Thing {
    /// What it is, like `canned_response`.
    pub noun: &'static str,
    /// Old id.
    pub id: i64,
    /// What people call it.
    pub name: String,
    /// What is known of it, by the API's names.
    pub data: Value,
}

/// Something that does not come, or not whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// What it is.
    pub noun: String,
    /// Old id; 0 where it has none.
    pub id: i64,
    /// What people call it.
    pub name: String,
    /// Why, in English.
    pub why: String,
}

impl Left {
    /// Something that does not come.
    #[must_use]
    pub fn new(noun: impl Into<String>, id: i64, name: impl Into<String>, why: impl Into<String>) -> Self {
        Self { noun: noun.into(), id, name: name.into(), why: why.into() }
    }
}
