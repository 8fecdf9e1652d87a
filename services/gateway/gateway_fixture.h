#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

#include "services/gateway/raw_client.h"
#include "services/gateway/start.h"
#include "services/gateway/test_support.h"

// For tests only: a gateway on a free port with a fake medical service behind it.
namespace unioncare::gateway {

class GatewayTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Restart([](v1::Config&) {});
  }

  void Restart(const std::function<void(v1::Config&)>& change) {
    running_.reset();
    v1::Config config;
    config.set_listen_address("127.0.0.1:0");
    auto* backend = config.add_backends();
    backend->set_package("unioncare.medical.v1");
    backend->set_address(medical_.address());
    change(config);
    auto running = Start(config);
    ASSERT_TRUE(running.ok()) << running.status();
    running_ = *std::move(running);
    running_->SetServing(true);
  }

  std::string Ask(const std::string& request) {
    RawClient client(running_->port());
    client.Send(request);
    return client.ReadResponse();
  }
  std::string Get(const std::string& target, const std::string& headers = "") {
    return Ask("GET " + target + " HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n");
  }
  std::string Post(const std::string& target, const std::string& headers, const std::string& body) {
    return Ask("POST " + target + " HTTP/1.1\r\nHost: h\r\nContent-Length: " +
               std::to_string(body.size()) + "\r\n" + headers + "\r\n" + body);
  }

  FakeMedical medical_;
  std::unique_ptr<RunningGateway> running_;
};

}  // namespace unioncare::gateway
