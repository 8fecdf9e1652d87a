#include "services/medical/rules/visit_kind.h"

#include <string>

namespace unioncare::medical {
namespace {

struct Spelling {
  std::string_view text;
  VisitKind kind;
};

constexpr Spelling kNames[] = {
    {"INPATIENT", VisitKind::kInpatient},
    {"OUTPATIENT", VisitKind::kOutpatient},
    {"LISTED_OUTPATIENT", VisitKind::kListedOutpatient},
    {"ACCIDENT", VisitKind::kAccident},
    {"PHARMACY", VisitKind::kPharmacy},
    {"MATERNITY", VisitKind::kMaternity},
};

constexpr Spelling kOtherSpellings[] = {
    {"住院", VisitKind::kInpatient},
    {"普通住院", VisitKind::kInpatient},
    {"门诊", VisitKind::kOutpatient},
    {"普通门诊", VisitKind::kOutpatient},
    {"急诊", VisitKind::kOutpatient},
    {"门诊慢特病", VisitKind::kListedOutpatient},
    {"特殊病种门诊", VisitKind::kListedOutpatient},
    {"意外伤害门诊", VisitKind::kAccident},
    {"药店购药", VisitKind::kPharmacy},
    {"生育", VisitKind::kMaternity},
    {"11", VisitKind::kOutpatient},
    {"12", VisitKind::kOutpatient},
    {"13", VisitKind::kOutpatient},
    {"14", VisitKind::kListedOutpatient},
    {"19", VisitKind::kAccident},
    {"21", VisitKind::kInpatient},
    {"22", VisitKind::kInpatient},
    {"23", VisitKind::kInpatient},
    {"24", VisitKind::kInpatient},
    {"26", VisitKind::kInpatient},
    {"41", VisitKind::kPharmacy},
    {"51", VisitKind::kMaternity},
    {"52", VisitKind::kMaternity},
    {"53", VisitKind::kMaternity},
};

}  // namespace

std::string_view Name(VisitKind kind) {
  for (const Spelling& name : kNames) {
    if (name.kind == kind) return name.text;
  }
  return "";
}

std::optional<VisitKind> ParseVisitKind(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c -= 'a' - 'A';
  }
  for (const Spelling& name : kNames) {
    if (name.text == upper) return name.kind;
  }
  for (const Spelling& spelling : kOtherSpellings) {
    if (spelling.text == text) return spelling.kind;
  }
  return std::nullopt;
}

}  // namespace unioncare::medical
