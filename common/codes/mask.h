#pragma once

#include <string>
#include <string_view>

// What may be shown of personal data (domain/identity §8.5). Every function hides everything, one
// '*' a character, when the text is too short for its rule, and gives a single '*' when it is not
// UTF-8. Diagnoses, and names of children under 14, have no masked form: leave them out.
namespace unioncare::codes {

std::string MaskIdNumber(std::string_view id);          // 110***********002X; from 15 characters
std::string MaskIdNumberStrict(std::string_view id);    // 1****************X; from 15 characters
std::string MaskMobile(std::string_view mobile);        // 138****8000; from 11 characters
std::string MaskBankAccount(std::string_view account);  // 6216***********0018; from 12 characters

// 欧**娜, 张*丰, 张*, *: the first character, and from three on the last.
std::string MaskName(std::string_view name);

// 杭州市西湖区***: province, city and county as far as the address begins with those of Zhejiang
// (division.h), and never anything else of it; else ***.
std::string MaskAddress(std::string_view address);

}  // namespace unioncare::codes
