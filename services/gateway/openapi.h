#pragma once

#include <string>

#include "services/gateway/routes.h"

// The OpenAPI 3.0.3 description of what the gateway serves, made from the same routes and contracts
// that it serves from. It holds paths, parameters, schemas with their limits, `required`,
// `readOnly`, and as extensions the roles that may call (`x-roles`) and private fields
// (`x-privacy`).
namespace unioncare::gateway {

std::string OpenApi(const RouteTable& routes);

}  // namespace unioncare::gateway
