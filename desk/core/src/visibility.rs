//! Who sees which conversation, as SQL. The rule itself is [`desk_model::Viewer::sees`]; a test holds both together.

mod store;

pub(crate) use store::{Branch, branches, restrict};
