//! The domain over both engines: people, inboxes and visitors made in a line, then what they do to each other.

mod bounds;
mod claims;
mod house;
mod lists;
mod searching;
mod sending;
mod talk;
mod visibility;
mod words;

use house::House;
