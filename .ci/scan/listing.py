"""Reads an object file's functions from the listing that llvm-objdump makes of it."""

import bisect
import collections
import dataclasses
import re
import subprocess

SECTION = re.compile(r"^Disassembly of section (\S+):$")
INSTRUCTION = re.compile(r"^\s+([0-9a-f]+):\s+(\S+)\s*(.*)$")
RELOCATION = re.compile(r"^\s+[0-9a-f]+:\s+(R_\S+)\s+(\S+?)(?:[+-](?:0x)?[0-9a-f]+)?\s*$")
SYMBOL = re.compile(r"^([0-9a-f]+) (.{7}) (\S+)(?:\t([0-9a-f]+))? (?:\.\w+ )?(.+)$")
# What the disassembler adds for people: comments, and the symbol at a target.
COMMENT = re.compile(r"\s+(?:(?:#|//) .*|<.*>)$")
PADDING = re.compile(r"nop|int3|unimp|udf|xchgw? %ax")
# Notes to the linker that name no place: that RISC-V code may be shortened, what type WebAssembly calls.
NO_PLACE = re.compile(r"R_RISCV_(?:RELAX|ALIGN)|R_WASM_(?:TYPE_INDEX|TABLE_NUMBER)_")


@dataclasses.dataclass
class Instruction:
    section: str
    address: int
    mnemonic: str
    operands: str
    # The names whose addresses the linker puts in here.
    symbols: list[str] = dataclasses.field(default_factory=list)

    @property
    def text(self):
        return f"{self.mnemonic} {self.operands}".strip()


@dataclasses.dataclass
class Function:
    name: str
    instructions: list[Instruction] = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Program:
    functions: dict[str, Function]
    # The function that begins at a place, by section and address.
    names: dict[tuple[str, int], str]
    # Names that the object uses and does not define.
    outside: set[str] = dataclasses.field(default_factory=set)


def read(objdump, object_path, call):
    """The program in an object file; `call` matches a call whose target is an address, and captures it."""
    symbols = run(objdump, "--syms", object_path)
    listing = run(objdump, "--disassemble", "--disassemble-zeroes", "--reloc", "--no-show-raw-insn",
                  "--no-print-imm-hex", object_path)
    return parse(symbols.splitlines(), listing.splitlines(), call)


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def parse(symbol_lines, listing_lines, call):
    names, ends = function_symbols(symbol_lines)
    instructions = list(parse_instructions(listing_lines))
    name_the_unnamed(instructions, names, ends, call)
    program = Program({name: Function(name) for name in names.values()}, names, outside_symbols(symbol_lines))
    starts = collections.defaultdict(list)
    for section, address in sorted(names):
        starts[section].append(address)
    for instruction in instructions:
        before = bisect.bisect_right(starts[instruction.section], instruction.address)
        if before == 0:
            raise ValueError(f"instruction at {instruction.section}+{instruction.address:#x} belongs to no function")
        name = names[instruction.section, starts[instruction.section][before - 1]]
        program.functions[name].instructions.append(instruction)
    return program


def parse_instructions(lines):
    section, instruction = "", None
    for line in lines:
        if match := SECTION.match(line):
            section = match[1]
        elif match := RELOCATION.match(line):
            if instruction and not NO_PLACE.match(match[1]):
                instruction.symbols.append(match[2])
        elif match := INSTRUCTION.match(line):
            if instruction:
                yield instruction
            operands = COMMENT.sub("", " " + match[3]).strip()
            instruction = Instruction(section, int(match[1], 16), match[2], operands)
    if instruction:
        yield instruction


def function_symbols(lines):
    """Functions by section and address, of several names for one place the first; and where they end."""
    names, ends = {}, set()
    for line in lines:
        match = SYMBOL.match(line)
        if match and "F" in match[2] and match[3] != "*UND*":
            section, address = match[3], int(match[1], 16)
            names.setdefault((section, address), match[5])
            if match[4]:
                ends.add((section, address + int(match[4], 16)))
    return names, ends


def outside_symbols(lines):
    return {match[5] for match in map(SYMBOL.match, lines) if match and match[3] == "*UND*"}


def name_the_unnamed(instructions, names, ends, call):
    """Private functions have no symbol: they begin where a call goes, or where another function ends."""
    after_end = False
    for instruction in instructions:
        place = (instruction.section, instruction.address)
        after_end = (after_end or place in ends) and place not in names
        if after_end and not PADDING.match(instruction.mnemonic):
            names[place] = unnamed(*place)
            after_end = False
    for instruction in instructions:
        match = call.match(instruction.text)
        if match and not instruction.symbols:
            place = (instruction.section, int(match[1], 16))
            names.setdefault(place, unnamed(*place))


def unnamed(section, address):
    return f"{section}+{address:#x}"
