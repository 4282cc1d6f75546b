"""How many bytes of stack a function takes."""

import re

WASM_GLOBAL = re.compile(r"global\.get (\d+)$")
WASM_CONSTANT = re.compile(r"i32\.const (-?\d+)$")
CONSTANT = re.compile(r"(?:li|mov|movl|movz) (\w+), #?(-?\d+)$")
UPPER_CONSTANT = re.compile(r"lui (\w+), (\d+)$")
ADDED_CONSTANT = re.compile(r"addiw? (\w+), (\w+), (-?\d+)$")
DESTINATION = re.compile(r"\S+ (\w+)\b")


class UnknownStack(Exception):
    """The stack pointer is moved in a way of which the bytes are not known."""


def frame_bytes(machine, function):
    """An upper bound: the sum of all that lowers the stack pointer anywhere in the function."""
    if machine.stack_written.pattern == "(?!)":
        return wasm_frame_bytes(function)
    total, constants = machine.return_address_bytes, {}
    for instruction in function.instructions:
        text = f"{instruction.mnemonic} {instruction.operands}"
        total += lowered_bytes(machine, text, constants)
        note_constant(text, constants)
    return total


def lowered_bytes(machine, text, constants):
    for pattern in machine.stack_bytes:
        if match := pattern.match(text):
            return amount(match[1])
    if match := machine.stack_register.match(text):
        if match[1] in constants:
            return constants[match[1]]
        raise UnknownStack(text)
    if machine.stack_written.match(text) and not machine.stack_harmless.match(text):
        raise UnknownStack(text)
    return 0


def amount(text):
    if text == "push":
        return 8
    if text.endswith(", lsl #12"):
        return int(text.partition(",")[0]) << 12
    return int(text, 0)


def note_constant(text, constants):
    """Keeps which registers hold known numbers, for frames too large for an immediate."""
    if match := CONSTANT.match(text):
        constants[match[1]] = int(match[2])
    elif match := UPPER_CONSTANT.match(text):
        constants[match[1]] = int(match[2]) << 12
    elif (match := ADDED_CONSTANT.match(text)) and match[2] in constants:
        constants[match[1]] = constants[match[2]] + int(match[3])
    elif match := DESTINATION.match(text):
        constants.pop(match[1], None)


def wasm_frame_bytes(function):
    """WebAssembly's compiled frame: what is subtracted from the global that holds the stack pointer."""
    total = 0
    for first, second, third in zip(function.instructions, function.instructions[1:], function.instructions[2:]):
        if first.mnemonic == "global.get" and "__stack_pointer" in first.symbols and third.mnemonic == "i32.sub":
            if second.mnemonic != "i32.const":
                raise UnknownStack("a frame of a computed size")
            total += int(second.operands)
    return total
