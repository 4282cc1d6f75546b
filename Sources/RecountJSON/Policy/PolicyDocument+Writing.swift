import RecountKernel

extension PolicyDocument {
    /// The JSON form, with a line feed at its end. Reading it gives the same policy, with its models by
    /// ascending id. O(bytes).
    public func json(_ form: JSONWriter.Form = .pretty) -> [UInt8] {
        var writer = JSONWriter(form)
        write(to: &writer)
        writer.endLine()
        return writer.bytes
    }

    /// Writes the JSON form as the next value.
    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("format")
        writer.value(Self.format)
        writer.member("version", Self.version)
        writer.member("policy_epoch", policyEpoch)
        writer.member("catalog_epoch", catalogEpoch)
        writer.member("hard_risk_limit_bp", hardRiskLimitBasisPoints)
        writer.member("minimum_confidence_bp", minimumConfidenceBasisPoints)
        writer.member("risk_multiplier_bp", riskMultiplierBasisPoints)
        writer.member("latency_penalty_microcents_per_ms", latencyPenaltyMicrocentsPerMillisecond)
        writer.key("providers")
        writer.array(providers) { $0.writeNumberedName("id", $1.id, $1.name) }
        writer.key("regions")
        writer.array(regions) { $0.writeNumberedName("bit", $1.bit, $1.name) }
        writer.key("source")
        writer.value(.object(source))
        writer.key("models")
        writer.array(models) { $1.write(to: &$0) }
        writer.endObject()
    }
}

extension ModelDocument {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("id", id)
        writer.key("name")
        writer.value(name)
        writer.key("provider")
        writer.value(provider)
        writer.key("enabled")
        writer.value(isEnabled)
        writer.member("quality_bp", qualityBasisPoints)
        writer.member("risk_ceiling_bp", riskCeilingBasisPoints)
        writer.member("latency_ms", latencyMilliseconds)
        writer.key("capabilities")
        writer.array(capabilities.capabilities) { $0.value($1.name) }
        writer.key("regions")
        writer.array(regions) { $0.value($1) }
        writer.member("context_window_tokens", contextWindowTokens)
        writer.member("maximum_output_tokens", maximumOutputTokens)
        writer.member("long_context_threshold_tokens", longContext?.thresholdTokens ?? 0)
        writer.key("prices_microcents_per_million")
        writer.writeRow(prices)
        if let longContext {
            writer.key("long_context_prices_microcents_per_million")
            writer.writeRow(longContext.prices)
        }
        writer.endObject()
    }
}

extension JSONWriter {
    /// Writes a key with an unsigned number.
    mutating func member(_ key: StaticString, _ value: some UnsignedInteger & FixedWidthInteger) {
        self.key(key)
        self.value(UInt64(value))
    }

    /// Writes an array.
    mutating func array<Element>(_ elements: [Element], _ write: (inout JSONWriter, Element) -> Void) {
        beginArray()
        for element in elements { write(&self, element) }
        endArray()
    }

    fileprivate mutating func writeNumberedName(_ key: StaticString, _ number: UInt8, _ name: String) {
        beginObject()
        member(key, number)
        self.key("name")
        value(name)
        endObject()
    }

    fileprivate mutating func writeRow(_ row: PriceRowDocument) {
        beginObject()
        for component in Component.all {
            key(component.priceName)
            value(row[component])
        }
        endObject()
    }
}
