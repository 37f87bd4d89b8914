//! desk-testkit
