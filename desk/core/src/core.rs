//! `Core`: what the use cases work with, and the lists of what is plugged in.

use std::sync::Arc;

use desk_model::{Conversation, Identity, Permission, permissions};
use kernel_base::{AccountScope, Clock, InboxId, Problem, Rng};
use kernel_blob::Blobs;
use kernel_db::{DbError, Store, Tx, Watched};
use kernel_text::Catalog;
use plug_channel::{Capabilities, ChannelKind};
use plug_feature::{AttributeRules, Bearer, Counted, Feature, Returning};
use serde_json::{Map, Value};

use crate::auth::{Passwords, SignInLimits};
use crate::conversations::Tallies;
use crate::inboxes::Inbox;
use crate::live::Live;
use crate::mail::Mailer;
use crate::seal::Sealer;

/// The channels and features of this binary.
#[derive(Clone, Default)]
pub struct Registry {
    /// Features, in the order of the binary's list.
    pub features: Vec<&'static Feature>,
    /// Channels, in the order of the binary's list.
    pub channels: Vec<&'static ChannelKind>,
}

impl Registry {
    /// Every table of settings.
    #[must_use]
    pub fn audited(&self) -> Vec<&'static Watched> {
        crate::audited::AUDITED.iter().chain(self.features.iter().flat_map(|f| f.audited)).collect()
    }

    /// Every permission there is.
    pub fn permissions(&self) -> impl Iterator<Item = Permission> + '_ {
        let own = permissions::ALL.iter();
        own.chain(self.features.iter().flat_map(|f| f.permissions)).copied()
    }

    /// The channel with this id.
    #[must_use]
    pub fn channel(&self, id: &str) -> Option<&'static ChannelKind> {
        self.channels.iter().copied().find(|c| c.id == id)
    }

    /// The fields of features that open conversations are counted by, with their names.
    pub(crate) fn counted(&self) -> impl Iterator<Item = (&'static str, Counted)> + '_ {
        let fields = self.features.iter().flat_map(|f| f.filters);
        fields.filter_map(|field| Some((field.param, field.counted?)))
    }

    /// What the channel with this id can do; `None` when it is not in this binary.
    #[must_use]
    pub fn capabilities(&self, id: &str) -> Option<Capabilities> {
        self.channel(id).map(|c| c.capabilities)
    }

    /// Whether a message to the customer leaves by a job: the channel sends, and this inbox has where to send to.
    #[must_use]
    pub fn sends(&self, inbox: &Inbox) -> bool {
        self.channel(&inbox.channel).is_some_and(|c| c.capabilities.sends && (c.reaches)(&inbox.settings))
    }

    /// Whether a bot answers first in the inbox.
    ///
    /// # Errors
    /// What the store says.
    pub fn automates(&self, tx: &mut Tx<'_>, scope: &AccountScope, inbox: InboxId) -> Result<bool, DbError> {
        for automates in self.features.iter().filter_map(|f| f.automates) {
            if automates(tx, scope, inbox)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// What a customer's words after the end of a conversation do.
    ///
    /// # Errors
    /// What the store says.
    pub(crate) fn returning(&self, tx: &mut Tx<'_>, c: &Conversation) -> Result<Returning, DbError> {
        let mut all = self.features.iter().filter_map(|f| f.returning);
        all.next().map_or_else(|| Ok(Returning::default()), |of| of(tx, &c.scope(), c.inbox, c.id))
    }

    /// Chatwoot's name of the channel, like `Channel::WebWidget`; the id itself for an unknown one.
    #[must_use]
    pub fn channel_wire<'a>(&self, id: &'a str) -> &'a str {
        self.channel(id).map_or(id, |c| c.wire)
    }
}

/// The domain of one installation: store, clock, words and what is plugged in.
pub struct Core {
    /// The store.
    pub store: Store,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub rng: Arc<dyn Rng>,
    /// Words in three languages.
    pub texts: Arc<Catalog>,
    /// Channels and features.
    pub registry: Registry,
    /// Seals and derives secrets.
    pub sealer: Arc<Sealer>,
    /// Hashes passwords, few at a time.
    pub passwords: Passwords,
    /// Limits on guessing passwords.
    pub sign_ins: SignInLimits,
    /// Files.
    pub blobs: Blobs,
    /// Sends letters.
    pub mail: Mailer,
    /// Presence and typing.
    pub live: Live,
    /// What is counted of conversations in work.
    pub tallies: Tallies,
    /// Where the product is reached from outside, without a trailing slash.
    pub public_url: Arc<str>,
}

impl Core {
    fn attribute_rules(&self) -> impl Iterator<Item = AttributeRules> + '_ {
        self.registry.features.iter().filter_map(|f| f.attributes)
    }

    /// Checks custom attributes that a member is about to write, and puts them into the form they are kept in.
    ///
    /// # Errors
    /// 422 naming the values that are wrong.
    pub(crate) fn check_attributes(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        bearer: Bearer,
        attributes: &mut Map<String, Value>,
    ) -> Result<(), Problem> {
        self.attribute_rules().try_for_each(|rules| (rules.check)(tx, scope, bearer, attributes))
    }

    /// What a contact is further recognised by.
    ///
    /// # Errors
    /// What the store says.
    pub(crate) fn attribute_identities(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        attributes: &Map<String, Value>,
    ) -> Result<Vec<Identity>, Problem> {
        let mut all = Vec::new();
        for rules in self.attribute_rules() {
            all.extend((rules.identities)(tx, scope, attributes)?);
        }
        Ok(all)
    }

    /// What a whole search text may name beside e-mail, phone and identifier.
    pub(crate) fn named_by(&self, text: &str) -> Vec<Identity> {
        self.attribute_rules().flat_map(|rules| (rules.named)(text)).collect()
    }
}
