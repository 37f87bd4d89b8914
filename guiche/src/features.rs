//! The features of this binary, in order of their names: the only place that names them all.

use plug_feature::Feature;

/// Every feature.
pub(crate) static FEATURES: &[&Feature] = &[&feature_canned::FEATURE, &feature_labels::FEATURE];
