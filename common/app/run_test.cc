#include "common/app/run.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "google/protobuf/empty.pb.h"

// Each case is a process of its own: it has one life.
namespace unioncare::app {
namespace {

constexpr status::Reason kNoKey{"NO_KEY", absl::StatusCode::kFailedPrecondition, "No key.",
                                "没有密钥。"};

void Say(const char* what) { fprintf(stderr, "[%s]", what); }

// Says what happens to it and is sent a signal as soon as it serves.
class Told : public Running {
 public:
  explicit Told(int signal) : signal_(signal) {}
  ~Told() override { Say("gone"); }

  void SetServing(bool serving) override {
    Say(serving ? "serving" : "not serving");
    at_ = std::chrono::steady_clock::now();
    if (serving) kill(getpid(), signal_);
  }

  void Drain(std::chrono::steady_clock::time_point deadline) override {
    const auto now = std::chrono::steady_clock::now();
    Say(now - at_ >= kNoticeTime - std::chrono::milliseconds(50) ? "noticed" : "too early");
    Say(deadline > now && deadline <= now + kDrainTime ? "drained" : "wrong deadline");
  }

 private:
  const int signal_;
  std::chrono::steady_clock::time_point at_;
};

std::string ConfigFile(const std::string& text) {
  const std::string path = testing::TempDir() + "common_app_run_test.textproto";
  std::ofstream(path, std::ios::trunc) << text;
  return path;
}

Steps TellingSteps(int signal) {
  return {.name = "unioncare-demo",
          .check = [] { return Say("check"), absl::OkStatus(); },
          .migrate = [] { return Say("migrate"), absl::OkStatus(); },
          .start = [signal] { return std::make_unique<Told>(signal); }};
}

[[noreturn]] void Live(std::vector<std::string> arguments, const Steps& steps) {
  arguments.insert(arguments.begin(), "unioncare-demo");
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  google::protobuf::Empty config;
  exit(Main(static_cast<int>(argv.size()) - 1, argv.data(), &config, steps));
}

[[noreturn]] void Live(const std::vector<std::string>& arguments) {
  Live(arguments, TellingSteps(SIGTERM));
}

constexpr char kWholeLife[] =
    "configured.*\\[serving\\].*\"serving\".*\"stopping\".*\\[not serving\\]\\[noticed\\]"
    "\\[drained\\]\\[gone\\].*\"stopped\"";

std::string Config() { return "--config=" + ConfigFile(""); }

class RunDeathTest : public testing::Test {};

TEST_F(RunDeathTest, LivesInOrderAndEndsWithZeroOnSigterm) {
  EXPECT_EXIT(Live({Config()}), testing::ExitedWithCode(0), std::string(kWholeLife));
}

TEST_F(RunDeathTest, SigintEndsItTheSameWay) {
  EXPECT_EXIT(Live({Config()}, TellingSteps(SIGINT)), testing::ExitedWithCode(0),
              std::string("SIGINT.*\\[gone\\].*stopped"));
}

TEST_F(RunDeathTest, SignalBeforeServingEndsItAtOnce) {
  Steps steps = TellingSteps(SIGTERM);
  steps.start = []() -> absl::StatusOr<std::unique_ptr<Running>> {
    kill(getpid(), SIGTERM);
    for (;;) pause();
  };
  EXPECT_EXIT(Live({Config()}, steps), testing::ExitedWithCode(0),
              "\"stopped_before_serving\",\"signal\":\"SIGTERM\"\\}\n$");
}

TEST_F(RunDeathTest, MigrateAndCheckDoJustThat) {
  EXPECT_EXIT(Live({Config(), "--migrate"}), testing::ExitedWithCode(0),
              "\\[migrate\\].*\"done\",\"verb\":\"migrate\"\\}\n$");
  EXPECT_EXIT(Live({Config(), "--check"}), testing::ExitedWithCode(0),
              "\\[check\\].*\"done\",\"verb\":\"check\"\\}\n$");
}

TEST_F(RunDeathTest, WrongFlagsAreTwoAndOneLine) {
  const std::string line = "^\\{.*\"cannot_start\",\"reason\":\"BAD_FLAGS\".*\\}\n$";
  EXPECT_EXIT(Live({}), testing::ExitedWithCode(2), line);
  EXPECT_EXIT(Live({Config(), "more"}), testing::ExitedWithCode(2), line);
  EXPECT_EXIT(Live({Config(), "--check", "--migrate"}), testing::ExitedWithCode(2), line);
}

TEST_F(RunDeathTest, WrongConfigurationIsTwoAndNamesTheLine) {
  EXPECT_EXIT(Live({"--config=/nowhere/demo.textproto"}), testing::ExitedWithCode(2),
              "^\\{.*CONFIG_UNREADABLE.*/nowhere/demo.textproto.*\\}\n$");
  EXPECT_EXIT(Live({"--config=" + ConfigFile("\nkey: 1")}), testing::ExitedWithCode(2),
              "^\\{.*CONFIG_MALFORMED.*textproto:2: .*key.*\\}\n$");
}

TEST_F(RunDeathTest, WhatCannotStartIsTwoAndSaysWhy) {
  Steps steps = TellingSteps(SIGTERM);
  steps.start = [] { return Refuse(kNoKey); };
  steps.check = steps.migrate = [] { return Refuse(kNoKey); };
  EXPECT_EXIT(Live({Config()}, steps), testing::ExitedWithCode(2),
              "\"cannot_start\",\"reason\":\"NO_KEY\",\"message\":\"No key.\"\\}\n$");
  EXPECT_EXIT(Live({Config(), "--check"}, steps), testing::ExitedWithCode(2), "NO_KEY");
  EXPECT_EXIT(Live({Config(), "--migrate"}, steps), testing::ExitedWithCode(2), "NO_KEY");
}

}  // namespace
}  // namespace unioncare::app
