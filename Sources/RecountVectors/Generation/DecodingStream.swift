/// Random commands of every kind, nearly all of them damaged.
struct DecodingStream: CommandStream {
    private var random: SeededRandom
    private var streams: (BudgetStream, LockStream, RoutingStream, ContextStream, AdmissionStream)

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
        streams = (
            BudgetStream(seed: seed ^ 1), LockStream(seed: seed ^ 2), RoutingStream(seed: seed ^ 3),
            ContextStream(seed: seed ^ 4), AdmissionStream(seed: seed ^ 5)
        )
    }

    mutating func setup() -> [VectorCommand] { [.openTenant()] }

    mutating func next(now: UInt64) -> (command: VectorCommand, time: UInt64) {
        var command =
            switch random.number(0...6) {
            case 0...2: streams.0.next(now: now).command
            case 3: streams.1.next(now: now).command
            case 4: streams.2.next(now: now).command
            case 5: streams.3.next(now: now).command
            default: streams.4.next(now: now).command
            }
        if !command.body.isEmpty, !random.chance(in: 20) { damage(&command.body) }
        return (command, random.chance(in: 30) ? random.wide() : now)
    }

    private mutating func damage(_ body: inout [UInt8]) {
        let offset = Int(random.number(0...UInt64(body.count - 1)))
        switch random.number(0...4) {
        case 0: body = body.first(offset)
        case 1: body.append(contentsOf: [UInt8](repeating: 0, count: Int(random.number(1...9))))
        case 2: body[offset] ^= 1 << UInt8(random.number(0...7))
        case 3: for index in offset..<min(offset + 8, body.count) { body[index] = 255 }
        default: body[offset] = UInt8(random.number(0...255))
        }
    }
}
