//! Tests of how time is cut. That every figure is the one counted by hand is tested on the whole product, in `guiche/tests`.

mod period;
