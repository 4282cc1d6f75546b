import RecountKernel

extension AdmissionRequest {
    /// Hands every field to a visitor. O(fragments).
    public func visit(_ visitor: inout some FieldVisitor) {
        let header = header
        visitor.identifier("reservation", header.reservation)
        header.accounts.visit(&visitor)
        visitor.unsigned("expiry_ms", header.expiry.rawValue)
        visitor.identifier("agent", header.agent)
        visitor.beginList("locks")
        for position in 0..<header.locks.count {
            visitor.beginElement()
            visitor.identifier("resource", header.locks[position].resource)
            visitor.label("mode", header.locks[position].mode.name)
            visitor.unsigned("lease_ms", header.locks[position].lease.rawValue)
            visitor.endElement()
        }
        visitor.endList()
        visitor.beginGroup("route")
        header.route.visit(&visitor)
        visitor.endGroup()
        visitor.beginGroup("assembly")
        assembly.visit(&visitor)
        visitor.endGroup()
    }
}

extension Admission {
    /// Hands every field to a visitor. O(entries).
    public func visit(_ visitor: inout some FieldVisitor) {
        visitor.amounts("reserved", reserved)
        visitor.beginGroup("route")
        route.visit(&visitor)
        visitor.endGroup()
        visitor.beginList("leases")
        for position in 0..<leaseCount {
            let lease = lease(at: position)
            visitor.beginElement()
            visitor.identifier("resource", lease.resource)
            lease.grant.visit(&visitor)
            visitor.endElement()
        }
        visitor.endList()
        visitor.beginGroup("window")
        window.visit(&visitor)
        visitor.endGroup()
    }
}

extension AdmissionRefusal {
    func visit(_ visitor: inout some FieldVisitor) {
        switch self {
        case .refused(let stage, let refusal):
            visitor.label("stage", stage.name)
            refusal.visit(&visitor)
        case .notRouted(let decision):
            visitor.label("stage", AdmissionStage.routing.name)
            visitor.beginGroup("route")
            decision.visit(&visitor)
            visitor.endGroup()
        }
    }
}
