//! Command templates, filled in as OpenCode does.

/// Fills a command template as OpenCode does: `$ARGUMENTS` is everything, `$1`, `$2` and so on are
/// single words, where quotes group, and the highest of them is all that is left; without any of
/// these the arguments follow the template.
#[must_use]
pub fn expand(template: &str, arguments: &str) -> String {
    let words = words_of(arguments);
    let places = placeholders(template);
    let last = places.iter().map(|place| place.number).max().unwrap_or(0);
    let mut text = String::with_capacity(template.len());
    let mut from = 0;
    for Placeholder { start, end, number } in &places {
        text.push_str(template.get(from..*start).unwrap_or_default());
        let rest = number.checked_sub(1).and_then(|at| words.get(at..));
        match rest {
            // The last one takes all that is left.
            Some(rest) if *number == last => text.push_str(&rest.join(" ")),
            Some(rest) => text.push_str(rest.first().map_or("", String::as_str)),
            None => {}
        }
        from = *end;
    }
    text.push_str(template.get(from..).unwrap_or_default());
    let whole = template.contains("$ARGUMENTS");
    let mut text = text.replace("$ARGUMENTS", arguments);
    if places.is_empty() && !whole && !arguments.trim().is_empty() {
        text.push_str("\n\n");
        text.push_str(arguments);
    }
    text.trim().to_owned()
}

struct Placeholder {
    start: usize,
    end: usize,
    number: usize,
}

/// Every `$1`, `$2`, `$12` of a template, in order.
fn placeholders(template: &str) -> Vec<Placeholder> {
    let starts = template.match_indices('$').map(|(start, _)| start);
    starts
        .filter_map(|start| {
            let after = template.get(start.saturating_add(1)..)?;
            let number: String = after.chars().take_while(char::is_ascii_digit).collect();
            (!number.is_empty()).then(|| Placeholder {
                start,
                end: start.saturating_add(1).saturating_add(number.len()),
                // Nobody gives so many arguments.
                number: number.parse().unwrap_or(usize::MAX),
            })
        })
        .collect()
}

/// The arguments of a slash command, one by one: quotes group, `[Image 1]` is one word.
fn words_of(arguments: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = arguments;
    while let Some(first) = rest.chars().next() {
        let length = image_length(rest)
            .or_else(|| quoted_length(rest, first))
            .unwrap_or_else(|| {
                let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'');
                rest.find(ends).unwrap_or(rest.len())
            });
        if length == 0 {
            // A space, or a quote that nothing closes.
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
            continue;
        }
        let word = rest.get(..length).unwrap_or_default();
        let word = word.strip_prefix(['"', '\'']).unwrap_or(word);
        let word = word.strip_suffix(['"', '\'']).unwrap_or(word);
        words.push(word.to_owned());
        rest = rest.get(length..).unwrap_or_default();
    }
    words
}

fn quoted_length(text: &str, quote: char) -> Option<usize> {
    if !matches!(quote, '"' | '\'') {
        return None;
    }
    let closes = text.get(1..)?.find(quote)?;
    Some(closes.saturating_add(2))
}

/// How long an `[Image 1]` at the beginning of a text is.
fn image_length(text: &str) -> Option<usize> {
    let name = text
        .get(..6)
        .filter(|name| name.eq_ignore_ascii_case("[image"))?;
    let after = text.get(name.len()..)?;
    let number = after.trim_start();
    let close = number.find(']')?;
    let digits = number.get(..close)?;
    let is_number = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit());
    let rest = number.get(close..)?.strip_prefix(']')?;
    (is_number && number.len() < after.len()).then(|| text.len().saturating_sub(rest.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_takes_its_arguments() {
        for (template, arguments, text) in [
            ("Review $ARGUMENTS now", "a b", "Review a b now"),
            ("From $2 to $1.", "a b", "From b to a."),
            ("Cost: $5.", "", "Cost: ."),
            ("Brief me", "today", "Brief me\n\ntoday"),
            ("Brief me", " ", "Brief me"),
            ("Pay 3$ to $1", "bob", "Pay 3$ to bob"),
            ("Fix $1: $2", "a.rs it is broken", "Fix a.rs: it is broken"),
            ("$2 then $1", "a b c d", "b c d then a"),
            ("[$1] [$2]", "\"one two\" three", "[one two] [three]"),
            ("[$1] [$2]", "'one two' [Image 1]", "[one two] [[Image 1]]"),
            ("[$1] [$2]", "it's \"open", "[it] [s open]"),
            ("$12", "a b", ""),
            ("  $1 of $ARGUMENTS ", "a b", "a b of a b"),
        ] {
            assert_eq!(expand(template, arguments), text);
        }
    }
}
