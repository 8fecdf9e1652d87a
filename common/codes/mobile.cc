#include "common/codes/mobile.h"

namespace unioncare::codes {

bool IsMobile(std::string_view text) {
  return text.size() == 11 && text[0] == '1' &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace unioncare::codes
