//! The whole product through its router: people and permissions, what each may see, what bad input gets.
#![expect(clippy::unwrap_used, reason = "what fails in a helper of a test fails the test")]

mod bad_input;
mod guarding;
mod matrix;
mod people;
mod rights;
mod store;
mod world;

use desk_testkit::Plugs;

/// What the binary plugs in.
const PLUGS: Plugs = Plugs {
    features: &[&feature_canned::FEATURE, &feature_labels::FEATURE],
    channels: &[&channel_api::KIND, &channel_web_widget::KIND],
};
