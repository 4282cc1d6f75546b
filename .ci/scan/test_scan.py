"""The scanner on small listings: what it reads, what it allows, and what it must find."""

import unittest

import call_graph
import listing
import machines
import rules
import stack


def program(machine, symbols, *lines):
    return listing.parse(symbols, ["Disassembly of section .text:", *lines], machines.MACHINES[machine].call)


def symbol(address, name, size=0, section=".text"):
    return f"{address:016x} g     F {section}\t{size:016x} {name}"


def outside(name):
    return f"{0:016x}         *UND*\t{0:016x} {name}"


def line(address, text):
    mnemonic, _, operands = text.partition(" ")
    return f"{address:8x}:      \t{mnemonic}\t{operands}"


def findings(machine, text, *more):
    """What is found in a function of one instruction."""
    scanned = program(machine, [symbol(0, "f")], line(0, text), *more)
    report = rules.scan(scanned, machines.MACHINES[machine], 4096, 8192)
    return [finding.category for finding in report.findings]


class Instructions(unittest.TestCase):
    def check(self, machine, category, *texts):
        for text in texts:
            with self.subTest(machine=machine, text=text):
                self.assertEqual(findings(machine, text), [category] if category else [])

    def test_x86_64_arithmetic_is_found(self):
        self.check(
            "x86_64", "floating point", "addsd %xmm1, %xmm0", "subss %xmm1, %xmm0", "mulps %xmm1, %xmm0",
            "divpd %xmm1, %xmm0", "sqrtsd %xmm1, %xmm0", "ucomisd %xmm1, %xmm0", "cmpltps %xmm1, %xmm0",
            "cvtsi2sd %rdi, %xmm0", "cvttss2si %xmm0, %rax", "cvtdq2ps %xmm0, %xmm1", "haddps %xmm0, %xmm1",
            "vaddsd %xmm1, %xmm0, %xmm2", "vfmadd213sd %xmm2, %xmm1, %xmm0", "vcvtps2pd %xmm0, %ymm1",
            "roundsd $3, %xmm0, %xmm1", "maxsd %xmm0, %xmm1", "rcpps %xmm0, %xmm1", "fldl (%rax)", "faddp",
            "fildll (%rax)", "fistpll (%rax)", "pfadd %mm0, %mm1", "dpps $3, %xmm0, %xmm1")

    def test_x86_64_moves_logic_and_integers_are_not(self):
        self.check(
            "x86_64", None, "movups (%rdi), %xmm0", "movsd (%rdi), %xmm0", "movss (%rdi), %xmm0", "movq %xmm0, %rax",
            "movapd %xmm0, %xmm1", "movdqa %xmm0, %xmm1", "xorps %xmm0, %xmm0", "andnpd %xmm0, %xmm1",
            "paddq %xmm0, %xmm1", "pcmpeqd %xmm0, %xmm1", "pshufd $78, %xmm0, %xmm1", "punpcklqdq %xmm0, %xmm1",
            "packssdw %xmm0, %xmm1", "psrldq $8, %xmm0", "pmovmskb %xmm0, %eax", "movmskps %xmm0, %eax",
            "unpcklps %xmm0, %xmm1", "vmovdqu (%rdi), %ymm0", "vpaddq %ymm0, %ymm1, %ymm2", "lfence", "mfence")

    def test_aarch64(self):
        self.check(
            "aarch64", "floating point", "fadd d0, d0, d1", "fmul v0.2d, v1.2d, v2.2d", "fmadd d0, d1, d2, d3",
            "scvtf d0, x0", "ucvtf s0, w0", "fcvtzs x0, d0", "fcmp d0, d1", "fsqrt s0, s1", "frintm d0, d1",
            "fcvt d0, s0", "faddp d0, v0.2d", "fcsel d0, d1, d2, ne", "bfdot v0.4s, v1.8h, v2.8h", "fabs d0, d1")
        self.check(
            "aarch64", None, "ldr q0, [x0]", "stp q0, q1, [x8]", "fmov d0, x9", "fmov w9, s0", "movi v0.2d, #0",
            "cmeq v0.4s, v0.4s, v1.4s", "uzp1 v0.8h, v0.8h, v1.8h", "uminv s0, v0.4s", "xtn v0.4h, v0.4s",
            "add v0.2d, v0.2d, v1.2d", "mov w10, #36", "b.hs 0x0 <f>")

    def test_aarch64_floating_point_constants_are_found(self):
        self.check("aarch64", "impure instruction", "fmov d0, #1.00000000")

    def test_riscv64(self):
        self.check(
            "riscv64", "floating point", "fadd.d fa0, fa0, fa1", "fcvt.d.l fa0, a0", "fmadd.s fa0, fa1, fa2, fa3",
            "feq.d a0, fa0, fa1", "fclass.d a0, fa0", "fsqrt.s fa0, fa1", "fmin.d fa0, fa1, fa2", "vadd.vv v0, v1, v2")
        self.check(
            "riscv64", None, "fld fa0, 8(sp)", "fmv.x.d a0, fa0", "fmv.d.x fa0, a0", "fence rw, rw", "add a0, a0, a1")

    def test_wasm32(self):
        self.check(
            "wasm32", "floating point", "f64.add", "f32.mul", "f64.const 1", "f64.convert_i32_s", "i32.trunc_f64_s",
            "i64.trunc_sat_f32_u", "i64.reinterpret_f64", "f64.promote_f32", "f64x2.add", "f32.load 8", "f64.select")
        self.check("wasm32", None, "f32.select", "i64.add", "i32.wrap_i64", "memory.copy 0, 0", "i64.extend_i32_u")

    def test_time_randomness_and_system_calls_are_found(self):
        self.check(
            "x86_64", "impure instruction", "rdrand %rax", "rdseedq %rax", "rdtsc", "syscall", "int $128", "cpuid")
        self.check("aarch64", "impure instruction", "mrs x0, RNDR", "mrs x0, CNTVCT_EL0", "svc #0")
        self.check("riscv64", "impure instruction", "rdcycle a0", "rdtime a0", "csrrs a0, seed, zero", "ecall")
        self.check("x86_64", None, "incq %rax", "int3", "ud2")
        self.check("aarch64", None, "mrs x0, TPIDR_EL0", "brk #0x1")

    def test_indirect_calls_are_found_and_jump_tables_are_not(self):
        self.check("x86_64", "indirect call", "callq *%rax", "callq *8(%rax)")
        self.check("aarch64", "indirect call", "blr x8")
        self.check("riscv64", "indirect call", "jalr a2")
        self.check("wasm32", "indirect call", "call_indirect 23", "return_call_indirect 2")
        self.check("x86_64", None, "jmpq *%rax")
        self.check("aarch64", None, "br x8")


