//! The features of this binary, in order of their names: the only place that names them all.

use plug_feature::Feature;

/// Every feature.
pub(crate) static FEATURES: &[&Feature] = &[
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
    &feature_related::FEATURE,
    &feature_reports::FEATURE,
    &feature_roles::FEATURE,
    &feature_supervision::FEATURE,
    &feature_timeline::FEATURE,
    &feature_transfers::FEATURE,
    &feature_videocalls::FEATURE,
    &feature_waiting::FEATURE,
    &feature_wallet::FEATURE,
    &feature_webhooks::FEATURE,
];
