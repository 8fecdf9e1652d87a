// Every contract of ours that is compiled into this build, against the rules.
#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor_database.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "google/api/annotations.pb.h"
#include "tests/contract/rules.h"

namespace unioncare::contract {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::FileDescriptor;

// Our own files, by name; the generated database knows them all because the whole library is
// linked.
std::vector<const FileDescriptor*> OurFiles() {
  std::vector<std::string> names;
  DescriptorPool::internal_generated_database()->FindAllFileNames(&names);
  std::vector<const FileDescriptor*> files;
  for (const std::string& name : std::set<std::string>(names.begin(), names.end())) {
    if (name.rfind("unioncare/", 0) == 0) {
      files.push_back(DescriptorPool::generated_pool()->FindFileByName(name));
    }
  }
  return files;
}

template <typename Visit>
void ForEachMethod(Visit visit) {
  for (const FileDescriptor* file : OurFiles()) {
    for (int i = 0; i < file->service_count(); ++i) {
      for (int j = 0; j < file->service(i)->method_count(); ++j)
        visit(*file->service(i)->method(j));
    }
  }
}

TEST(ContractTest, EveryFileFollowsTheRules) {
  for (const FileDescriptor* file : OurFiles()) {
    for (const Violation& violation : CheckFile(*file)) {
      ADD_FAILURE() << violation.where << ": " << violation.what;
    }
  }
}

TEST(ContractTest, TheWalkSeesEveryService) {
  std::set<std::string> services;
  ForEachMethod([&](const auto& method) { services.insert(method.service()->full_name()); });
  EXPECT_THAT(services, testing::IsSupersetOf({"unioncare.identity.v1.IdentityService",
                                               "unioncare.medical.v1.MedicalService"}));
}

TEST(ContractTest, NoTwoMethodsShareARoute) {
  std::map<std::string, std::string> owners;
  ForEachMethod([&](const auto& method) {
    google::api::HttpRule rule = method.options().GetExtension(google::api::http);
    rule.clear_body();
    rule.clear_additional_bindings();
    const auto [owner, fresh] = owners.emplace(rule.SerializeAsString(), method.full_name());
    EXPECT_TRUE(fresh) << method.full_name() << " and " << owner->second;
  });
}

}  // namespace
}  // namespace unioncare::contract
