//! The channels of this binary, in order of their names: the only place that names them all.

use plug_channel::ChannelKind;

/// Every channel.
pub(crate) static CHANNELS: &[&ChannelKind] = &[&channel_api::KIND, &channel_web_widget::KIND];
