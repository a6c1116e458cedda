// The works of the benchmark in C with OpenMP, beside a sequential baseline of its own.
//
//   works rounds short long many growing
//
// The last four are numbers of elements. Prints a line for each work and way to do it:
// `work way seconds seconds ..`, one time for each round.
#include <omp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

typedef uint64_t u64;
typedef void way(const u64 *in, u64 *out, long count);

static u64 steps(u64 n, u64 count) {
    for (u64 i = 0; i < count; i++)
        n = (n ^ (n >> 29)) * UINT64_C(0xbf58476d1ce4e5b9);
    return n;
}

static u64 mix(u64 n) { return n * n ^ 7; }
__attribute__((noinline)) static u64 churn(u64 n) { return steps(n, 100); }
__attribute__((noinline)) static u64 grow(u64 n) { return steps(n, n); }

#define MAP(name, element, pragma)                                                                 \
    static void name(const u64 *in, u64 *out, long count) {                                       \
        pragma for (long i = 0; i < count; i++) out[i] = element(in[i]);                          \
    }
#define STATIC _Pragma("omp parallel for schedule(static)")
#define DYNAMIC _Pragma("omp parallel for schedule(dynamic, 16)")

MAP(mix_sequential, mix, )
MAP(mix_static, mix, STATIC)
MAP(churn_sequential, churn, )
MAP(churn_static, churn, STATIC)
MAP(grow_sequential, grow, )
MAP(grow_static, grow, STATIC)
MAP(grow_dynamic, grow, DYNAMIC)

// One timed run, in seconds a call. The output is allocated in every call, as a returned array is.
static double run(way *do_it, const u64 *in, long count, int calls) {
    u64 *out = NULL;
    double start = omp_get_wtime();
    for (int call = 0; call < calls; call++) {
        free(out);
        out = malloc(count * sizeof *out);
        if (out == NULL)
            exit(1);
        do_it(in, out, count);
        __asm__ volatile("" : : "r"(out) : "memory"); // the output is used
    }
    double took = omp_get_wtime() - start;
    free(out);
    return took / calls;
}

// The ways take turns; before each timed run there is one that is not.
static void measure(const char *work, int rounds, int calls, const u64 *in, long count,
                    way *const ways[3]) {
    static const char *const names[3] = {"sequential", "static", "dynamic"};
    double *times = malloc(3 * rounds * sizeof *times);
    if (times == NULL)
        exit(1);
    for (int round = 0; round < rounds; round++)
        for (int i = 0; i < 3 && ways[i] != NULL; i++) {
            run(ways[i], in, count, calls);
            times[i * rounds + round] = run(ways[i], in, count, calls);
        }
    for (int i = 0; i < 3 && ways[i] != NULL; i++) {
        printf("%s %s", work, names[i]);
        for (int round = 0; round < rounds; round++)
            printf(" %.10f", times[i * rounds + round]);
        printf("\n");
    }
    free(times);
}

int main(int argc, char **argv) {
    if (argc != 6)
        return 2;
    int rounds = atoi(argv[1]);
    long few = atol(argv[2]), more = atol(argv[3]), many = atol(argv[4]), growing = atol(argv[5]);
    long most = 4096;
    for (int i = 2; i < argc; i++)
        if (atol(argv[i]) > most)
            most = atol(argv[i]);
    u64 *in = malloc(most * sizeof *in);
    if (in == NULL)
        return 1;
    for (long i = 0; i < most; i++)
        in[i] = i;

    way *const mixes[3] = {mix_sequential, mix_static};
    way *const churns[3] = {churn_sequential, churn_static};
    way *const grows[3] = {grow_sequential, grow_static, grow_dynamic};
    measure("tiny64", rounds, 200, in, 64, mixes);
    measure("tiny4096", rounds, 200, in, 4096, mixes);
    measure("short", 10 * rounds, 1, in, few, churns);
    measure("long", rounds, 1, in, more, churns);
    measure("map", rounds, 1, in, many, mixes);
    measure("growing", rounds, 1, in, growing, grows);
    free(in);
    return 0;
}
