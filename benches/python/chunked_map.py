"""A map in chunks with `multiprocessing`, beside a sequential baseline of its own.

    chunked_map.py rounds jobs

Prints a line for each work and way to do it: `work way seconds seconds ..`, one time for each
round. The pool is started before anything is timed.
"""

import sys
import time
from multiprocessing import Pool

MASK = (1 << 64) - 1


def mix_all(numbers):
    return [(n * n & MASK) ^ 7 for n in numbers]


def churn(n):
    for _ in range(100):
        n = (n ^ (n >> 29)) * 0xBF58476D1CE4E5B9 & MASK
    return n


def churn_all(numbers):
    return [churn(n) for n in numbers]


def in_chunks(pool, jobs, work, numbers):
    size = -(-len(numbers) // jobs)
    chunks = [numbers[i : i + size] for i in range(0, len(numbers), size)]
    return [output for outputs in pool.map(work, chunks) for output in outputs]


def seconds(call):
    call()
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def measure(name, rounds, ways):
    assert ways["sequential"]() == ways["multiprocessing"]()
    times = {way: [] for way in ways}
    for _ in range(rounds):
        for way, call in ways.items():
            times[way].append(seconds(call))
    for way, samples in times.items():
        print(name, way, *samples)


def main():
    rounds, jobs = (int(argument) for argument in sys.argv[1:])
    works = [("expensive", churn_all, 10_000), ("cheap", mix_all, 1_000_000)]
    with Pool(jobs) as pool:
        for name, work, count in works:
            numbers = list(range(count))
            ways = {
                "sequential": lambda: work(numbers),
                "multiprocessing": lambda: in_chunks(pool, jobs, work, numbers),
            }
            measure(name, rounds, ways)


if __name__ == "__main__":
    main()
