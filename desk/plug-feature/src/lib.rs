//! The socket of features: what a feature may plug into, and what of the desk it may use.
//!
//! A feature is one crate in one folder under `features/`, and one line in `guiche/src/features.rs`. It declares
//! a [`Feature`]; every hook has a default, so a small feature is a small declaration. It reaches the domain
//! through [`Desk`] and never through `desk-core`, another feature or a channel.

mod attributes;
mod conditions;
mod deeds;
mod desk;
mod feature;
mod import;
mod letter;
mod member;
mod reasons;
mod roles;
mod serving;
mod work;

pub use attributes::{AttributeIdentities, AttributeRules, Bearer, CheckAttributes};
pub use conditions::{Field, FieldSql, Fields};
pub use deeds::{Act, Acted, Action, Deed};
pub use desk::{Activity, ConversationRef, Desk, Ending, InboxRef, NewPost, PersonRef, Voice};
pub use feature::{
    Automates, BotByToken, Consumers, ConversationsMerged, Counted, Ctx, Decorate, Dropped, Erased, Extras,
    Feature, FilterField, Furnish, GiveToBot, HeedsTyping, Holds, Jobs, Label, Left, Merged, Schedule, Seed,
    SeedCtx, Sorting, SortingNames, SortingOf, Speakers,
};
pub use import::{Arrived, Arriving, Import, NewId, TakeIn};
pub use letter::{LETTER_JOB, Letter, LetterFile};
pub use member::{Caller, Member};
pub use reasons::{Reason, ReasonView, Reasons, ReasonsAt};
pub use roles::{FindRole, Roles, Visibilities, VisibilityOf};
pub use serving::{Handover, Receiver, Resolves, Resolving, Serving};
pub use work::{
    Estimate, Held, LightWork, OwnerOf, Ownership, Queued, Returning, ReturningOf, Room, Silence, Waiting,
    WaitingOrder, Wanted, Work, Worker, Workload,
};
