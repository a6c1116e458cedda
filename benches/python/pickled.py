"""Outputs in temporary files: a pool of processes pickles chunks, and the parent reads them back.

    pickled.py rounds jobs count directory

Prints a line for each phase, `numbers pickle-phase seconds seconds ..`, one time for each round. The
pool has its numbers before anything is timed.
"""

import os
import pickle
import sys
import tempfile
import time
from multiprocessing import Pool


def prepare(count):
    global numbers
    numbers = [n / 7 for n in range(count)]


def write(chunk):
    directory, start, end = chunk
    with tempfile.NamedTemporaryFile(dir=directory, delete=False) as file:
        pickle.dump(numbers[start:end], file, pickle.HIGHEST_PROTOCOL)
    return file.name


def read(names):
    joined = []
    for name in names:
        with open(name, "rb") as file:
            joined += pickle.load(file)
        os.remove(name)
    return joined


def main():
    rounds, jobs, count = (int(argument) for argument in sys.argv[1:4])
    size = -(-count // jobs)
    chunks = [(sys.argv[4], start, start + size) for start in range(0, count, size)]
    times = {"write": [], "read": [], "both": []}
    prepare(count)
    with Pool(jobs, prepare, (count,)) as pool:
        for _ in range(rounds + 1):
            start = time.perf_counter()
            names = pool.map(write, chunks)
            written = time.perf_counter()
            joined = read(names)
            end = time.perf_counter()
            assert joined == numbers
            del joined
            times["write"].append(written - start)
            times["read"].append(end - written)
            times["both"].append(end - start)
    for phase, samples in times.items():
        print("numbers", f"pickle-{phase}", *samples[1:])  # the first one is not timed


if __name__ == "__main__":
    main()
