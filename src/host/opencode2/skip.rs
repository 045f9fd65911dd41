//! Answers that say nothing, in the format of each provider: what the model "answers" in a step
//! that needs no call of it. OpenCode 2 leaves such an answer out of later requests.

/// Of each format, how its paths end, and the body that stands for the provider's answer.
const FORMATS: [(&str, &str); 3] = [
    ("/chat/completions", CHAT),
    ("/messages", MESSAGES),
    ("/responses", RESPONSES),
];

const CHAT: &str = r#"data: {"id":"holdfast","object":"chat.completion.chunk","created":1,"model":"holdfast","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}

data: {"id":"holdfast","object":"chat.completion.chunk","created":1,"model":"holdfast","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

data: [DONE]

"#;

const MESSAGES: &str = r#"event: message_start
data: {"type":"message_start","message":{"id":"msg_holdfast","type":"message","role":"assistant","model":"holdfast","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":0,"output_tokens":0}}}

event: message_delta
data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":0}}

event: message_stop
data: {"type":"message_stop"}

"#;

const RESPONSES: &str = r#"event: response.completed
data: {"type":"response.completed","response":{"id":"resp_holdfast","object":"response","status":"completed","output":[],"usage":{"input_tokens":0,"output_tokens":0,"total_tokens":0}}}

"#;

/// The body that stands for the provider's answer; none for a format that is not known.
#[must_use]
pub fn empty_answer(path: &str) -> Option<&'static str> {
    let known = FORMATS.iter().find(|(end, _)| path.ends_with(end));
    known.map(|(_, body)| *body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_format_has_an_answer_of_whole_events() {
        for path in ["/v1/chat/completions", "/v1/messages", "/v1/responses"] {
            let body = empty_answer(path).expect("a known format");
            for event in body.split_terminator("\n\n") {
                let data = event
                    .lines()
                    .last()
                    .and_then(|line| line.strip_prefix("data: "));
                let data = data.expect("an event has data");
                let json = serde_json::from_str::<serde_json::Value>(data);
                assert!(data == "[DONE]" || json.is_ok(), "{path}: {data}");
            }
            assert!(body.ends_with("\n\n"), "{path}");
        }
        assert_eq!(empty_answer("/v1beta/models/g:streamGenerateContent"), None);
    }
}
