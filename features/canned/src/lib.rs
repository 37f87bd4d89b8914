//! feature-canned
