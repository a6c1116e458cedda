#!/usr/bin/env python3
"""Runs a program in a pseudo-terminal and writes what the terminal showed as an animated SVG.

    cargo build --release --example see_it_work
    python3 benches/record_progress.py target/release/examples/see_it_work parallelize/docs/figures/progress.svg

The program runs in a temporary directory, which is also its argument. Times are those of the run.
"""

import fcntl
import html
import os
import pty
import re
import struct
import sys
import tempfile
import termios
import time

COLUMNS, ROWS = 108, 26
CELL_WIDTH, CELL_HEIGHT, MARGIN = 7.2, 17, 10
HOLD = 4.0  # seconds that the last picture stays
STEP = 0.05  # changes that follow each other faster are one picture

SEQUENCE = re.compile(r"\x1b\[([?0-9;]*)([A-Za-z])|\x1b([78])")


class Screen:
    """As much of a terminal as lines of text and a progress bar need."""

    def __init__(self):
        self.rows = [[" "] * COLUMNS for _ in range(ROWS)]
        self.row = self.column = 0
        self.saved = (0, 0)
        self.rest = ""

    def feed(self, text):
        text, self.rest = self.rest + text, ""
        at = 0
        while at < len(text):
            if text[at] == "\x1b":
                found = SEQUENCE.match(text, at)
                if found is None:  # the other half comes with the next read
                    self.rest = text[at:]
                    return
                self.control(found.group(1) or "", found.group(2) or found.group(3))
                at = found.end()
            else:
                self.put(text[at])
                at += 1

    def put(self, char):
        if char == "\r":
            self.column = 0
        elif char in "\n\v":
            self.down(1)
        elif char >= " ":
            if self.column == COLUMNS:
                self.column = 0
                self.down(1)
            self.rows[self.row][self.column] = char
            self.column += 1

    def down(self, count):
        for _ in range(count):
            if self.row + 1 < ROWS:
                self.row += 1
            else:
                self.rows = self.rows[1:] + [[" "] * COLUMNS]

    def control(self, numbers, name):
        number = int(numbers) if numbers.isdigit() else 0
        count = max(number, 1)
        if name == "A":
            self.row = max(self.row - count, 0)
        elif name == "B":
            self.row = min(self.row + count, ROWS - 1)
        elif name == "C":
            self.column = min(self.column + count, COLUMNS - 1)
        elif name == "D":
            self.column = max(self.column - count, 0)
        elif name == "7":
            self.saved = (self.row, self.column)
        elif name == "8":
            self.row, self.column = self.saved
        elif name == "K":
            start, end = [(self.column, COLUMNS), (0, self.column), (0, COLUMNS)][number]
            self.rows[self.row][start:end] = [" "] * (end - start)
        elif name == "J":
            self.rows[self.row][self.column :] = [" "] * (COLUMNS - self.column)
            for row in range(self.row + 1, ROWS):
                self.rows[row] = [" "] * COLUMNS

    def lines(self):
        return ["".join(row).rstrip() for row in self.rows]


def record(program):
    """The lines of the screen, each time that they changed: a list of (seconds, lines)."""
    screen = Screen()
    screen.feed(f"$ {os.path.basename(program)} .\r\n")
    with tempfile.TemporaryDirectory() as directory:
        child, terminal = pty.fork()
        if child == 0:
            os.chdir(directory)
            os.environ.pop("NO_COLOR", None)
            os.environ.update(TERM="xterm-256color", LC_ALL="C.UTF-8")
            fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
            os.execv(program, [program, "."])
        start = time.monotonic()
        pictures = [(0.0, screen.lines())]
        while True:
            try:
                data = os.read(terminal, 65536)
            except OSError:  # the program has ended
                break
            if not data:
                break
            now = time.monotonic() - start
            screen.feed(data.decode("utf-8", "replace"))
            if now - pictures[-1][0] < STEP:
                now = pictures.pop()[0]
            pictures.append((now, screen.lines()))
        if os.waitpid(child, 0)[1] != 0:
            sys.exit(f"{program} failed")
    return pictures


def draw(pictures):
    length = pictures[-1][0] + HOLD
    height = max(len("\n".join(lines).rstrip().split("\n")) for _, lines in pictures)
    poster = pictures[-1][0] - 0.3  # what is shown if nothing moves: a bar on its way
    spans = {}  # (row, text) -> the times between which the text is there
    for at, (start, lines) in enumerate(pictures):
        end = pictures[at + 1][0] if at + 1 < len(pictures) else length
        for row, line in enumerate(lines):
            if line:
                times = spans.setdefault((row, line), [])
                if times and times[-1][1] == start:
                    times[-1] = (times[-1][0], end)
                else:
                    times.append((start, end))
    rules, texts = [], []
    for number, ((row, line), times) in enumerate(spans.items()):
        steps = ["0%{opacity:0}"]
        for start, end in times:
            steps.append(f"{start / length * 100:.2f}%{{opacity:1}}")
            steps.append(f"{end / length * 100:.2f}%{{opacity:0}}" if end < length else "100%{opacity:1}")
        is_shown = any(start <= poster < end for start, end in times)
        rules.append(f"@keyframes pb{number}{{{''.join(steps)}}}")
        texts.append(
            f'<text xml:space="preserve" x="{MARGIN}" y="{MARGIN + row * CELL_HEIGHT + 13}" textLength="{len(line) * CELL_WIDTH:.1f}" lengthAdjust="spacingAndGlyphs" '
            f'opacity="{int(is_shown)}" style="animation-name:pb{number}">{html.escape(line, quote=False)}</text>'
        )
    width, height = COLUMNS * CELL_WIDTH + 2 * MARGIN, height * CELL_HEIGHT + 2 * MARGIN
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" class="progress-recording" role="img" '
            'aria-label="A terminal: a bar moves while a call runs, then a report takes its place" style="max-width:100%">',
            "<style>",
            ".progress-recording rect{fill:#1d2127}",
            ".progress-recording text{font:12px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:#e6e6e6;white-space:pre;"
            f"animation:{length:.2f}s step-end infinite}}",
            "@media (prefers-reduced-motion:reduce){.progress-recording text{animation:none}}",
            *rules,
            "</style>",
            '<rect width="100%" height="100%" rx="6"/>',
            *texts,
            "</svg>",
            "",
        ]
    )


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    program, file = sys.argv[1:]
    svg = draw(record(os.path.abspath(program)))
    with open(file, "w", encoding="utf-8") as out:
        out.write(svg)


if __name__ == "__main__":
    main()
