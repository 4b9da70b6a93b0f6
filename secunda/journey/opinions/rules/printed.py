"""The words of the printed report that are not the expert's. `report.typ` asks for them by name. Pure."""

from collections.abc import Mapping

from secunda.engines.words import Words, say

PRINTED: Mapping[str, Words] = {
    "title": say("Your second opinion"),
    "document": say("Second opinion %(reference)s"),
    "footer": say("Second opinion %(reference)s, signed %(moment)s"),
    "page": say("Page %(page)s of %(pages)s"),
    "for": say("For %(patient)s"),
    "born": say("born %(day)s"),
    "nhs_number": say("NHS number %(number)s"),
    "reference": say("Reference %(reference)s"),
    "demonstration": say("Demonstration."),
    "invented": say("This person and this opinion are invented."),
    "partial": say("This is a partial opinion."),
    "partial_means": say("It was formed on the records that were there. It says what was missing."),
    "final": say("This is the final report. It takes the place of the partial one of %(moment)s."),
    "what_changed": say("What has changed"),
    "was": say("Before"),
    "is_now": say("Now"),
    "unchanged": say("Nothing in what is said here has changed."),
    "do_not_wait": say("If you feel worse, do not wait for anybody here."),
    "emergency": say("In an emergency call %(number)s."),
    "in_short": say("Your answer in short"),
    "compared": say("What the first team said. What the expert says."),
    "nothing_told": say("No first opinion was told to us, so there is nothing to compare."),
    "first_team": say("The first team"),
    "expert": say("The expert"),
    "relation": say("In short"),
    "not_mentioned": say("Not mentioned"),
    "the_same": say("The same"),
    "common_ground": say("Where they agree."),
    "settled": say("Why more doctors were asked"),
    "call": say("A call between the doctors"),
    "one_more": say("One more doctor"),
    "panel": say("A panel of doctors"),
    "panel_asked": say("Their question:"),
    "panel_advice": say("What they advise:"),
    "other_way": say("(sees it in another way)"),
    "knew_which": say("This doctor knew the first opinion by then."),
    "not_told_which": say(
        "This doctor wrote down their own view first, and was not told whose view is whose."
    ),
    "how_it_ended": say("How it ended:"),
    "settled_by": say("Signed: %(who)s."),
    "how_sure": say("How sure is the expert?"),
    "change_my_mind": say("What could change this view:"),
    "choices": say("Your choices"),
    "no_choices": say("None were listed."),
    "no_treatment": say("(no treatment, or waiting)"),
    "benefit": say("How well it works"),
    "harm": say("Side effects and risks"),
    "daily_life": say("Daily life"),
    "burden": say("Visits and recovery"),
    "suits": say("May suit you if"),
    "of_100": say("Out of 100 people"),
    "counted": say("this is so for about %(count)s, and not for about %(others)s."),
    "helped": say("About %(count)s are helped. About %(others)s are not."),
    "harmed": say("About %(count)s are harmed. About %(others)s are not."),
    "cost": say("Cost"),
    "where": say("Where"),
    "reversible": say("Can it be undone"),
    "evidence": say("How good the evidence is"),
    "more_tests": say("More tests?"),
    "already_done": say("Had it before"),
    "soon": say("How soon"),
    "who_orders": say("Who orders it"),
    "radiation": say("Radiation"),
    "none": say("None"),
    "risk": say("Main risk"),
    "questions": say("Your questions"),
    "next": say("What to do next, and when"),
    "time_to_act": say("When treatment should happen"),
    "safe_wait": say("How long it is safe to wait"),
    "do_not_stop": say("Do not stop these medicines"),
    "not_seen": say("What the expert could not see"),
    "without": say("What we went on without"),
    "all_seen": say("The expert names no missing record."),
    "who_wrote": say("Who wrote this"),
    "contact_mode": say("How the expert saw you: %(how)s."),
    "interests": say("Interests:"),
    "for_doctors": say("For doctors"),
    "did_well": say("What the first team got right."),
    "how_made": say("How this opinion was made"),
    "locked_first": say(
        "The expert first read the records without the first opinion and locked an independent view on "
        "%(moment)s."
    ),
    "opened_after": say(
        "The first opinion was opened after that. The claim is that this view is independent, not that it "
        "is more accurate."
    ),
    "not_blind": say(
        "The expert knew something of the first opinion when they locked their view on %(moment)s. In their "
        "words:"
    ),
    "final_after": say(
        "The expert gave a partial opinion first. For that one they locked an independent view on "
        "%(moment)s, before they saw the first opinion. They knew it when they wrote this final one."
    ),
    "viewer": say(
        "Images were viewed in a reference viewer that is not a medical device. "
        "Where a finding rests on an image, it should be confirmed on a diagnostic workstation."
    ),
    "looked_at": say("Looked at"),
    "none_opened": say("No record was opened in the reading room."),
    "not_opened": say("Not opened"),
    "all_opened": say("Every record of the file was opened."),
    "blind_part": say("The independent view, as locked"),
    "compare_part": say("The comparison, as signed"),
    "form_version": say("Form version %(version)s."),
    "locked": say("Locked %(moment)s."),
    "number": say("Number %(number)s"),
    "signature": say("Signature"),
    "signed_by": say("Signed by"),
    "signed_on": say("on %(moment)s."),
    "digest": say("Digest of the opinion (SHA-256)"),
    "blind_digest": say("Digest of the independent view"),
    "compare_digest": say("Digest of the comparison"),
    "contact": say("Questions: %(service)s, %(phone)s, %(email)s."),
    "own_clinicians": say(
        "Your own clinicians stay responsible for your treatment. Do not change or stop a treatment because "
        "of this report without talking to them."
    ),
}
