//! Numbers as every reader of JSON in JavaScript has them: doubles.
//!
//! A number beyond what is counted here is the largest that is, a negative one is zero, and
//! fractions are cut off: numbers may come from a journal that anybody could have written to.

use litemap::LiteMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Up to here a double holds every whole number. What is larger crosses into JavaScript as a
/// double: as a whole number it would be refused there.
const EXACT_MAX: u64 = 1 << 53;

/// A count of this many bits.
pub trait Count: Copy {
    /// The count nearest to a double.
    fn from_double(double: f64) -> Self;
    /// As wide as counts get.
    fn to_u64(self) -> u64;
}

macro_rules! count {
    ($($name:ident)*) => {$(
        impl Count for $name {
            fn from_double(double: f64) -> Self {
                double as Self
            }

            fn to_u64(self) -> u64 {
                self as u64
            }
        }
    )*};
}

count!(u16 u32 u64 usize);

/// Reads a number.
///
/// # Errors
/// Where there is none.
pub fn deserialize<'de, D: Deserializer<'de>, T: Count>(deserializer: D) -> Result<T, D::Error> {
    f64::deserialize(deserializer).map(T::from_double)
}

/// Reads a number; zero where there is none.
///
/// # Errors
/// Never.
pub fn or_zero<'de, D: Deserializer<'de>, T: Count>(deserializer: D) -> Result<T, D::Error> {
    Ok(T::from_double(
        f64::deserialize(deserializer).unwrap_or_default(),
    ))
}

/// Writes a number, as a whole one as long as that says it exactly.
///
/// # Errors
/// Those of the serializer.
pub fn serialize<S: Serializer, T: Count>(count: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let count = count.to_u64();
    if count <= EXACT_MAX {
        serializer.serialize_u64(count)
    } else {
        serializer.serialize_f64(count as f64)
    }
}

/// Writes counts by name.
///
/// # Errors
/// Those of the serializer.
pub fn entries<S: Serializer>(
    counts: &LiteMap<String, u64>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Written(#[serde(serialize_with = "serialize")] u64);

    serializer.collect_map(counts.iter().map(|(name, count)| (name, Written(*count))))
}
