#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "common/base/date.h"
#include "common/base/instant.h"
#include "common/base/money.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"
#include "google/type/money.pb.h"

// The values of contracts and ours, in both directions.
namespace unioncare::rpc {

// nullopt unless it is CNY in whole fen and fits; "not set" (no currency, no amount) is zero.
std::optional<base::Fen> FenOf(const google::type::Money& money);
google::type::Money MoneyOf(base::Fen amount);

// nullopt unless it is a whole civil date.
std::optional<base::Date> DateOf(const google::type::Date& date);
google::type::Date DateOf(base::Date date);

google::protobuf::Timestamp TimestampOf(base::Instant instant);

// The etag of a stored row is its version.
std::string EtagOf(int64_t version);

}  // namespace unioncare::rpc
