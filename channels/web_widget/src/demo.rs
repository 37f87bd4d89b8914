//! A shop to try the chat on: two pages of an invented pottery shop with the snippet a real site would paste.
//! Served only where the installation is a demonstration.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, header};
use axum::response::IntoResponse;
use kernel_http::{Access, Routes, html_page};
use plug_channel::Ports;

use crate::snippet;

const JUG: &str = include_str!("../demo/moringa.html");
const BOWL: &str = include_str!("../demo/tigela.html");
const STYLE: &str = include_str!("../demo/shop.css");
const SCRIPT: &str = include_str!("../demo/shop.js");

/// The shop's routes, with the chat of the inbox that has this website token.
#[must_use]
pub fn routes(website_token: &str) -> Routes<Ports> {
    const T: &str = "Demonstration";
    let token: Arc<str> = website_token.into();
    let of = |html: &'static str| {
        let token = Arc::clone(&token);
        move |State(ports): State<Ports>| {
            let (page, policy) = snippet::page(html, "", &ports.public_url, &token);
            async move { html_page(page, &policy) }
        }
    };
    Routes::new()
        .on(Method::GET, "/demo", Access::Public, T, "The shop's jug", of(JUG))
        .on(Method::GET, "/demo/tigela", Access::Public, T, "The shop's bowl", of(BOWL))
        .on(Method::GET, "/demo/shop.css", Access::Public, T, "The shop's looks", || async {
            ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE).into_response()
        })
        .on(Method::GET, "/demo/shop.js", Access::Public, T, "The shop's script", || async {
            ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], SCRIPT).into_response()
        })
}
