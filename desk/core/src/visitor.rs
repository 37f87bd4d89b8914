//! What a visitor may do: only with their own contact and their conversations in the inbox.

mod identify;
mod port;
mod talks;

pub use port::Doors;
