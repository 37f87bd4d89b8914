//! feature-labels
