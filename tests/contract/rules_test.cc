// Negative controls: a contract with one planted violation is reported, and the same contract
// without it is not.
#include "tests/contract/rules.h"

#include <gmock/gmock.h>
#include <google/protobuf/compiler/parser.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace unioncare::contract {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::FileDescriptor;
using testing::IsEmpty;

constexpr char kSound[] = R"(
syntax = "proto3";
package unioncare.sample.v1;
import "google/api/annotations.proto";
import "google/api/field_behavior.proto";
import "unioncare/options/v1/options.proto";
service SampleService {
  rpc ListThings(ListThingsRequest) returns (ListThingsResponse) {
    option (google.api.http) = {get: "/sample/v1/{parent=shelves/*}/things"};
    option (unioncare.options.v1.permission) = {grants: [{roles: [ROLE_AUDITOR] scope: SCOPE_NONE}]};
  }
  rpc ApproveThing(ApproveThingRequest) returns (Thing) {
    option (google.api.http) = {post: "/sample/v1/{name=things/*}:approve" body: "*"};
    option (unioncare.options.v1.permission) = {grants: [{roles: [ROLE_CITY_APPROVER] scope: SCOPE_SUBTREE}]};
  }
  rpc SearchThings(SearchThingsRequest) returns (Thing) {
    option (google.api.http) = {post: "/sample/v1/things:search" body: "*"};
    option (unioncare.options.v1.permission) = {anonymous_reason: "anybody may look"};
    option (unioncare.options.v1.replay) = {kind: REPLAY_KIND_NONE reason: "changes nothing"};
  }
  rpc CreateThing(CreateThingRequest) returns (Thing) {
    option (google.api.http) = {post: "/sample/v1/things"};
    option (unioncare.options.v1.permission) = {grants: [{roles: [ROLE_UNION_CLERK] scope: SCOPE_SUBTREE}]};
    option (unioncare.options.v1.upload) = {append_method: "AppendThing"};
  }
  rpc AppendThing(AppendThingRequest) returns (AppendThingResponse) {
    option (google.api.http) = {post: "/sample/v1/{name=things/*}:append" body: "*"};
    option (unioncare.options.v1.permission) = {grants: [{roles: [ROLE_UNION_CLERK] scope: SCOPE_SUBTREE}]};
    option (unioncare.options.v1.replay) = {kind: REPLAY_KIND_DERIVED};
  }
}
message ListThingsRequest {
  string parent = 1 [(unioncare.options.v1.limits) = {resource: "shelves/*"}];
  int32 page_size = 2 [(unioncare.options.v1.limits) = {minimum: 0, maximum: 200}];
  string page_token = 3;
}
message ListThingsResponse {
  repeated Thing things = 1;
  string next_page_token = 2;
}
message ApproveThingRequest {
  string request_id = 1 [
    (google.api.field_behavior) = REQUIRED,
    (unioncare.options.v1.limits) = {format: FORMAT_UUID}
  ];
  string name = 2 [(unioncare.options.v1.limits) = {resource: "things/*"}];
  string etag = 3 [(google.api.field_behavior) = REQUIRED];
}
message SearchThingsRequest {
  string text = 1;
}
message CreateThingRequest {
  string request_id = 1 [
    (google.api.field_behavior) = REQUIRED,
    (unioncare.options.v1.limits) = {format: FORMAT_UUID}
  ];
}
message AppendThingRequest {
  string name = 1 [(unioncare.options.v1.limits) = {resource: "things/*"}];
  int64 offset = 2;
  bytes content = 3;
  bool last = 4;
}
message AppendThingResponse {
  int64 next_offset = 1;
}
message Thing {
  enum State {
    STATE_UNSPECIFIED = 0;
    STATE_NEW = 1;
  }
  string name = 1;
  string mobile = 2 [(unioncare.options.v1.privacy) = PRIVACY_CLASS_PHONE];
  State state = 3;
  int64 amount = 4;
}
)";

