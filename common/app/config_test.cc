#include "common/app/config.h"

#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "google/protobuf/dynamic_message.h"
#include "google/protobuf/text_format.h"
#include "unioncare/identity/v1/config.pb.h"

namespace unioncare::app {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string WriteConfig(const std::string& text) {
  const std::string path =
      testing::TempDir() + "common_app_config_test." + std::to_string(getpid()) + ".textproto";
  std::ofstream(path, std::ios::trunc) << text;
  return path;
}

TEST(LoadConfigTest, ReadsKeysAndComments) {
  identity::v1::Config config;
  const absl::Status status = LoadConfig(
      WriteConfig("# demo\nserver { environment: \"DEMO\" metrics_port: 8101 }\n"), &config);
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(config.server().environment(), "DEMO");
  EXPECT_EQ(config.server().metrics_port(), 8101);
}

struct Fault {
  std::string_view text;
  std::string_view line;
};

class LoadConfigFaultTest : public testing::TestWithParam<Fault> {};

TEST_P(LoadConfigFaultTest, NamesFileAndLine) {
  identity::v1::Config config;
  const std::string path = WriteConfig(std::string(GetParam().text));
  const absl::Status status = LoadConfig(path, &config);
  EXPECT_EQ(status::ReasonOf(status), "CONFIG_MALFORMED");
  const std::string message(status.message());
  EXPECT_THAT(message, StartsWith(path + ":" + std::string(GetParam().line) + ": "));
  EXPECT_THAT(message, Not(HasSubstr("\n")));
}

INSTANTIATE_TEST_SUITE_P(All, LoadConfigFaultTest,
                         testing::Values(Fault{"server {}\nservr {}\n", "2"},
                                         Fault{"server { colour: 1 }", "1"},
                                         Fault{"\n\nserver { metrics_port: \"8101\" }", "3"},
                                         Fault{"server { metrics_port: 99999999999 }", "1"},
                                         Fault{"city_title: \"a\"\ncity_title: \"b\"", "2"},
                                         Fault{"city_title: \"a\n", "1"}, Fault{"server {\n", "2"},
                                         Fault{"server { environment: DEMO }", "1"},
                                         Fault{"{\"server\": {}}", "1"}, Fault{"server }", "1"},
                                         Fault{"\xff", "1"}));

TEST(LoadConfigTest, NamesTheFileThatIsMissing) {
  identity::v1::Config config;
  for (const std::string path : {"/nowhere/demo.textproto", "/tmp", ""}) {
    const absl::Status status = LoadConfig(path, &config);
    EXPECT_EQ(status::ReasonOf(status), "CONFIG_UNREADABLE");
    EXPECT_THAT(std::string(status.message()), HasSubstr(path));
  }
}

TEST(RedactedConfigTest, ShowsAnOrdinaryConfigurationOnOneLine) {
  identity::v1::Config config;
  config.set_city_title("示范市总工会");
  config.set_signing_key_file("keys/signing");
  EXPECT_EQ(RedactedConfig(config),
            "signing_key_file: \"keys/signing\" city_title: \"示范市总工会\" ");
}

// A message with secrets in it, as no configuration of ours has them.
google::protobuf::FileDescriptorProto SecretFile() {
  google::protobuf::FileDescriptorProto file;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        name: "demo.proto"
        message_type {
          name: "Demo"
          field { name: "password" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
          field { name: "api_token" number: 2 type: TYPE_STRING label: LABEL_REPEATED }
          field {
            name: "peers"
            number: 3
            type: TYPE_MESSAGE
            label: LABEL_REPEATED
            type_name: "Demo"
          }
          field { name: "password_file" number: 4 type: TYPE_STRING label: LABEL_OPTIONAL }
        })pb",
      &file));
  return file;
}

TEST(RedactedConfigTest, HidesSecretsAtEveryDepth) {
  google::protobuf::DescriptorPool pool;
  google::protobuf::DynamicMessageFactory factory(&pool);
  const auto* type = pool.BuildFile(SecretFile())->FindMessageTypeByName("Demo");
  const std::unique_ptr<google::protobuf::Message> config(factory.GetPrototype(type)->New());
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(password: "x1"
           api_token: "x2"
           api_token: "x3"
           password_file: "y"
           peers { password: "x4" })pb",
      config.get()));
  const std::string text = RedactedConfig(*config);
  EXPECT_THAT(text, Not(HasSubstr("x")));
  EXPECT_THAT(text, HasSubstr("password_file: \"y\""));
  EXPECT_THAT(text, HasSubstr("password: \"[redacted]\""));
}

}  // namespace
}  // namespace unioncare::app