class Calls(unittest.TestCase):
    def categories(self, machine, symbols, *lines):
        report = rules.scan(program(machine, symbols, *lines), machines.MACHINES[machine], 4096, 8192)
        return [(finding.category, finding.function) for finding in report.findings]

    def test_names_from_outside(self):
        for name, category in {
            "memcpy": None, "__udivti3": None, "__stack_chk_fail": None, "malloc": "allocation", "free": "allocation",
            "posix_memalign": "allocation", "swift_allocObject": "allocation", "swift_slowAlloc": "allocation",
            "swift_retain": "reference counting", "swift_release_n": "reference counting",
            "arc4random_buf": "random source", "getrandom": "random source",
            "clock_gettime": "clock", "__adddf3": "floating point",
            "__floatdidf": "floating point", "fmod": "floating point",
            "printf": "forbidden call", "memcpy2": "forbidden call",
        }.items():
            with self.subTest(name=name):
                found = self.categories(
                    "x86_64", [symbol(0, "f"), outside(name)], line(0, "callq 0x5 <f+0x5>"),
                    f"\t\t0000000000000001:  R_X86_64_PLT32\t{name}-0x4")
                self.assertEqual(found, [(category, "f")] if category else [])

    def test_support_functions_count_only_where_they_are_used(self):
        symbols = [symbol(0, "f", 1), symbol(0x10, "swift_retain", 6), outside("malloc")]
        unused = [line(0, "retq"), line(0x10, "callq 0x15 <x>"), "\t\t0000000000000011:  R_X86_64_PLT32\tmalloc-0x4"]
        self.assertEqual(self.categories("x86_64", symbols, *unused), [])
        used = [line(0, "jmp 0x10 <swift_retain>"), *unused[1:]]
        self.assertEqual(
            sorted(self.categories("x86_64", symbols, *used)),
            [("allocation", "swift_retain"), ("reference counting", "f")])

    def test_recursion_through_calls_tail_calls_and_private_functions(self):
        symbols = [symbol(0, "f", 6), symbol(0x20, "g", 6)]
        direct = [line(0, "callq 0x0 <f>"), line(0x20, "retq")]
        self.assertEqual(self.categories("x86_64", symbols, *direct), [("recursion", "f")])
        mutual = [line(0, "callq 0x20 <g>"), line(0x20, "jmp 0x0 <f>")]
        self.assertEqual(self.categories("x86_64", symbols, *mutual), [("recursion", "f")])
        private = [line(0, "callq 0x8 <f+0x8>"), line(8, "callq 0x0 <f>"), line(0x20, "retq")]
        self.assertEqual(self.categories("x86_64", symbols, *private), [("recursion", ".text+0x8")])
        loop = [line(0, "nop"), line(1, "jmp 0x0 <f>"), line(0x20, "retq")]
        self.assertEqual(self.categories("x86_64", symbols, *loop), [])

    def test_recursion_on_other_machines(self):
        self.assertEqual(self.categories("aarch64", [symbol(0, "f")], line(0, "bl 0x0 <f>")), [("recursion", "f")])
        pair = [line(0, "auipc ra, 0"), "\t\t0000000000000000:  R_RISCV_CALL_PLT\tf",
                "\t\t0000000000000000:  R_RISCV_RELAX\t*ABS*", line(4, "jalr ra")]
        self.assertEqual(self.categories("riscv64", [symbol(0, "f")], *pair), [("recursion", "f")])
        wasm = [line(2, "call 0"), "\t\t\t00000003:  R_WASM_FUNCTION_INDEX_LEB\tf+0"]
        lines = ["Disassembly of section CODE:", *wasm]
        self.assertEqual(self.categories("wasm32", ["00000002 g     F CODE f"], *lines), [("recursion", "f")])

    def test_a_call_to_nowhere_known_is_found(self):
        found = self.categories("x86_64", [symbol(0, "f")], line(0, "jmp 0x500 <f+0x500>"))
        self.assertEqual(found, [("forbidden call", "f")])

    def test_an_instruction_outside_of_all_functions_is_an_error(self):
        with self.assertRaises(ValueError):
            program("x86_64", [symbol(0x10, "f")], line(0, "retq"))

    def test_cycles(self):
        self.assertEqual(call_graph.cycles({"a": ["b"], "b": ["c"], "c": []}), [])
        self.assertEqual(call_graph.cycles({"a": ["b"], "b": ["c"], "c": ["b"], "d": ["d"]}), [["b", "c"], ["d"]])

    def test_deepest_path(self):
        calls = {"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}
        deepest = call_graph.deepest_path(calls, {"a": 10, "b": 5, "c": 7, "d": 100})
        self.assertEqual(deepest, (117, ("a", "c", "d")))


class Stack(unittest.TestCase):
    def frame(self, machine, *texts):
        scanned = program(machine, [symbol(0, "f")], *(line(4 * place, text) for place, text in enumerate(texts)))
        return stack.frame_bytes(machines.MACHINES[machine], scanned.functions["f"])

    def test_frames(self):
        self.assertEqual(self.frame("x86_64", "pushq %rbp", "pushq %rbx", "subq $1104, %rsp", "addq $1104, %rsp"), 1128)
        self.assertEqual(
            self.frame("aarch64", "stp x29, x30, [sp, #-96]!", "sub sp, sp, #1, lsl #12", "sub sp, sp, #16"), 4208)
        self.assertEqual(self.frame("aarch64", "ldp x29, x30, [sp], #96", "add sp, sp, #96"), 0)
        self.assertEqual(
            self.frame("riscv64", "addi sp, sp, -496", "lui a6, 2", "addi a6, a6, -880", "sub sp, sp, a6"), 7808)

    def test_wasm_frame(self):
        lines = [line(2, "global.get 0"), "\t\t\t00000003:  R_WASM_GLOBAL_INDEX_LEB\t__stack_pointer+0",
                 line(8, "i32.const 320"), line(11, "i32.sub")]
        scanned = program("wasm32", ["00000002 g     F CODE f"], "Disassembly of section CODE:", *lines)
        self.assertEqual(stack.frame_bytes(machines.WASM32, scanned.functions["f"]), 320)

    def test_unknown_frames_are_refused(self):
        for machine, text in [
            ("x86_64", "subq %rax, %rsp"), ("x86_64", "movq %rax, %rsp"), ("aarch64", "sub sp, sp, x9"),
            ("aarch64", "mov sp, x9"), ("riscv64", "sub sp, sp, a0"), ("riscv64", "mv sp, a0"),
        ]:
            with self.subTest(text=text), self.assertRaises(stack.UnknownStack):
                self.frame(machine, text)

    def test_limits(self):
        self.assertEqual(findings("x86_64", "subq $4088, %rsp"), [])
        self.assertEqual(findings("x86_64", "subq $4089, %rsp"), ["deep stack"])

    def test_depth_limit(self):
        symbols = [symbol(0, "f"), symbol(0x20, "g"), symbol(0x40, "h")]
        lines = [line(0, "subq $4000, %rsp"), line(8, "callq 0x20 <g>"), line(0x20, "subq $4000, %rsp"),
                 line(0x28, "callq 0x40 <h>"), line(0x40, "subq $400, %rsp")]
        report = rules.scan(program("x86_64", symbols, *lines), machines.X86_64, 4096, 8192)
        self.assertEqual([(f.category, f.function) for f in report.findings], [("deep stack", "f")])


if __name__ == "__main__":
    unittest.main()
