/* A street as a plain queue: the kernel's algorithm, written by hand for this case alone.
 *
 * First-order demands, ordinary and urgent orders; urgent orders first, the other two by deficit
 * round robin; impatience; repeat calls. No behaviour: whatever the full model decides by a draw
 * whose outcome is certain here is left out. Draws, logarithm and order of summation are those
 * of the kernel, so that every result is the same to the last bit. Exponential service, at most
 * 16 handlers (beyond that the kernel keeps a heap, which this does not).
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST, ORDINARY, URGENT };               /* queues, and kinds of a job */
enum { ARRIVAL = 0, FIRST_ORDER = 1, ROUND = 2 }; /* stages of a problem's draws */
#define MONTH 720.0
#define MOST 16

typedef struct { /* the same fields, in the same order, in c_street.py */
    double rate, first_hours, order_hours, patience, turns, direct, helped, overflow, resolved;
    double satisfied, late_factor, again, back, classes[3], due[4];
    int64_t handlers, repeats;
} Queue;

typedef struct {
    int64_t demands, direct, overflow, repeat, urgent, reneged, first_resolved, first_failed;
    int64_t completed, in_time, late, resolved, resolved_in_time, satisfied;
    int64_t backs, backs_resolved, backs_satisfied, waiting[3];
    double hours_first, hours_order, hours_repeat, wait_first, wait_order;
} Month;

typedef struct { int64_t index; double since; int16_t class, round, in_time; } Job;
/* round: -1 for a first-order demand, 0 for the first order of a problem, 1 .. for repeats */
typedef struct { Job *job; int64_t head, length, size; } Ring;
typedef struct { uint64_t a, b; } Words;

static inline uint64_t turned(uint64_t x, int by) { return x << by | x >> (64 - by); }

static inline Words words(uint64_t k0, uint64_t k1, uint64_t c0, uint64_t c1)
{
    static const int by[8] = {16, 42, 12, 31, 16, 32, 24, 21};
    const uint64_t key[3] = {k0, k1, 0x1BD11BDAA9FC1A22u ^ k0 ^ k1};
    uint64_t a = c0 + k0, b = c1 + k1;
#pragma GCC unroll 13
    for (int i = 0; i < 13; i++) {
        a += b;
        b = turned(b, by[i % 8]) ^ a;
        if (i % 4 == 3) {
            a += key[(i / 4 + 1) % 3];
            b += key[(i / 4 + 2) % 3] + i / 4 + 1;
        }
    }
    return (Words){a, b};
}

static inline double wide(uint64_t x) { return ((double)(int64_t)(x >> 12) + 0.5) * 0x1p-52; }
static inline double high(uint64_t x) { return ((double)(int64_t)(x >> 32) + 0.5) * 0x1p-32; }
static inline double low(uint64_t x) { return ((double)(int64_t)(uint32_t)x + 0.5) * 0x1p-32; }

static inline double ln(double x) /* of a uniform strictly between 0 and 1 */
{
    int64_t bits;
    memcpy(&bits, &x, 8);
    int64_t k = (bits >> 52) - 1023;
    bits = (bits & 0x000FFFFFFFFFFFFF) | 0x3FF0000000000000;
    double m;
    memcpy(&m, &bits, 8);
    if (m > 1.4142135623730951) { m *= 0.5; k++; }
    double f = m - 1.0, s = f / (2.0 + f), z = s * s, z2 = z * z, e = (double)k;
    double even = z2 * (2. / 5 + z2 * (2. / 9 + z2 * (2. / 13 + z2 * (2. / 17 + z2 * (2. / 21)))));
    double odd = z * (2. / 3 + z2 * (2. / 7 + z2 * (2. / 11 + z2 * (2. / 15 + z2 * (2. / 19)))));
    return e * 0.6931471803691238
           - ((s * (f - (odd + even)) - e * 1.9082149292705877e-10) - f);
}

static inline void push(Ring *ring, Job job)
{
    if (ring->length == ring->size) {
        Job *wider = malloc(2 * ring->size * sizeof(Job));
        for (int64_t i = 0; i < ring->length; i++)
            wider[i] = ring->job[(ring->head + i) & (ring->size - 1)];
        free(ring->job);
        *ring = (Ring){wider, 0, ring->length, 2 * ring->size};
    }
    ring->job[(ring->head + ring->length++) & (ring->size - 1)] = job;
}

static inline Job pop(Ring *ring)
{
    Job job = ring->job[ring->head];
    ring->head = (ring->head + 1) & (ring->size - 1);
    ring->length--;
    return job;
}

static inline void dispatch(Ring *rings, Month *m, Job job, double now)
{
    int urgent = job.class < 2;
    m->urgent += urgent;
    job.since = now;
    push(&rings[urgent ? URGENT : ORDINARY], job);
}

static inline void fail(const Queue *q, Ring *rings, Month *m, Job job, uint64_t luck, double now)
{
    m->first_failed++;
    if (high(luck) < q->overflow) {
        m->overflow++;
        job.round = 0;
        dispatch(rings, m, job, now);
    }
}

static inline void book(Month *m, const Job *job, double hours)
{
    if (job->round < 0) m->hours_first += hours;
    else m->hours_order += hours;
    if (job->round > 0) m->hours_repeat += hours;
}

