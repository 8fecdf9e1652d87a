#include "services/gateway/openapi.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rapidjson/document.h"
#include "rapidjson/pointer.h"
#include "services/gateway/test_support.h"

namespace unioncare::gateway {
namespace {

class OpenApiTest : public ::testing::Test {
 protected:
  void SetUp() override {
    document_.Parse(OpenApi(routes_).c_str());
    ASSERT_FALSE(document_.HasParseError());
  }
  // "" when nothing is there or it is no text.
  std::string Text(const char* pointer) const {
    const rapidjson::Value* value = rapidjson::Pointer(pointer).Get(document_);
    return value && value->IsString() ? value->GetString() : "";
  }

  // Every $ref below `value`.
  static void Collect(const rapidjson::Value& value, std::set<std::string>& references) {
    if (value.IsArray()) {
      for (const auto& item : value.GetArray()) Collect(item, references);
    }
    if (!value.IsObject()) return;
    for (const auto& member : value.GetObject()) {
      const bool reference = std::string(member.name.GetString()) == "$ref";
      if (reference) references.insert(member.value.GetString());
      Collect(member.value, references);
    }
  }

  const RouteTable routes_ = ContractRoutes();
  rapidjson::Document document_;
};

TEST_F(OpenApiTest, HasEveryRouteOnce) {
  size_t operations = 0;
  std::set<std::string> ids;
  for (const auto& path : document_["paths"].GetObject()) {
    for (const auto& operation : path.value.GetObject()) {
      ++operations;
      ids.insert(operation.value["operationId"].GetString());
    }
  }
  EXPECT_EQ(operations, routes_.routes().size());
  EXPECT_EQ(ids.size(), operations);
}

TEST_F(OpenApiTest, RefersOnlyToWhatIsThere) {
  std::set<std::string> references;
  Collect(document_, references);
  EXPECT_GT(references.size(), 20u);
  for (const std::string& reference : references) {
    EXPECT_TRUE(rapidjson::Pointer(reference.substr(1).c_str()).Get(document_)) << reference;
  }
}

TEST_F(OpenApiTest, DeclaresEveryParameterOfAPath) {
  for (const auto& path : document_["paths"].GetObject()) {
    const std::string text = path.name.GetString();
    const long wildcards = std::count(text.begin(), text.end(), '{');
    for (const auto& operation : path.value.GetObject()) {
      long declared = 0;
      for (const auto& parameter : operation.value["parameters"].GetArray()) {
        declared += std::string(parameter["in"].GetString()) == "path" ? 1 : 0;
      }
      EXPECT_EQ(declared, wildcards) << text;
    }
  }
}

TEST_F(OpenApiTest, ShowsLimits) {
  EXPECT_EQ(Text("/components/schemas/unioncare.medical.v1.Roster/properties/planVersion/pattern"),
            "^plans/[^/]+/versions/[^/]+$");
  const auto* maximum =
      rapidjson::Pointer(
          "/components/schemas/unioncare.medical.v1.Roster/properties/headcount/maximum")
          .Get(document_);
  ASSERT_TRUE(maximum);
  EXPECT_EQ(maximum->GetInt(), 1'000'000);
  EXPECT_TRUE(
      rapidjson::Pointer("/components/schemas/unioncare.medical.v1.Roster/properties/name/readOnly")
          .Get(document_));
}

TEST_F(OpenApiTest, ShowsRolesAndFiles) {
  EXPECT_EQ(Text("/paths/~1medical~1v1~1plans/post/x-roles/0"), "ROLE_CITY_APPROVER");
  EXPECT_TRUE(
      rapidjson::Pointer("/paths/~1medical~1v1~1rosters:import/post/requestBody/content/text~1csv")
          .Get(document_));
  EXPECT_TRUE(rapidjson::Pointer("/paths/~1medical~1v1~1plans~1{plan}~1versions~1{version}/get")
                  .Get(document_));
}

}  // namespace
}  // namespace unioncare::gateway
