//! desk-wire
