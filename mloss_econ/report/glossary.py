"""The vocabulary: one word for each thing, what it means, and the words that it replaced.

A test reads every text that a person can meet and fails on a retired word.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """A word with one meaning. `retired` are regular expressions of what it replaced, `allowed` of phrases in which one
    of these is plain English. Case does not matter. A space stands for any white space."""

    word: str
    meaning: str
    retired: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()


PARTY = "(party|bank|platform|developer|deployer|family|user|intermediary)"

GLOSSARY: tuple[Term, ...] = (
    Term(
        "proposal",
        "A rule for AI as data: its date and jurisdiction, its duties, triggers and levers, each with a clause. A "
        "brief is about one of them, the proposal under review.",
        (
            r"rules? looked at",
            r"rule's (net |yearly |own )?(benefits?|bill|costs?|duties|effects?|ledger|levers|triggers)",
            r"what does a rule cost",
            r"(bill|costs?|duties|effects?|ledger|levers|net benefit) of (the|a|this|that|each|every|one) rule",
            r"triggers of (the|a|this|that|each|every|one) rule",
            r"proposal looked at",
            r"regimes? looked at",
            r"(this|that) regime",
        ),
        (r"(benefit|bill|cost|effects?) of (the|a|this|that|each|every|one) rule of",),
    ),
    Term(
        "status quo",
        "The world without a proposal, from which effects are measured: all that is in force by the baseline date "
        "holds in it.",
        (r"nothing new", r"the rule today"),
    ),
    Term(
        "in force",
        "Of a proposal: it applies by the baseline date, and so is part of the status quo. It has no increment; what "
        "its repeal would bring is shown instead (if repealed).",
    ),
    Term(
        "baseline date",
        "The day whose law is the status quo. Unless you choose another, it is the date of the proposal status_quo.",
    ),
    Term(
        "region",
        "A part of the world (us, eu, uk) with its shares of activity, users and victims. A proposal binds a region, a "
        "part of one, or the world.",
    ),
    Term(
        "viewpoint",
        "Whose net benefit counts: that of the world, of open projects, or of one region.",
    ),
    Term(
        "channel of harm",
        "One kind of harm with its own level, such as fraud and deception or cyber-attacks. Some have no figure: what "
        "a proposal does there is not counted.",
    ),
    Term(
        "reach",
        "The share of a channel of harm that the text of a proposal addresses. The other channels it leaves as they "
        "are.",
    ),
    Term(
        "measured, forecast, feared",
        "Three levels of harm beside the adopted one: what somebody has counted, a floor; what somebody has forecast; "
        "what one would have to assume at worst.",
    ),
    Term(
        "structural belief",
        "A belief that says how the model is built rather than how large something is, such as where harm goes that is "
        "kept off closed models. An answer depends on the structure if it changes sign within the ends of these.",
    ),
    Term(
        "scenario",
        "Circumstances as data: parties, precautions and channels of harm, or the numbers of one example.",
        (r"situations?",),
    ),
    Term(
        "comparator",
        "The proposal shown for comparison with the one under review.",
        (
            r"the one beside( it)?",
            r"beside it,",
            r"(rules?|proposals?|regimes?) (that )?(stands? |shown |set |is set |it is set )?beside",
            r"--beside",
        ),
    ),
    Term(
        "funded project",
        "A project with a budget, in cash or in kind. The others are unfunded.",
        (r"paid (open-source )?projects?", r"unpaid", r"paid ones", r"projects that are (not )?paid"),
        (r"tidelift\.unpaid_2024", r"unpaid (work|labou?r|overtime|leave|hours?|time|volunteers?|maintainers?|fines?)"),
    ),
    Term(
        "exit",
        "A project leaves because of a cost: it exits, or is driven out.",
        (
            r"projects? (that |which |who )?stops?",
            r"(that|which|who|whoever) stops?",
            r"those (that|who|which) (stop|go|stay)",
            r"who(ever)? stays?",
            r"stopped projects?",
            r"projects? stopped",
            r"stops? (over |more than |hardly |about |almost )*(\d[\d.,]*|any|all|most|half|none)",
            r"what goes( with (it|them))?",
            r"goe?s? with (it|them)",
        ),
        (r"(that|which) stops? (at|in|when|once|after) (the )?(first|a fault|an error|row|draw)",),
    ),
    Term(
        "in scope",
        "Of a project or its use: the text of a proposal applies to it, before its triggers say whether it is covered. "
        "A share of the projects in scope is not one of all projects.",
    ),
    Term(
        "entry",
        "Projects begun. Where a start costs more, some never are: they are lost as well, apart from those that exit.",
    ),
    Term(
        "pricing out",
        "The exit of projects whose budget, or whose makers' spare hours, cannot bear what complying takes.",
    ),
    Term(
        "share",
        "A fraction of a whole, from 0 to 1 or in per cent. What exiting projects take with them is said by what they "
        "account for: 40 % of budgets.",
        (
            r"(?-i:Part of)",
            r"(which|what) part of",
            r"part of (all|its|the|their|those|these|an output's|one's)?\s*(benefits?|budgets?|costs?|draws|effects?|"
            r"harms?|income|losses|loss|projects?|revenue|spending|time|use|users|value|variance|variation|wealth)",
            r"part of (those|them) (that|who|which)",
            r"part of the world('s| that is)",
            r"holding (over |more than |less than |about |almost |hardly any |no )?([\d.]+ %|of budgets)",
        ),
    ),
    Term(
        "held liable",
        "Made to bear the loss: liability is assigned to the party.",
        (
            r"costs? (society )?(the )?least to name",
            rf"nam(e|es|ing) (the|a|that|this|one|each|another) (\w+ )?{PARTY}",
            rf"{PARTY} (is |are |was )?named",
            r"the named party",
            r"who(m|ever)? (is |to be )?named",
            r"whom? to name",
            r"naming (the|a|another|this|that) party",
        ),
        (r"named after", r"by name"),
    ),
    Term(
        "familiarisation cost",
        "The cost of learning what a proposal requires, borne once.",
        (r"finding out",),
    ),
    Term(
        "recurring compliance cost",
        "The yearly cost of complying.",
        (r"running (work|costs?)", r"costs? of running work"),
    ),
    Term(
        "equivalent annual cost",
        "The constant yearly amount with the same present value: an annualised amount. Of benefits, equivalent annual "
        "benefit.",
        (r"level yearly( amounts?)?", r"level amounts?", r"a level (yearly )?(cost|benefit|sum)"),
    ),
    Term(
        "break-even value",
        "The value of an input at which the answer changes sign.",
        (
            r"what (would |could )?turns? (it|the|its|an?)",
            r"turns? (its|the|a) (sign|answer|result|finding|ranking|verdict)",
            r"turns? on(?! the (light|machine))",
            r"(is|are) zero (at|where)",
            r"(is|are) [\d.]+ % at",
            r"breaks even where",
        ),
    ),
    Term(
        "switching value",
        "The value of an input at which a conclusion changes: an output crosses a target, a claim fails, or the "
        "ranking of options changes.",
        (r"turning values?",),
    ),
    Term(
        "90 % interval",
        "From the 5th to the 95th percentile of the draws: what follows from the stated beliefs. Not a confidence "
        "interval.",
        (r"[\d.]+ % points?", r"5\s?[-–]\s?95 %", r"5 (to|and|or) (its )?95 %( points?)?"),
        (r"[\d.]+ % \(5 to 95 %\)",),  # a share that lies between these two
    ),
    Term(
        "expert judgement",
        "A number that nobody has measured, adopted with a reason and graded judgement. Inputs that rest on it are "
        "judgement-based.",
        (
            r"judged",
            r"of (the )?[\d,]+ (uncertain )?inputs (behind \w+,? )?[\d,]+ are judgement",
            r"somebody's judgement",
        ),
        (r"judged[ _]by", r'"judged"', r"`judged`", r"judged(:| our)", r"judged (careful|careless|negligent|liable)"),
    ),
    Term(
        "common random numbers",
        "The same draws of what several cases have in common, so that the sampling error of a difference is small.",
        (
            r"(on|with|from|by) the same draws",
            r"same draws (in|of|for|as) (both|all|every|each|either|the other)( \w+)?",
            r"shares? (their|its|the|one) (luck|draws)",
        ),
        (r"same draws in every (calculator|run)", r"same draws of what several cases"),
    ),
    Term("sampling error", "The random error of a statistic that comes from the finite number of draws.", (r"luck",)),
    Term("transaction cost", "The cost of bringing about a precaution that another party takes.", (r"arranging",)),
    Term(
        "best response",
        "The precautions that are best for a party given those of the others. Best responses have converged where none "
        "changes any more.",
        (r"answers? (to )?each other", r"(un)?settled", r"settles? (down|into)"),
        (r"settled (out of court|law|practice)", r"`settled`"),
    ),
    Term(
        "EVPI",
        "The expected value of perfect information: what resolving all uncertainty before choosing would be worth.",
        (r"worth knowing", r"knowing everything", r"without knowing more", r"worth finding out"),
    ),
    Term("EVPPI", "The same for some inputs alone: the expected value of partial perfect information."),
    Term(
        "expected opportunity loss", "What choosing an option loses, on average, against the best option in each draw."
    ),
    Term(
        "dominated", "Of an option: another one is better in every draw.", (r"beaten( by another)?( in every draw)?",)
    ),
    Term(
        "probability of being best",
        "The share of draws in which an option is the best; ties are shared equally.",
        (r"best in",),
        (r"best in (the|this|class|practice|English)",),
    ),
    Term(
        "claim",
        "A sentence of the debate with its source, tested as a statement that a calculator can refute.",
        (r"put as", r"made in:"),
    ),
    Term(
        "true by construction",
        "Certain because of the way the calculator is built, and so not a finding; likewise false by construction.",
    ),
    Term(
        "belief",
        "What the library adopts for one quantity: a value, its spread, the reason, its grade and its sources.",
    ),
    Term("fact", "What one document says, with its place in it."),
    Term(
        "adopted", "Of a value: the one in the seeds, unless you change it. At the adopted point, all inputs have it."
    ),
    Term("lever", "An input that a proposal sets."),
    Term("draw", "One set of values of the uncertain inputs, and what follows from it."),
)


def page() -> str:
    """The page of the documentation, in Markdown."""
    rows = "\n".join(f"| **{term.word}** | {term.meaning} |" for term in GLOSSARY)
    return (
        f"# Glossary\n\nEvery word here has one meaning, wherever it stands.\n\n| word | meaning |\n|---|---|\n{rows}\n"
    )
