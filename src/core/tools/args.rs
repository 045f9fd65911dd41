//! The arguments of a tool call. A wrong one gets a sentence that says what is right.

use serde_json::Value;

pub(super) fn required<'a>(args: &'a Value, name: &str) -> Result<&'a str, String> {
    match args.get(name).and_then(Value::as_str).map(str::trim) {
        Some(text) if !text.is_empty() => Ok(text),
        _ => Err(format!("The argument {name} must be a non-empty string.")),
    }
}

pub(super) fn optional<'a>(args: &'a Value, name: &str) -> Result<Option<&'a str>, String> {
    match args.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.trim()).filter(|text| !text.is_empty())),
        Some(other) => Err(format!(
            "The argument {name} must be a string, not {other}."
        )),
    }
}

/// Models write booleans as texts now and then; what is plainly meant is taken.
pub(super) fn flag(args: &Value, name: &str) -> Result<bool, String> {
    match args.get(name) {
        None | Some(Value::Null) => Ok(false),
        Some(Value::Bool(value)) => Ok(*value),
        Some(Value::String(text)) if text == "true" || text == "false" => Ok(text == "true"),
        Some(other) => Err(format!(
            "The argument {name} must be true or false, not {other}."
        )),
    }
}

pub(super) fn count(args: &Value, name: &str) -> Result<Option<usize>, String> {
    let wrong = |other: &Value| {
        format!("The argument {name} must be a whole number, 0 or more, not {other}.")
    };
    match args.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => {
            let whole = value
                .as_f64()
                .filter(|number| *number >= 0.0 && number.fract() == 0.0);
            let number = whole
                .map(|number| number as usize)
                .or_else(|| value.as_str()?.parse().ok());
            number.map(Some).ok_or_else(|| wrong(value))
        }
    }
}
