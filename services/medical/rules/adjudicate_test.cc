#include "services/medical/rules/adjudicate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "services/medical/rules/test_facts.h"

namespace unioncare::medical {
namespace {

using base::Fen;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

struct Case {
  std::vector<Cover> covers;
  std::vector<Event> events;
  std::vector<std::vector<std::string>> expected;  // the row of each event
};

uint32_t FlagsOf(const std::string& name) {
  for (uint32_t bit = 1; bit <= Bit(Flag::kRiskAmount); bit <<= 1) {
    if (Name(static_cast<Flag>(bit)) == name) return bit;
  }
  EXPECT_EQ(name, "");
  return 0;
}

Event EventOf(const std::vector<std::string>& row) {
  Event event;
  event.id = std::stoll(row[1]);
  event.encounter_id = row[2];
  event.visit_kind = ParseVisitKind(row[3]).value();
  event.admit = Day(row[4]);
  event.bill = BillWithBurden(Yuan(row[5]));
  event.bill.total.value += Yuan(row[6]).value;
  event.cleared_flags = FlagsOf(row[7]);
  if (!row[8].empty()) event.rejected_by_person = RefusalFromName(row[8]).value();
  return event;
}

std::map<std::string, Case> Cases() {
  std::map<std::string, Case> cases;
  for (const auto& row : Rows("covers.csv")) {
    const int64_t id = std::stoll(row[1]);
    cases[row[0]].covers.push_back(
        {id, id + 100, Day(row[2]), Day(row[3]), Day(row[4]), Day(row[5]), kInService});
  }
  for (const auto& row : Rows("adjudications.csv")) {
    cases[row[0]].events.push_back(EventOf(row));
    cases[row[0]].expected.push_back(row);
  }
  return cases;
}

std::string VerdictName(Verdict verdict) {
  constexpr const char* kNames[] = {"NO_CLAIM", "UNMATCHED", "APPROVED", "UNDER_REVIEW",
                                    "REJECTED"};
  return kNames[static_cast<int>(verdict)];
}

std::string Only(const std::vector<std::string_view>& names) {
  EXPECT_LE(names.size(), 1u);
  return names.empty() ? "" : std::string(names[0]);
}

void ExpectRow(const Decision& decision, const std::vector<std::string>& row) {
  SCOPED_TRACE(row[0] + " " + row[1]);
  EXPECT_EQ(decision.event_id, std::stoll(row[1]));
  EXPECT_EQ(VerdictName(decision.verdict), row[9]);
  EXPECT_EQ(decision.amount, Yuan(row[10]));
  EXPECT_EQ(decision.first_admission, row[11] == "是");
  std::vector<std::string_view> reasons;
  for (const Refusal reason : decision.reasons) reasons.push_back(Name(reason));
  EXPECT_EQ(Only(reasons), row[12]);
  EXPECT_EQ(Only(FlagNames(decision.flags)), row[13]);
  EXPECT_EQ(decision.open_flags != 0, decision.verdict == Verdict::kUnderReview);
  EXPECT_THAT(decision.lines, Not(IsEmpty()));
  EXPECT_EQ(decision.lines.back().result, base::ToYuan(decision.amount));
}

TEST(Adjudicate, DecidesTheCases) {
  for (const auto& [name, facts] : Cases()) {
    const std::vector<Decision> decisions = Adjudicate(facts.covers, facts.events);
    ASSERT_EQ(decisions.size(), facts.expected.size()) << name;
    for (size_t i = 0; i < decisions.size(); ++i) ExpectRow(decisions[i], facts.expected[i]);
  }
}

std::map<int64_t, Decision> ById(const std::vector<Decision>& decisions) {
  std::map<int64_t, Decision> by_id;
  for (const Decision& decision : decisions) by_id[decision.event_id] = decision;
  return by_id;
}

// Properties 4 and 15: same facts, same decisions with all their lines, in whatever order.
TEST(Adjudicate, DoesNotDependOnTheOrderOfCoversAndEvents) {
  for (auto& [name, facts] : Cases()) {
    const std::map<int64_t, Decision> expected = ById(Adjudicate(facts.covers, facts.events));
    const auto by_id = [](const auto& a, const auto& b) { return a.id < b.id; };
    std::sort(facts.covers.begin(), facts.covers.end(), by_id);
    do {
      std::vector<Event> events = facts.events;
      std::sort(events.begin(), events.end(), by_id);
      do {
        ASSERT_EQ(ById(Adjudicate(facts.covers, events)), expected) << name;
      } while (std::next_permutation(events.begin(), events.end(), by_id));
    } while (std::next_permutation(facts.covers.begin(), facts.covers.end(), by_id));
  }
}

Cover OneTerm() {
  return {7,         70, Day("2024-05-01"), Day("2025-04-30"), Day("2024-05-31"), Day("2024-04-20"),
          kInService};
}

Event Stay(int64_t id, const std::string& admit, int64_t burden_fen = 100000) {
  Event event;
  event.id = id;
  event.encounter_id = "E" + std::to_string(id);
  event.admit = Day(admit);
  event.bill = BillWithBurden(Fen{burden_fen});
  return event;
}

std::vector<Event> RandomEvents(std::mt19937_64& random) {
  std::vector<Event> events;
  for (int64_t id = 1; id <= 5; ++id) {
    Event event = Stay(id, "2024-04-25", static_cast<int64_t>(random() % 4) * 50000);
    event.admit = base::AddDays(event.admit, static_cast<int32_t>(random() % 60));
    event.encounter_id = "E" + std::to_string(random() % 4);
    event.bill.total.value += random() % 4 == 0 ? 100 : 0;
    if (random() % 4 == 0) event.visit_kind = VisitKind::kOutpatient;
    if (random() % 4 == 0) event.rejected_by_person = Refusal::kThirdParty;
    event.cleared_flags = static_cast<uint32_t>(random() % 32);
    events.push_back(event);
  }
  return events;
}

TEST(Adjudicate, HoldsItsPromisesOnRandomFacts) {
  std::mt19937_64 random(20240501);
  for (int round = 0; round < 3000; ++round) {
    std::vector<Event> events = RandomEvents(random);
    const std::vector<Decision> decisions = Adjudicate({OneTerm()}, events);
    int holders = 0;
    int paying = 0;
    for (const Decision& decision : decisions) {
      holders += decision.first_admission;
      paying += decision.amount > Fen{0};
      ASSERT_LE(decision.amount, decision.burden);
      ASSERT_EQ(decision.reasons.size(), decision.verdict == Verdict::kRejected ? 1u : 0u);
      ASSERT_EQ(decision.open_flags != 0, decision.verdict == Verdict::kUnderReview);
      ASSERT_EQ(decision.open_flags & ~decision.flags, 0u);
    }
    ASSERT_EQ(holders, paying > 0 ? 1 : 0);
    const std::map<int64_t, Decision> expected = ById(decisions);
    std::shuffle(events.begin(), events.end(), random);
    ASSERT_EQ(ById(Adjudicate({OneTerm()}, events)), expected);
  }
}

TEST(Adjudicate, MovesTheBonusToAnEarlierAdmissionThatArrivesLater) {
  const Event july = Stay(1, "2024-07-01");
  EXPECT_EQ(Adjudicate({OneTerm()}, {july})[0].amount, Fen{100000});
  const std::vector<Decision> decisions = Adjudicate({OneTerm()}, {july, Stay(2, "2024-06-01")});
  EXPECT_EQ(decisions[0].amount, Fen{80000});
  EXPECT_EQ(decisions[1].amount, Fen{100000});
}

TEST(Adjudicate, TakesTheSmallestIdOfOneEncounter) {
  Event first = Stay(1, "2024-07-01");
  Event second = Stay(2, "2024-07-01");
  second.encounter_id = first.encounter_id;
  first.cleared_flags = second.cleared_flags = Bit(Flag::kSameStay);
  const std::vector<Decision> decisions = Adjudicate({OneTerm()}, {second, first});
  EXPECT_EQ(decisions[0].amount, Fen{80000});
  EXPECT_EQ(decisions[1].amount, Fen{100000});
  EXPECT_EQ(decisions[0].verdict, Verdict::kApproved);
}

TEST(Adjudicate, GivesNoFirstAdmissionInATermWithoutABonus) {
  Cover retired = OneTerm();
  retired.terms = {Fen{300000}, 5000, 1000, Fen{0}};
  const Decision decision = Adjudicate({retired}, {Stay(1, "2024-07-01", 500000)})[0];
  EXPECT_EQ(decision.amount, Fen{170000});
  EXPECT_FALSE(decision.first_admission);
}

TEST(Adjudicate, RefusesABenefitThatRoundsToNothing) {
  Cover thin = OneTerm();
  thin.terms.rate_to_threshold_bp = 1;
  const Decision decision = Adjudicate({thin}, {Stay(1, "2024-07-01", 100)})[0];
  EXPECT_EQ(decision.verdict, Verdict::kRejected);
  EXPECT_THAT(decision.reasons, ElementsAre(Refusal::kBelowDeductible));
  EXPECT_FALSE(decision.first_admission);
}

TEST(Adjudicate, NamesTheCoverAndVersionThatAnswer) {
  const std::vector<Decision> decisions =
      Adjudicate({OneTerm()}, {Stay(1, "2024-07-01"), Stay(2, "2023-07-01")});
  for (const Decision& decision : decisions) {
    EXPECT_EQ(decision.cover_id, 7);
    EXPECT_EQ(decision.plan_version, 70);
  }
  EXPECT_EQ(Adjudicate({}, {Stay(1, "2024-07-01")})[0].cover_id, 0);
}

TEST(Adjudicate, MeasuresAgainstTheNearestCover) {
  Cover earlier = OneTerm();
  earlier.id = 6;
  earlier.term_start = earlier.first_covered = Day("2022-05-01");
  earlier.term_end = Day("2023-04-30");
  for (const auto& covers : {std::vector{earlier, OneTerm()}, std::vector{OneTerm(), earlier}}) {
    EXPECT_EQ(Adjudicate(covers, {Stay(1, "2022-04-30")})[0].cover_id, 6);
    EXPECT_EQ(Adjudicate(covers, {Stay(1, "2024-04-30")})[0].cover_id, 6);
    EXPECT_EQ(Adjudicate(covers, {Stay(1, "2025-05-01")})[0].cover_id, 7);
  }
}

TEST(Adjudicate, ExplainsARefusalByTheDatesItCompared) {
  const Decision decision = Adjudicate({OneTerm()}, {Stay(1, "2024-05-30")})[0];
  ASSERT_EQ(decision.lines.size(), 1u);
  EXPECT_EQ(decision.lines[0].code, "WAITING_PERIOD");
  EXPECT_THAT(decision.lines[0].inputs,
              ElementsAre(Pair("admit_date", "2024-05-30"), Pair("term_start", "2024-05-01"),
                          Pair("first_covered", "2024-05-31"), Pair("term_end", "2025-04-30")));
  EXPECT_EQ(decision.lines[0].result, "0.00");
}

TEST(Adjudicate, ExplainsAnAmountFromTheBillOn) {
  const Decision decision = Adjudicate({OneTerm()}, {Stay(1, "2024-07-01")})[0];
  std::vector<std::string_view> codes;
  for (const Line& line : decision.lines) codes.push_back(line.code);
  EXPECT_THAT(codes, ElementsAre("INFERRED_BURDEN", "RECEIPT_PERSONAL_PAY", "BURDEN",
                                 "RATE_TO_THRESHOLD", "ROUNDED", "FIRST_ADMISSION_BONUS"));
}

}  // namespace
}  // namespace unioncare::medical
