#include "common/crypto/secret_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "absl/strings/str_format.h"

namespace unioncare::crypto {
namespace {

constexpr off_t kMaxBytes = 64 * 1024;

class File {
 public:
  explicit File(const std::string& path) : descriptor_(open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~File() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  int descriptor() const { return descriptor_; }

 private:
  const int descriptor_;
};

}  // namespace

absl::StatusOr<std::string> ReadSecretFile(const std::string& path) {
  const File file(path);
  struct stat about;
  // The open file is asked, not the path: nobody can exchange it between the look and the reading.
  if (file.descriptor() < 0 || fstat(file.descriptor(), &about) != 0 || !S_ISREG(about.st_mode) ||
      about.st_size > kMaxBytes) {
    return Refuse(kSecretFileUnreadable, {{"path", path}});
  }
  const unsigned mode = about.st_mode & 07777;
  if ((mode & ~0600u) != 0) {
    return Refuse(kSecretFileTooOpen, {{"path", path}, {"mode", absl::StrFormat("%04o", mode)}});
  }
  std::string content(about.st_size, '\0');
  if (read(file.descriptor(), content.data(), content.size()) != about.st_size) {
    return Refuse(kSecretFileUnreadable, {{"path", path}});
  }
  return content;
}

}  // namespace unioncare::crypto
