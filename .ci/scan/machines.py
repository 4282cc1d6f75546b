"""What each machine's instructions mean to the scan.

Floating point is judged by a list of what is allowed: an instruction that touches a vector or
floating-point register, or that only floating-point units have, must be one of the moves, logic and
integer operations listed here. What this file has never heard of is refused.
"""

import dataclasses
import re


@dataclasses.dataclass(frozen=True)
class Machine:
    # Instructions to be judged: by mnemonic, or by a register among the operands.
    vector_mnemonic: re.Pattern
    vector_operand: re.Pattern
    # Those of them that neither calculate with floating point nor convert to or from it.
    vector_allowed: re.Pattern
    # Sources of time or randomness, and ways into the operating system; matched on mnemonic and operands.
    impure: re.Pattern
    # A call or a jump to an address, captured, and one to where a register says.
    call: re.Pattern
    jump: re.Pattern
    indirect_call: re.Pattern
    indirect_jump: re.Pattern
    # Lowers the stack pointer by a number of bytes, by a register's value, or does so in another way.
    stack_bytes: tuple[re.Pattern, ...]
    stack_register: re.Pattern
    stack_harmless: re.Pattern
    stack_written: re.Pattern
    # What a call itself puts on the stack.
    return_address_bytes: int = 0


NEVER = re.compile(r"(?!)")


def words(text):
    return re.compile("(?:" + "|".join(text.split()) + ")$")


X86_64 = Machine(
    vector_mnemonic=re.compile(r"f(?!ence)|v[a-z]|cvt"),
    vector_operand=re.compile(r"%(?:[xyz]?mm|st|k)\d*\b|%st\("),
    vector_allowed=words(
        # Moves.
        "v?mov[adhlu]p[sd] v?movs[sd] v?mov[dq] v?movdq[au](?:8|16|32|64)? v?movq2dq v?movlhps v?movhlps v?movmskp[sd]"
        " v?movnt(?:dq|p[sd]) v?movs[hl]dup v?movddup v?lddqu v?pmovmskb v?pmov[sz]x[bwd][wdq]"
        " v?pextr[bwdq] v?pinsr[bwdq] v?(?:extract|insert)ps v?(?:extract|insert)[fi]128"
        " v?maskmovdqu vzero(?:upper|all)"
        # Shuffles.
        " v?pshuf(?:b|d|[hl]?w) v?shufp[sd] v?unpck[hl]p[sd] v?punpck[hl](?:bw|wd|dq|qdq)"
        " v?pack[su]s(?:wb|dw) v?palignr"
        " v?p?blendv?(?:p[sd]|b|w|d) vp?broadcast(?:s[sd]|[bwdq]|[fi]128) vperm(?:q|d|ps|pd|2[fi]128|ilp[sd])"
        # Logic.
        " v?(?:and|andn|or|xor)p[sd] v?p(?:and|andn|or|xor)[dq]? v?ptest"
        # Integers.
        " v?p(?:add|sub)[bwdq] v?p(?:add|sub)u?s[bw] v?pcmp(?:eq|gt)[bwdq] v?pmul(?:lw|ld|hw|huw|udq|dq) v?pmaddwd"
        " v?p(?:min|max)[su][bwd] v?pabs[bwd] v?ps(?:ll|rl|ra)[wdq] v?ps(?:ll|rl)dq v?psadbw v?pavg[bw] v?phaddd?w?"
    ),
    impure=re.compile(r"rdrand|rdseed|rdtscp?|rdpmc|cpuid|syscall|sysenter|int\s+\$(?!3\b)|in[bwl]\b|out[bwl]\b"),
    call=re.compile(r"call[qlw]? 0x([0-9a-f]+)"),
    jump=re.compile(r"j[a-z]+ 0x([0-9a-f]+)"),
    indirect_call=re.compile(r"call[qlw]? \*"),
    indirect_jump=re.compile(r"jmp[qlw]? \*"),
    stack_bytes=(
        re.compile(r"(push)q"),
        re.compile(r"subq \$(\d+), %rsp$"),
        re.compile(r"addq \$-(\d+), %rsp$"),
        re.compile(r"leaq -(\d+)\(%rsp\), %rsp$"),
        re.compile(r"andq \$-(\d+), %rsp$"),
    ),
    stack_register=re.compile(r"subq (%r\w+), %rsp$"),
    stack_harmless=re.compile(r"popq|addq \$\d+, %rsp$|leaq \d+\(%rsp\), %rsp$|(?:cmp|test)q"),
    stack_written=re.compile(r"(?:push|pop)|.*, %[er]?spl?$"),
    return_address_bytes=8,
)

