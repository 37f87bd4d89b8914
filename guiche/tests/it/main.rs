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
mod bulk;
mod by_hand;
mod coverage;
mod dashboard;
mod doors;
mod filters;
mod guarding;
mod matrix;
mod merging;
mod moving;
mod nodes;
mod people;
mod platform;
mod rights;
mod roles;
mod store;
mod traps;
mod wallet;
mod world;

use desk_testkit::Plugs;

/// What the binary plugs in.
const PLUGS: Plugs = Plugs {
    features: &[
        &feature_agent_bots::FEATURE,
        &feature_assignment::FEATURE,
        &feature_attributes::FEATURE,
        &feature_audit::FEATURE,
        &feature_bulk::FEATURE,
        &feature_canned::FEATURE,
        &feature_closing::FEATURE,
        &feature_companies::FEATURE,
        &feature_csat::FEATURE,
        &feature_dashboard_apps::FEATURE,
        &feature_drafts::FEATURE,
        &feature_folders::FEATURE,
        &feature_guide::FEATURE,
        &feature_integrations::FEATURE,
        &feature_labels::FEATURE,
        &feature_notes::FEATURE,
        &feature_notifications::FEATURE,
        &feature_presence::FEATURE,
        &feature_reports::FEATURE,
        &feature_roles::FEATURE,
        &feature_supervision::FEATURE,
        &feature_timeline::FEATURE,
        &feature_transfers::FEATURE,
        &feature_videocalls::FEATURE,
        &feature_waiting::FEATURE,
        &feature_wallet::FEATURE,
        &feature_webhooks::FEATURE,
    ],
    channels: &[&channel_api::KIND, &channel_archive::KIND, &channel_web_widget::KIND],
};
