"""What stands where in the arrays that kernels read and write.

The tuples of names are the columns; the upper-case constants are their positions. Names of
parameters are those of ``data/parameters.toml`` (a test keeps them in step).
"""

from __future__ import annotations

# fmt: off
# --- parameters: one float64 vector ------------------------------------------------------------
PARAMETERS = (
    *("lambda_pot", "lambda_u", "p_big", "p_hard", "K", "size_cv", "e_0_sd"),
    *("h_small", "h_big", "service_cv", "h_screen", "s_shirk", "h_pat", "nu", "phi_1"),
    *("pi1_small", "pi1_big", "theta", "delta", "theta_x", "delta_x", "theta_u", "tau_u"),
    *("a_0", "gamma", "operators", "duty", "r_min", "city_streets", "h_call", "h_call_pat"),
    *("consult_share", "street_share", "refer_back"),
    *("kappa", "h_up", "quota", "s_excl", "misdispatch", "reserve", "w_0"),
    *("e2_0", "e_max", "pi2_small", "pi2_big", "pi_u_easy", "pi_u_hard"),
    *("p_sat_res", "p_sat_unres", "late_sat", "rho", "rho_u", "n_rep", "c_b"),
    *("d_1", "d_2", "d_3", "d_4", "omega_v", "o_ref", "omega_r", "mu", "eta_e", "e_0"),
    *("r_M", "f_req", "eta_1", "eta_2", "omega_city", "n_sp", "beta_sp", "lambda_sp"),
    *("w_resp", "w_res", "w_sat", "M_0", "B1_0", "B2_0"),
    *("adapt_gain", "adapt_effort", "adapt_busy", "adapt_noise", "adapt_hours"),
    # Set by the model: of the log-normal service law, negative for the exponential; and 1 where
    # streets have unreasonable orders excluded, not difficult ones.
    *("sigma", "by_reason"),
)
(
    LAMBDA_POT, LAMBDA_U, P_BIG, P_HARD, K, SIZE_CV, E_0_SD,
    H_SMALL, H_BIG, SERVICE_CV, H_SCREEN, S_SHIRK, H_PAT, NU, PHI_1,
    PI1_SMALL, PI1_BIG, THETA, DELTA, THETA_X, DELTA_X, THETA_U, TAU_U,
    A_0, GAMMA, OPERATORS, DUTY, R_MIN, CITY_STREETS, H_CALL, H_CALL_PAT,
    CONSULT_SHARE, STREET_SHARE, REFER_BACK,
    KAPPA, H_UP, QUOTA, S_EXCL, MISDISPATCH, RESERVE, W_0,
    E2_0, E_MAX, PI2_SMALL, PI2_BIG, PI_U_EASY, PI_U_HARD,
    P_SAT_RES, P_SAT_UNRES, LATE_SAT, RHO, RHO_U, N_REP, C_B,
    D_1, D_2, D_3, D_4, OMEGA_V, O_REF, OMEGA_R, MU, ETA_E, E_0,
    R_M, F_REQ, ETA_1, ETA_2, OMEGA_CITY, N_SP, BETA_SP, LAMBDA_SP,
    W_RESP, W_RES, W_SAT, M_0, B1_0, B2_0,
    ADAPT_GAIN, ADAPT_EFFORT, ADAPT_BUSY, ADAPT_NOISE, ADAPT_HOURS,
    SIGMA, BY_REASON,
) = range(len(PARAMETERS))

