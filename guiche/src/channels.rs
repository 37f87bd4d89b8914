//! The channels of this binary, in order of their names: the only place that names them all.

use plug_channel::ChannelKind;

/// Every channel.
pub(crate) static CHANNELS: &[&ChannelKind] =
    &[&channel_api::KIND, &channel_archive::KIND, &channel_web_widget::KIND];

/// Where the history of an inbox lies whose channel is not connected here.
pub(crate) static ARCHIVE: &ChannelKind = &channel_archive::KIND;
