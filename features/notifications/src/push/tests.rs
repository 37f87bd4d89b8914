//! The body of a push against the example of RFC 8291, appendix A.

use super::crypto::{Ends, encrypt, seal};
use super::decode;

#[test]
fn the_example_of_the_standard() {
    let bytes = |text: &str| decode(text).unwrap();
    let sender =
        bytes("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8");
    let receiver =
        bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4");
    let auth = bytes("BTBZMqHH6r4Tts7J_aSIgg");
    let shared = bytes("kyrL1jIIOHEzg3sM2ZWRHDRB62YACZhhSlknJ672kSs");
    let salt: [u8; 16] = bytes("DGv6ra1nlYgDCS1FRnbzlw").try_into().unwrap();
    let ends = Ends { sender: &sender, receiver: &receiver, auth: &auth };
    let body = seal(b"When I grow up, I want to be a watermelon", &shared, &ends, salt).unwrap();
    let expected = bytes(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8w\
         EqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN",
    );
    assert_eq!(body, expected);
}

#[test]
fn what_is_no_key_is_refused() {
    assert!(encrypt(b"x", &[4; 65], &[0; 16], [0; 16]).is_none(), "no point of the curve");
    assert!(encrypt(b"x", &[4; 64], &[0; 16], [0; 16]).is_none());
    assert!(encrypt(b"x", &[], &[0; 15], [0; 16]).is_none());
}
