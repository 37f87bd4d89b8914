//! Tests of the channel's pure rules.

mod rules;
