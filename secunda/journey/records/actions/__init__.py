"""What people do with records: send, take back, answer for them; send, accept, return the case."""

from secunda.journey.records.actions.arranging import (
    merge_records,
    split_record,
    turn_record,
    undo_rearrangement,
)
from secunda.journey.records.actions.gaps import answer_gap, waive_gap, write_record
from secunda.journey.records.actions.linking import receive_linked
from secunda.journey.records.actions.receiving import (
    Received,
    begin_upload,
    cancel_upload,
    receive_files,
    receive_upload,
    remove_item,
)
from secunda.journey.records.actions.requesting import ask_hospital, settle_request
from secunda.journey.records.actions.ruling import (
    answer_doubt,
    confirm_all,
    refile_record,
    rule_on_record,
    undo_ruling,
)
from secunda.journey.records.actions.sending import (
    accept_case_file,
    open_file,
    open_record,
    return_case_file,
    submit_case_file,
)
from secunda.journey.records.actions.unlocking import receive_open_copy

__all__ = [
    "Received",
    "accept_case_file",
    "answer_doubt",
    "answer_gap",
    "ask_hospital",
    "begin_upload",
    "cancel_upload",
    "confirm_all",
    "merge_records",
    "open_file",
    "open_record",
    "receive_files",
    "receive_linked",
    "receive_open_copy",
    "receive_upload",
    "refile_record",
    "remove_item",
    "return_case_file",
    "rule_on_record",
    "settle_request",
    "split_record",
    "submit_case_file",
    "turn_record",
    "undo_rearrangement",
    "undo_ruling",
    "waive_gap",
    "write_record",
]
