//! What stands around conversations and messages, gathered for many at once.

use std::collections::HashMap;

use desk_model::{Attachment, Conversation, Message, Sender, SenderKind};
use desk_wire::{
    AttachmentJson, AttachmentLinks, BotJson, ConversationFacts, ConversationJson, MessageConversation,
    MessageFacts, MessageJson, Person, ReactionBy, ReactionJson, ReplyWindow, SenderJson, TeamJson,
    UploadJson, VoiceJson,
};
use kernel_base::{AccountScope, Micros, Problem};
use kernel_blob::Variant;
use kernel_db::Tx;

use super::store::{self, AddressRow};
use super::window::windows;
use crate::Core;
use crate::messages::{Reaction, Upload, reactions, store as message_rows};

/// Everything that JSON of a batch needs, by row id.
#[derive(Default)]
pub(super) struct Facts {
    people: HashMap<i64, Person>,
    contacts: HashMap<i64, (desk_model::Contact, Option<String>, bool)>,
    bots: plug_feature::Extras,
    addresses: HashMap<i64, AddressRow>,
    channels: HashMap<i64, String>,
    /// Conversations with a time to answer.
    windows: HashMap<i64, ReplyWindow>,
    /// Seconds since the epoch, for those.
    now: i64,
    teams: HashMap<i64, TeamJson>,
    files: HashMap<i64, Vec<AttachmentJson>>,
    reactions: HashMap<i64, Vec<Reaction>>,
}

impl Facts {
    /// For whole conversations.
    pub(super) fn of_conversations(
        tx: &mut Tx<'_>,
        core: &Core,
        scope: &AccountScope,
        rows: &[Conversation],
    ) -> Result<Self, Problem> {
        let mut facts = Self::of_messages(tx, scope, rows)?;
        facts.add_people(tx, core, scope, distinct(rows.iter().filter_map(|c| c.assignee).map(|u| u.0)))?;
        facts.add_contacts(tx, core, scope, distinct(rows.iter().map(|c| c.contact.0)))?;
        let teams = distinct(rows.iter().filter_map(|c| c.team).map(|t| t.0));
        if !teams.is_empty() {
            facts.teams = store::teams(tx, scope, &teams)?.into_iter().map(|t| (t.id, t)).collect();
        }
        let inboxes = distinct(rows.iter().map(|c| c.inbox.0));
        let channels = store::channels(tx, scope, &inboxes)?;
        facts.now = tx.now().secs();
        facts.windows = windows(tx, core, scope, rows, &channels)?;
        facts.channels =
            channels.into_iter().map(|(id, c)| (id, core.registry.channel_wire(&c).to_owned())).collect();
        Ok(facts)
    }

    /// For messages of these conversations.
    pub(super) fn of_messages(
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        rows: &[Conversation],
    ) -> Result<Self, Problem> {
        let addresses = distinct(rows.iter().map(|c| c.contact_inbox.0));
        let addresses = store::addresses_by_id(tx, scope, &addresses)?;
        Ok(Self { addresses: addresses.into_iter().map(|a| (a.id.0, a)).collect(), ..Self::default() })
    }

    /// Who wrote these messages, and their files.
    pub(super) fn add_messages(
        &mut self,
        tx: &mut Tx<'_>,
        core: &Core,
        scope: &AccountScope,
        messages: &[Message],
    ) -> Result<(), Problem> {
        self.add_senders(tx, core, scope, messages)?;
        let ids: Vec<i64> = messages.iter().map(|m| m.id.0).collect();
        if ids.is_empty() {
            return Ok(());
        }
        let now = tx.now();
        for file in message_rows::files_of(tx, scope, &ids)? {
            let json = attachment(core, scope, &file, now);
            self.files.entry(file.message.0).or_default().push(json);
        }
        self.add_reactions(tx, core, scope, &ids)
    }

    fn add_reactions(
        &mut self,
        tx: &mut Tx<'_>,
        core: &Core,
        scope: &AccountScope,
        messages: &[i64],
    ) -> Result<(), Problem> {
        let found = reactions::of(tx, scope, messages)?;
        let of =
            |kind: SenderKind| distinct(found.iter().filter(|r| r.by.kind == kind).filter_map(|r| r.by.id));
        self.add_people(tx, core, scope, of(SenderKind::User))?;
        self.add_contacts(tx, core, scope, of(SenderKind::Contact))?;
        for reaction in found {
            self.reactions.entry(reaction.message.0).or_default().push(reaction);
        }
        Ok(())
    }

