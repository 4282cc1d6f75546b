import RecountKernel

extension LockRequest {
    func visit(_ visitor: inout some FieldVisitor) {
        visitor.identifier("resource", resource)
        visitor.identifier("agent", agent)
        visitor.label("mode", mode.name)
        visitor.unsigned("lease_ms", lease.rawValue)
        visitor.unsigned("wait_ms", wait.rawValue)
    }
}

extension LeaseReference {
    func visit(_ visitor: inout some FieldVisitor) {
        visitor.identifier("resource", resource)
        visitor.identifier("agent", agent)
        visitor.unsigned("token", token)
    }
}

extension LeaseGrant {
    func visit(_ visitor: inout some FieldVisitor) {
        visitor.unsigned("token", token)
        visitor.unsigned("expiry_ms", expiry.rawValue)
        visitor.unsigned("hold_count", UInt64(holdCount))
    }
}

extension LockPromotion {
    func visit(_ visitor: inout some FieldVisitor) {
        visitor.unsigned("tenant", tenant.rawValue)
        visitor.identifier("resource", resource)
        visitor.identifier("agent", agent)
        visitor.label("mode", mode.name)
        grant.visit(&visitor)
    }
}
