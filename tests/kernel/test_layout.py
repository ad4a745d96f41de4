"""Names and positions in the kernel's arrays agree with each other and with the data."""

from functools import reduce
from operator import or_

from intensity.kernel import layout as la
from intensity.model.parameters import parameters


def test_constants_stand_where_their_names_stand():
    """Catches a name that was added on one side only, which would shift every later column."""
    for names in (la.PARAMETERS, la.COUNTS, la.REALS):
        assert len(set(names)) == len(names)
        for at, name in enumerate(names):
            assert getattr(la, name.upper()) == at, name


def test_every_kernel_parameter_is_in_the_table():
    """The table has some more: measures and the service law, which the kernel does not read."""
    known = set(parameters())
    assert set(la.PARAMETERS) - {"sigma", "by_reason"} <= known
    assert known - set(la.PARAMETERS) == {
        *("service_law", "exclusion_rule", "v_big", "I_reg", "I_high")
    }


def test_attribute_bits_do_not_overlap():
    bits = [la.BIG, la.UNREASON, la.HARD, la.CLASS_MASK << la.CLASS_SHIFT, la.OVERFLOW]
    bits += [la.AS_ORDER, la.SIGNED, la.SHIRKED, la.ROUND_MASK << la.ROUND_SHIFT, la.TYPE_MASK]
    assert sum(bits) == reduce(or_, bits)
