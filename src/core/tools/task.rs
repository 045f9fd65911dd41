//! `background_task`: launches a task.

use crate::core::session::root::{Cx, Root};
use crate::core::task::Origin;
use crate::core::tools::args::{optional, required};
use crate::core::tools::calls::{Call, Reader, Reply};
use crate::core::tools::{launch, leave};

pub(super) fn called(root: &mut Root, cx: &mut Cx<'_>, call: &Call<'_>) -> Result<Reply, String> {
    let description = required(call.args, "description")?;
    let prompt = required(call.args, "prompt")?;
    let agent = optional(call.args, "agent")?.unwrap_or("general");
    launch::check_agent(cx, agent)?;
    launch::check_bounds(root, cx, &format!("{agent} {prompt}"))?;
    if !leave::has(root, cx, call, agent, description)? {
        return Ok(Reply::Later);
    }
    let by = call.launcher();
    let id = launch::launch(root, cx, description, prompt, agent, by, Origin::Agent)?;
    let text = launch::launched_text(root, &id, Reader::Agent(by));
    Ok(Reply::Now(text))
}
