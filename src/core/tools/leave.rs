//! The permission to use an agent, which a launch asks for before anything is launched.

use crate::core::port::effect::Effect;
use crate::core::port::event::Leave;
use crate::core::session::pending::LeaveFor;
use crate::core::session::root::{Cx, Root};
use crate::core::session::tasks::rights::{Asked, caller_rules};
use crate::core::task::rights::{Action, Caller};
use crate::core::tools::calls::{self, Call, Permission};

/// Whether a call has the permission to use an agent. If not, it is asked for, and the call goes on
/// when it is granted.
pub(super) fn has(
    root: &Root,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
    agent: &str,
    what: &str,
) -> Result<bool, String> {
    if call.permission == Permission::Granted {
        return Ok(true);
    }
    if cx.options.no_subagents {
        return Err(
            "Nothing was launched: subagents are turned off in OpenCode's configuration \
             (subagent_depth: 0)."
                .to_owned(),
        );
    }
    let asked = Asked {
        call: call.call,
        tool_call: call.tool_call.to_owned(),
        tool: call.tool.to_owned(),
        args: call.args.clone(),
        caller: call.agent.map(str::to_owned),
        agent: agent.to_owned(),
    };
    let effect = cx.expect(&root.id, LeaveFor(Box::new(asked)));
    cx.out.push(Effect::AskLeave {
        effect,
        call: call.call,
        agent: agent.to_owned(),
        description: what.to_owned(),
    });
    Ok(false)
}

/// The permission was granted or refused, or there was nobody to ask.
pub(in crate::core) fn given(root: &mut Root, cx: &mut Cx<'_>, asked: &Asked, leave: Leave) {
    let refusal = match leave {
        Leave::Granted => None,
        Leave::NobodyAsked => refused_by_rules(root, cx, asked),
        Leave::Refused(why) => Some(why),
    };
    if let Some(why) = refusal {
        let text = format!(
            "Nothing was launched: this agent may not use the agent \"{}\" (permission task). \
             {why} Do the work yourself as far as you may, or tell the user.",
            asked.agent
        );
        let call = asked.call;
        cx.out.push(Effect::ReplyTool { call, text });
        return;
    }
    let call = Call {
        call: asked.call,
        tool_call: &asked.tool_call,
        tool: &asked.tool,
        args: &asked.args,
        agent: asked.caller.as_deref(),
        permission: Permission::Granted,
    };
    calls::called(root, cx, &call);
}

/// Where OpenCode has no way to ask, the rules decide; what they would ask, nobody grants.
fn refused_by_rules(root: &Root, cx: &Cx<'_>, asked: &Asked) -> Option<String> {
    let caller = Caller {
        agent: caller_rules(cx, asked.caller.as_deref()),
        session: &root.rules,
    };
    match caller.may_use(&asked.agent) {
        Action::Allow => None,
        Action::Ask => Some("It would have to be asked for, and nobody can be.".to_owned()),
        Action::Deny => Some("Its rules deny it.".to_owned()),
    }
}
