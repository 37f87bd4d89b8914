//! The rule over 512 colours and both themes, and the pairs it was drawn from.

use super::{Palette, Theme, as_json, palette};
use crate::oklch::Rgb;

fn of(hex: &str, theme: Theme) -> Palette {
    palette(Rgb::parse(hex).unwrap(), theme)
}

#[test]
fn every_colour_is_legible_in_both_themes() {
    let steps = [0u8, 36, 73, 109, 146, 182, 219, 255];
    for r in steps {
        for g in steps {
            for b in steps {
                for theme in [Theme::Light, Theme::Dark] {
                    let brand = Rgb([r, g, b]);
                    let p = palette(brand, theme);
                    let name = format!("{} {theme:?} {p:?}", brand.hex());
                    assert!(p.fill.contrast(p.ink) >= 4.5, "ink on fill: {name}");
                    for ground in [theme.surface(), theme.bubble(), p.soft] {
                        assert!(p.text.contrast(ground) >= 4.5, "text: {name}");
                    }
                    assert!(theme.ink().contrast(p.soft) >= 4.5, "ink on soft: {name}");
                    assert!(p.header.contrast(p.header_ink) >= 4.5, "header: {name}");
                    assert!(p.badge.contrast(p.badge_ink) >= 4.5, "badge: {name}");
                    if theme == Theme::Dark {
                        assert!(p.fill.contrast(theme.surface()) >= 3.0, "dark fill: {name}");
                    }
                }
            }
        }
    }
}

#[test]
fn the_drawn_pairs() {
    let near = |got: Rgb, want: &str| {
        let want = Rgb::parse(want).unwrap();
        let far = got.0.iter().zip(want.0).map(|(a, b)| a.abs_diff(b)).max().unwrap();
        assert!(far <= 3, "{} is not {}", got.hex(), want.hex());
    };
    let blue = of("#1B2A6B", Theme::Light);
    assert_eq!(
        (blue.fill.hex().as_str(), blue.ink.hex().as_str(), blue.moved),
        ("#1b2a6b", "#ffffff", false)
    );
    assert!((blue.fill.contrast(blue.ink) - 13.2).abs() < 0.1);
    let blue = of("#1B2A6B", Theme::Dark);
    near(blue.fill, "#3f5bd4");
    assert!((blue.fill.contrast(blue.ink) - 5.8).abs() < 0.15, "{}", blue.fill.contrast(blue.ink));
    for theme in [Theme::Light, Theme::Dark] {
        let yellow = of("#FFD400", theme);
        assert!(!yellow.moved);
        assert!(
            (yellow.fill.contrast(yellow.ink) - 12.6).abs() < 0.2,
            "{}",
            yellow.fill.contrast(yellow.ink)
        );
        let red = of("#F0342B", theme);
        near(red.fill, "#e3231e");
        assert!((red.fill.contrast(red.ink) - 4.6).abs() < 0.1);
    }
    assert_eq!(of("#F0342B", Theme::Dark).badge.hex(), "#ffffff");
    assert_eq!(of("#FFD400", Theme::Dark).badge.hex(), "#d92d20");
}

#[test]
fn reads_colours() {
    assert_eq!(Rgb::parse("#fff"), Some(Rgb([255, 255, 255])));
    assert_eq!(Rgb::parse(" #1B2A6B "), Some(Rgb([0x1b, 0x2a, 0x6b])));
    for bad in ["1B2A6B", "#12345", "#gggggg", "#", "", "red", "#é1234"] {
        assert_eq!(Rgb::parse(bad), None, "{bad}");
    }
    assert_eq!(as_json(Rgb([0x1b, 0x2a, 0x6b]))["light"]["fill"], "#1b2a6b");
}
