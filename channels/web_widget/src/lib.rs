//! channel-web-widget
