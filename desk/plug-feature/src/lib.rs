//! The socket of features: what a feature may plug into, and what of the desk it may use.
//!
//! A feature is one crate in one folder under `features/`, and one line in `guiche/src/features.rs`. It declares
//! a [`Feature`]; every hook has a default, so a small feature is a small declaration. It reaches the domain
//! through [`Desk`] and never through `desk-core`, another feature or a channel.

mod desk;
mod feature;
mod member;

pub use desk::{Activity, ConversationRef, Desk};
pub use feature::{Counted, Ctx, Decorate, Extras, Feature, FilterField, Furnish, Seed, SeedCtx};
pub use member::Member;
