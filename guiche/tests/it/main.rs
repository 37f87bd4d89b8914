//! The whole product through its router: people and permissions, what each may see, what bad input gets.
#![expect(clippy::unwrap_used, reason = "what fails in a helper of a test fails the test")]

/// Makes each test, a function of a started product, run on both engines.
macro_rules! on_both {
    ($($name:ident)+) => {
        mod on_sqlite {
            $(#[tokio::test]
            async fn $name() {
                super::$name(desk_testkit::TestApp::start(desk_testkit::Engine::Sqlite, crate::PLUGS).await).await;
            })+
        }
        mod on_postgres {
            $(#[tokio::test]
            async fn $name() {
                super::$name(desk_testkit::TestApp::start(desk_testkit::Engine::Pg, crate::PLUGS).await).await;
            })+
        }
    };
}

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
