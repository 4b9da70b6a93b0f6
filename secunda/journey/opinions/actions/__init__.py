"""What people do with an opinion, and with a difference between two."""

from secunda.journey.opinions.actions.blocks import drop_block, keep_block
from secunda.journey.opinions.actions.continuing import go_on_to_final
from secunda.journey.opinions.actions.differing import (
    CallMade,
    call_panel_together,
    conclude_panel,
    record_call,
    waive_path,
    weigh,
)
from secunda.journey.opinions.actions.writing import (
    begin_opinion,
    lock_blind_view,
    note_look,
    release_opinion,
    save_draft,
    sign_opinion,
)

__all__ = [
    "CallMade",
    "begin_opinion",
    "call_panel_together",
    "conclude_panel",
    "drop_block",
    "go_on_to_final",
    "keep_block",
    "lock_blind_view",
    "note_look",
    "record_call",
    "release_opinion",
    "save_draft",
    "sign_opinion",
    "waive_path",
    "weigh",
]
