//! The skeletons are whole, tidy, and refuse what is no name.

use super::{channel, feature};
use crate::tidy;
use crate::tree::Tree;

#[test]
fn skeletons_are_tidy() {
    let root = tempfile::tempdir().unwrap();
    feature(root.path(), "stamps").unwrap();
    channel(root.path(), "sms_channel").unwrap();
    let tree = Tree::read(root.path()).unwrap();
    let paths: Vec<&str> = tree.files.iter().map(|f| f.path.as_str()).collect();
    for path in
        ["features/stamps/src/lib.rs", "features/stamps/README.md", "channels/sms_channel/locales/es.json"]
    {
        assert!(paths.contains(&path), "{path} in {paths:?}");
    }
    let lib = tree.files.iter().find(|f| f.path == "channels/sms_channel/src/lib.rs").unwrap();
    assert!(lib.text.contains("Channel::SmsChannel") && !lib.text.contains('@'));
    assert_eq!(tidy::check_files(&tree), []);
    for (name, why) in [("stamps", "exists"), ("Stamps", "capital"), ("", "empty"), ("a/b", "a path")] {
        assert!(feature(root.path(), name).is_err(), "{why}");
    }
}