// Parses and links `source` beside the generated contracts, then checks it.
std::vector<Violation> CheckSource(const std::string& source) {
  google::protobuf::io::ArrayInputStream stream(source.data(), static_cast<int>(source.size()));
  google::protobuf::io::Tokenizer tokenizer(&stream, nullptr);
  google::protobuf::compiler::Parser parser;
  google::protobuf::FileDescriptorProto proto;
  EXPECT_TRUE(parser.Parse(&tokenizer, &proto)) << source;
  proto.set_name("unioncare/sample/v1/sample_service.proto");
  DescriptorPool pool(DescriptorPool::generated_pool());
  const FileDescriptor* file = pool.BuildFile(proto);
  EXPECT_NE(file, nullptr) << source;
  return file == nullptr ? std::vector<Violation>{} : CheckFile(*file);
}

std::string With(const std::string& from, const std::string& to) {
  std::string source = kSound;
  const size_t at = source.find(from);
  EXPECT_NE(at, std::string::npos) << "nothing to replace: " << from;
  return at == std::string::npos ? source : source.replace(at, from.size(), to);
}

TEST(ContractRulesTest, SoundContractHasNoViolation) {
  for (const Violation& violation : CheckSource(kSound)) {
    ADD_FAILURE() << violation.where << ": " << violation.what;
  }
}

struct Plant {
  const char* name;
  const char* from;
  const char* to;
  const char* where;
  const char* what;
};

class PlantedViolationTest : public testing::TestWithParam<Plant> {};

TEST_P(PlantedViolationTest, IsReported) {
  const Plant& plant = GetParam();
  const Violation expected{std::string("unioncare.sample.v1.") + plant.where, plant.what};
  EXPECT_THAT(CheckSource(With(plant.from, plant.to)), testing::Contains(expected));
}

constexpr char kAuditorGrant[] =
    "option (unioncare.options.v1.permission) = {grants: [{roles: [ROLE_AUDITOR] scope: "
    "SCOPE_NONE}]};";

