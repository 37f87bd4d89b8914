//! desk-api