# --- monthly counts of a street: int64 ---------------------------------------------------------
# calls: all that are placed, direct, overflow and repeat. unreasonable_voiced: in first order;
# screened: at the end of screening. misdispatched: when an office takes the order up.
# reneged: reasonable demands only. completed: without excluded orders, whose end is
# excluded_closed; reasonable_completed: with them, as residents see it. unreasonable: only what
# the switch lets arise. events: arrivals and ends of services.
COUNTS = (
    *("demands", "demands_big", "unreasonable"),
    *("prevented", "prevented_big", "prevented_special", "prevented_special_big"),
    *("calls", "calls_answered", "calls_accepted"),
    *("first_voiced", "unreasonable_voiced", "screened"),
    *("first_resolved", "first_resolved_big", "first_failed"),
    *("reneged", "perfunctory"),
    *("orders", "orders_big", "orders_overflow", "orders_direct", "orders_direct_unreasonable"),
    *("orders_repeat", "orders_unreasonable", "orders_urgent"),
    *("excluded", "excluded_unreasonable", "excluded_hard", "excluded_closed", "misdispatched"),
    *("completed", "signed_in_time", "late", "resolved", "resolved_in_time", "compromised"),
    *("resolved_satisfied", "resolved_dissatisfied"),
    *("unresolved_satisfied", "unresolved_dissatisfied"),
    *("callbacks", "callbacks_resolved", "callbacks_satisfied"),
    *("reasonable_completed", "reasonable_in_time"),
    *("second_resolved", "second_resolved_big", "unresolved", "unresolved_big"),
    *("open", "open_big", "queue_first", "queue_orders", "queue_urgent", "events"),
)
(
    DEMANDS, DEMANDS_BIG, UNREASONABLE,
    PREVENTED, PREVENTED_BIG, PREVENTED_SPECIAL, PREVENTED_SPECIAL_BIG,
    CALLS, CALLS_ANSWERED, CALLS_ACCEPTED,
    FIRST_VOICED, UNREASONABLE_VOICED, SCREENED,
    FIRST_RESOLVED, FIRST_RESOLVED_BIG, FIRST_FAILED,
    RENEGED, PERFUNCTORY,
    ORDERS, ORDERS_BIG, ORDERS_OVERFLOW, ORDERS_DIRECT, ORDERS_DIRECT_UNREASONABLE,
    ORDERS_REPEAT, ORDERS_UNREASONABLE, ORDERS_URGENT,
    EXCLUDED, EXCLUDED_UNREASONABLE, EXCLUDED_HARD, EXCLUDED_CLOSED, MISDISPATCHED,
    COMPLETED, SIGNED_IN_TIME, LATE, RESOLVED, RESOLVED_IN_TIME, COMPROMISED,
    RESOLVED_SATISFIED, RESOLVED_DISSATISFIED,
    UNRESOLVED_SATISFIED, UNRESOLVED_DISSATISFIED,
    CALLBACKS, CALLBACKS_RESOLVED, CALLBACKS_SATISFIED,
    REASONABLE_COMPLETED, REASONABLE_IN_TIME,
    SECOND_RESOLVED, SECOND_RESOLVED_BIG, UNRESOLVED, UNRESOLVED_BIG,
    OPEN, OPEN_BIG, QUEUE_FIRST, QUEUE_ORDERS, QUEUE_URGENT, EVENTS,
) = range(len(COUNTS))

# --- monthly hours and state of a street: float64 ----------------------------------------------
# hours_order: all order hours; hours_order_unreasonable and hours_order_repeat (reasonable
# repeats) are disjoint parts of them. wait_order: with excluded orders.
REALS = (
    *("hours_first", "hours_screen", "hours_order", "hours_order_unreasonable"),
    *("hours_order_repeat", "hours_routine", "hours_paid", "hours_upper"),
    *("wait_first", "wait_order", "resources", "assessment"),
    *("diligence", "routine", "trust_first", "trust_hotline", "accept_line", "acceptance"),
    *("p_direct", "p_overflow", "p_unreasonable", "effort_second"),
    *("pressure", "response", "resolution", "satisfaction", "score", "rank_share"),
)
(
    HOURS_FIRST, HOURS_SCREEN, HOURS_ORDER, HOURS_ORDER_UNREASONABLE,
    HOURS_ORDER_REPEAT, HOURS_ROUTINE, HOURS_PAID, HOURS_UPPER,
    WAIT_FIRST, WAIT_ORDER, RESOURCES, ASSESSMENT,
    DILIGENCE, ROUTINE, TRUST_FIRST, TRUST_HOTLINE, ACCEPT_LINE, ACCEPTANCE,
    P_DIRECT, P_OVERFLOW, P_UNREASONABLE, EFFORT_SECOND,
    PRESSURE, RESPONSE, RESOLUTION, SATISFACTION, SCORE, RANK_SHARE,
) = range(len(REALS))

# --- state of a street between months: float64 -------------------------------------------------
# load: last month's orders per handler, relative to o_ref. intensity: under the adaptive rule.
STATE = (
    *("size", "e_0", "e1", "M", "B1", "B2", "credit", "hazard", "next_arrival", "score"),
    *("load", "intensity"),
)
(
    X_SIZE, X_E0, X_E1, X_M, X_B1, X_B2, X_CREDIT, X_HAZARD, X_NEXT, X_SCORE,
    X_LOAD, X_INTENSITY,
) = range(len(STATE))
# and int64
NUMBERS = ("handlers", "next_index", "open", "open_big", "busy_first", "busy_order", "next_word")
(N_HANDLERS, N_INDEX, N_OPEN, N_OPEN_BIG, N_BUSY_FIRST, N_BUSY_ORDER, N_WORD) = range(len(NUMBERS))

