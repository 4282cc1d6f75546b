"""What the kernel's machine code may not contain, and where it does."""

import dataclasses
import re

import call_graph
import stack

# All that may be used from outside, see the stage "freestanding".
OUTSIDE = re.compile(
    r"(?:mem(?:cpy|move|set|cmp)|__udivti3|__umodti3|__multi3|__stack_chk_(?:fail|guard)|__stack_pointer"
    r"|__(?:memory|table)_base|__indirect_function_table|GOT\.\S+)$")

# Why any other name is refused: the first that matches.
REASONS = (
    ("reference counting", re.compile(r"swift_\w*(?:[rR]etain|[rR]elease|isUnique|[dD]ealloc)")),
    ("allocation", re.compile(r".*(?:alloc|Alloc|memalign)|free$|swift_initStackObject|_Zn|_Zd")),
    ("random source", re.compile(r".*[rR]and|getentropy")),
    ("clock", re.compile(r".*(?:clock|time)")),
    ("floating point",
     re.compile(r"__\w*[sdtx]f\w*$|__gnu_|(?:floor|ceil|round|trunc|pow|exp|log|sqrt|fmod|fma)[fl]?$")),
)

# What every object of Embedded Swift carries, used or not; and functions without a name of their own,
# which count where others call them.
SUPPORT = re.compile(r"_?swift_")
PRIVATE = re.compile(r"\.L|\.text")


@dataclasses.dataclass(frozen=True)
class Finding:
    category: str
    function: str
    detail: str


@dataclasses.dataclass
class Report:
    findings: list[Finding]
    scanned: int
    unused: int
    indirect_jumps: int
    # Function to bytes of stack, and the chain of calls that takes the most.
    frames: dict[str, int]
    deepest: tuple[int, tuple[str, ...]]


def scan(program, machine, frame_limit, depth_limit):
    """All that is wrong with the functions of a program, but for support functions that nothing uses."""
    calls = {name: set(uses(program, machine, function)) for name, function in program.functions.items()}
    used = call_graph.reachable(calls, [name for name in calls if not (SUPPORT.match(name) or PRIVATE.match(name))])
    functions = {name: function for name, function in program.functions.items() if name in used}
    graph = {name: sorted(calls[name] & functions.keys()) for name in functions}
    findings, frames, jumps = [], {}, 0
    for name, function in functions.items():
        findings += use_findings(program, name, calls[name])
        findings += instruction_findings(machine, function)
        findings += frame_findings(machine, function, frames, frame_limit)
        jumps += sum(1 for previous, instruction in pairs(function) if is_indirect_jump(machine, previous, instruction))
    cycles = call_graph.cycles(graph)
    findings += [Finding("recursion", group[0], "calls itself, through: " + ", ".join(group)) for group in cycles]
    deepest = (0, ()) if cycles else call_graph.deepest_path(graph, frames)
    if deepest[0] > depth_limit:
        detail = f"{deepest[0]} bytes with all that it calls; the limit is {depth_limit}"
        findings.append(Finding("deep stack", deepest[1][0], detail))
    return Report(findings, len(functions), len(program.functions) - len(functions), jumps, frames, deepest)


def uses(program, machine, function):
    """The functions that a function calls, jumps to or takes the address of, and the names from outside."""
    own = {(instruction.section, instruction.address) for instruction in function.instructions}
    for instruction in function.instructions:
        yield from (symbol for symbol in instruction.symbols if is_function(program, symbol))
        match = machine.call.match(instruction.text) or machine.jump.match(instruction.text)
        if match and not instruction.symbols:
            place = (instruction.section, int(match[1], 16))
            if place in program.names and program.names[place] != function.name:
                yield program.names[place]
            elif machine.call.match(instruction.text) and place in program.names:
                yield function.name
            elif place not in own:
                yield f"unknown place {place[0]}+{place[1]:#x}"


def is_function(program, symbol):
    """Whether a name is a function's or comes from outside; not one of a label or of data in the object."""
    return symbol in program.functions or symbol in program.outside


def use_findings(program, name, used):
    for callee in sorted(used):
        if callee in program.functions and not SUPPORT.match(callee) or OUTSIDE.match(callee):
            continue
        category = next((category for category, pattern in REASONS if pattern.match(callee)), "forbidden call")
        yield Finding(category, name, f"uses {callee}")


def instruction_findings(machine, function):
    for previous, instruction in pairs(function):
        text = instruction.text
        if machine.impure.match(text):
            yield Finding("impure instruction", function.name, text)
        elif is_vector(machine, instruction) and not machine.vector_allowed.match(instruction.mnemonic):
            yield Finding("floating point", function.name, text)
        if machine.indirect_call.match(text) and not is_to_symbol(previous, instruction):
            yield Finding("indirect call", function.name, text)


def is_vector(machine, instruction):
    return machine.vector_mnemonic.match(instruction.mnemonic) or machine.vector_operand.search(instruction.operands)


def is_indirect_jump(machine, previous, instruction):
    return machine.indirect_jump.match(instruction.text) and not is_to_symbol(previous, instruction)


def is_to_symbol(previous, instruction):
    """RISC-V calls a symbol in two instructions; the first has its name."""
    return bool(instruction.symbols) or bool(previous and previous.mnemonic == "auipc" and previous.symbols)


def pairs(function):
    return zip([None, *function.instructions], function.instructions)


def frame_findings(machine, function, frames, frame_limit):
    try:
        frames[function.name] = stack.frame_bytes(machine, function)
    except stack.UnknownStack as error:
        yield Finding("deep stack", function.name, f"moves the stack pointer by an unknown amount: {error}")
        return
    if frames[function.name] > frame_limit:
        yield Finding("deep stack", function.name, f"{frames[function.name]} bytes; the limit is {frame_limit}")
