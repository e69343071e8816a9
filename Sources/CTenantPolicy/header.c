/* A header alone is no target: what it declares is defined in Swift, in TenantPolicyC. */
#include "tenantpolicy.h"
