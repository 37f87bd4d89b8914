//! kernel-text
