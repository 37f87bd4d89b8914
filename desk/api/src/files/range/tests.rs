//! Tests of ranges.

use super::{Part, asked};

#[test]
fn one_range_of_bytes() {
    let some = |first, last| Part::Some { first, last };
    for (range, wanted) in [
        ("bytes=0-0", some(0, 0)),
        ("bytes=0-", some(0, 99)),
        ("bytes=10-19", some(10, 19)),
        ("bytes=90-500", some(90, 99)),
        ("bytes=-10", some(90, 99)),
        ("bytes=-500", some(0, 99)),
        ("bytes=0-99999999999999999999999", some(0, 99)),
        ("bytes=100-", Part::None),
        ("bytes=100-200", Part::None),
        ("bytes=-0", Part::None),
        ("bytes=5-4", Part::Whole),
        ("bytes=", Part::Whole),
        ("bytes=-", Part::Whole),
        ("bytes=a-b", Part::Whole),
        ("bytes=1-2,4-5", Part::Whole),
        ("bytes=+1-2", Part::Whole),
        ("lines=1-2", Part::Whole),
        ("", Part::Whole),
    ] {
        assert_eq!(asked(Some(range), 100), wanted, "{range}");
    }
    assert_eq!(asked(None, 100), Part::Whole);
    assert_eq!(asked(Some("bytes=0-"), 0), Part::None);
}