    /// Who wrote these messages.
    pub(super) fn add_senders(
        &mut self,
        tx: &mut Tx<'_>,
        core: &Core,
        scope: &AccountScope,
        messages: &[Message],
    ) -> Result<(), Problem> {
        let of = |kind: SenderKind| {
            distinct(messages.iter().filter(|m| m.sender.kind == kind).filter_map(|m| m.sender.id))
        };
        self.add_people(tx, core, scope, of(SenderKind::User))?;
        let bots = of(SenderKind::Bot);
        if !bots.is_empty() {
            for speakers in core.registry.features.iter().filter_map(|f| f.speakers) {
                self.bots.extend(speakers(tx, scope, &bots)?);
            }
        }
        self.add_contacts(tx, core, scope, of(SenderKind::Contact))
    }

    fn add_people(
        &mut self,
        tx: &mut Tx<'_>,
        core: &Core,
        scope: &AccountScope,
        mut ids: Vec<i64>,
    ) -> Result<(), Problem> {
        ids.retain(|id| !self.people.contains_key(id));
        if !ids.is_empty() {
            self.people.extend(people(tx, core, scope, &ids)?);
        }
        Ok(())
    }

    fn add_contacts(
        &mut self,
        tx: &mut Tx<'_>,
        core: &Core,
        scope: &AccountScope,
        mut ids: Vec<i64>,
    ) -> Result<(), Problem> {
        ids.retain(|id| !self.contacts.contains_key(id));
        if ids.is_empty() {
            return Ok(());
        }
        let now = tx.now();
        for c in crate::contacts::store::by_ids(tx, scope, &ids)? {
            let picture = picture(core, c.avatar_key.as_deref(), now);
            let online = core.live.is_contact_here(scope.account(), c.id);
            self.contacts.insert(c.id.0, (c, picture, online));
        }
        Ok(())
    }

    /// A conversation, with its newest messages out of `messages`; `None` when its customer is gone.
    pub(super) fn conversation(&self, c: &Conversation, messages: &[Message]) -> Option<ConversationJson> {
        let (contact, picture, online) = self.contacts.get(&c.contact.0)?;
        let mine = || messages.iter().filter(|m| m.conversation == c.id);
        let said = mine().filter(|m| m.kind != desk_model::MessageType::Activity).max_by_key(|m| m.id);
        let last = mine().max_by_key(|m| m.id);
        let address = self.addresses.get(&c.contact_inbox.0);
        let window = self.windows.get(&c.id.0);
        let facts = ConversationFacts {
            sender: desk_wire::contact(contact, picture.as_deref(), *online),
            channel: self.channels.get(&c.inbox.0).cloned().unwrap_or_default(),
            assignee: c.assignee.and_then(|u| self.people.get(&u.0)).map(|p| desk_wire::agent(c.account, p)),
            team: c.team.and_then(|t| self.teams.get(&t.0)).cloned(),
            source_id: address.map(|a| a.source_id.clone()).unwrap_or_default(),
            verified: address.is_some_and(|a| a.verified),
            last: last.map(|m| self.message(c, m)),
            last_said: said.map(|m| self.message(c, m)),
            can_reply: window.is_none_or(|w| w.until.is_some_and(|until| self.now < until)),
            reply_window: window.copied(),
        };
        Some(desk_wire::conversation(c, facts))
    }

    /// A message.
    pub(super) fn message(&self, c: &Conversation, m: &Message) -> MessageJson {
        let source_id = self.addresses.get(&c.contact_inbox.0).map_or("", |a| a.source_id.as_str());
        let facts = MessageFacts {
            account: c.account,
            number: c.number,
            conversation: MessageConversation::of(c, source_id),
            sender: self.sender(m.sender),
            attachments: self.files_of(m),
            reactions: self.reactions_of(m),
        };
        desk_wire::message(m, facts)
    }

    /// A message as the customer sees it.
    pub(super) fn visitor_message(&self, c: &Conversation, m: &Message) -> desk_wire::VisitorMessage {
        desk_wire::visitor_message(m, c.number, self.sender(m.sender), self.files_of(m), self.reactions_of(m))
    }

    /// Whoever has the conversation, as the customer sees them.
    pub(super) fn visible_assignee(&self, c: &Conversation) -> Option<desk_wire::UserSender> {
        c.assignee.and_then(|u| self.people.get(&u.0)).map(desk_wire::user_sender)
    }

    fn files_of(&self, m: &Message) -> Vec<AttachmentJson> {
        self.files.get(&m.id.0).cloned().unwrap_or_default()
    }