# --- probabilities of a street in a month: float64 ---------------------------------------------
(
    Q, Q_U, X, ACCEPT, ACCEPT_DIRECT, LINE, PREVENT, EFFORT1, EFFORT2, SHARE_W, MISSENT,
    S1_SMALL, S1_BIG, S1_BIG_SP, S2_SMALL, S2_BIG, S2_BIG_SP, REMOVE,
    SPEED_FIRST, SPEED_ORDER,
    PROBABILITIES,
) = range(21)

# --- switches: int64 (1 = the mechanism works) --------------------------------------------------
SWITCHES = ("substitution", "unreasonable", "crowding", "feedback")
(SW_SUBSTITUTION, SW_UNREASONABLE, SW_CROWDING, SW_FEEDBACK) = range(len(SWITCHES))
# what the frozen quantities are frozen at, per street: float64
FROZEN = ("p_direct", "routine", "order_share")
(FZ_Q, FZ_M, FZ_SHARE) = range(len(FROZEN))

# --- demand types: float64 [type, column] ------------------------------------------------------
TYPE_COLUMNS = ("weight", "weight_unreasonable", "p_big", "cum_1", "cum_2", "cum_3", "special")
(T_WEIGHT, T_WEIGHT_U, T_BIG, T_CUM1, T_CUM2, T_CUM3, T_SPECIAL) = range(len(TYPE_COLUMNS))

# --- queues of a street ------------------------------------------------------------------------
FIRST_QUEUE, ORDER_QUEUE, URGENT_QUEUE = 0, 1, 2

# --- attributes of a problem, packed into one int64 --------------------------------------------
TYPE_MASK = 0xFF
BIG, UNREASON, HARD = 1 << 8, 1 << 9, 1 << 10
CLASS_SHIFT, CLASS_MASK = 11, 3
OVERFLOW = 1 << 13
AS_ORDER = 1 << 14  # in service as a work order (else as a first-order demand)
SIGNED = 1 << 15  # service began before the deadline
SHIRKED = 1 << 16  # handled perfunctorily
ROUND_SHIFT, ROUND_MASK = 17, 0xFF
EXCLUDE = 1 << 25  # the street has had the order excluded
ASTRAY = 1 << 26  # dispatched to an office that cannot act

# --- fates -------------------------------------------------------------------------------------
FATES = (
    *("open", "prevented", "prevented_special", "first_resolved", "second_resolved"),
    *("unresolved", "not_voiced", "gave_up", "blocked", "compromised", "refused"),
)
(
    F_OPEN, F_PREVENTED, F_SPECIAL, F_FIRST, F_SECOND,
    F_UNRESOLVED, F_NOT_VOICED, F_GAVE_UP, F_BLOCKED, F_COMPROMISED, F_REFUSED,
) = range(len(FATES))

# --- trace of a problem ------------------------------------------------------------------------
TRACE_TIMES = (
    *("arrival", "first_start", "first_end", "order_dispatch", "order_start", "order_end", "end"),
)
(
    TT_ARRIVAL, TT_FIRST_START, TT_FIRST_END, TT_DISPATCH, TT_ORDER_START, TT_ORDER_END, TT_END,
) = range(len(TRACE_TIMES))
TRACE_NUMBERS = ("street", "index", "attributes", "path", "rounds", "fate")
(TN_STREET, TN_INDEX, TN_ATTR, TN_PATH, TN_ROUNDS, TN_FATE) = range(len(TRACE_NUMBERS))
PATH_BITS = (
    *("called", "accepted", "voiced_first", "screened", "reneged", "perfunctory"),
    *("overflow_called", "overflow_accepted", "recalled", "excluded"),
    *("last_resolved", "last_satisfied", "last_late", "called_back"),
)
(
    PB_CALLED, PB_ACCEPTED, PB_VOICED, PB_SCREENED, PB_RENEGED, PB_PERFUNCTORY,
    PB_OVERFLOW_CALLED, PB_OVERFLOW_ACCEPTED, PB_RECALLED, PB_EXCLUDED,
    PB_RESOLVED, PB_SATISFIED, PB_LATE, PB_CALLED_BACK,
) = (1 << n for n in range(len(PATH_BITS)))
ORDER_TIMES = ("dispatch", "start", "end")
(OT_DISPATCH, OT_START, OT_END) = range(len(ORDER_TIMES))
(
    OF_USED, OF_EXCLUDED, OF_RESOLVED, OF_SATISFIED, OF_LATE, OF_SIGNED, OF_CALLED_BACK, OF_ASTRAY,
) = (1 << n for n in range(8))

HOURS_PER_MONTH = 720.0
MONTHS_PER_YEAR = 12
