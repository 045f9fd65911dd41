//! After a crash, a restart or a fresh instance: what the journal says is checked against
//! OpenCode's own sessions before anything goes on.

use crate::core::journal::PromptKind;
use crate::core::port::effect::{Effect, Level};
use crate::core::port::event::{Status, Transcript};
use crate::core::session::pending::InspectFor;
use crate::core::session::root::{Cx, Root};
use crate::core::session::tasks::{queue, recover};
use crate::core::session::turn::BEGINS_WITHIN;

impl Root {
    /// Takes over the tasks of an owner that is gone. Pending ones go on; running ones are
    /// looked at in their child session first; a prompt on its way is looked for.
    pub(in crate::core) fn recover(&mut self, cx: &mut Cx<'_>) {
        recover::recover(self, cx);
        if self.outbox.take_over(self.journal.ledger(), cx.now) {
            self.inspect_root(cx);
        }
        queue::start_pending(self, cx);
    }

    /// Whether something that a crash left open is still being looked at.
    pub(in crate::core) fn is_recovering(&self) -> bool {
        self.outbox.is_sought() || self.tasks.is_recovering()
    }

    pub(in crate::core) fn inspect_root(&mut self, cx: &mut Cx<'_>) {
        if self.inspecting {
            return;
        }
        self.inspecting = true;
        self.recheck.at = None;
        let effect = cx.expect(&self.id, InspectFor::Root);
        cx.out.push(Effect::Inspect {
            effect,
            session: self.id.clone(),
        });
    }

    pub(in crate::core) fn root_inspected(
        &mut self,
        cx: &mut Cx<'_>,
        transcript: Result<Transcript, String>,
    ) {
        self.inspecting = false;
        let looked = self.outbox.looked();
        let known_for = cx.now.since(self.checked);
        self.checked = cx.now;
        let transcript = match transcript {
            Ok(transcript) => transcript,
            Err(error) => {
                cx.log(
                    Level::Warn,
                    format!("{} could not be inspected: {error}", self.id),
                );
                let found = self.outbox.not_found(cx.now);
                self.count_found(found);
                return;
            }
        };
        if self.identity.is_none() {
            // After a restart: nobody has written here since.
            self.identity = transcript.identity;
        }
        // The event may have been lost.
        self.idle |=
            transcript.status == Status::Idle && known_for >= BEGINS_WITHIN && self.step.is_none();
        // A look before a prompt is sent again is about its answer. A turn that has not ended by
        // then may be another process's.
        if self.idle && !(looked && transcript.status == Status::Idle) {
            self.idle_inspected(cx, transcript.status, transcript.assistant.as_ref());
        }
        self.todos_updated(transcript.todos);
        let found = self
            .outbox
            .find(cx, &mut self.journal, &transcript.messages);
        self.count_found(found);
        if let Some(assistant) = transcript.assistant {
            self.assistant_seen(cx, assistant);
        }
    }

    /// A prompt of the process that is gone was found: what that process had counted is gone with
    /// it, but for this.
    fn count_found(&mut self, found: Option<PromptKind>) {
        if let Some(kind) = found {
            self.bounds.prompted(kind);
        }
    }
}