AARCH64 = Machine(
    vector_mnemonic=re.compile(r"f|scvtf|ucvtf|frint|bfcvt"),
    vector_operand=re.compile(r"(?<![\w.#])(?:v|z|q|d|s|h|b|p)\d+(?:\.\w+)?\b"),
    vector_allowed=words(
        # Moves; a floating-point constant is no move, see `machine_specific`.
        "ldr ldur ldp ldnp str stur stp stnp ld[1-4]r? st[1-4] mov movi mvni fmov dup ins umov smov"
        # Shuffles.
        " ext zip[12] uzp[12] trn[12] tbl tbx rev(?:16|32|64) xtn2? uxtl2? sxtl2? [su]qxtn2? sqxtun2?"
        # Logic.
        " and orr eor bic orn bif bit bsl not mvn rbit cnt cls clz"
        # Integers.
        " add sub neg abs addp addv mul mla mls cm(?:eq|ge|gt|hi|hs|le|lt|tst)"
        " [su](?:min|max)[pv]? [su]addlv?p?2? [su]addw2? [su]subl2? [su]subw2? [su]mull2? [su]mlal2? [su]mlsl2?"
        " [su]shl [su]shll2? [su]shr shl shll2? shrn2? sli sri [su]sra [su]hadd [su]qadd [su]qsub addhn2? subhn2?"
    ),
    # A move of an immediate into a floating-point register makes a floating-point constant.
    impure=re.compile(r"fmov .*#|mrs .*(?:RNDR|CNT|PM|cnt|pm|rndr|S3_)|svc|hvc|smc"),
    call=re.compile(r"bl 0x([0-9a-f]+)"),
    jump=re.compile(r"(?:b(?:\.\w+)?|cbn?z|tbn?z) (?:.*, )?0x([0-9a-f]+)$"),
    indirect_call=re.compile(r"blra?[ab]?z? "),
    indirect_jump=re.compile(r"bra?[ab]?z? "),
    stack_bytes=(
        re.compile(r"sub sp, \w+, #(\d+)$"),
        re.compile(r"sub sp, \w+, #(\d+, lsl #12)$"),
        re.compile(r".*\[sp, #-(\d+)\]!$"),
        re.compile(r"and sp, \w+, #-?(0x[0-9a-f]+|\d+)$"),
    ),
    stack_register=re.compile(r"sub sp, sp, (x\d+)$"),
    stack_harmless=re.compile(r"add sp, sp, #|mov sp, (?:x29|fp)$|.*\[sp\], #\d+$|.*\[sp, #\d+\]!$|cmp|cmn|str|stp"),
    stack_written=re.compile(r"\w+ (?:w?sp,|.*\[sp(?:, [^\]]*)?\]!|.*\[sp\], )"),
)

RISCV64 = Machine(
    # The only integer instructions with these first letters are the fences; vectors are not enabled.
    vector_mnemonic=re.compile(r"f(?!ence)|v|c\.f"),
    vector_operand=re.compile(r"(?<!\w)f(?:[ast]\d+)\b|(?<!\w)v\d+\b"),
    vector_allowed=words(r"fl[dw] fs[dw] fmv\.[dswx](?:\.[dwx])?"),
    impure=re.compile(r"rd(?:cycle|time|instret)h?|csr|ecall|frcsr|fscsr|fsrm"),
    call=re.compile(r"jal (?:ra, )?0x([0-9a-f]+)$"),
    jump=re.compile(r"(?:j|b[a-z]+) (?:.*, )?0x([0-9a-f]+)$"),
    indirect_call=re.compile(r"jalr"),
    indirect_jump=re.compile(r"jr"),
    stack_bytes=(re.compile(r"addi sp, sp, -(\d+)$"), re.compile(r"andi sp, \w+, -(\d+)$")),
    stack_register=re.compile(r"sub sp, sp, (\w+)$"),
    stack_harmless=re.compile(r"addi sp, sp, \d+$|add sp, sp, \w+$"),
    stack_written=re.compile(r"(?!s[bhwd] |fs[wd] |b[a-z]+ )\S+ sp,"),
)

WASM32 = Machine(
    # The untyped selection has the name of the first type in the disassembler's table.
    vector_mnemonic=re.compile(r"(?!f32\.select$).*(?:f32|f64|v128|[if](?:8x16|16x8|32x4|64x2))|i(?:32|64)\.trunc"),
    vector_operand=NEVER,
    vector_allowed=NEVER,
    impure=NEVER,
    call=NEVER,
    jump=NEVER,
    indirect_call=re.compile(r"(?:return_)?call_(?:indirect|ref)"),
    indirect_jump=NEVER,
    stack_bytes=(),
    stack_register=NEVER,
    stack_harmless=NEVER,
    stack_written=NEVER,
)

MACHINES = {"x86_64": X86_64, "aarch64": AARCH64, "riscv64": RISCV64, "wasm32": WASM32}
