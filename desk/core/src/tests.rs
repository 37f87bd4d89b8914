//! The domain over both engines: people, inboxes and visitors made in a line, then what they do to each other.

mod bounds;
mod claims;
mod conditions;
mod feelings;
mod house;
mod letters;
mod lists;
mod merge;
mod people;
mod presence;
mod searching;
mod sending;
mod service;
mod talk;
mod visibility;
mod words;

use house::House;
