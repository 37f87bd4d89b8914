//! Tests of the channel: messages on their way out, and the public client API on the whole product.

mod outgoing;
mod public;
mod window;
