//! What the transcript of a task's session proves. Idle alone proves nothing: the messages and the
//! error decide.

use crate::core::port::event::{Assistant, Head, Transcript};
use crate::core::task::{Outcome, Task};
use crate::core::values::ids::MessageId;
use crate::core::values::time::Time;
use crate::core::values::trouble::Class;

/// What is known of a task whose session rests, besides its transcript.
#[derive(Clone, Copy, Debug)]
pub(super) struct Case<'a> {
    pub(super) task: &'a Task,
    /// The newest message that it got while it ran.
    pub(super) steered: Option<&'a MessageId>,
    /// It ran in a process that is gone.
    pub(super) recovering: bool,
}

/// What a transcript proves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Judged {
    Completed,
    Failed(String),
    Interrupted,
    /// After a crash: the prompt is not in the session.
    NeverPrompted,
    /// After a crash: the prompt is in the session, and the model was never asked.
    NeverAnswered,
    /// It looks over, and may still go on.
    Doubtful(Outcome, String),
    /// No answer yet: the start limit decides.
    Unanswered,
}

impl Case<'_> {
    /// Whether the task is over, and how.
    pub(super) fn judge(&self, transcript: &Transcript) -> Judged {
        let prompt = self.steered.or(self.task.message.as_ref());
        let native = self.task.is_native();
        let answer = transcript
            .assistant
            .as_ref()
            .filter(|answer| native || self.is_newer(transcript, &answer.id, prompt));
        match answer {
            Some(answer) => self.judge_answer(answer, transcript),
            None if !self.recovering => Judged::Unanswered,
            None if native => Judged::Interrupted,
            None if is_stored(transcript, prompt) => Judged::NeverAnswered,
            None => Judged::NeverPrompted,
        }
    }

    fn judge_answer(&self, answer: &Assistant, transcript: &Transcript) -> Judged {
        if answer.is_final() {
            return Judged::Completed;
        }
        let Some(trouble) = &answer.error else {
            return match &transcript.tool_error {
                _ if self.recovering => Judged::Interrupted,
                Some(error) => {
                    let error = format!("Its turn ended at a tool call: {error}");
                    Judged::Doubtful(Outcome::Failed, error)
                }
                None => {
                    let error = "Its turn broke off before it had answered.".to_owned();
                    Judged::Doubtful(Outcome::Failed, error)
                }
            };
        };
        match trouble.class() {
            Class::Aborted if self.recovering => Judged::Interrupted,
            Class::Aborted => Judged::Doubtful(
                Outcome::Cancelled,
                "It was stopped in its own session.".to_owned(),
            ),
            Class::Overflow => Judged::Doubtful(Outcome::Failed, trouble.words()),
            Class::Permanent | Class::Retryable => Judged::Failed(trouble.words()),
        }
    }

    /// The last text of the task's agent that is not empty, since its prompt.
    pub(super) fn said<'a>(&self, transcript: &'a Transcript) -> &'a str {
        let prompt = self.task.message.as_ref();
        let newer = transcript
            .said_in
            .as_ref()
            .is_some_and(|id| self.task.is_native() || self.is_newer(transcript, id, prompt));
        if newer { transcript.said.trim() } else { "" }
    }

    /// Whether a message came after the prompt, or where the prompt is out of sight, after the
    /// task's start.
    fn is_newer(
        &self,
        transcript: &Transcript,
        id: &MessageId,
        prompt: Option<&MessageId>,
    ) -> bool {
        let started = self.task.started.unwrap_or(self.task.queued);
        is_newer(&transcript.messages, id, prompt, started)
    }
}

fn is_stored(transcript: &Transcript, prompt: Option<&MessageId>) -> bool {
    let mut messages = transcript.messages.iter();
    messages.any(|head| Some(&head.id) == prompt)
}

fn is_newer(messages: &[Head], id: &MessageId, prompt: Option<&MessageId>, since: Time) -> bool {
    let at = |id: &MessageId| messages.iter().position(|head| head.id == *id);
    match (at(id), prompt.and_then(at)) {
        (Some(answer), Some(prompt)) => answer > prompt,
        (Some(answer), None) => messages
            .get(answer)
            .is_some_and(|head| head.created >= since),
        (None, _) => false,
    }
}
