//! Tests of the channel.

mod outgoing;
