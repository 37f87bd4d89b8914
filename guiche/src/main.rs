//! guiche
fn main() {}
