"""The register of claims: complete, consistent, and refused when it is not."""

from __future__ import annotations

import pytest
import yaml

from intensity.evidence.claims.estimands import ESTIMANDS
from intensity.evidence.claims.registry import FILE, chosen, read, register
from intensity.model.errors import InputError
from intensity.model.tables import data_path


@pytest.fixture(scope="module")
def text() -> str:
    return data_path(FILE).read_text(encoding="utf-8")


def changed(text: str, change) -> str:
    content = yaml.safe_load(text)
    change(content)
    return yaml.safe_dump(content, allow_unicode=True)


def test_there_are_26_claims_in_order() -> None:
    """Catches a claim lost in editing."""
    assert [c.id for c in register().claims] == [f"C{k:02d}" for k in range(1, 27)]


def test_every_quotation_stands_in_its_passage() -> None:
    """Catches a quotation that was retyped; passages were compared with the paper when written."""
    known = register()
    for claim in known.claims:
        passage = known.passages[claim.passage]
        assert claim.quote in passage.text, claim.id
        assert claim.section == passage.section, claim.id


def test_passages_and_estimands_are_all_used() -> None:
    """Catches an estimand that no claim refers to, which nobody would notice failing."""
    known = register()
    assert {c.passage for c in known.claims} == set(known.passages)
    named = {p.estimand for c in known.claims for p in c.parts if p.estimand}
    assert named == set(ESTIMANDS)


def test_an_estimand_says_what_it_is() -> None:
    """Catches a function that the register names and that has no docstring for the reviewer."""
    assert not [name for name, f in ESTIMANDS.items() if not (f.__doc__ or "").strip()]


def test_what_the_model_lacks_is_not_evaluated() -> None:
    """Catches a made-up value for a claim that waits for the model."""
    for claim in register().claims:
        for part in claim.parts:
            if part.waits_for is not None:
                assert part.function is None
                assert part.role != "decides" or not claim.is_ready


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda c: c["claims"][0].update(quote="没有说过的话"), "C01: quote is not in passage"),
        (lambda c: c["claims"].append(c["claims"][0]), "C01: stands twice"),
        (lambda c: c["claims"][3].update(passage="nowhere"), "C04: no passage 'nowhere'"),
        (lambda c: c["claims"][0]["parts"][0].update(estimand="overflw"), "no estimand 'overflw'"),
        (lambda c: c["claims"][0]["parts"][0].update(treshold=1.0), "Extra inputs"),
        (lambda c: c["claims"][0]["parts"][0].update(role="reported"), "C01: no part decides"),
        (lambda c: c["claims"][0]["parts"][0].update(width=0.1), "width goes with expects"),
        (lambda c: c["claims"][0]["parts"][0].update(threshold=float("nan")), "finite number"),
        (lambda c: c["claims"][0]["parts"][0].pop("estimand"), "either estimand or waits_for"),
    ],
)
def test_a_faulty_register_is_refused_in_one_line(text: str, change, message: str) -> None:
    """Catches a register that is read though it contradicts itself."""
    with pytest.raises(InputError, match=message) as caught:
        read(changed(text, change))
    assert "\n" not in str(caught.value)


def test_text_that_is_no_yaml_is_refused() -> None:
    with pytest.raises(InputError, match=r"claims\.yml"):
        read("claims: [")


def test_unknown_ids_name_the_nearest() -> None:
    """Catches a misspelt id that is silently skipped."""
    with pytest.raises(InputError, match="'C270' is unknown; nearest: C2"):
        chosen(["C270"])
    with pytest.raises(InputError, match=r"'X9' is unknown; known: C01 to C26"):
        chosen(["C01", "X9"])
    assert [c.id for c in chosen(["c22", "C03"])] == ["C03", "C22"]
