#include "services/gateway/transcode.h"

#include <gtest/gtest.h>

#include "common/status/status.h"
#include "google/protobuf/text_format.h"
#include "google/rpc/error_details.pb.h"
#include "services/gateway/test_support.h"

namespace unioncare::gateway {
namespace {

Headers HeadersOf(const std::string& text) {
  Headers headers;
  if (text == "-") return headers;
  for (const std::string& header : base::SplitAt(text, '|')) {
    const size_t colon = header.find(':');
    headers.emplace_back(header.substr(0, colon), header.substr(colon + 1));
  }
  return headers;
}

std::string Written(const absl::StatusOr<std::unique_ptr<google::protobuf::Message>>& built) {
  if (built.ok()) {
    google::protobuf::TextFormat::Printer printer;
    printer.SetSingleLineMode(true);
    std::string text;
    printer.PrintToString(**built, &text);
    return text.empty() ? text : text.substr(0, text.size() - 1);
  }
  std::string text = status::ReasonOf(built.status());
  const google::rpc::Status described = status::ToRpcStatus(built.status());
  for (const auto& detail : described.details()) {
    google::rpc::BadRequest bad;
    if (!detail.UnpackTo(&bad)) continue;
    for (const auto& violation : bad.field_violations()) {
      text += " " + violation.field() + "=" + violation.reason();
    }
  }
  return "! " + text;
}

// Each row of requests.tsv: method, target, headers, body, and the message it becomes (or !, the
// reason and the fields at fault).
TEST(BuildRequestTest, MatchesTheGoldens) {
  const RouteTable routes = ContractRoutes();
  const auto rows = TsvRows("requests.tsv");
  ASSERT_GE(rows.size(), 30u);
  for (const auto& row : rows) {
    const HttpRequest request{row[0], row[1], HeadersOf(row[2])};
    const auto path = ParsePath(SplitTarget(row[1]).first);
    ASSERT_TRUE(path) << row[1];
    const Match match = routes.Find(row[0], *path);
    ASSERT_TRUE(match.route) << row[1];
    const auto kind = BodyKindOf(request.headers);
    ASSERT_TRUE(kind.ok()) << row[1];
    const std::string body = row[3] == "-" ? "" : row[3];
    EXPECT_EQ(Written(BuildRequest(match, request, *kind, body)), row[4]) << row[1] << " " << body;
  }
}

TEST(BodyKindTest, IsTheContentType) {
  EXPECT_EQ(*BodyKindOf({}), BodyKind::kNone);
  EXPECT_EQ(*BodyKindOf({{"content-type", "application/json"}}), BodyKind::kJson);
  EXPECT_EQ(*BodyKindOf({{"content-type", "Application/JSON; charset=UTF-8"}}), BodyKind::kJson);
  EXPECT_EQ(*BodyKindOf({{"content-type", "text/csv; charset=gb18030"}}), BodyKind::kFile);
  EXPECT_EQ(*BodyKindOf({{"content-type", "application/octet-stream"}}), BodyKind::kFile);
}

TEST(BodyKindTest, RefusesWhatItDoesNotRead) {
  for (const Headers& headers :
       std::vector<Headers>{{{"content-type", "application/xml"}},
                            {{"content-type", "application/json; charset=gbk"}},
                            {{"content-type", "application/x-www-form-urlencoded"}},
                            {{"content-type", ""}},
                            {{"content-type", "application/json"}, {"content-type", "text/csv"}},
                            {{"content-type", "application/json"}, {"content-encoding", "gzip"}}}) {
    EXPECT_EQ(status::ReasonOf(BodyKindOf(headers).status()), "UNSUPPORTED_MEDIA_TYPE");
  }
}

}  // namespace
}  // namespace unioncare::gateway