INSTANTIATE_TEST_SUITE_P(
    Permission, PlantedViolationTest,
    testing::Values(
        // Default deny: without a permission the contract does not stand.
        Plant{"Missing", kAuditorGrant, "", "SampleService.ListThings", "declares no permission"},
        Plant{"Empty", kAuditorGrant, "option (unioncare.options.v1.permission) = {};",
              "SampleService.ListThings", "must have either grants or an anonymous_reason"},
        Plant{"NoScope", "{roles: [ROLE_AUDITOR] scope: SCOPE_NONE}", "{roles: [ROLE_AUDITOR]}",
              "SampleService.ListThings", "a grant has no scope"},
        Plant{"NoRole", "{roles: [ROLE_AUDITOR] scope: SCOPE_NONE}", "{scope: SCOPE_NONE}",
              "SampleService.ListThings", "a grant names no role"},
        Plant{"PeerWithPeople", "{roles: [ROLE_AUDITOR] scope: SCOPE_NONE}",
              "{scope: SCOPE_PEER}, {roles: [ROLE_AUDITOR] scope: SCOPE_NONE}",
              "SampleService.ListThings", "mixes PEER with people"},
        Plant{"WorkerSubtree", "{roles: [ROLE_AUDITOR] scope: SCOPE_NONE}",
              "{roles: [ROLE_WORKER] scope: SCOPE_SUBTREE}", "SampleService.ListThings",
              "a worker reaches a subtree"},
        Plant{"StaffOwn", "{roles: [ROLE_AUDITOR] scope: SCOPE_NONE}",
              "{roles: [ROLE_AUDITOR] scope: SCOPE_OWN}", "SampleService.ListThings",
              "OWN is granted to a role other than WORKER"}),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Route, PlantedViolationTest,
    testing::Values(
        Plant{"None",
              "option (google.api.http) = {post: \"/sample/v1/things:search\" body: \"*\"};", "",
              "SampleService.SearchThings", "declares no GET, POST, PATCH or DELETE route"},
        Plant{"ForeignPath", "/sample/v1/things:search", "/medical/v1/things:search",
              "SampleService.SearchThings", "its path must begin with /sample/v1/"},
        Plant{
            "SnakeVerb", "things:search", "things:search_all", "SampleService.SearchThings",
            "collections and the verb after ':' must be camelCase in /sample/v1/things:search_all"},
        Plant{"UnknownVariable", "{parent=shelves/*}", "{shelf=shelves/*}",
              "SampleService.ListThings", "the path names a field that the request lacks: shelf"},
        Plant{"OtherPattern", "{parent=shelves/*}", "{parent=racks/*}", "SampleService.ListThings",
              "the path's pattern is not the resource of field parent"},
        Plant{"GetWithBody", "{get: \"/sample/v1/{parent=shelves/*}/things\"}",
              "{get: \"/sample/v1/{parent=shelves/*}/things\" body: \"*\"}",
              "SampleService.ListThings", "a GET has a body"}),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Replay, PlantedViolationTest,
    testing::Values(
        Plant{"NoRequestId", "string request_id", "string other_id", "SampleService.ApproveThing",
              "changes something and has no REQUIRED request_id of FORMAT_UUID"},
        Plant{"NoReason", "reason: \"changes nothing\"", "", "SampleService.SearchThings",
              "replay NONE, and only it, has a reason"},
        Plant{"IdForNothing", "string text", "string request_id", "SampleService.SearchThings",
              "takes a request_id that nothing is stored under"},
        Plant{"NoAppend", "append_method: \"AppendThing\"", "append_method: \"Append\"",
              "SampleService.CreateThing", "its append_method does not exist: Append"},
        Plant{"AppendShape", "bool last", "bool final", "SampleService.AppendThing",
              "must take name, offset, content, last and answer next_offset"},
        Plant{"AppendStored", "option (unioncare.options.v1.replay) = {kind: REPLAY_KIND_DERIVED};",
              "", "SampleService.AppendThing",
              "takes slices of an upload and its replay is not DERIVED"},
        Plant{"NoEtag", "string etag", "string tag", "SampleService.ApproveThing",
              "decides and requires no etag"}),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Shape, PlantedViolationTest,
    testing::Values(
        Plant{"Streams", "returns (ListThingsResponse)", "returns (stream ListThingsResponse)",
              "SampleService.ListThings", "streams"},
        Plant{"TokenWithoutSize", "int32 page_size", "int32 size", "SampleService.ListThings",
              "page_size and page_token (or after_sequence) go together"},
        Plant{"NoNextToken", "string next_page_token", "string token_page",
              "SampleService.ListThings", "takes a page_token and answers no next_page_token"},
        Plant{"BigPage", "maximum: 200", "maximum: 5000", "SampleService.ListThings",
              "page_size must be limited to 200"},
        Plant{"PlainName",
              "string name = 2 [(unioncare.options.v1.limits) = {resource: \"things/*\"}];",
              "string name = 2;", "ApproveThingRequest.name", "declares no resource"},
        Plant{"Float", "int64 amount", "double amount", "Thing.amount", "is floating point"},
        Plant{"Private", "[(unioncare.options.v1.privacy) = PRIVACY_CLASS_PHONE]", "",
              "Thing.mobile", "sounds private and has no privacy class"},
        Plant{"RangeOfText", "string text = 1;",
              "string text = 1 [(unioncare.options.v1.limits) = {minimum: 1}];",
              "SearchThingsRequest.text", "has a range and is no integer"},
        Plant{"Status", "enum State {", "enum Status { STATUS_UNSPECIFIED = 0; } enum State {",
              "Thing.Status", "collides with grpc::Status"},
        Plant{"ZeroValue", "STATE_UNSPECIFIED", "STATE_OPEN", "Thing.State",
              "has no zero value that ends in _UNSPECIFIED"}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace unioncare::contract
