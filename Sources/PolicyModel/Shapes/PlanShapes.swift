extension Shapes {
  package static let route = Shape("a route", [.required("route", .refers(.model), "Capability.")])
  package static let plan = Shape("a plan", [.required("plan", .declares(.plan), "Name.")])
  package static let test = Shape("a test", [.required("test", .text, "Name.")])
  package static let waiver = Shape("a waiver", [.required("waiver", .text, "Name.")])
}
