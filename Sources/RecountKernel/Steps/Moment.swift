/// When a step happens: its sequence and the kernel's time in it.
struct Moment {
    let sequence: UInt64
    let time: Milliseconds
}
