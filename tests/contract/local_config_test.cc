// The templates that deploy/local/up fills in, against the config messages they are for.
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <regex>
#include <sstream>
#include <string>

namespace unioncare::contract {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::Message;
using google::protobuf::MessageFactory;

std::string FillIn(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return std::regex_replace(text.str(), std::regex("@[A-Z_]+@"), "7");
}

// unioncare.<service>.v1.Config, parsed from `text`; nullptr when a key or value does not fit.
std::unique_ptr<Message> ParseConfig(const std::string& service, const std::string& text) {
  const auto* type = DescriptorPool::generated_pool()->FindMessageTypeByName(
      "unioncare." + service + ".v1.Config");
  if (type == nullptr) return nullptr;
  std::unique_ptr<Message> config(MessageFactory::generated_factory()->GetPrototype(type)->New());
  return google::protobuf::TextFormat::ParseFromString(text, config.get()) ? std::move(config)
                                                                           : nullptr;
}

TEST(LocalConfigTest, EveryTemplateFitsItsMessage) {
  int seen = 0;
  for (const auto& entry : std::filesystem::directory_iterator(UC_SOURCE_DIR "/deploy/local")) {
    if (entry.path().extension() != ".textproto") continue;
    ++seen;
    EXPECT_NE(ParseConfig(entry.path().stem(), FillIn(entry.path())), nullptr) << entry.path();
  }
  EXPECT_GE(seen, 3);
}

TEST(LocalConfigTest, UnknownKeyDoesNotFit) {
  EXPECT_NE(ParseConfig("medical", "identity_address: 'localhost:1'"), nullptr);
  EXPECT_EQ(ParseConfig("medical", "identity_adress: 'localhost:1'"), nullptr);
}

}  // namespace
}  // namespace unioncare::contract
