#include "services/gateway/routes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/api/annotations.pb.h"
#include "google/protobuf/text_format.h"
#include "services/gateway/test_support.h"

namespace unioncare::gateway {
namespace {

using google::protobuf::DescriptorPool;
using ::testing::HasSubstr;

std::string Reached(const RouteTable& routes, const std::string& method, const std::string& raw) {
  const auto path = ParsePath(raw);
  if (!path) return "404";
  const Match match = routes.Find(method, *path);
  if (match.allow.empty()) return "404";
  if (!match.route) return "405 " + match.allow;
  std::string reached = match.route->method->name();
  for (const auto& [field, value] : match.variables) reached += " " + field + "=" + value;
  return reached;
}

TEST(RouteTableTest, ReachesWhatTheTableSays) {
  const RouteTable routes = ContractRoutes();
  const auto rows = TsvRows("routes.tsv");
  ASSERT_GE(rows.size(), 30u);
  for (const auto& row : rows) EXPECT_EQ(Reached(routes, row[0], row[1]), row[2]) << row[1];
}

TEST(RouteTableTest, EveryMethodOfTheContractsHasARoute) {
  const RouteTable routes = ContractRoutes();
  std::set<const google::protobuf::MethodDescriptor*> routed;
  for (const auto& route : routes.routes()) routed.insert(route->method);
  for (const char* package : {"unioncare.medical.v1", "unioncare.identity.v1"}) {
    const auto services = ServicesOf(package);
    ASSERT_TRUE(services.ok());
    for (const auto* service : *services) {
      for (int i = 0; i < service->method_count(); ++i) {
        EXPECT_EQ(routed.count(service->method(i)), 1u) << service->method(i)->full_name();
      }
    }
  }
}

TEST(ServicesOfTest, RefusesPackagesWithoutContract) {
  EXPECT_FALSE(ServicesOf("unioncare.nothing.v1").ok());
  EXPECT_FALSE(ServicesOf("nothing").ok());
}

// A table of one service whose methods take message M{name, other, part} and have these http rules.
absl::Status BuildWith(const std::vector<std::string>& rules) {
  google::protobuf::FileDescriptorProto file;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"(name: "test.proto" package: "test" syntax: "proto3" dependency: "google/api/annotations.proto"
         message_type { name: "M"
           field { name: "name" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
           field { name: "part" number: 2 type: TYPE_MESSAGE type_name: ".test.M" label: LABEL_OPTIONAL } }
         service { name: "S" })",
      &file));
  for (size_t i = 0; i < rules.size(); ++i) {
    auto* method = file.mutable_service(0)->add_method();
    method->set_name("Method" + std::to_string(i));
    method->set_input_type(".test.M");
    method->set_output_type(".test.M");
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
        rules[i], method->mutable_options()->MutableExtension(google::api::http)));
  }
  DescriptorPool pool(DescriptorPool::generated_pool());
  const auto* built = pool.BuildFile(file);
  return RouteTable::Build({built->service(0)}).status();
}

TEST(RouteTableTest, FailsOnRoutesThatOneRequestCouldMatch) {
  const std::string star = R"(get: "/t/v1/{name=a/*}")";
  EXPECT_TRUE(BuildWith({star}).ok());
  EXPECT_TRUE(
      BuildWith({star, R"(post: "/t/v1/{name=a/*}")", R"(get: "/t/v1/{name=a/*}:verb")"}).ok());
  for (const char* other : {R"(get: "/t/v1/{name=a/*}")", R"(get: "/t/v1/a/literal")",
                            R"(get: "/t/v1/{name=*/b}")", R"(get: "/t/*/a/b")"}) {
    const absl::Status status = BuildWith({star, other});
    EXPECT_THAT(std::string(status.message()), HasSubstr("ambiguous")) << other;
  }
}

TEST(RouteTableTest, FailsOnContractsItCannotRead) {
  for (const char* rule :
       {R"(get: "/t/v1/{name=**}")", R"(get: "/t/v1/{nope=a/*}")", R"(get: "t/v1/a")",
        R"(get: "/t//a")", R"(get: "/t/v1/{name")", R"(post: "/t/v1/a" body: "nope")",
        R"(post: "/t/v1/a" body: "name")", R"(get: "/t/v1/x*")"}) {
    EXPECT_FALSE(BuildWith({rule}).ok()) << rule;
  }
}

}  // namespace
}  // namespace unioncare::gateway
