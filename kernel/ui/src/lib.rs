//! kernel-ui
