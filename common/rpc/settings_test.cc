#include "common/rpc/settings.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "common/status/status.h"

namespace unioncare::rpc {
namespace {

class SettingsTest : public ::testing::Test {
 protected:
  SettingsTest() {
    // Tests run side by side.
    const std::string keys = ::testing::TempDir() + "settings_test_keys_" +
                             ::testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::create_directories(keys);
    for (const char* name : {"person_key", "blind_index", "wrapping", "page_token"}) {
      Write(keys + "/" + name, crypto::GenerateKeyLine("test-1") + "\n");
    }
    Write(keys + "/password", "the first line\nand no other\n");
    config_.set_environment("TEST");
    config_.set_business_clock_offset_seconds(-60);
    config_.set_city("330200");
    config_.set_key_directory(keys);
    config_.mutable_database()->set_unix_socket("/run/socket");
    config_.mutable_database()->set_schema("unioncare");
    config_.mutable_database()->set_password_file(keys + "/password");
  }

  std::string Fault() const {
    const auto settings = ReadSettings(config_);
    if (settings.ok()) return "";
    EXPECT_EQ(status::ReasonOf(settings.status()), "SETTING_UNUSABLE");
    return std::string(settings.status().message());
  }

  static void Write(const std::string& path, const std::string& content) {
    std::ofstream(path, std::ios::trunc) << content;
    chmod(path.c_str(), 0600);
  }

  options::v1::ServerConfig config_;
};

TEST_F(SettingsTest, ReadsFilesAndKeepsBuiltInFigures) {
  const auto settings = ReadSettings(config_);
  ASSERT_TRUE(settings.ok()) << settings.status();
  EXPECT_EQ(settings->database.password, "the first line");
  EXPECT_EQ(settings->business_offset_micros, -60'000'000);
  EXPECT_EQ(settings->readers, 4);
  EXPECT_EQ(settings->pipeline.max_batch, 256u);
  EXPECT_EQ(settings->wrapping.newest().id, "test-1");
}

TEST_F(SettingsTest, OnlyPlayLivesInAnotherTime) {
  config_.set_environment("PRODUCTION");
  EXPECT_NE(Fault().find("business_clock_offset_seconds"), std::string::npos);
  config_.set_business_clock_offset_seconds(0);
  EXPECT_EQ(Fault(), "");
}

TEST_F(SettingsTest, AnEnvironmentIsNamed) {
  for (const char* environment : {"", "production", "STAGING"}) {
    config_.set_environment(environment);
    EXPECT_NE(Fault().find("environment"), std::string::npos) << environment;
  }
}

TEST_F(SettingsTest, ACityIsACity) {
  for (const char* city : {"", "330203", "330000", "110100"}) {
    config_.set_city(city);
    EXPECT_NE(Fault().find("city"), std::string::npos) << city;
  }
}

TEST_F(SettingsTest, ADatabaseHasASchemaAndAPlace) {
  config_.mutable_database()->clear_unix_socket();
  EXPECT_NE(Fault().find("database.host"), std::string::npos);
  config_.mutable_database()->clear_schema();
  EXPECT_NE(Fault().find("database.schema"), std::string::npos);
}

}  // namespace
}  // namespace unioncare::rpc
