//! Whether a text of an agent waits for the user's word.

/// Whether a final text asks the user something, also where the question mark is not its end.
#[must_use]
pub fn asks_user(text: &str) -> bool {
    const PHRASES: [&str; 15] = [
        "let me know",
        "please confirm",
        "please choose",
        "please approve",
        "your approval",
        "your confirmation",
        "waiting for your",
        "awaiting your",
        "would you like me",
        "shall i",
        "do you want me",
        "paste the output",
        "send me the",
        "once you have run",
        "once you've run",
    ];
    let prose: String = text
        .split("```")
        .step_by(2)
        .collect::<Vec<_>>()
        .join(" ")
        .to_ascii_lowercase();
    let tail: Vec<&str> = prose
        .trim()
        .rsplit("\n\n")
        // A question may be followed by its answers, however many there are.
        .filter(|p| !p.trim().is_empty() && !is_list(p))
        .take(2)
        .collect();
    tail.iter().any(|paragraph| {
        PHRASES.iter().any(|phrase| paragraph.contains(phrase)) || has_question(paragraph)
    })
}

/// A question mark that ends a sentence, not one within a URL or a word.
fn has_question(paragraph: &str) -> bool {
    // These stand in no URL, and where words are not spaced not at the end of one either.
    let elsewhere = ['？', '؟', '՞', '\u{37e}'];
    paragraph.contains(elsewhere)
        || paragraph.split_whitespace().any(|word| {
            let word = word.trim_end_matches(['"', '\'', ')', '*', '_', '”', '»']);
            word.ends_with('?')
        })
}

/// Whether a paragraph holds nothing but items of a list.
fn is_list(paragraph: &str) -> bool {
    let is_item = |line: &str| {
        let marked = line.trim_start();
        let number = marked.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
        let short = marked.len().saturating_sub(number.len()) <= 2;
        marked.starts_with(['-', '*', '•', '+'])
            || (short && number.len() < marked.len() && number.starts_with([')', '.']))
            // What an item goes on with.
            || line.starts_with("  ")
    };
    paragraph.trim_matches('\n').lines().all(is_item)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_asks_is_told_from_one_that_does_not() {
        for (text, asks) in [
            ("Shall I go on?", true),
            ("What is X? You can find it under Y.", true),
            ("Which of the two do you prefer?\n\n- a\n- b", true),
            ("Please confirm before I delete anything.", true),
            ("Which one?\n\n1. a\n\n   long\n\n2. b\n\n3. c", true),
            ("Which one?\n\n- **a**: long\n\n- b\n\n- c", true),
            ("どちらにしますか？赤と青があります。", true),
            ("Run this and paste the output here.", true),
            ("I am done. All tests pass.", false),
            ("See https://example.org/?q=1 for more.", false),
            ("```js\na ? b : c\n```\nDone.", false),
            (
                "Why did it fail?\n\nThe key was wrong.\n\nI fixed it.\n\nAll is well.",
                false,
            ),
            ("", false),
        ] {
            assert_eq!(asks_user(text), asks, "{text}");
        }
    }
}
