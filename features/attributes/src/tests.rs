//! The catalogues are whole.

use crate::FEATURE;

#[test]
fn every_language_has_the_same_words() {
    assert_eq!(kernel_text::check(&[("attributes", FEATURE.locales)]), Vec::<String>::new());
}