    /// Reactions to a message, by emoji in the order in which each was first used.
    fn reactions_of(&self, m: &Message) -> Vec<ReactionJson> {
        let mut all: Vec<ReactionJson> = Vec::new();
        for reaction in self.reactions.get(&m.id.0).into_iter().flatten() {
            let Some(by) = self.reacted(reaction.by) else { continue };
            match all.iter_mut().find(|r| r.emoji == reaction.emoji) {
                Some(there) => there.by.push(by),
                None => {
                    all.push(ReactionJson { emoji: reaction.emoji.clone(), count: 0, by: vec![by] });
                }
            }
        }
        for one in &mut all {
            one.count = one.by.len();
        }
        all
    }

    fn reacted(&self, by: Sender) -> Option<ReactionBy> {
        let id = by.id?;
        let (kind, name) = match by.kind {
            SenderKind::User => ("user", self.people.get(&id)?.available_name().to_owned()),
            SenderKind::Contact => ("contact", self.contacts.get(&id)?.0.name.clone()),
            SenderKind::Bot | SenderKind::System => return None,
        };
        Some(ReactionBy { kind, id, name })
    }

    fn sender(&self, sender: Sender) -> Option<SenderJson> {
        let id = sender.id?;
        match sender.kind {
            SenderKind::User => self.people.get(&id).map(|p| SenderJson::User(desk_wire::user_sender(p))),
            SenderKind::Contact => self
                .contacts
                .get(&id)
                .map(|(c, picture, _)| SenderJson::Contact(desk_wire::contact_sender(c, picture.as_deref()))),
            SenderKind::Bot => self.bots.get(&id).cloned().map(|bot| SenderJson::Bot(BotJson(bot))),
            SenderKind::System => None,
        }
    }
}

/// Members by row id, with their availability as it is now.
pub(super) fn people(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    ids: &[i64],
) -> Result<HashMap<i64, Person>, Problem> {
    let now = tx.now();
    let rows = store::people(tx, scope, ids)?;
    let people = rows.into_iter().map(|row| {
        let mut person = row.person;
        person.avatar_url = picture(core, row.avatar_key.as_deref(), now);
        (person.id.0, person)
    });
    Ok(people.collect())
}

/// The address of a picture: a signed link to a file of ours, or an address as it is.
pub(super) fn picture(core: &Core, key: Option<&str>, now: Micros) -> Option<String> {
    let key = key?;
    if key.starts_with("https://") {
        return Some(key.to_owned());
    }
    Some(link(core, key, "avatar.png", Variant::Thumbnail, now))
}

fn link(core: &Core, key: &str, name: &str, variant: Variant, now: Micros) -> String {
    format!("{}{}", core.public_url, core.blobs.links().path(key, name, variant, now))
}

/// A file of a message.
pub(super) fn attachment(
    core: &Core,
    scope: &AccountScope,
    file: &Attachment,
    now: Micros,
) -> AttachmentJson {
    let thumb = if file.width.is_some() {
        link(core, &file.blob_key, &file.name, Variant::Thumbnail, now)
    } else {
        String::new()
    };
    let data = link(core, &file.blob_key, &file.name, Variant::Original, now);
    let original = file.original_key.as_deref();
    let original = original.map(|key| link(core, key, &original_name(&file.name), Variant::Original, now));
    AttachmentJson::new(scope.account(), file, AttachmentLinks { data, thumb, original })
}

/// A file that waits for its message.
pub(super) fn upload(core: &Core, upload: &Upload, now: Micros) -> UploadJson {
    let f = &upload.file;
    let thumb = f.width.map(|_| link(core, &f.key, &f.name, Variant::Thumbnail, now));
    let original = f.original_key.as_deref();
    UploadJson {
        signed_id: upload.token.clone(),
        blob_id: upload.token.clone(),
        blob_key: f.key.clone(),
        file_url: link(core, &f.key, &f.name, Variant::Original, now),
        file_name: f.name.clone(),
        content_type: f.content_type.clone(),
        file_type: f.kind.to_owned(),
        file_size: f.size,
        width: f.width,
        height: f.height,
        thumb_url: thumb.unwrap_or_default(),
        meta: f.voice.as_ref().map(|v| VoiceJson {
            voice: true,
            peaks: v.peaks.clone(),
            duration_ms: v.duration_ms,
            original_url: original
                .map(|key| link(core, key, &original_name(&f.name), Variant::Original, now)),
        }),
    }
}

/// The name of the recording that a file was made from.
fn original_name(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    format!("{stem}.webm")
}

fn distinct(ids: impl Iterator<Item = i64>) -> Vec<i64> {
    let mut ids: Vec<i64> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}