static void run_street(const Queue *q, uint64_t k0, uint64_t k1, int64_t months, Month *out)
{
    Ring rings[3];
    for (int i = 0; i < 3; i++) rings[i] = (Ring){malloc(64 * sizeof(Job)), 0, 0, 64};
    double done[MOST], soonest = INFINITY, credit = 0.0;
    Job serving[MOST];
    uint64_t kept[MOST]; /* the word of a service's draws that its outcome needs */
    unsigned vacant = 0xFFFF; int next = -1, busy = 0, handlers = (int)q->handlers;
    for (int i = 0; i < MOST; i++) done[i] = INFINITY;
    int64_t index = 0;
    double hazard = -ln(wide(words(k0, k1, 0, ARRIVAL << 8).a));
    for (int64_t t = 0; t < months; t++) {
        double end = (t + 1) * MONTH, arrival = t * MONTH + hazard / q->rate;
        Month *m = &out[t];
        for (int i = 0; i < handlers; i++)
            if (done[i] != INFINITY) book(m, &serving[i], fmin(done[i], end) - t * MONTH);
        for (;;) {
            double now = soonest <= arrival ? soonest : arrival;
            if (now >= end) break;
            if (soonest <= arrival) { /* a service ends */
                Job job = serving[next];
                uint64_t luck = kept[next];
                done[next] = soonest = INFINITY;
                busy--;
                vacant |= 1u << next;
                for (int i = 0; i < handlers; i++)
                    if (done[i] < soonest) { soonest = done[i]; next = i; }
                if (job.round < 0) {
                    Words y = words(k0, k1, job.index, FIRST_ORDER << 8 | 1);
                    if (low(y.a) < q->helped) m->first_resolved++;
                    else fail(q, rings, m, job, y.b, now);
                } else {
                    Words y = words(k0, k1, job.index, (ROUND + job.round) << 8 | 1);
                    int resolved = high(luck) < q->resolved;
                    int late = now - job.since > q->due[job.class];
                    double p = late ? q->satisfied * q->late_factor : q->satisfied;
                    int satisfied = resolved & (low(luck) < p); /* never if not resolved */
                    int back = high(y.a) < q->back;
                    m->completed++;
                    m->in_time += job.in_time;
                    m->late += late;
                    m->resolved += resolved;
                    m->resolved_in_time += resolved & !late;
                    m->satisfied += satisfied;
                    m->backs += back;
                    m->backs_resolved += back & resolved;
                    m->backs_satisfied += back & satisfied;
                    if (!resolved & (job.round < q->repeats) & (low(y.a) < q->again)) {
                        m->repeat++;
                        job.round++;
                        dispatch(rings, m, job, now);
                    }
                }
            } else { /* a problem arises */
                Words x = words(k0, k1, index, ARRIVAL << 8 | 1);
                double u = low(x.b);
                Job job = {index, now, 0, -1, 0};
                job.class = (u >= q->classes[0]) + (u >= q->classes[1]) + (u >= q->classes[2]);
                arrival = now - ln(wide(words(k0, k1, ++index, ARRIVAL << 8).a)) / q->rate;
                m->demands++;
                if (high(x.b) < q->direct) {
                    m->direct++;
                    job.round = 0;
                    dispatch(rings, m, job, now);
                } else
                    push(&rings[FIRST], job);
            }
            while (busy < handlers) { /* a free handler turns to the next job */
                int turn = rings[ORDINARY].length > 0 && rings[FIRST].length > 0;
                int orders = credit + q->turns >= 1.0 - 1e-9;
                int from;
                if (rings[URGENT].length) from = URGENT, turn = 0;
                else if (turn) from = orders ? ORDINARY : FIRST;
                else if (rings[ORDINARY].length) from = ORDINARY;
                else if (rings[FIRST].length) from = FIRST;
                else break;
                Job job = pop(&rings[from]);
                double waited = now - job.since, hours;
                Words x = words(k0, k1, job.index, (FIRST_ORDER + 1 + job.round) << 8);
                if (from == FIRST) {
                    if (waited > 0.0 && waited > -q->patience * ln(wide(x.a))) {
                        m->reneged++;
                        fail(q, rings, m, job, words(k0, k1, job.index, FIRST_ORDER << 8 | 1).b, now);
                        continue;
                    }
                    m->wait_first += waited;
                    hours = -q->first_hours * ln(wide(x.b));
                } else {
                    job.in_time = waited <= q->due[job.class];
                    m->wait_order += waited;
                    hours = -q->order_hours * ln(wide(x.a));
                }
                if (turn) credit = credit + q->turns - (from == ORDINARY);
                int slot = __builtin_ctz(vacant);
                vacant &= vacant - 1;
                done[slot] = now + hours;
                serving[slot] = job;
                kept[slot] = x.b;
                busy++;
                if (done[slot] < soonest) { soonest = done[slot]; next = slot; }
                book(m, &job, fmin(now + hours, end) - now);
            }
        }
        hazard = (arrival - end) * q->rate;
        for (int i = 0; i < 3; i++) m->waiting[i] = rings[i].length;
    }
    for (int i = 0; i < 3; i++) free(rings[i].job);
}

void run_streets(const Queue *q, uint64_t seed, uint64_t city, int64_t streets, int64_t months,
                 Month *out)
{
    for (int64_t s = 0; s < streets; s++)
        run_street(q, seed, city << 32 | (uint64_t)s, months, out + s * months);
}
