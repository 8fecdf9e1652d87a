#pragma once

#include <cstdint>
#include <string>

namespace unioncare::medical {

// A base union and its employer, as identity knows them.
struct Employer {
  int64_t organization = 0;
  std::string county;  // division code
  std::string title;
  std::string credit_code;
};

}  // namespace unioncare::medical
