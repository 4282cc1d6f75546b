import RecountKernel

extension JSONReader {
    /// Reads a number, or a string of decimal digits, which is how 64-bit numbers above 2^53 are written.
    mutating func readCount(maximum: UInt64 = .max) throws(JSONError) -> UInt64 {
        guard try peekKind() == .string else { return try readUInt64(maximum: maximum) }
        let text = try readText()
        let problem: ExactDecimal.Problem
        do throws(ExactDecimal.Problem) {
            let value = try ExactDecimal(text.string).scaled(byPowerOfTen: 0)
            if value <= maximum { return value }
            problem = .tooLarge
        } catch {
            problem = error
        }
        throw JSONError(reason: .notAnInteger(problem, minimum: 0, maximum: maximum), offset: text.offset)
    }

    /// Reads a number that may be negative, or a string of decimal digits.
    mutating func readSigned() throws(JSONError) -> Int64 {
        guard try peekKind() == .string else { return try readInt64() }
        let text = try readText()
        do throws(ExactDecimal.Problem) {
            return try ExactDecimal(text.string).asInt64()
        } catch {
            throw JSONError(
                reason: .notAnInteger(error, minimum: .min, maximum: UInt64(Int64.max)), offset: text.offset)
        }
    }

    /// Reads US dollars, a number or a string, exactly to the microcent (10^-8 USD).
    mutating func readDollars() throws(JSONError) -> Microcents {
        guard try peekKind() == .string else { return Microcents(try readScaledUInt64(byPowerOfTen: 8)) }
        let text = try readText()
        do throws(ExactDecimal.Problem) {
            return Microcents(try ExactDecimal(text.string).scaled(byPowerOfTen: 8))
        } catch {
            throw JSONError(reason: .notAnInteger(error, minimum: 0, maximum: .max), offset: text.offset)
        }
    }

    mutating func hasElement() throws(RequestError) -> Bool {
        do throws(JSONError) { return try nextElement() } catch { throw RequestError(error) }
    }

    /// Reads a model's id or name.
    mutating func readModel(_ names: RequestNames) throws(RequestError) -> ModelID {
        do throws(JSONError) {
            guard try peekKind() == .string else { return ModelID(try readInteger()) }
        } catch {
            throw RequestError(error)
        }
        let text = try readName()
        guard let model = names.model(named: text.string) else {
            throw RequestError(.unknownName(text.string, list: "models"), at: text.offset)
        }
        return model
    }

    /// Reads `{"model": …, "tokens": …}`.
    mutating func readWarmEntry(_ names: RequestNames) throws(RequestError) -> WarmEntry {
        var model: ModelID?
        var tokens: Tokens?
        do throws(JSONError) { try beginObject() } catch { throw RequestError(error) }
        let start = offset - 1
        while let key = try readKey() {
            switch key {
            case "model" where model == nil: model = try readModel(names)
            case "tokens" where tokens == nil: tokens = Tokens(try readCount(upTo: .max))
            case "model", "tokens": throw RequestError(.duplicateKey(key.string), at: key.offset)
            default: throw RequestError(.unknownKey(key.string), at: key.offset)
            }
        }
        guard let model else { throw RequestError(.missing("model"), at: start) }
        guard let tokens else { throw RequestError(.missing("tokens"), at: start) }
        return WarmEntry(model: model, tokens: tokens)
    }

    /// Reads a mask: a number, or a list of names.
    mutating func readMask(_ list: MaskList, _ names: RequestNames) throws(RequestError) -> UInt64 {
        do throws(JSONError) {
            guard try peekKind() == .array else { return try readCount() }
            try beginArray()
        } catch {
            throw RequestError(error)
        }
        var mask: UInt64 = 0
        while try hasElement() {
            let text = try readName()
            guard let bit = names.mask(of: text.string, in: list) else {
                throw RequestError(.unknownName(text.string, list: list.rawValue), at: text.offset)
            }
            mask |= bit
        }
        return mask
    }

    /// Reads a 128-bit id: 1 to 32 hexadecimal digits, with hyphens anywhere, so that a UUID fits.
    mutating func readIdentifier() throws(RequestError) -> Identifier128 {
        let text = try readName()
        let identifier =
            text.hasEscapes ? Identifier128(hexadecimal: text.string) : Identifier128(hexadecimal: text.rawBytes)
        guard let identifier else { throw RequestError(.invalidIdentifier(text.string), at: text.offset) }
        return identifier
    }

    mutating func readKey() throws(RequestError) -> JSONText? {
        do throws(JSONError) { return try nextKey() } catch { throw RequestError(error) }
    }

    mutating func readName() throws(RequestError) -> JSONText {
        do throws(JSONError) { return try readText() } catch { throw RequestError(error) }
    }

    mutating func readCount(upTo maximum: UInt64) throws(RequestError) -> UInt64 {
        do throws(JSONError) { return try readCount(maximum: maximum) } catch { throw RequestError(error) }
    }
}

extension Identifier128 {
    /// Makes an id of 1 to 32 hexadecimal digits, with hyphens anywhere between them.
    ///
    /// - Returns: nil if the text is anything else.
    public init?(hexadecimal text: String) {
        var text = text
        let identifier = text.withUTF8 { Identifier128(hexadecimal: UnsafeRawBufferPointer($0)) }
        guard let identifier else { return nil }
        self = identifier
    }

    init?(hexadecimal text: UnsafeRawBufferPointer) {
        var high: UInt64 = 0
        var low: UInt64 = 0
        var digitCount = 0
        for byte in text where byte != UInt8(ascii: "-") {
            guard let digit = Self.value(ofDigit: byte), digitCount < 32 else { return nil }
            high = high << 4 | low >> 60
            low = low << 4 | digit
            digitCount += 1
        }
        guard digitCount > 0 else { return nil }
        self.init(high: high, low: low)
    }

    private static func value(ofDigit byte: UInt8) -> UInt64? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}
