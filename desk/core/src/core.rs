//! `Core`: what the use cases work with, and the lists of what is plugged in.

use std::sync::Arc;

use kernel_base::{Clock, Rng};
use kernel_blob::Blobs;
use kernel_db::Store;
use kernel_text::Catalog;
use plug_channel::{Capabilities, ChannelKind};
use plug_feature::Feature;

use crate::auth::{Passwords, SignInLimits};
use crate::live::Live;
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
    /// The channel with this id.
    #[must_use]
    pub fn channel(&self, id: &str) -> Option<&'static ChannelKind> {
        self.channels.iter().copied().find(|c| c.id == id)
    }

    /// What the channel with this id can do; `None` when it is not in this binary.
    #[must_use]
    pub fn capabilities(&self, id: &str) -> Option<Capabilities> {
        self.channel(id).map(|c| c.capabilities)
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
    /// Presence and typing.
    pub live: Live,
    /// Where the product is reached from outside, without a trailing slash.
    pub public_url: Arc<str>,
}
