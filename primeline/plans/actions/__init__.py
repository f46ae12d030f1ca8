"""Deeds of this room: drawing up, saving, handing in, deciding, ticking what is done."""

from primeline.plans.actions.deciding import approve_plan, return_plan, submit_plan
from primeline.plans.actions.writing import draw_up_plan, finish_action, save_plan

__all__ = [
    "approve_plan",
    "draw_up_plan",
    "finish_action",
    "return_plan",
    "save_plan",
    "submit_plan",
]
