//! channel-api
