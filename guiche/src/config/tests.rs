//! Tests of how options are put together.

use std::io::Write as _;

use clap::Parser as _;

use super::Config;
use crate::cli::{Cli, Command, Options};

fn options(args: &[&str]) -> Options {
    let all = ["guiche", "serve"].iter().chain(args);
    match Cli::try_parse_from(all).unwrap().command {
        Command::Serve(options) => options,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_command_line_wins_over_the_file() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    writeln!(
        file,
        "listen = \"0.0.0.0:80\"\ndata = \"/srv/guiche\"\ntrusted-proxy = [\"10.0.0.0/8\", \"::1\"]"
    )
    .unwrap();
    let config = Config::load(Some(file.path()), options(&["--listen", "127.0.0.1:3100"])).unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:3100");
    assert_eq!(config.data.to_str(), Some("/srv/guiche"));
    assert!(!config.demo);
}

#[test]
fn wrong_options_are_named() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    writeln!(file, "lisen = \"0.0.0.0:80\"").unwrap();
    let said = format!("{:#}", Config::load(Some(file.path()), Options::default()).unwrap_err());
    assert!(said.contains("lisen"), "{said}");
    for url in ["example.com", "ftp://example.com", "https://example.com/desk", "https://a b"] {
        let options = Options { public_url: Some(url.to_owned()), ..Options::default() };
        assert!(Config::load(None, options).is_err(), "{url}");
    }
    let proxies = Options { trusted_proxy: vec!["ten".to_owned()], ..Options::default() };
    assert!(Config::load(None, proxies).is_err());
}

#[test]
fn a_trailing_slash_is_dropped() {
    let options = Options { public_url: Some("https://x.example/".to_owned()), ..Options::default() };
    assert_eq!(Config::load(None, options).unwrap().public_url.as_deref(), Some("https://x.example"));
}
