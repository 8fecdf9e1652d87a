#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/change/caller.h"
#include "common/crypto/token.h"
#include "google/protobuf/descriptor.h"
#include "unioncare/options/v1/options.pb.h"

// What a service's proto declares about its methods, read once at start.
namespace unioncare::rpc {

struct Method {
  std::string full_name;  // "unioncare.medical.v1.MedicalService/SubmitRoster"
  options::v1::Permission permission;
  // The field that holds the request_id; nullptr when nothing is stored under one.
  const google::protobuf::FieldDescriptor* request_id = nullptr;

  bool is_anonymous() const { return permission.grants().empty(); }
};

class Contract {
 public:
  // METHOD_UNDECLARED (FAILED_PRECONDITION) when a method declares no permission, or is not a GET
  // and has neither a required UUID request_id nor a reason for having none. Default deny starts
  // here.
  static absl::StatusOr<Contract> Of(const google::protobuf::ServiceDescriptor& service);

  // By the method's short name; it must exist.
  const Method& operator[](std::string_view name) const { return methods_.at(std::string(name)); }
  const std::map<std::string, Method>& methods() const { return methods_; }

 private:
  std::map<std::string, Method> methods_;
};

// The caller as the first matching grant lets it act. PERMISSION_DENIED when none matches.
absl::StatusOr<change::Caller> Authorize(const Method& method, const crypto::AccessClaims& claims);

// Whether one of the roles may call the method, wherever its rows are; for `available_verbs`.
bool MayCall(std::string_view service, const std::string& method, const std::vector<int>& roles);

// ("confirmPayment", "Roster") to "ConfirmRosterPayment", ("approve", "Claim") to "ApproveClaim":
// the resource stands behind the first word of the verb.
std::string MethodName(std::string_view verb, std::string_view resource);

}  // namespace unioncare::rpc
