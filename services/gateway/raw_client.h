#pragma once

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <string>
#include <string_view>

// For tests only: bytes over a loopback socket, as no HTTP library would send them.
namespace unioncare::gateway {

class RawClient {
 public:
  explicit RawClient(int port) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval patience = {5, 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    connected_ = connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  ~RawClient() { close(socket_); }
  RawClient(const RawClient&) = delete;

  bool connected() const { return connected_; }
  void Send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      bytes.remove_prefix(static_cast<size_t>(sent));
    }
  }
  void FinishSending() { shutdown(socket_, SHUT_WR); }

  // Everything until the server closes; `closed` tells whether it did within 5 s.
  std::string ReadToEnd() {
    std::string text = std::exchange(rest_, {});
    while (ReadMore(text)) {
    }
    return text;
  }
  // One response with its body, by Content-Length; what comes after it stays for the next.
  std::string ReadResponse(bool head_only = false) {
    std::string text = std::exchange(rest_, {});
    size_t end = std::string::npos;
    while ((end = text.find("\r\n\r\n")) == std::string::npos && ReadMore(text)) {
    }
    if (end == std::string::npos) return text;
    const size_t at = text.find("Content-Length: ");
    const size_t length = at < end && !head_only ? std::stoul(text.substr(at + 16)) : 0;
    while (text.size() < end + 4 + length && ReadMore(text)) {
    }
    rest_ = text.substr(std::min(text.size(), end + 4 + length));
    return text.substr(0, end + 4 + length);
  }
  bool closed() const { return closed_; }

 private:
  bool ReadMore(std::string& text) {
    char piece[65536];
    const ssize_t size = recv(socket_, piece, sizeof piece, 0);
    closed_ = size == 0;
    if (size > 0) text.append(piece, static_cast<size_t>(size));
    return size > 0;
  }

  const int socket_;
  bool connected_ = false;
  bool closed_ = false;
  std::string rest_;
};

}  // namespace unioncare::gateway
