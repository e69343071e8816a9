print("tenantpolicy")
